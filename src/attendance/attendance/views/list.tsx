import { sayLongDay, sayShortDay, sayTime } from '#base/dates.ts'
import { Tag } from '#base/web/page-parts.tsx'
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
    <div class="govuk-grid-row">
      <div class="govuk-grid-column-two-thirds">
        <h1 class="govuk-heading-l">Registers</h1>
        {sessions.length === 0 ? (
          <p class="govuk-body">
            There is no register for you to take. A register appears here when an event is published and you are asked to stand at its door.
          </p>
        ) : null}
        {grouped.map(({ group, heading, sessions: inGroup }) =>
          inGroup.length === 0 ? null : (
            <section aria-labelledby={group}>
              <h2 class="govuk-heading-m" id={group}>
                {heading}
              </h2>
              <ul class="muster-card-list govuk-!-margin-bottom-7">
                {inGroup.map((session) => (
                  <RegisterCard session={session} />
                ))}
              </ul>
            </section>
          ),
        )}
      </div>
    </div>
  )
}

const RegisterCard = ({ session }: { session: RegisterInList }) => (
  <li>
    <h3 class="govuk-heading-s govuk-!-margin-bottom-1">
      <a class="govuk-link" href={`/register/${session.id}`}>
        {session.calledOffAt ? <s>{registerTitle(session)}</s> : registerTitle(session)}
      </a>
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
          {session.isCancelled ? <Tag colour="red">Event cancelled</Tag> : null} {session.marked} of {session.expected} marked
        </>
      )}
    </p>
  </li>
)
