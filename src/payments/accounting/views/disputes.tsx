import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import { Link, P, SummaryList, Table } from '#base/web/page-parts.tsx'
import { outcomeWords } from '#money/ledger/dispute.ts'
import { kindWords } from '#money/ledger/line.ts'
import type { ListedDispute } from '../account.ts'
import { money, Sum } from './parts.tsx'

export const DisputesPage = ({ open, settled }: { open: readonly ListedDispute[]; settled: readonly ListedDispute[] }) => (
  <>
    {open.length === 0 ? (
      <P>None is open. A school says so beside a charge, on its page of what it owes.</P>
    ) : (
      <Table
        caption="To settle"
        columns={['Charge', 'School and booking', 'Said', money('Total')]}
        rows={open.map((one) => [
          <Link href={`/organiser/finance/disputes/${one.id}`}>
            {kindWords[one.kind]}, line {one.lineNumber}
          </Link>,
          `${one.school}, ${one.reference}`,
          sayInstant(one.raisedAt),
          <Sum {...one} />,
        ])}
      />
    )}
    {settled.length > 0 ? (
      <Table
        dense
        caption="Settled lately"
        columns={['Charge', 'School and booking', 'Outcome', 'When', money('Total')]}
        rows={settled.map((one) => [
          `${kindWords[one.kind]}, line ${one.lineNumber}`,
          `${one.school}, ${one.reference}`,
          one.outcome ? outcomeWords[one.outcome] : '',
          one.settledAt ? sayInstant(one.settledAt) : '',
          <Sum {...one} />,
        ])}
      />
    ) : null}
  </>
)

/** @param form nothing where there is nothing to settle */
export const SettlePage = ({ dispute, form }: { dispute: ListedDispute; form: Child }) => (
  <>
    <SummaryList
      rows={[
        ['Charge', `${kindWords[dispute.kind]}, line ${dispute.lineNumber}`],
        ['Total', <Sum {...dispute} />],
        ['Booking', `${dispute.reference}, ${dispute.eventTitle}`],
        ['What the school says', <span class="muster-lines">{dispute.words}</span>],
        ['Said by', `${dispute.raisedBy ?? 'somebody'}, ${sayInstant(dispute.raisedAt)}`],
        ['Outcome', dispute.outcome ? outcomeWords[dispute.outcome] : undefined],
        ['What was said', dispute.answer],
      ]}
    />
    {form ? (
      <P>
        {dispute.asked ? (
          'Somebody has asked to waive it. When that is approved, this is settled.'
        ) : (
          <>
            <Link href={`/organiser/finance/lines/${dispute.lineNumber}/waiver`}>Waive it, in part or whole</Link>: a second person approves
            it, and that settles this.
          </>
        )}
      </P>
    ) : null}
    {form}
  </>
)
