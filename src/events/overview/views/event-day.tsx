import { sayInstant } from '#base/dates.ts'
import { Link, P, SummaryList, Title } from '#base/web/page-parts.tsx'
import type { EventDetails } from '#events/events/event.ts'
import type { Arrived } from '../picture.ts'
import { ArrivedChart } from './event-pictures.tsx'

const Registers = ({ event, signedOff }: { event: EventDetails; signedOff: readonly string[] }) => (
  <ul class="govuk-list govuk-!-margin-bottom-0">
    {event.sessions.map((session, index) => (
      <li>
        <Link href={`/register/${session.id}`}>
          {event.sessions.length === 1 ? 'Register' : `Register of ${session.title || `session ${index + 1}`}`}
        </Link>{' '}
        {signedOff.includes(session.id) ? '(signed off)' : null}
      </li>
    ))}
    {event.calledOff.map((session) => (
      <li>
        <Link href={`/register/${session.id}`}>
          <s>{session.title || sayInstant(session.startsAt)}</s>
        </Link>{' '}
        called off
      </li>
    ))}
  </ul>
)

type EventDayProps = { event: EventDetails; signedOff: readonly string[]; over: boolean; arrived: readonly Arrived[] }

/** What an organiser has to do with on the day itself. */
export const EventDayPage = ({ event, signedOff, over, arrived }: EventDayProps) => {
  const at = `/organiser/events/${event.code}`
  const stands = event.state === 'published'
  return (
    <>
      <Title>The day</Title>
      {event.state === 'draft' ? (
        <P>Nobody is expected while the event is a draft.</P>
      ) : (
        <SummaryList
          rows={[
            ['Arrival', stands ? <Link href={`/door/${event.code}`}>Who has come, and who is expected</Link> : undefined],
            ['Registers', stands ? <Registers event={event} signedOff={signedOff} /> : 'The event is cancelled'],
            [
              'Snow',
              stands && event.attendanceMode !== 'online' && !over ? <Link href={`${at}/online`}>Move everyone online</Link> : undefined,
            ],
            ['To print', <Link href={`${at}/print`}>Sheets, signs and badges</Link>],
            ['Door staff', stands ? <Link href={`${at}/door`}>Who may take the register</Link> : undefined],
            ['Needs', <Link href={`${at}/needs`}>What people need on the day</Link>],
          ]}
        />
      )}
      <ArrivedChart arrived={arrived} />
    </>
  )
}
