import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import { Standing } from '#base/list/import-preview.tsx'
import { Link, P, Table, Title } from '#base/web/page-parts.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import type { PlannedRole, RoleBatch, RoleRowRefusal } from '../earlier-role.ts'

export const importPath = '/organiser/schools/roles-import'

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

export const roleNote = (row: PlannedRole): string => (row.outcome === 'added' ? '' : reasons[row.reason])

export const roleCells = (row: PlannedRole): Child[] => [
  row.outcome === 'added' ? schoolLabel(row.root) : row.said.school,
  row.said.role,
  row.said.name,
  row.said.email,
  [row.said.since && `since ${row.said.since}`, row.said.until && `until ${row.said.until}`].filter(Boolean).join(', '),
]

export const roleBatchFacts = (batch: RoleBatch): [string, Child][] => [
  ['Source', batch.source],
  ['Loaded', sayInstant(batch.learnedAt)],
  ['Rows', String(batch.rows)],
  ['Schools', String(batch.schools)],
  ['Came as', batch.confirmed > 0 ? 'Confirmed by the council' : 'Proposals'],
  ['State', <Standing rows={batch.standing} />],
]

export const RoleBatches = ({ batches }: { batches: readonly RoleBatch[] }) =>
  batches.length === 0 ? null : (
    <Table
      caption="Lists so far"
      columns={['Source', 'When', { text: 'Rows', numeric: true }, { text: 'Schools', numeric: true }, 'State']}
      rows={batches.map((batch) => [
        <Link href={`${importPath}/${batch.batchId}`}>{batch.source}</Link>,
        sayInstant(batch.learnedAt),
        batch.rows,
        batch.schools,
        <Standing rows={batch.standing} />,
      ])}
    />
  )
