import { sayDay, sayInstant } from '#base/dates.ts'
import { Button, Choices, type Problems, TextField } from '#base/web/field.tsx'
import { ErrorSummary, P, Page, SummaryList, Table, Tag, Title } from '#base/web/page-parts.tsx'
import { evidenceLevels, evidenceNames, sayTraining } from '#schools/schools/earlier-attendance.ts'
import { type SchoolOption, schoolLabel } from '#schools/schools/school.ts'
import { countedNames } from '../course-title.ts'
import { type EarlierRecord, type EvidenceCheck, knownOf } from '../evidence.ts'

const hints = {
  stated: 'Somebody told us, and nothing was shown',
  seen: 'A certificate or a list was shown',
  verified: 'It was checked, such as with whoever gave the training',
}

const sayCounted = ({ byTitle }: EarlierRecord): string =>
  byTitle
    ? `${countedNames[byTitle.countedAs]}, by the list of titles of ${sayDay(byTitle.at)}`
    : 'Purpose not stated, and the list of titles does not say'

type EvidencePageProps = {
  school: SchoolOption
  record: EarlierRecord
  checks: readonly EvidenceCheck[]
  typed: Readonly<Record<string, string | undefined>>
  problems?: Problems | undefined
}

export const EvidencePage = ({ school, record, checks, typed, problems }: EvidencePageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <span class="govuk-caption-l">{schoolLabel(school)}</span>
    <Title>Evidence of a training from elsewhere</Title>
    <SummaryList
      rows={[
        ['Person', record.person ?? 'Not named'],
        ['Training', record.title],
        ['Day', sayDay(record.heldOn)],
        ['What is known of it', sayTraining(record)],
        ...(record.purpose === null ? [['Counted as', sayCounted(record)] as const] : []),
        ['Source', record.source],
        ['By our record', <Tag colour="blue">{evidenceNames[knownOf(checks)]}</Tag>],
      ]}
    />
    {checks.length === 0 ? (
      <P>Nobody has looked at its evidence yet.</P>
    ) : (
      <Table
        dense
        caption="Looked at so far"
        captionClass="govuk-table__caption--s"
        columns={['When', 'Found', 'Note', 'By']}
        rows={checks.map(({ at, known, note, by }) => [sayInstant(at), evidenceNames[known], note, by ?? ''])}
      />
    )}
    <form method="post" novalidate>
      <input type="hidden" name="seen" value={checks[0]?.id ?? ''} />
      <Choices
        type="radios"
        name="known"
        label="How is it known?"
        values={[typed['known']].filter((one) => one !== undefined)}
        problems={problems}
        options={evidenceLevels.map((value) => ({ value, text: evidenceNames[value], hint: hints[value] }))}
      />
      <TextField
        name="note"
        label="What did you look at?"
        hint="For example: certificate 4711 of Kite Training. Do not name children"
        maxlength={300}
        value={typed['note']}
        problems={problems}
      />
      <Button>Save</Button>
    </form>
  </Page>
)
