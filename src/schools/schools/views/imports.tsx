import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import { markWords } from '#base/standing.ts'
import { Link, Table, Tag } from '#base/web/page-parts.tsx'
import type { ContactRowRefusal, PlannedContact } from '../contact.ts'
import { type EarlierBatch, type EarlierRowRefusal, type PlannedEarlier, sayTraining } from '../earlier-attendance.ts'
import { schoolLabel } from '../school.ts'

const contactReasons: Record<ContactRowRefusal, string> = {
  urn_missing: 'No URN. Enter the six digits of the school.',
  urn_unknown: 'No school here holds or held this URN.',
  role_unknown: 'We do not know this role. Use a role of the list, or leave it empty.',
  email_missing: 'No email address.',
  email_wrong: 'This is not an email address like name@example.sch.uk.',
  name_too_long: 'The name is longer than 200 characters.',
  telephone_too_long: 'The telephone number is longer than 40 characters.',
  twice_in_file: 'The same school, address and role stand further up in the file.',
}

const earlierReasons: Record<EarlierRowRefusal, string> = {
  urn_missing: 'No URN. Enter the six digits of the school.',
  urn_unknown: 'No school here holds or held this URN.',
  date_wrong: 'This is not a date like 12/06/2024 or 2024-06-12.',
  date_in_future: 'The date has not come yet.',
  title_missing: 'No title. Say what the event was called.',
  title_too_long: 'The title is longer than 200 characters.',
  topic_unknown: 'We do not know this topic. Use a topic of the list.',
  attended_unknown: 'Say attended, part, absent or apologies (or yes or no).',
  name_too_long: 'The name is longer than 200 characters.',
  role_unknown: 'We do not know this role. Use a role of the list, or leave it empty.',
  purpose_unknown: 'Say training, update or briefing, or leave it empty.',
  minutes_wrong: 'Give the minutes as a whole number, or leave them empty.',
  training_too_long: 'Shorten the level to 60, the provider to 200 and the evidence to 300 characters.',
  known_already: 'Known already: same school, date, title and person. It will be skipped.',
  twice_in_file: 'The same school, date, title and person stand further up in the file. It will be skipped.',
}

export const contactNote = (row: PlannedContact): string => (row.outcome === 'refused' ? contactReasons[row.reason] : '')

export const contactCells = (row: PlannedContact): Child[] => [
  row.outcome === 'refused' ? row.said.urn : schoolLabel(row.school),
  row.said.email,
  row.said.name,
  row.said.role,
]

export const earlierNote = (row: PlannedEarlier): string => (row.outcome === 'added' ? '' : earlierReasons[row.reason])

export const earlierCells = (row: PlannedEarlier): Child[] => [
  row.outcome === 'added' ? schoolLabel(row.root) : row.said.urn,
  row.said.date,
  row.said.title,
  row.said.name,
  row.outcome === 'added' ? markWords[row.markType] : row.said.attended,
  row.outcome === 'added' ? sayTraining(row.training) : [row.said.purpose, row.said.minutes].filter(Boolean).join(', '),
]

const State = ({ batch }: { batch: EarlierBatch }) =>
  batch.standing === 0 ? <Tag colour="grey">Undone</Tag> : <Tag colour="green">Counts</Tag>

export const earlierFacts = (batch: EarlierBatch): [string, Child][] => [
  ['Source', batch.source],
  ['Imported', sayInstant(batch.learnedAt)],
  ['Rows', String(batch.rows)],
  ['Schools', String(batch.schools)],
  ['State', <State batch={batch} />],
]

export const EarlierBatches = ({ batches }: { batches: readonly EarlierBatch[] }) =>
  batches.length === 0 ? null : (
    <Table
      caption="Imports so far"
      columns={['Source', 'When', { text: 'Rows', numeric: true }, { text: 'Schools', numeric: true }, 'State']}
      rows={batches.map((batch) => [
        <Link href={`/organiser/schools/earlier-attendance/${batch.batchId}`}>{batch.source}</Link>,
        sayInstant(batch.learnedAt),
        batch.rows,
        batch.schools,
        <State batch={batch} />,
      ])}
    />
  )
