import { sayWhen } from '#base/dates.ts'
import { Bullets, Inset, P } from '#base/web/page-parts.tsx'
import { daysOf, programmeOf } from '#calendars/invites/invite.ts'
import { roomWarnings } from '#events/venues/venue.ts'
import { blocksOf, type CalledOffSession, type EventDetails, type EventSession } from '../event.ts'
import { sayLeft, workshopWarnings } from '../workshop.ts'

const List = ({ workshops }: { workshops: readonly EventSession[] }) => (
  <ul class="govuk-list govuk-list--spaced">
    {workshops.map((workshop) => (
      <li class="muster-break">
        {workshop.title}
        <span class="muster-also">
          {sayWhen(workshop.startsAt, workshop.endsAt)}
          {workshop.capacity === null ? '' : `. ${sayLeft(workshop)}`}
        </span>
      </li>
    ))}
  </ul>
)

type WorkshopWarningsProps = {
  event: Parameters<typeof workshopWarnings>[0] & Partial<Pick<EventDetails, 'venue' | 'otherVenues'>>
}

export const WorkshopWarnings = ({ event }: WorkshopWarningsProps) => {
  const at = (venueId: string | null) => event.sessions.filter((session) => (session.venueId ?? null) === venueId)
  const warnings = [
    ...workshopWarnings(event),
    ...roomWarnings(at(null), event.venue?.rooms ?? '', event.capacity),
    ...(event.otherVenues ?? []).flatMap(({ id, rooms }) => roomWarnings(at(id), rooms, event.capacity)),
  ]
  if (warnings.length === 0) return null
  return (
    <Inset>
      <P>Look at the programme again:</P>
      <Bullets>
        {warnings.map((warning) => (
          <li class="muster-break">{warning}</li>
        ))}
      </Bullets>
    </Inset>
  )
}

export const WorkshopList = ({ event }: { event: Pick<EventDetails, 'sessions'> }) => (
  <>
    {blocksOf(event.sessions).map(({ block, workshops }) => (
      <>
        <strong class="muster-break">{block}</strong>
        <List workshops={workshops} />
      </>
    ))}
  </>
)

export const CalledOffSessions = ({ sessions }: { sessions: readonly CalledOffSession[] }) =>
  sessions.length === 0 ? null : (
    <ul class="govuk-list govuk-!-margin-bottom-0 govuk-!-margin-top-1">
      {sessions.map((session) => (
        <li class="muster-break">
          <s>
            {sayWhen(session.startsAt, session.endsAt)}
            {session.title ? `: ${session.title}` : ''}
          </s>{' '}
          <strong>called off</strong>
          {session.why ? <span class="muster-also muster-lines">{session.why}</span> : null}
        </li>
      ))}
    </ul>
  )

type TimesProps = {
  event: Pick<EventDetails, 'sessions'> & Partial<Pick<EventDetails, 'calledOff' | 'breaks'>>
  inShort?: boolean
}

/** An event's hours by day, its programme unless `inShort`, and what is called off. */
export const Times = ({ event, inShort = false }: TimesProps) => {
  const programme = inShort ? [] : programmeOf(event.sessions, undefined, event.breaks)
  return (
    <>
      {daysOf(event.sessions).map(({ startsAt, endsAt }) => (
        <div>{sayWhen(startsAt, endsAt)}</div>
      ))}
      {programme.length > 0 ? (
        <ul class="govuk-list govuk-!-margin-bottom-0 govuk-!-margin-top-1">
          {programme.map((line) => (
            <li class="muster-break">{line}</li>
          ))}
        </ul>
      ) : null}
      <CalledOffSessions sessions={event.calledOff ?? []} />
    </>
  )
}
