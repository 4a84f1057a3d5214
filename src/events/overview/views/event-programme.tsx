import { sayInstant, sayWhen } from '#base/dates.ts'
import { Heading, Link, P, Title, VisuallyHidden } from '#base/web/page-parts.tsx'
import type { EventDetails } from '#events/events/event.ts'
import { WorkshopWarnings } from '#events/events/views/workshops.tsx'
import { Programme } from '#events/finding/views/programme.tsx'
import { LinkButton } from './event-acts.tsx'

const CalledOff = ({ event }: { event: EventDetails }) =>
  event.calledOff.length === 0 ? null : (
    <>
      <Heading>Called off</Heading>
      <ul class="govuk-list">
        {event.calledOff.map(({ id, title, startsAt, endsAt, why }) => (
          <li class="muster-break">
            <s>
              {sayWhen(startsAt, endsAt)}
              {title ? `: ${title}` : ''}
            </s>{' '}
            <strong>called off</strong>{' '}
            <Link href={`/register/${id}`}>
              Register<VisuallyHidden> of {title || sayInstant(startsAt)}</VisuallyHidden>
            </Link>
            {why ? <span class="muster-also muster-lines">{why}</span> : null}
          </li>
        ))}
      </ul>
    </>
  )

/** The programme as schools see it, with how full each part is, and what can be done with it. */
export const EventProgrammePage = ({ event, signedOff }: { event: EventDetails; signedOff: readonly string[] }) => {
  const at = `/organiser/events/${event.code}`
  const isPublished = event.state === 'published'
  const canCallOff = (id: string): boolean => isPublished && event.sessions.length > 1 && !signedOff.includes(id)
  return (
    <>
      <Title>Programme</Title>
      {event.state === 'cancelled' ? null : (
        <>
          <WorkshopWarnings event={event} />
          <div class="muster-event-actions">
            <LinkButton href={`${at}/edit/programme`} kind="secondary">
              Change the programme
            </LinkButton>
            {event.sessions.length === 0 ? null : (
              <LinkButton href={`${at}/move`} kind="secondary">
                Move to another day
              </LinkButton>
            )}
          </div>
        </>
      )}
      {event.sessions.length === 0 ? <P>It has no date yet.</P> : null}
      <Programme
        event={event}
        beside={({ id, title, startsAt, block, chosen }) => (
          <ul class="muster-facts">
            {block ? <li>{chosen} chose it</li> : null}
            {isPublished ? (
              <li>
                <Link href={`/register/${id}`}>
                  Register<VisuallyHidden> of {title || sayInstant(startsAt)}</VisuallyHidden>
                </Link>
              </li>
            ) : null}
            {canCallOff(id) ? (
              <li>
                <Link href={`${at}/sessions/${id}/call-off`}>
                  Call off<VisuallyHidden> {title || sayInstant(startsAt)}</VisuallyHidden>
                </Link>
              </li>
            ) : null}
          </ul>
        )}
      />
      <CalledOff event={event} />
    </>
  )
}
