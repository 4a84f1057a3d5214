import { askedOf, groupName, knownStates, lowerFirst } from '#attendance/requirements/state.ts'
import { stateColours } from '#attendance/standings/views/standing.tsx'
import { type Day, sayShortDay } from '#base/dates.ts'
import { Files } from '#base/list/views.tsx'
import { sayMoney, sayPence } from '#base/money.ts'
import { Link, P, Table, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted, plural } from '#base/words.ts'
import { sayBy } from '#front/due/due.ts'
import type { TrustGuidance } from '#guidance/answers/asked.ts'
import { type GridRow, type GridSchool, needsNothing, sayLead, sayToDo, sumsOf, type Trust } from '../grid.ts'

const Hidden = ({ of }: { of: string }) => <VisuallyHidden> of {of}</VisuallyHidden>

const leadOf = (school: GridSchool) =>
  school.lead === 'waiting' ? sayLead(school) : <Tag colour={stateColours[school.lead]}>{sayLead(school)}</Tag>

const Count = ({ n, href, of }: { n: number; href: string; of: string }) =>
  n === 0 ? (
    <>0</>
  ) : (
    <Link href={href}>
      {n}
      <Hidden of={of} />
    </Link>
  )

const rowOf = (school: GridRow, today: Day) => {
  const at = `/school/${school.id}`
  const { name } = school
  return [
    <>
      <Link href={at}>{name}</Link>
      <div class="govuk-hint govuk-!-margin-bottom-0 govuk-!-font-weight-regular">{school.town}</div>
    </>,
    <ToDo school={school} today={today} />,
    <div class="muster-state">
      {leadOf(school)}
      <div>
        <Link href={`${at}/requirements`}>
          Why
          <Hidden of={name} />
        </Link>
      </div>
    </div>,
    <>
      {school.rolesConfirmed && school.rolesConfirmedAt ? `Confirmed ${sayShortDay(school.rolesConfirmedAt)}` : 'Not confirmed yet'}
      <div>
        <Link href={`${at}/roles`}>
          {counted(school.people, 'person', 'people')} in roles
          <Hidden of={name} />
        </Link>
      </div>
    </>,
    <Count n={school.booked} href={at} of={`${name}, places booked`} />,
    <Count n={school.unnamed} href={at} of={`${name}, names missing`} />,
    <Count n={school.waiting} href={at} of={`${name}, places waiting`} />,
    school.owed > 0 ? (
      <Link href={`${at}/money`}>
        {sayMoney(school.owed)}
        <Hidden of={name} />
      </Link>
    ) : (
      'Nothing'
    ),
  ]
}

const ToDo = ({ school, today }: { school: GridRow; today: Day }) => {
  const [first] = school.dues
  if (!first) return <>{needsNothing(school) ? 'Nothing needs attention' : 'Nothing to do'}</>
  return (
    <>
      <Link href={`/school/${school.id}`}>
        {sayToDo(school)}
        <Hidden of={school.name} />
      </Link>
      <div>
        {first.what}. {sayBy(first, today)}
      </div>
    </>
  )
}

const Sums = ({ schools }: { schools: readonly GridRow[] }) => {
  const sums = sumsOf(schools)
  const leads = askedOf(sums.leads) + sums.unshown
  const figures: readonly (readonly [string, string])[] = [
    [`${sums.toDo}`, sums.overdue > 0 ? `things to do, ${sums.overdue} of them overdue` : 'things to do'],
    [`${leads}`, `${plural(leads, 'school')} of which DSL training is asked:`],
    ...knownStates.map(
      (one) =>
        [
          `${sums.leads[one]}`,
          lowerFirst(groupName(one, false)) + (one === 'in_date' && sums.leadsDue > 0 ? `, ${sums.leadsDue} of them due soon` : ''),
        ] as const,
    ),
    ...(sums.unshown > 0 ? [[`${sums.unshown}`, 'not shown to you yet'] as const] : []),
    [`${sums.booked}`, 'places booked for coming events'],
    [`${sums.unnamed}`, 'of them without a name'],
    [sayPence(sums.owed), 'owed'],
  ]
  return (
    <ul class="muster-figures">
      {figures.map(([figure, of]) => (
        <li>
          <span class="muster-figure">{figure}</span> {of}
        </li>
      ))}
    </ul>
  )
}

type GridPageProps = {
  trust: Trust
  today: Day
  schools: readonly GridRow[]
  guidance: readonly TrustGuidance[]
}

export const GridOfTrust = ({ trust, schools, guidance, today }: GridPageProps) => (
  <>
    {schools.length === 0 ? (
      <P>No open school is under this trust in the register today. A school that joins it stands here once the register says so.</P>
    ) : (
      <>
        <P>
          The {counted(schools.length, 'school')} that the register has under the trust today. Those whose DSL needs attention by our record
          come first, then those with a training due soon, then those with the most overdue and to do. “No training on our record” says that
          we hold none: what was done elsewhere and not told us is not in it.
        </P>
        <Sums schools={schools} />
        <p class="govuk-body muster-no-print">
          <Link href={`/trusts/${trust.uid}/book`}>Book for several schools in one go</Link>
        </p>
        <Files at={`/trusts/${trust.uid}/schools`} query="" says="Download these rows" />
        <Table
          dense
          caption="Schools of the trust"
          captionClass="govuk-visually-hidden"
          columns={[
            'School',
            'To do',
            'DSL, by our record',
            'Roles',
            { text: 'Places booked', numeric: true },
            { text: 'Names missing', numeric: true },
            { text: 'Waiting', numeric: true },
            { text: 'Owed', numeric: true },
          ]}
          rows={schools.map((school) => rowOf(school, today))}
        />
        <P>
          <Link href={`/trusts/${trust.uid}/guidance`}>All guidance, school by school</Link>
        </P>
        {guidance.length > 0 ? (
          <Table
            caption="Guidance that asks for an answer"
            columns={['Document', { text: 'Schools', numeric: true }, { text: 'Answered', numeric: true }]}
            rows={guidance.map((one) => [
              <Link href={`/trusts/${trust.uid}/guidance/${one.versionId}`}>
                {one.title}, version {one.number}
              </Link>,
              String(one.schools),
              String(one.answered),
            ])}
          />
        ) : null}
      </>
    )}
    <P>A school that has left the trust, or has closed, is not here. Its bookings stay with it.</P>
  </>
)
