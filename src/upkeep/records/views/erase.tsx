import type { Child } from 'hono/jsx'
import { sayDay } from '#base/dates.ts'
import { Bullets, Heading, Inset, Link, P, Table } from '#base/web/page-parts.tsx'
import { plural } from '#base/words.ts'
import type { ErasurePreview, TextsShown } from '../erasure.ts'
import { classWords, isRunClass } from '../record.ts'
import { eraseRefusals } from './refusals.tsx'

const ifAny = (n: number, one: string, many: string): string | undefined => (n === 0 ? undefined : `${n} ${plural(n, one, many)}`)

const staying = ({ places, walkIns, marks, roles, earlier }: ErasurePreview['stays']): string[] =>
  [
    ifAny(places, 'place at an event, with its school and role', 'places at events, with their school and role'),
    ifAny(walkIns, 'time somebody of their school came without a place', 'times somebody of their school came without a place'),
    ifAny(marks, 'mark of attendance', 'marks of attendance'),
    ifAny(roles, 'role at a school, with its dates', 'roles at schools, with their dates'),
    ifAny(earlier, 'record from before this service', 'records from before this service'),
  ].filter((line) => line !== undefined)

const Obstacle = ({ preview }: { preview: ErasurePreview }) => {
  if (!preview.obstacle) return null
  const more: Child[] =
    preview.obstacle === 'has_coming_place'
      ? preview.coming.map(({ title, reference }) => (
          <Link href={`/bookings/${reference}`}>
            {title}, booking {reference}
          </Link>
        ))
      : preview.obstacle === 'request_is_waiting'
        ? preview.requests.map(({ title, code }) => <Link href={`/organiser/events/${code}/requests`}>{title}</Link>)
        : preview.obstacle === 'held'
          ? preview.holds.map((hold) => (
              <>
                {hold.scope === 'event'
                  ? `The event ${hold.label}`
                  : hold.scope === 'person'
                    ? 'This person'
                    : isRunClass(hold.label)
                      ? classWords[hold.label]
                      : hold.label}
                : {hold.reason} To be reviewed by {sayDay(hold.reviewOn)}.
              </>
            ))
          : []
  return (
    <Inset>
      <P>{eraseRefusals[preview.obstacle]}.</P>
      {more.length > 0 ? (
        <Bullets>
          {more.map((line) => (
            <li>{line}</li>
          ))}
        </Bullets>
      ) : null}
    </Inset>
  )
}

export const EraseFields = ({ fields, shown, notShown }: TextsShown & { fields: Record<string, Child> }) => (
  <>
    {shown.map(({ id }) => (
      <input type="hidden" name="shown" value={id} />
    ))}
    {shown.length === 0 ? null : (
      <>
        {' '}
        {fields['out']}{' '}
        <P>
          We ticked texts with the whole name or the address that are about their schools or events. Leave what means somebody or something
          else.
        </P>{' '}
      </>
    )}
    {notShown === 0 ? null : (
      <P>
        {notShown} {plural(notShown, 'more text holds', 'more texts hold')} a part of their name alone. They are not shown and stay as they
        are.
      </P>
    )}
    {fields['confirmed']}
  </>
)

export const Erasure = ({ preview, form }: { preview: ErasurePreview; form: Child }) => {
  const stays = staying(preview.stays)
  return (
    <>
      <P>
        Their name and everything below goes for good: nobody can bring it back. That their school took part stays, and so does every figure
        of the coverage report.
      </P>
      <Obstacle preview={preview} />
      <Table
        caption="What goes"
        columns={['What', { text: 'How many', numeric: true }]}
        rows={preview.goes.map(({ words, rows }) => [words, rows])}
      />
      <Heading>What stays, without the name</Heading>
      {stays.length === 0 ? (
        <P>Nothing is recorded that they attended or did at a school.</P>
      ) : (
        <Bullets>
          {stays.map((line) => (
            <li>{line}</li>
          ))}
        </Bullets>
      )}
      <P>
        The council must be able to show which schools its training reached (Children Act 2004, section 11). Without the name it says
        nothing of a person.
      </P>
      <Heading>What this does not reach</Heading>
      <Bullets>
        <li>
          What people wrote by hand about money, about decisions or to a group stays, without the name where you take it out: the law asks
          the council to keep what was charged and why.
        </li>
        <li>
          Files that finance was given, and final reports, stay as they were given. They name schools; a reason that somebody wrote can be
          in them.
        </li>
        <li>What a school or setting is called: it is what took part. A childminder’s own name can be the name of their setting.</li>
        <li>
          Mail that was delivered, calendars of others, files that were downloaded, and what Cloudflare, Resend and Stripe keep for a while.
          The database’s own recovery can bring back what was deleted for up to 30 days; it is used only after a failure.
        </li>
      </Bullets>
      {preview.obstacle ? null : form}
    </>
  )
}
