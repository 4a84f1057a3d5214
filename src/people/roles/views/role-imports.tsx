import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import { Button, Choices, FileField, type Problems, TextField } from '#base/web/field.tsx'
import { Details, ErrorSummary, Link, P, SummaryList, Table, Tag, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { mostRoles, type PlannedRole, type RoleBatch, type RoleFileRefusal, type RoleRowRefusal, roleColumns } from '../earlier-role.ts'

export const importPath = '/organiser/schools/roles-import'

export const roleFileProblems: Record<RoleFileRefusal, string> = {
  columns_missing:
    'The file must have the columns role and name, and URN, LAESTAB, or school and postcode. Check its first row against the template',
  no_rows: 'The file has no rows below its first. Choose another file',
  too_many_rows: 'The file has more than 10,000 rows. Split it and load each part',
}

const reasons: Record<RoleRowRefusal, string> = {
  school_missing: 'No school. Give its URN, its LAESTAB number, or its name and postcode.',
  school_unknown: 'No school here has this number, or this name at this postcode.',
  school_ambiguous: 'Several schools have this name at this postcode. Give the URN.',
  role_missing: 'No role.',
  role_unknown: 'We do not know this role. Use a role of the list.',
  name_missing: 'No name.',
  name_too_long: 'The name is longer than 100 characters.',
  email_wrong: 'This is not an email address like name@example.sch.uk.',
  since_wrong: 'Since is not a date like 01/09/2024 or 2024-09-01 that is today or earlier.',
  until_wrong: 'Until is not a date like 31/08/2025 or 2025-08-31.',
  ends_before_it_begins: 'Until is before since.',
  said_otherwise:
    'Somebody else is confirmed in this role, or it is said to be vacant or not known. Load it as a proposal, or change it on the page of the school.',
  known_already: 'Known already: same school, role and person. It will be skipped.',
  twice_in_file: 'The same school, role and person stand further up in the file. It will be skipped.',
}

/** What can be taken over from the system that the council had before. */
export const LastSystemPage = ({ links }: { links: readonly { href: string; text: string; about: string }[] }) => (
  <>
    <Title>From your last system</Title>
    <P>
      Load what the council knew before this service from CSV files. You see what each would do before anything is saved, and can undo it.
    </P>
    <dl class="govuk-summary-list">
      {links.map(({ href, text, about }) => (
        <div class="govuk-summary-list__row">
          <dt class="govuk-summary-list__key">
            <Link href={href}>{text}</Link>
          </dt>
          <dd class="govuk-summary-list__value">{about}</dd>
        </div>
      ))}
    </dl>
  </>
)

const State = ({ batch }: { batch: RoleBatch }) =>
  batch.standing === 0 ? <Tag colour="grey">None stands</Tag> : <Tag colour="green">{counted(batch.standing, 'row')} standing</Tag>

export const RoleImportForm = ({
  source,
  confirmed,
  problems,
  roles,
  batches,
}: {
  source?: string | undefined
  confirmed?: boolean | undefined
  problems?: Problems | undefined
  roles: readonly string[]
  batches: readonly RoleBatch[]
}) => (
  <>
    <ErrorSummary problems={problems} />
    <Title>Load leads and other people in roles</Title>
    <P>
      Each row says that somebody holds or held a role at a school. They come as proposals, which count in no requirement until each school
      confirms them. Nobody is written to.
    </P>
    <P>
      The file is a CSV with the columns {roleColumns.join(', ')}, in any order. A school is named by its URN, its LAESTAB number, or its
      name and postcode; the email address and both dates may be left empty.{' '}
      <Link href={`${importPath}/template.csv`} download="">
        Download a template
      </Link>
      .
    </P>
    <Details summary="Roles that can stand in the file">{roles.join('; ')}</Details>
    <form method="post" action={importPath} enctype="multipart/form-data" novalidate>
      <TextField
        name="source"
        label="Where does this list come from?"
        hint="It is shown beside what you load. For example: safeguarding leads of the old database, October 2026"
        value={source}
        problems={problems}
      />
      <Choices
        name="confirmed"
        label="Has the council confirmed it?"
        type="checkboxes"
        values={confirmed ? ['yes'] : []}
        options={[
          {
            value: 'yes',
            text: 'The council has confirmed with the schools that this list is right',
            hint: 'Then it counts at once, as confirmed by you. Leave it empty when you do not know',
          },
        ]}
      />
      <FileField
        name="file"
        label="CSV file"
        hint={`At most 1 MB and ${mostRoles.toLocaleString('en-GB')} rows`}
        problems={problems}
        accept=".csv,text/csv"
      />
      <Button>Show what it would do</Button>
    </form>
    {batches.length > 0 ? (
      <Table
        caption="Lists so far"
        columns={['Source', 'When', { text: 'Rows', numeric: true }, { text: 'Schools', numeric: true }, 'State']}
        rows={batches.map((batch) => [
          <Link href={`${importPath}/${batch.batchId}`}>{batch.source}</Link>,
          sayInstant(batch.learnedAt),
          batch.rows,
          batch.schools,
          <State batch={batch} />,
        ])}
      />
    ) : null}
  </>
)

const outcomes = {
  added: <Tag colour="green">Will be added</Tag>,
  skipped: <Tag colour="yellow">Skipped</Tag>,
  refused: <Tag colour="red">Refused</Tag>,
} as const

const shownRows = 500
const ranks = { refused: 0, skipped: 1, added: 2 }

/** What a list would do, row by row, refusals first, and the button to apply it. */
export const RoleImportPreview = ({
  planned,
  form,
  confirmed,
  notice,
}: {
  planned: readonly PlannedRole[]
  form: Record<string, string>
  confirmed: boolean
  notice?: string | undefined
}) => {
  const count = (which: PlannedRole['outcome']): number => planned.filter(({ outcome }) => outcome === which).length
  const due = count('added')
  const left = planned.length - due
  const cells = (row: PlannedRole): Child[] => [
    row.outcome === 'added' ? schoolLabel(row.root) : row.said.school,
    row.said.role,
    row.said.name,
    row.said.email,
    [row.said.since && `since ${row.said.since}`, row.said.until && `until ${row.said.until}`].filter(Boolean).join(', '),
  ]
  return (
    <>
      <Title>What this list would do</Title>
      {notice ? (
        <div class="govuk-inset-text" role="alert">
          {notice}
        </div>
      ) : null}
      <P>
        {counted(due, 'row')} to be added {confirmed ? 'as confirmed by the council' : 'as proposals'}, {count('skipped')} skipped as known
        already, {count('refused')} refused.
      </P>
      {due > 0 ? (
        <form method="post" action={`${importPath}/apply`}>
          {Object.entries(form).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <Button>{left > 0 ? `Save ${due} and leave out the others` : `Save ${due === 1 ? 'it' : `all ${due}`}`}</Button>
        </form>
      ) : (
        <P>There is nothing to save.</P>
      )}
      <P>
        <Link href={importPath}>Choose another file</Link>
      </P>
      <Table
        caption="Row by row"
        columns={['Row', 'What happens', 'School', 'Role', 'Name', 'Email', 'Dates']}
        rows={planned
          .toSorted((a, b) => ranks[a.outcome] - ranks[b.outcome] || a.line - b.line)
          .slice(0, shownRows)
          .map((row) => [
            String(row.line),
            row.outcome === 'added' ? outcomes.added : [outcomes[row.outcome], ' ', reasons[row.reason]],
            ...cells(row),
          ])}
      />
      {planned.length > shownRows ? (
        <P>
          The first {shownRows} of {planned.length} rows are shown, those that are refused or skipped before the others.
        </P>
      ) : null}
    </>
  )
}

export const RoleBatchPage = ({ batch }: { batch: RoleBatch }) => (
  <>
    <Title>A list of people in roles</Title>
    <SummaryList
      rows={[
        ['Source', batch.source],
        ['Loaded', sayInstant(batch.learnedAt)],
        ['Rows', String(batch.rows)],
        ['Schools', String(batch.schools)],
        ['Came as', batch.confirmed > 0 ? 'Confirmed by the council' : 'Proposals'],
        ['State', <State batch={batch} />],
      ]}
    />
    {batch.undoable > 0 ? (
      <form method="post" action={`${importPath}/${batch.batchId}/undo`}>
        <P>Undoing it takes what stands of it off the record. What a school has confirmed or ended since stays.</P>
        <Button kind="warning">Undo this list</Button>
      </form>
    ) : null}
  </>
)
