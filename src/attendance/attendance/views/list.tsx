import { londonDay, sayLongDay, sayShortDay, sayTime } from '#base/dates.ts'
import { TaskList } from '#base/web/page-head.tsx'
import { Details, Heading, Link, P, Page, Tag, Title, VisuallyHidden } from '#base/web/page-parts.tsx'
import { groupOf, type ListGroup, type RegisterInList, registerTitle } from '../register.ts'

export const RegisterListPage = ({ sessions, now }: { sessions: readonly RegisterInList[]; now: Date }) => {
  const of = (group: ListGroup) => sessions.filter((session) => groupOf(session, now) === group)
  const [today, toSign, upcoming] = [of('today'), of('to_close'), of('upcoming')]
  const events = [...Map.groupBy(today, ({ code }) => code).values()]
  return (
    <Page>
      <Title>Check-in</Title>
      {sessions.length === 0 ? (
        <P>There is nothing for you to check in. An event appears here once it is published and you are asked to help at it.</P>
      ) : null}
      {sessions.length > 0 && events.length === 0 ? <P>There is no check-in today.</P> : null}
      {events.map((ofDay) => (
        <EventToday sessions={ofDay} />
      ))}
      {toSign.length > 0 ? (
        <>
          <Heading>To sign off</Heading>
          <TaskList
            tasks={toSign.map((session) => ({
              href: `/register/${session.id}`,
              text: titleOf(session),
              hint: sayLongDay(londonDay(session.startsAt)),
              status: <Tag colour="blue">{sayMarked(session)}</Tag>,
            }))}
          />
        </>
      ) : null}
      <Folded summary="Coming up" sessions={upcoming} open={events.length === 0 && upcoming.length < 6} />
      <Folded summary="Signed off" sessions={of('closed').reverse()} />
    </Page>
  )
}

const titleOf = (session: RegisterInList) => (session.calledOffAt ? <s>{registerTitle(session)}</s> : registerTitle(session))

const sayMarked = ({ marked, expected }: RegisterInList): string =>
  expected === null ? `${marked} marked` : `${marked} of ${expected} marked`

const sayHours = ({ startsAt, endsAt }: RegisterInList): string => `${sayTime(startsAt)} to ${sayTime(endsAt)}`

const EventToday = ({ sessions }: { sessions: readonly RegisterInList[] }) => {
  const [first] = sessions
  return first ? (
    <section class="govuk-!-margin-bottom-6">
      <Heading>{first.eventTitle}</Heading>
      <P>{['Today', first.venueName].filter(Boolean).join(', ')}</P>
      {first.isCancelled ? (
        <Tag colour="red">Event cancelled</Tag>
      ) : (
        <a class="govuk-button" href={`/door/${first.code}`}>
          Start check-in<VisuallyHidden> for {first.eventTitle}</VisuallyHidden>
        </a>
      )}
      <List sessions={sessions} />
    </section>
  ) : null
}

/** @param open from the beginning */
const Folded = ({ summary, sessions, open }: { summary: string; sessions: readonly RegisterInList[]; open?: boolean }) =>
  sessions.length === 0 ? null : (
    <Details summary={`${summary} (${sessions.length})`} open={open}>
      <List sessions={sessions} withDay />
    </Details>
  )

const List = ({ sessions, withDay }: { sessions: readonly RegisterInList[]; withDay?: true }) => (
  <ul class="govuk-list govuk-list--spaced">
    {sessions.map((session) => (
      <li>
        <Link href={`/register/${session.id}`}>{titleOf(session)}</Link>
        <br />
        {[withDay && sayLongDay(londonDay(session.startsAt)), sayHours(session), withDay && session.venueName].filter(Boolean).join(', ')}.{' '}
        {session.calledOffAt ? (
          <Tag colour="red">Called off</Tag>
        ) : (
          `${session.signedAt ? `Signed off ${sayShortDay(session.signedAt)}, ` : ''}${sayMarked(session)}`
        )}
        {withDay && session.isCancelled ? (
          <>
            {' '}
            <Tag colour="red">Event cancelled</Tag>
          </>
        ) : null}
      </li>
    ))}
  </ul>
)
