import { countedNames } from '#attendance/requirements/training.ts'
import { sayDay, sayInstant } from '#base/dates.ts'
import { P, SummaryList, Table, Tag } from '#base/web/page-parts.tsx'
import { evidenceNames, sayTraining } from '#schools/schools/earlier-attendance.ts'
import { type EarlierRecord, type EvidenceCheck, knownOf } from '../evidence.ts'

const sayCounted = ({ byTitle }: EarlierRecord): string =>
  byTitle
    ? `${countedNames[byTitle.countedAs]}, by the list of titles of ${sayDay(byTitle.at)}`
    : 'Purpose not stated, and the list of titles does not say'

export const EvidenceSoFar = ({ record, checks }: { record: EarlierRecord; checks: readonly EvidenceCheck[] }) => (
  <>
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
  </>
)
