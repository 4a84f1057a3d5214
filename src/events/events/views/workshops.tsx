import { sayWhen } from '#base/dates.ts'
import { Bullets, Inset, P } from '#base/web/page-parts.tsx'
import { daysOf, programmeOf } from '#calendars/invites/invite.ts'
import type { CalledOffSession, EventDetails } from '../event.ts'
import { programmeWarnings } from '../programme.ts'

export const WorkshopWarnings = ({ event }: { event: Parameters<typeof programmeWarnings>[0] }) => {
  const warnings = programmeWarnings(event)
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
