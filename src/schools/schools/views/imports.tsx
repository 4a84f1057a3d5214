import type { Child } from 'hono/jsx'
import { sayChanged, shownNow } from '#base/changed.ts'
import { sayInstant } from '#base/dates.ts'
import { markWords } from '#base/standing.ts'
import { Button, FileField, type Problems, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, SummaryList, Table, Tag, Title } from '#base/web/page-parts.tsx'
import { type ContactFileRefusal, type ContactRowRefusal, contactColumns, type PlannedContact } from '../contact.ts'
import {
  type EarlierBatch,
  type EarlierFileRefusal,
  type EarlierRowRefusal,
  earlierColumns,
  type PlannedEarlier,
  sayTraining,
} from '../earlier-attendance.ts'
import type { ProviderFileRefusal } from '../provider.ts'
import { schoolLabel } from '../school.ts'

export const fileProblems: Record<ContactFileRefusal | EarlierFileRefusal | ProviderFileRefusal, string> = {
  no_urn_column: 'The file has no column URN. Check its first row against the template',
  no_email_column: 'The file has no column email. Check its first row against the template',
  columns_missing: 'The file must have the columns URN, date, title, topic and attended. Check its first row against the template',
  provider_columns_missing: 'The file must have the columns reference, name and kind. Check its first row against the template',
  no_rows: 'The file has no rows below its first. Choose another file',
  too_many_rows: 'The file has more than 5,000 rows. Split it and import each part',
}

/** Shown when the preview is out of date. */
export const meanwhile = `${sayChanged('What the list would do has', 'saved', shownNow)}.`

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

const outcomes = {
  added: <Tag colour="green">Will be added</Tag>,
  changed: <Tag colour="blue">Will be changed</Tag>,
  unchanged: <Tag colour="grey">Unchanged</Tag>,
  skipped: <Tag colour="yellow">Skipped</Tag>,
  refused: <Tag colour="red">Refused</Tag>,
} as const

const shownRows = 500

export type ImportKind = { path: string; title: string; about: Child; columns: readonly string[] }

export const contactsImport: ImportKind = {
  path: '/organiser/schools/contacts-import',
  title: 'Import contacts',
  about: 'Each row is an address that the council holds for a school. You see what would happen before anything is saved.',
  columns: contactColumns,
}
export const earlierImport: ImportKind = {
  path: '/organiser/schools/earlier-attendance',
  title: 'Import earlier attendance',
  about:
    'Each row says that a school, or someone from it, was at an event before this service. You see what would happen before anything is saved. The columns purpose, minutes, level, provider and evidence may be left out: purpose is training, update or briefing, and evidence says what shows it, such as a certificate. What is not known counts towards no requirement that asks for it.',
  columns: earlierColumns,
}

type ImportFormProps = {
  kind: ImportKind
  source?: string | undefined
  problems?: Problems | undefined
  words: readonly { title: string; list: readonly string[] }[]
}

export const ImportForm = ({ kind, source, problems, words }: ImportFormProps) => {
  return (
    <>
      <ErrorSummary problems={problems} />
      <Title>{kind.title}</Title>
      <P>{kind.about}</P>
      <P>
        The file is a CSV with the columns {kind.columns.join(', ')}, in any order.{' '}
        <Link href={`${kind.path}/template.csv`} download="">
          Download a template
        </Link>
        .
      </P>
      {words.map(({ title, list }) => (
        <details class="govuk-details">
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">{title}</span>
          </summary>
          <div class="govuk-details__text">{list.join('; ')}</div>
        </details>
      ))}
      <form method="post" action={kind.path} enctype="multipart/form-data" novalidate>
        <TextField
          name="source"
          label="Where does this list come from?"
          hint="Whose list it is, and as at when. It is shown beside what you import"
          value={source}
          problems={problems}
        />
        <FileField name="file" label="CSV file" hint="At most 1 MB and 5,000 rows" problems={problems} accept=".csv,text/csv" />
        <Button>Show what it would do</Button>
      </form>
    </>
  )
}

export type PreviewRow = { line: number; outcome: keyof typeof outcomes; cells: Child[]; note: string }

const contactRow = (row: PlannedContact): PreviewRow => ({
  line: row.line,
  outcome: row.outcome,
  cells: [row.outcome === 'refused' ? row.said.urn : schoolLabel(row.school), row.said.email, row.said.name, row.said.role],
  note: row.outcome === 'refused' ? contactReasons[row.reason] : '',
})
const earlierRow = (row: PlannedEarlier): PreviewRow => ({
  line: row.line,
  outcome: row.outcome,
  cells: [
    row.outcome === 'added' ? schoolLabel(row.root) : row.said.urn,
    row.said.date,
    row.said.title,
    row.said.name,
    row.outcome === 'added' ? markWords[row.markType] : row.said.attended,
    row.outcome === 'added' ? sayTraining(row.training) : [row.said.purpose, row.said.minutes].filter(Boolean).join(', '),
  ],
  note: row.outcome === 'added' ? '' : earlierReasons[row.reason],
})

type ImportPreviewProps = {
  kind: ImportKind
  plan:
    | { contacts: readonly PlannedContact[] }
    | { earlier: readonly PlannedEarlier[] }
    | { heads: readonly string[]; rows: readonly PreviewRow[] }
  form: Record<string, string>
  notice?: string | undefined
}

/** What an import would do, row by row, refusals first, and the button to apply it. */
export const ImportPreview = ({ kind, plan, form, notice }: ImportPreviewProps) => {
  const { heads, rows } =
    'rows' in plan
      ? plan
      : 'contacts' in plan
        ? { heads: ['School', 'Email', 'Name', 'Role'], rows: plan.contacts.map(contactRow) }
        : { heads: ['School', 'Date', 'Title', 'Name', 'Attended', 'Training'], rows: plan.earlier.map(earlierRow) }
  const count = (...which: PreviewRow['outcome'][]): number => rows.filter((row) => which.includes(row.outcome)).length
  const due = count('added', 'changed')
  const rank = (row: PreviewRow): number => (row.outcome === 'refused' ? 0 : row.outcome === 'skipped' ? 1 : 2)
  const sorted = [...rows].sort((a, b) => rank(a) - rank(b) || a.line - b.line)
  const figure = (n: number, text: string) =>
    n > 0 ? (
      <li class="govuk-body">
        <span class="muster-figure">{n}</span> {text}
      </li>
    ) : null
  return (
    <>
      <Title>What this list would do</Title>
      {notice ? (
        <div class="govuk-inset-text" role="alert">
          {notice}
        </div>
      ) : null}
      <ul class="muster-figures">
        {figure(count('added'), 'to be added')}
        {figure(count('changed'), 'to be changed')}
        {figure(count('unchanged'), 'unchanged')}
        {figure(count('skipped'), 'skipped as known already')}
        {figure(count('refused'), 'refused')}
      </ul>
      {due > 0 ? (
        <form method="post" action={`${kind.path}/apply`}>
          {Object.entries(form).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <Button>
            {count('refused', 'skipped') > 0 ? `Save ${due} and leave out the others` : `Save ${due === 1 ? 'it' : `all ${due}`}`}
          </Button>
        </form>
      ) : (
        <P>There is nothing to save.</P>
      )}
      <P>
        <Link href={kind.path}>Choose another file</Link>
      </P>
      <Table
        caption="Row by row"
        columns={['Row', 'What happens', ...heads]}
        rows={sorted
          .slice(0, shownRows)
          .map((row) => [String(row.line), row.note ? [outcomes[row.outcome], ' ', row.note] : outcomes[row.outcome], ...row.cells])}
      />
      {rows.length > shownRows ? (
        <P>
          The first {shownRows} of {rows.length} rows are shown, those that are refused or skipped before the others.
        </P>
      ) : null}
    </>
  )
}

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
        batch.standing === 0 ? <Tag colour="grey">Undone</Tag> : <Tag colour="green">Counts</Tag>,
      ])}
    />
  )

export const EarlierBatchPage = ({ batch }: { batch: EarlierBatch }) => (
  <>
    <Title>Imported earlier attendance</Title>
    <SummaryList
      rows={[
        ['Source', batch.source],
        ['Imported', sayInstant(batch.learnedAt)],
        ['Rows', String(batch.rows)],
        ['Schools', String(batch.schools)],
        ['State', batch.standing === 0 ? <Tag colour="grey">Undone</Tag> : <Tag colour="green">Counts</Tag>],
      ]}
    />
    {batch.standing > 0 ? (
      <form method="post" action={`/organiser/schools/earlier-attendance/${batch.batchId}/undo`}>
        <P>Undoing it takes all its rows out of every record and report. They are kept, marked as undone.</P>
        <Button kind="warning">Undo this import</Button>
      </form>
    ) : null}
  </>
)
