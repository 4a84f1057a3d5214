import type { Child } from 'hono/jsx'
import { askedOf, lowerFirst, sayParts } from '#attendance/requirements/state.ts'
import { stateColours } from '#attendance/standings/views/standing.tsx'
import { type Day, sayShortDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Details, Link, P, Table, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { sayBy } from '#front/due/due.ts'
import { type GridRow, type GridSums, sayLead, sayToDo } from '../grid.ts'

const Hidden = ({ of }: { of: string }) => <VisuallyHidden> of {of}</VisuallyHidden>

const School = ({ of: { id, name, town } }: { of: GridRow }) => (
  <>
    <Link href={`/school/${id}`}>{name}</Link>
    <span class="muster-also govuk-!-font-weight-regular">{town}</span>
  </>
)

const Lead = ({ of }: { of: GridRow }) => (
  <div class="muster-state">
    {of.lead === 'waiting' || of.leadAbout === 'unshown' ? sayLead(of) : <Tag colour={stateColours[of.lead]}>{sayLead(of)}</Tag>}{' '}
    <Link href={`/school/${of.id}/requirements`}>
      Why
      <Hidden of={of.name} />
    </Link>
  </div>
)

const toDoOf = (of: GridRow, today: Day): Child => {
  const [first] = of.dues
  const said = sayToDo({ toDo: of.dues.length, overdue: of.overdue })
  return first ? (
    <>
      <Link href={`/school/${of.id}`}>
        {said}
        <Hidden of={of.name} />
      </Link>
      <span class="muster-also">
        {first.what}. {sayBy(first, today)}
      </span>
    </>
  ) : (
    said
  )
}

const owedOf = (of: GridRow): Child =>
  of.owed > 0 ? (
    <Link href={`/school/${of.id}/money`}>
      {sayMoney(of.owed)}
      <Hidden of={of.name} />
    </Link>
  ) : (
    'Nothing'
  )

const Roles = ({ of }: { of: GridRow }) => (
  <>
    {of.rolesConfirmed && of.rolesConfirmedAt ? `Confirmed ${sayShortDay(of.rolesConfirmedAt)}` : 'Not confirmed yet'},{' '}
    {of.approver ? (
      <Link href={`/school/${of.id}/roles`}>
        {counted(of.people, 'person', 'people')} in roles
        <Hidden of={of.name} />
      </Link>
    ) : (
      `${counted(of.people, 'person', 'people')} in roles`
    )}
  </>
)

/** A row a school: its lead, what is to do, what is owed. Its roles and places are folded. */
export const SchoolsTable = ({ schools, today, caption }: { schools: readonly GridRow[]; today: Day; caption: string }) => (
  <>
    <Table
      dense
      caption={caption}
      captionClass="govuk-visually-hidden"
      columns={['School', 'DSL, by our record', 'To do', { text: 'Owed', numeric: true }]}
      rows={schools.map((of) => [<School of={of} />, <Lead of={of} />, toDoOf(of, today), owedOf(of)])}
    />
    <Details summary="Roles and places, school by school">
      <Table
        dense
        caption={`${caption}: roles and places`}
        captionClass="govuk-visually-hidden"
        columns={[
          'School',
          'Roles',
          { text: 'Places booked', numeric: true },
          { text: 'Names missing', numeric: true },
          { text: 'Waiting', numeric: true },
        ]}
        rows={schools.map((of) => [of.name, <Roles of={of} />, String(of.booked), String(of.unnamed), String(of.waiting)])}
      />
      <P>
        “No training on our record” says that we hold none: what was done elsewhere and not told us is not in it. Schools whose DSL needs
        attention come first, then those with the most overdue and to do.
      </P>
    </Details>
  </>
)

/** What all of them come to, a few words each. */
export const factsOf = ({ toDo, overdue, booked, unnamed, owed }: GridSums): string[] => [
  sayToDo({ toDo, overdue }),
  `${counted(booked, 'place')} booked${unnamed > 0 ? `, ${unnamed} without a name` : ''}`,
  owed > 0 ? `${sayMoney(owed)} owed` : 'Nothing owed',
]

/** How their leads stand, as a headline with its sum. */
export const sayLeads = ({ leads, leadsDue, unshown }: GridSums): string =>
  [
    `DSL training: ${lowerFirst(sayParts(leads, false, counted(askedOf(leads), 'school')))}.`,
    leadsDue > 0 ? `${leadsDue} of those in date ${leadsDue === 1 ? 'is' : 'are'} due soon.` : '',
    unshown > 0 ? `Of ${counted(unshown, 'school')} it is not shown to you yet.` : '',
  ]
    .filter(Boolean)
    .join(' ')
