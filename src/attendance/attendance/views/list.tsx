import { londonDay, sayLongDay, sayShortDay, sayTime } from '#base/dates.ts'
import { Shelves, TaskList } from '#base/web/page-head.tsx'
import { Heading, Link, P, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
import { type ListGroup, listGroups, type RegisterInList, type RegisterLists, registerTitle } from '../register.ts'

export const groupWords: Record<ListGroup, { name: string; none: string }> = {
  today: { name: 'Today', none: 'There is no check-in today.' },
  to_sign: { name: 'To sign off', none: 'There is no register to sign off.' },
  coming: { name: 'Coming up', none: 'No event with a register is coming up.' },
  signed: { name: 'Signed off', none: 'No register is signed off yet.' },
}

const pathOf = (group: ListGroup): string => (group === 'today' ? '/register' : `/register/list?show=${group}`)

export const CheckInShelves = ({ open }: { open: ListGroup }) => (
  <Shelves
    label="Registers"
    links={listGroups.map((group) => ({
      href: pathOf(group),
      text: groupWords[group].name,
      current: group === open ? 'page' : undefined,
    }))}
  />
)

export const RegisterListPage = ({ today, toSign, coming }: RegisterLists) => {
  const events = [...Map.groupBy(today, ({ code }) => code).values()]
  return (
    <>
      <CheckInShelves open="today" />
      {events.length === 0 ? <P>{groupWords.today.none}</P> : null}
      {events.map((ofDay) => (
        <EventToday sessions={ofDay} />
      ))}
      {toSign.total > 0 ? <Heading>{groupWords.to_sign.name}</Heading> : null}
      <Tasks {...toSign} group="to_sign" />
      {events.length === 0 && coming.total > 0 ? (
        <>
          <Heading>{groupWords.coming.name}</Heading>
          <Tasks {...coming} group="coming" />
        </>
      ) : null}
    </>
  )
}

const Tasks = ({ rows, total, group }: { rows: readonly RegisterInList[]; total: number; group: ListGroup }) => (
  <>
    <TaskList
      tasks={rows.map((register) => ({
        href: `/register/${register.id}`,
        text: titleOf(register),
        hint: sayLongDay(londonDay(register.startsAt)),
        status: <RegisterState register={register} />,
      }))}
    />
    {total > rows.length ? (
      <P>
        <Link href={pathOf(group)}>{group === 'coming' ? 'All that are coming up' : 'All to sign off'}</Link>
      </P>
    ) : null}
  </>
)

/** Struck through if it was called off. */
export const titleOf = (register: RegisterInList) => (register.calledOffAt ? <s>{registerTitle(register)}</s> : registerTitle(register))

const sayMarked = ({ marked, expected }: RegisterInList): string =>
  expected === null ? `${marked} marked` : `${marked} of ${expected} marked`

/** What became of it, and how many are marked. */
export const RegisterState = ({ register }: { register: RegisterInList }) =>
  register.calledOffAt ? (
    <Tag colour="red">Called off</Tag>
  ) : (
    <>
      {register.signedAt ? `Signed off ${sayShortDay(register.signedAt)}, ` : ''}
      {sayMarked(register)}
      {register.isCancelled ? (
        <>
          {' '}
          <Tag colour="red">Event cancelled</Tag>
        </>
      ) : null}
    </>
  )

const EventToday = ({ sessions }: { sessions: readonly RegisterInList[] }) => {
  const [first] = sessions
  return first ? (
    <section class="govuk-!-margin-bottom-6">
      <Heading>{first.eventTitle}</Heading>
      <P>{['Today', first.venueName].filter(Boolean).join(', ')}</P>
      {first.isCancelled ? null : (
        <a class="govuk-button" href={`/door/${first.code}`}>
          Start check-in<VisuallyHidden> for {first.eventTitle}</VisuallyHidden>
        </a>
      )}
      <ul class="govuk-list govuk-list--spaced">
        {sessions.map((session) => (
          <li>
            <Link href={`/register/${session.id}`}>{titleOf(session)}</Link>
            <br />
            {sayTime(session.startsAt)} to {sayTime(session.endsAt)}. <RegisterState register={session} />
          </li>
        ))}
      </ul>
    </section>
  ) : null
}
