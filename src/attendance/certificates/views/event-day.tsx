import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import { Heading, Link, P, SummaryList, Title } from '#base/web/page-parts.tsx'
import type { EventDetails } from '#events/events/event.ts'
import type { Arrived } from '#events/overview/picture.ts'
import { ArrivedChart } from '#events/overview/views/event-pictures.tsx'

const Registers = ({ event, signedOff }: { event: EventDetails; signedOff: readonly string[] }) => (
  <ul class="govuk-list govuk-!-margin-bottom-0">
    {event.sessions.map((session, index) => (
      <li>
        <Link href={`/register/${session.id}`}>
          {session.title || (event.sessions.length === 1 ? 'Attendance' : `Session ${index + 1}`)}
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

type EventDayProps = { event: EventDetails; signedOff: readonly string[]; over: boolean; arrived: readonly Arrived[]; certificates: Child }

/** What an organiser has to do with on the day itself. */
export const EventDayPage = ({ event, signedOff, over, arrived, certificates }: EventDayProps) => {
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
            ['Check-in', stands ? <Link href={`/door/${event.code}`}>Who has come, and who is expected</Link> : undefined],
            ['Sign off', stands ? <Registers event={event} signedOff={signedOff} /> : 'The event is cancelled'],
            [
              'Move online',
              stands && event.attendanceMode !== 'online' && !over ? <Link href={`${at}/online`}>Move everyone online</Link> : undefined,
            ],
            ['To print', <Link href={`${at}/print`}>Sheets, signs and badges</Link>],
            ['Who helps', stands ? <Link href={`${at}/door`}>Who may check people in</Link> : undefined],
            ['Food and access', <Link href={`${at}/needs`}>What people need on the day</Link>],
          ]}
        />
      )}
      {stands && (over || signedOff.length > 0) ? (
        <>
          <Heading>Certificates</Heading>
          {certificates}
        </>
      ) : null}
      <ArrivedChart arrived={arrived} />
    </>
  )
}
