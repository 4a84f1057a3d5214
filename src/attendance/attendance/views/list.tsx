import { sayLongDay, sayShortDay, sayTime } from '#base/dates.ts'
import { Heading, Link, P, Page, Tag, Title, VisuallyHidden } from '#base/web/page-parts.tsx'
import { groupOf, type ListGroup, type RegisterInList, registerTitle } from '../register.ts'

const groups: [group: ListGroup, heading: string][] = [
  ['today', 'Today'],
  ['to_close', 'Over, and not closed yet'],
  ['upcoming', 'Coming up'],
  ['closed', 'Closed'],
]

export const RegisterListPage = ({ sessions, now }: { sessions: readonly RegisterInList[]; now: Date }) => {
  const grouped = groups.map(([group, heading]) => {
    const inGroup = sessions.filter((session) => groupOf(session, now) === group)
    return { group, heading, sessions: group === 'closed' ? inGroup.reverse() : inGroup }
  })
  return (
    <Page>
      <Title>Registers</Title>
      {sessions.length === 0 ? (
        <P>
          There is no register for you to take. A register appears here when an event is published and you are asked to stand at its door.
        </P>
      ) : null}
      {grouped.map(({ group, heading, sessions: inGroup }) =>
        inGroup.length === 0 ? null : (
          <section aria-labelledby={group}>
            <Heading id={group}>{heading}</Heading>
            {group === 'today'
              ? [...new Map(inGroup.map((session) => [session.code, session.eventTitle]))].map(([code, title]) => (
                  <a class="govuk-button" href={`/door/${code}`}>
                    Open the door<VisuallyHidden> of {title}</VisuallyHidden>
                  </a>
                ))
              : null}
            <ul class="muster-card-list govuk-!-margin-bottom-7">
              {inGroup.map((session) => (
                <RegisterCard session={session} />
              ))}
            </ul>
          </section>
        ),
      )}
    </Page>
  )
}

const RegisterCard = ({ session }: { session: RegisterInList }) => (
  <li>
    <h3 class="govuk-heading-s govuk-!-margin-bottom-1">
      <Link href={`/register/${session.id}`}>{session.calledOffAt ? <s>{registerTitle(session)}</s> : registerTitle(session)}</Link>
    </h3>
    <p class="govuk-body govuk-!-margin-bottom-2">
      {sayLongDay(session.startsAt)}, {sayTime(session.startsAt)} to {sayTime(session.endsAt)}
      {session.venueName ? `, ${session.venueName}` : ''}
    </p>
    <p class="govuk-body govuk-!-margin-bottom-0">
      {session.calledOffAt ? (
        <Tag colour="red">Called off</Tag>
      ) : (
        <>
          {session.signedAt ? <Tag colour="green">Closed {sayShortDay(session.signedAt)}</Tag> : <Tag colour="blue">Open</Tag>}{' '}
          {session.isCancelled ? <Tag colour="red">Event cancelled</Tag> : null}
          {session.expected === null ? ` with ${session.marked} marked` : ` ${session.marked} of ${session.expected} marked`}
        </>
      )}
    </p>
  </li>
)
