import type { StandingRow } from '#attendance/requirements/standing-row.ts'
import { lowerFirst } from '#attendance/requirements/state.ts'
import { Next as NextStep, RowState, Who } from '#attendance/standings/views/standing.tsx'
import { type Calendar, isWorkingDay } from '#base/council/working-day.ts'
import { addDays, type Day, type Instant, londonDay, sayDay, sayLongDay, sayShortDay, sayTime, sayWhen } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { isCertain, sayStanding } from '#base/standing.ts'
import { DateBlock, Facts, LinkGroups, PageHead, sayCountdown, type Task, TaskList } from '#base/web/page-head.tsx'
import { Bullets, Details, Heading, Link, P, Small, Table, Tag } from '#base/web/page-parts.tsx'
import { atStart, counted, listed } from '#base/words.ts'
import { type Due, isOverdue, sayBy } from '#front/due/due.ts'
import type { HowStands } from '#front/due/training.ts'
import { sayWaits, type Waits } from '#money/ledger/second-person.ts'
import { ConfirmLink } from '#people/roles/views/question.tsx'
import type { RoleSchool } from '#returns/filling/school-return.ts'
import type { OwnTrust } from '#schools/schools/record.ts'
import type { SchoolCard } from '#schools/schools/school.ts'
import { type NextEvent, type Peers, personLinesOf } from '../home.ts'
import { BookActs } from './book-acts.tsx'
import { groupsOf } from './home-links.tsx'
import { type AskedSetting, AskedSettings, RoleReturns } from './schools.tsx'

export type HomeProps = {
  school: SchoolCard
  dues: readonly Due[]
  next: NextEvent | undefined
  sums: Waits & { owed: number; inFavour: number }
  stands: HowStands | undefined
  proposals: number
  peers: readonly Peers[]
  calendar: Calendar
  today: Day
  now: Instant
  trust: OwnTrust | undefined
  asked: readonly AskedSetting[]
  /** Others at which they have a role in the return. */
  roleSchools: readonly RoleSchool[]
  approver: boolean
  mayBook: boolean
}

const nextSchoolDay = (today: Day, calendar: Calendar): Day => {
  let day = addDays(today, 1)
  for (let tries = 0; tries < 100 && !isWorkingDay(day, calendar, true); tries += 1) day = addDays(day, 1)
  return day
}

const taskOf = (due: Due, today: Day): Task => {
  // What is to be pressed for a training is an event.
  const press = due.kind === 'training' || due.kind === 'statement' ? due.press.text : ''
  return {
    href: due.press.href,
    text: due.what,
    hint: [press, sayBy(due, today)].filter(Boolean).join('. '),
    status: isOverdue(due, today) ? <Tag colour="orange">Overdue</Tag> : due.by === today ? <Tag colour="yellow">Today</Tag> : undefined,
  }
}

// What comes first; the rest is folded.
const firstTasks = 5

const ToDo = ({ dues, today, calendar, mayBook }: Pick<HomeProps, 'dues' | 'today' | 'calendar' | 'mayBook'>) => {
  const tasks = dues.map((due) => taskOf(due, today))
  return (
    <>
      <Heading>To do</Heading>
      {isWorkingDay(today, calendar, true) ? null : (
        <P>Today is no school day. The next is {sayLongDay(nextSchoolDay(today, calendar))}.</P>
      )}
      {dues.length === 0 ? (
        <P>{mayBook ? 'Your school has nothing to do now.' : 'You have nothing to do now.'}</P>
      ) : (
        <TaskList tasks={tasks.slice(0, firstTasks)} />
      )}
      {dues.length > firstTasks ? (
        <Details summary={`${dues.length - firstTasks} more to do`}>
          <TaskList tasks={tasks.slice(firstTasks)} />
        </Details>
      ) : null}
      {dues.length === 0 ? null : (
        <Details summary="Why?">
          <Bullets>
            {dues.map(({ what, why }) => (
              <li>
                {what}. {why}
              </li>
            ))}
          </Bullets>
        </Details>
      )}
    </>
  )
}

const sayPlaces = ({ n, names, place }: NextEvent['places'][number], now: Instant): string =>
  `${n} ${lowerFirst(sayStanding(place, now))}${names.length > 0 ? `: ${listed(names)}` : ''}`

const BookedNext = ({ next, now, today, school }: Pick<HomeProps, 'next' | 'now' | 'today' | 'school'>) => {
  if (!next)
    return (
      <>
        <Heading>Booked next</Heading>
        <P>Your school has no places at coming events.</P>
      </>
    )
  const { title, reference, startsAt, endsAt, venueName } = next.event
  const [first, last] = [londonDay(startsAt), londonDay(endsAt)]
  return (
    <>
      <Heading>Booked next</Heading>
      <div class="muster-head">
        <DateBlock day={first} />
        <div class="muster-head__words">
          <h3 class="govuk-heading-s govuk-!-margin-bottom-1">
            <Link href={`/bookings/${reference}`}>{title}</Link>
          </h3>
          <Facts
            facts={[
              first === last ? `${sayTime(startsAt)} to ${sayTime(endsAt)}` : sayWhen(startsAt, endsAt),
              venueName,
              first < today ? '' : sayCountdown(first, today),
            ]}
          />
        </div>
      </div>
      {next.certain ? null : <P>None of these places is certain yet.</P>}
      <ul class="govuk-list">
        {next.places
          .toSorted((a, b) => Number(isCertain(b.standing)) - Number(isCertain(a.standing)))
          .map((places) => (
            <li>{sayPlaces(places, now)}</li>
          ))}
      </ul>
      {next.others > 0 ? (
        <Small>
          <Link href={`/school/${school.id}/bookings`}>{atStart(next.others, 'more booking', 'more bookings')} of coming events</Link>
        </Small>
      ) : null}
    </>
  )
}

const Owed = ({ sums, school }: Pick<HomeProps, 'sums' | 'school'>) => (
  <>
    <Heading>Money</Heading>
    <P>
      {sums.owed > 0 ? (
        <>
          <Link href={`/school/${school.id}/money`}>{sayMoney(sums.owed)} is owed</Link> for your school’s bookings, the payer for them.
        </>
      ) : (
        'Nothing is owed for your school’s bookings.'
      )}
      {sums.inFavour > 0 ? ` We owe your school ${sayMoney(sums.inFavour)}.` : ''}
    </P>
    {sayWaits(sums, sums.owed).map((words) => (
      <P>{words}</P>
    ))}
  </>
)

const HowOthersStand = ({ peers, stands, school }: Pick<HomeProps, 'peers' | 'stands' | 'school'>) => {
  const told = peers.flatMap((one) => {
    const row = stands?.rows.find(({ requirementId }) => requirementId === one.requirementId)
    return row ? [{ ...one, name: row.requirement }] : []
  })
  return told.length === 0 ? null : (
    <Details summary="How other schools stand">
      <P>Other open schools of your phase ({school.phase}) in the area, by our record:</P>
      <Bullets>
        {told.map(({ name, schools, inDate }) => (
          <li>
            {name}: in date {inDate} · overdue, no training on our record, post vacant or not told {schools - inDate} ={' '}
            {counted(schools, 'school')}
          </li>
        ))}
      </Bullets>
    </Details>
  )
}

/** Else it is the role of which nothing is known, whatever is asked of it. */
const ofTraining = ({ about }: StandingRow): boolean => about === 'holder' || about === 'school'

const HowWeStand = (props: Pick<HomeProps, 'dues' | 'stands' | 'proposals' | 'peers' | 'school' | 'today' | 'approver' | 'mayBook'>) => {
  const { dues, stands, proposals, school, today, approver, mayBook } = props
  const lines = personLinesOf(stands?.rows ?? [])
  return (
    <>
      <Heading>Our training</Heading>
      {lines.length === 0 ? (
        <P>Nothing is asked of your school’s people now.</P>
      ) : (
        <Table
          dense
          caption={`Training by our record, ${sayDay(today)}`}
          captionClass="govuk-visually-hidden"
          columns={['Who', 'By our record', 'Due', 'Next']}
          rows={lines.map(({ row, trainings }) => [
            <>
              <Who row={row} />
              {row.role ? <span class="govuk-!-font-weight-regular">, {row.role}</span> : null}
            </>,
            <>
              <RowState row={row} seer="school" />
              {ofTraining(row) ? (
                <span class="muster-also">
                  {row.requirement}
                  {trainings > 1 ? `, and ${trainings - 1} more` : ''}
                </span>
              ) : null}
            </>,
            row.due ? <span class="muster-nowrap">{sayShortDay(row.due)}</span> : '',
            row.next ? <NextStep step={row.next} schoolId={school.id} who={row.who} mayBook={mayBook} /> : '',
          ])}
        />
      )}
      {approver && !dues.some(({ kind }) => kind === 'roles') ? (
        <ConfirmLink proposals={proposals} rolesAt={`/school/${school.id}/roles`} />
      ) : null}
      <HowOthersStand {...props} />
    </>
  )
}

export const HomePage = (props: HomeProps) => (
  <>
    <PageHead
      title={props.school.name}
      facts={[props.school.town, props.school.urn ? `URN ${props.school.urn}` : '']}
      acts={<BookActs rows={props.stands?.rows ?? []} schoolId={props.school.id} mayBook={props.mayBook} />}
    />
    <div class="govuk-grid-row">
      <div class="govuk-grid-column-two-thirds">
        <ToDo {...props} />
      </div>
      <div class="govuk-grid-column-one-third">
        <BookedNext {...props} />
        <Owed {...props} />
      </div>
    </div>
    <HowWeStand {...props} />
    <AskedSettings asked={props.asked} />
    <LinkGroups groups={groupsOf(props)} />
    <RoleReturns schools={props.roleSchools} />
  </>
)
