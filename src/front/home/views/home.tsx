import { sayLast } from '#attendance/requirements/standing-row.ts'
import { Next as NextStep, RowState, Who } from '#attendance/standings/views/standing.tsx'
import { type Calendar, isWorkingDay } from '#base/council/working-day.ts'
import { addDays, type Day, type Instant, sayDay, sayLongDay, sayShortDay, sayWhen } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { isCertain, sayStanding } from '#base/standing.ts'
import { Bullets, Caption, Heading, Link, P, SummaryList, Table, Tag, Title, VisuallyHidden } from '#base/web/page-parts.tsx'
import { atStart, counted, listed } from '#base/words.ts'
import { type Due, isOverdue, sayBy } from '#front/due/due.ts'
import type { HowStands } from '#front/due/training.ts'
import { sayWaits, type Waits } from '#money/ledger/second-person.ts'
import { ConfirmLink } from '#people/roles/views/proposals.tsx'
import type { RoleSchool } from '#returns/filling/school-return.ts'
import type { OwnTrust } from '#schools/schools/record.ts'
import { isSetting, type SchoolCard } from '#schools/schools/school.ts'
import type { NextEvent, Peers } from '../home.ts'
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
}

const Deadline = ({ due, today }: { due: Due; today: Day }) =>
  due.by === undefined ? null : (
    <>
      <Tag colour={isOverdue(due, today) ? 'orange' : due.by === today ? 'yellow' : 'blue'}>{sayBy(due, today)}</Tag>{' '}
    </>
  )

const nextSchoolDay = (today: Day, calendar: Calendar): Day => {
  let day = addDays(today, 1)
  for (let tries = 0; tries < 100 && !isWorkingDay(day, calendar, true); tries += 1) day = addDays(day, 1)
  return day
}

const ToDo = ({ dues, today, calendar }: Pick<HomeProps, 'dues' | 'today' | 'calendar'>) => (
  <>
    <Heading>To do</Heading>
    {isWorkingDay(today, calendar, true) ? null : <P>Today is no school day; the next is {sayLongDay(nextSchoolDay(today, calendar))}.</P>}
    {dues.length === 0 ? (
      <P>Nothing waits for anybody at your school now.</P>
    ) : (
      <ul class="muster-card-list govuk-!-margin-bottom-6">
        {dues.map((due) => (
          <li>
            <h3 class="govuk-heading-s govuk-!-margin-bottom-1">{due.what}</h3>
            <p class="govuk-body govuk-!-margin-bottom-1">{due.why}</p>
            <p class="govuk-body govuk-!-margin-bottom-0">
              <Deadline due={due} today={today} />
              <Link href={due.press.href}>
                {due.press.text}
                <VisuallyHidden>: {due.what}</VisuallyHidden>
              </Link>
            </p>
          </li>
        ))}
      </ul>
    )}
  </>
)

const sayPlaces = ({ n, names, place }: NextEvent['places'][number], now: Instant): string =>
  `${counted(n, 'place')}: ${sayStanding(place, now).toLowerCase()}${names.length > 0 ? ` (${listed(names)})` : ''}`

const Next = ({ next, now, school }: Pick<HomeProps, 'next' | 'now' | 'school'>) => (
  <>
    <Heading>Your next event</Heading>
    {next ? (
      <>
        {next.certain ? null : <P>None of these places is certain yet.</P>}
        <SummaryList
          rows={[
            ['Event', <Link href={`/bookings/${next.event.reference}`}>{next.event.title}</Link>],
            ['When', sayWhen(next.event.startsAt, next.event.endsAt)],
            ['Where', next.event.venueName],
            [
              'Places',
              <ul class="govuk-list govuk-!-margin-bottom-0">
                {next.places
                  .toSorted((a, b) => Number(isCertain(b.standing)) - Number(isCertain(a.standing)))
                  .map((places) => (
                    <li>{sayPlaces(places, now)}</li>
                  ))}
              </ul>,
            ],
          ]}
        />
      </>
    ) : (
      <P>Your school has no places at coming events.</P>
    )}
    <P>
      {next && next.others > 0 ? (
        <>
          <Link href={`/school/${school.id}/bookings`}>{atStart(next.others, 'more booking', 'more bookings')} of coming events</Link>
          <br />
        </>
      ) : null}
      <Link href="/events">See the events and book places</Link>
    </P>
  </>
)

const Owed = ({ sums, school }: Pick<HomeProps, 'sums' | 'school'>) => (
  <>
    <Heading>What is owed</Heading>
    <P>
      {sums.owed > 0
        ? `${sayMoney(sums.owed)} is owed for your school’s bookings, whoever pays for them.`
        : 'Nothing is owed for your school’s bookings.'}
      {sums.inFavour > 0 ? ` We owe your school ${sayMoney(sums.inFavour)}.` : ''}
    </P>
    {sayWaits(sums, sums.owed).map((words) => (
      <P>{words}</P>
    ))}
    <P>
      <Link href={`/school/${school.id}/money`}>See what is owed, receipts and statements</Link>
      <br />
      <Link href={`/school/${school.id}/agreements`}>How your school pays, and its service agreements</Link>
    </P>
  </>
)

const HowWeStand = ({
  dues,
  stands,
  proposals,
  peers,
  school,
  today,
  approver,
}: Pick<HomeProps, 'dues' | 'stands' | 'proposals' | 'peers' | 'school' | 'today' | 'approver'>) => {
  const rows = stands?.rows ?? []
  const nameOf = (requirementId: string) => rows.find((row) => row.requirementId === requirementId)?.requirement
  const told = peers.flatMap((one) => {
    const name = nameOf(one.requirementId)
    return name ? [{ ...one, name }] : []
  })
  return (
    <>
      <Heading>How your school stands</Heading>
      {rows.length === 0 ? (
        <P>Nothing is asked of your school’s people now.</P>
      ) : (
        <Table
          dense
          caption={`Training by our record, ${sayDay(today)}`}
          captionClass="govuk-table__caption--s"
          columns={['Who', 'Training', 'State by our record', 'Last', 'Due', 'Next']}
          rows={rows.map((row) => {
            const { who, role, about, requirement, due, next } = row
            return [
              <>
                <Who row={row} />
                {who === '' || about === 'proposed' ? `: ${role}` : ''}
              </>,
              requirement,
              <RowState row={row} seer="school" />,
              sayLast(row),
              due ? <span class="muster-nowrap">{sayShortDay(due)}</span> : '',
              next ? <NextStep step={next} schoolId={school.id} who={who} /> : '',
            ]
          })}
        />
      )}
      {approver && !dues.some(({ kind }) => kind === 'roles') ? (
        <ConfirmLink proposals={proposals} rolesAt={`/school/${school.id}/roles`} />
      ) : null}
      {told.length > 0 ? (
        <>
          <P>Other open schools of your phase ({school.phase}) in the area, by our record:</P>
          <Bullets>
            {told.map(({ name, schools, inDate }) => (
              <li>
                {name}: in date {inDate} · overdue, no training on our record, post vacant or not told {schools - inDate} ={' '}
                {counted(schools, 'school')}
              </li>
            ))}
          </Bullets>
        </>
      ) : null}
      <P>
        <Link href={`/school/${school.id}/requirements`}>What your school’s people need</Link>, and why
        <br />
        <Link href={`/school/${school.id}/record`}>
          {isSetting(school) ? 'Training record for an inspection' : 'Training record for governors and inspectors'}
        </Link>
        <br />
        <Link href={`/school/${school.id}/certificates`}>Certificates</Link> of whoever came for the school
        {isSetting(school) ? null : (
          <>
            <br />
            <Link href={`/school/${school.id}/returns`}>Safeguarding audits</Link> that the school was asked for
          </>
        )}
        <br />
        <Link href={`/school/${school.id}/guidance`}>Guidance and policies</Link> that the council has issued
        <br />
        <Link href={`/school/${school.id}/reports`}>What we will publish about your school</Link>, and your answers
      </P>
    </>
  )
}

const More = ({ school, approver, trust, roleSchools }: Pick<HomeProps, 'school' | 'approver' | 'trust' | 'roleSchools'>) => (
  <>
    <Heading>More of your school</Heading>
    <P>
      {trust ? (
        <>
          <Link href={`/trusts/${trust.uid}`}>The schools of {trust.name} side by side, and booking for several of them</Link>
          <br />
        </>
      ) : null}
      <Link href={`/school/${school.id}/bookings`}>Bookings, and who came</Link>
      {approver ? (
        <>
          <br />
          <Link href={`/school/${school.id}/people`}>Who can book, and colleagues to approve</Link>
          <br />
          <Link href={`/school/${school.id}/roles`}>
            {isSetting(school)
              ? 'Say who leads safeguarding, and since when'
              : 'Say who leads safeguarding, who is head and chair, and since when'}
          </Link>
          <br />
          <Link href={`/school/${school.id}/staff`}>See everybody who is known at the school, and their roles now and before</Link>
        </>
      ) : null}
      <br />
      <Link href="/account/record">Your own places and record</Link>
      <br />
      <Link href="/school/claims/new">Ask to act for another school or setting</Link>
    </P>
    <RoleReturns schools={roleSchools} />
  </>
)

export const HomePage = (props: HomeProps) => (
  <>
    <Title>
      {props.school.name}
      <Caption>{[props.school.town, props.school.urn ? `URN ${props.school.urn}` : ''].filter(Boolean).join(', ')}</Caption>
    </Title>
    <ToDo {...props} />
    <Next {...props} />
    <HowWeStand {...props} />
    <Owed {...props} />
    <AskedSettings asked={props.asked} />
    <More {...props} />
  </>
)
