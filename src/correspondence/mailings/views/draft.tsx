import type { Child } from 'hono/jsx'
import { sayBeginning } from '#base/dates.ts'
import type { Slice } from '#base/db/list-rows.ts'
import { Rowed } from '#base/list/views.tsx'
import { Address, Bullets, Details, Heading, Inset, Link, P, Pagination, SummaryList, Tag, Warning } from '#base/web/page-parts.tsx'
import { counted, plural, sayNumber } from '#base/words.ts'
import type { Rendered } from '#emails/messages/mail.tsx'
import { type EventDetails, firstStart, lastEnd } from '#events/events/event.ts'
import { sayWritten } from '#messages/outbox/sending.ts'
import type { ChasedMatter } from '#people/ladder/contact.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { isTicked } from '../audience.ts'
import { hasStop } from '../compose.ts'
import { type Linked, sayMaterial, wayOf, wayWords } from '../linked-material.ts'
import { type Mailing, natureWords, notStartedWords } from '../mailing.ts'
import { type Recipient, runBy, sayFirst, sayLeftOut, sayReached, sayTrustsLeftOut, trustsToRing, whyNotWords } from '../people.ts'
import type { Prepared } from '../start-mailing.ts'
import { NotKnown } from './invite.tsx'
import { StateTag } from './sent.tsx'

/** `43 people of 40 schools`, of an invitation with its trusts */
const sayPeople = ({ chosen: { counts }, trusts }: Prepared): string =>
  `${counted(counts.people, 'person', 'people')} of ${sayReached(counts.schoolsReached, trusts.counts.people)}`

const LeftOut = ({ prepared, at }: { prepared: Prepared; at: string }) => {
  const leftOut = [
    ...sayLeftOut(prepared.chosen.counts, prepared.set.ofPeople, prepared.set.once),
    ...sayTrustsLeftOut(prepared.trusts.counts),
  ]
  const [ring, trusts] = [prepared.chosen.ring.length, trustsToRing(prepared.trusts).length]
  return leftOut.length === 0 ? null : (
    <>
      <P>Left out:</P>
      <Bullets>
        {leftOut.map((one) => (
          <li>{one}</li>
        ))}
      </Bullets>
      {ring + trusts > 0 ? (
        <P>
          <Link href={`${at}/people#ring`}>
            {prepared.set.ofPeople
              ? `${prepared.set.once ? counted(ring, 'person or booking', 'people or bookings') : counted(ring, 'person', 'people')} that this does not reach, with telephone numbers`
              : `${prepared.set.event ? counted(ring, 'school or booking', 'schools or bookings') : sayReached(ring, trusts)} that this does not reach, with telephone numbers`}
          </Link>
        </P>
      ) : null}
    </>
  )
}

const subjectOf = ({ subject }: Mailing, event: EventDetails | undefined): string =>
  sayWritten(subject, event?.title ?? null, (event && firstStart(event)) ?? null)

const plainStart = (text: string): Child => (text ? <pre class="muster-plain-text">{text}</pre> : 'Nothing yet')

/** The material, and how many get it which way. */
const sayLinked = ({ materialId }: Mailing, { linked, ways }: Prepared): string | undefined =>
  linked ? `${sayMaterial(linked)}: ${ways.join('; ')}` : materialId ? 'A material that nobody can see now' : undefined

export type DraftPageProps = {
  mailing: Mailing
  prepared: Prepared
  test: Child
  /** Of a draft: discard it; of one that waits: do not send it. */
  discard: Child
}

/** When it goes, or was to go. */
const Timed = ({ mailing: { state, goesAt, notStarted }, event }: { mailing: Mailing; event: EventDetails | undefined }) => {
  if (!goesAt) return null
  if (notStarted)
    return (
      <Inset>
        It was to go on {sayBeginning(goesAt)}, and did not: {notStartedWords[notStarted]}. Nobody got it.
      </Inset>
    )
  if (state !== 'waiting') return null
  const ends = event && lastEnd(event)
  return (
    <>
      <P>
        Goes on <strong>{sayBeginning(goesAt)}</strong>, to those who are in its group then.
      </P>
      {ends && ends < goesAt ? <Warning>The event is over by then. Its end is on {sayBeginning(ends)}.</Warning> : null}
    </>
  )
}

export const DraftPage = ({ mailing, prepared, test, discard }: DraftPageProps) => {
  const at = `/organiser/mailings/${mailing.id}`
  const { counts } = prepared.chosen
  const waits = mailing.state === 'waiting'
  const change = (path: string) => (waits ? undefined : { href: `${at}/${path}`, text: 'Change' })
  const whom = isTicked(mailing.audience) ? undefined : change('whom')
  const isWritten = mailing.subject !== '' && mailing.body !== ''
  return (
    <>
      <P>
        <StateTag state={mailing.state} />
      </P>
      <Timed mailing={mailing} event={prepared.event} />
      <SummaryList
        rows={[
          ['To whom', prepared.set.words, whom],
          [
            waits ? 'Reaches now' : 'Reaches',
            `${sayPeople(prepared)}, of ${counted(counts.schools, 'school')} chosen`,
            { href: `${at}/people`, text: 'See' },
          ],
          ['About', prepared.event?.title ?? 'No event', whom],
          ['Kind', natureWords[mailing.nature].name, change('words')],
          ['Rests on', mailing.basis || undefined],
          ['Message', plainStart(mailing.body), change('words')],
          ['Links to', sayLinked(mailing, prepared), change('words')],
        ]}
      />
      <LeftOut prepared={prepared} at={at} />
      <div class="muster-actions">
        {isWritten ? (
          <a href={`${at}/preview`} class="govuk-button govuk-button--secondary" draggable={false} data-module="govuk-button">
            See it as one of them gets it
          </a>
        ) : null}
        {isWritten ? test : null}
        {waits ? discard : null}
        <a href={isWritten ? `${at}/send` : `${at}/words`} class="govuk-button" draggable={false} data-module="govuk-button">
          {waits ? 'Send now' : isWritten ? 'Continue to sending' : 'Write the message'}
        </a>
      </div>
      {waits ? null : (
        <Details summary="Discard this draft">
          <p>It is deleted for everybody and cannot be brought back.</p>
          {discard}
        </Details>
      )}
    </>
  )
}

export const ChosenFigures = ({ mailing, counts }: { mailing: Mailing; counts: Prepared['chosen']['counts'] }) => (
  <ul class="muster-figures">
    <li>
      <span class="muster-figure">{sayNumber(counts.schools)}</span> {plural(counts.schools, 'school')} chosen
    </li>
    <li>
      <span class="muster-figure">{sayNumber(counts.people)}</span> {plural(counts.people, 'mail')} would go
    </li>
    <li>
      <span class="muster-figure">{sayNumber(counts.noAddress)}</span> without any address
    </li>
    <li>
      <span class="muster-figure">{sayNumber(counts.fails)}</span> {plural(counts.fails, 'address does not work', 'addresses do not work')}
    </li>
    {mailing.nature === 'training' ? (
      <li>
        <span class="muster-figure">{sayNumber(counts.stopped)}</span> stopped invitations on this topic
      </li>
    ) : null}
    {hasStop(mailing.nature) ? (
      <li>
        <span class="muster-figure">{sayNumber(counts.noConsent)}</span> without consent
      </li>
    ) : null}
  </ul>
)

type ChosenPeopleProps = { mailing: Mailing; linked: Linked | undefined; slice: Slice<Recipient>; url: string }

export const ChosenPeople = ({ mailing, linked, slice, url }: ChosenPeopleProps) => (
  <Rowed
    slice={slice}
    url={url}
    none={<P>No address.</P>}
    dense
    caption={counted(slice.total, 'address', 'addresses')}
    columns={[
      { name: 'School', cell: ({ schoolId, school }) => <Link href={`/organiser/schools/${schoolId}`}>{schoolLabel(school)}</Link> },
      ...(mailing.nature === 'training' ? [{ name: 'Run by', cell: ({ individual }: Recipient) => runBy[individual] }] : []),
      { name: 'Name', cell: ({ name }) => name },
      { name: 'Address', cell: ({ email }) => <Address email={email} /> },
      { name: 'Gets it', cell: ({ why }) => (why === null ? 'Yes' : <Tag colour="grey">{whyNotWords[why]}</Tag>) },
      ...(linked ? [{ name: 'Material', cell: (one: Recipient) => (one.why === null ? wayWords[wayOf(linked, one)] : '') }] : []),
    ]}
  />
)

type PreviewPageProps = {
  mailing: Mailing
  rendered: Rendered
  replyTo: string | undefined
  to: Recipient | undefined
  matter: ChasedMatter | undefined
  /** To the material, by the page of a place. */
  isLinked: boolean
  at: number
  of: number
  from: string
}

export const PreviewPage = ({ mailing, rendered, replyTo, to, matter, isLinked, at, of, from }: PreviewPageProps) => (
  <>
    {to ? null : <P>Nobody would get it yet, so a person and a school are made up.</P>}
    <SummaryList
      rows={[
        ['To', to ? <Address email={to.email} /> : undefined],
        ['Name', to?.name || undefined],
        [to?.trustSchools ? 'Trust' : 'School', to ? schoolLabel(to.school) : undefined],
        ['From', from],
        ['Answers go to', replyTo],
        ['Subject', rendered.subject],
      ]}
    />
    <pre class="muster-plain-text">{rendered.text}</pre>
    {matter === 'guidance' ? <P>In the email itself, each school’s own link opens the guidance without signing in.</P> : null}
    {isLinked ? <P>In the mail itself, the link to the material is each recipient’s own.</P> : null}
    {hasStop(mailing.nature) ? <P>In the mail itself, the link to stop such messages is each recipient’s own.</P> : null}
    <Pagination url={`https://x.example/organiser/mailings/${mailing.id}/preview?page=${at}`} page={at} pageSize={1} total={of} />
  </>
)

type SendPageProps = {
  mailing: Mailing
  prepared: Prepared
  /** Of an invitation: the mail of the first school. */
  first: { rendered: Rendered; to: Recipient | undefined } | undefined
  send: Child
  /** Its form for a time; undefined: it lacks more than people, or waits already. */
  later: Child | undefined
  isTyped: boolean
}

/** Whom an invitation goes to: `40 schools and 3 trusts`. */
export const sayInvited = ({ chosen, trusts }: Prepared): string => sayReached(chosen.counts.people, trusts.counts.people)

export const SendPage = ({ mailing, prepared, first, send, later, isTyped }: SendPageProps) => {
  const at = `/organiser/mailings/${mailing.id}`
  const { counts } = prepared.chosen
  const ready = Object.keys(prepared.missing).length === 0
  const invites = mailing.nature === 'training'
  return (
    <>
      {ready ? null : <Missing missing={prepared.missing} at={at} />}
      <SummaryList
        rows={[
          ['Subject', first?.rendered.subject ?? subjectOf(mailing, prepared.event)],
          ['Kind', natureWords[mailing.nature].name],
          ['To whom', prepared.set.words],
          ['Reaches', invites ? sayInvited(prepared) : sayPeople(prepared)],
          ['Links to', sayLinked(mailing, prepared)],
          ['First of them', invites ? undefined : sayFirst(prepared.chosen) || undefined],
        ]}
      />
      <LeftOut prepared={prepared} at={at} />
      {invites ? <NotKnown n={counts.notKnown} at={at} /> : null}
      {first ? (
        <>
          <Heading>{first.to ? `As ${first.to.school.name} gets it` : 'As a school gets it'}</Heading>
          <pre class="muster-plain-text">{first.rendered.text}</pre>
          <P>The link to stop such messages is each recipient’s own.</P>
          <P>
            <Link href={`${at}/preview?page=2`}>As other schools get it</Link>, <Link href={`${at}/words`}>change the words</Link> or{' '}
            <Link href={`${at}/people`}>see every school</Link>
          </P>
        </>
      ) : null}
      <P>
        Who gets it is fixed when you press the button. The mails then go out in the background; you can pause them, or stop those that have
        not gone yet.
      </P>
      {ready ? (
        send
      ) : (
        <P>
          <Link href={at}>Back to the draft</Link>
        </P>
      )}
      {later ? (
        <Details summary="Send it at a date and time" open={isTyped}>
          <P>
            Who gets it is read at that time, so it also reaches those who join the group until then. Until it goes you can send it at once,
            or not at all.
          </P>
          {later}
        </Details>
      ) : null}
    </>
  )
}

const Missing = ({ missing, at }: { missing: Record<string, string>; at: string }) => (
  <ul class="govuk-list">
    {Object.entries(missing).map(([name, problem]) => (
      <li id={name}>
        {problem}: <Link href={name === 'whom' ? `${at}/whom` : `${at}/words`}>change it</Link>
      </li>
    ))}
  </ul>
)
