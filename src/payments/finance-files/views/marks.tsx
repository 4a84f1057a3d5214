import type { Child } from 'hono/jsx'
import { sayDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Link, NothingChanged, P, Table, Tag, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { PlannedMark } from '../mark.ts'
import { markRefusals } from './refusals.tsx'
import { paths } from './words.tsx'

const path = `${paths.invoice_request}/payments`

export const MarksUpload = ({ form }: { form: Child }) => (
  <>
    <P>
      Each row is a payment that the finance system received for a request. You see what would be recorded before anything is saved, and the
      same file imported twice records each payment once.
    </P>
    <P>
      The file is a CSV with the columns reference, amount, date and payment reference, in any order; other columns are left alone.{' '}
      <Link href={`${path}/template.csv`} download="">
        Download a template
      </Link>
      .
    </P>
    {form}
  </>
)

const outcomes = {
  marked: <Tag colour="green">Will be recorded</Tag>,
  skipped: <Tag colour="yellow">Skipped</Tag>,
  refused: <Tag colour="red">Refused</Tag>,
} as const

const saysLeft = (left: number): string =>
  left === 0
    ? 'Pays what is outstanding'
    : left > 0
      ? `Leaves ${sayMoney(left)} outstanding`
      : `${sayMoney(-left)} more than is outstanding`

const dueIn = (planned: readonly PlannedMark[]) => planned.flatMap((row) => (row.outcome === 'marked' ? [row.mark] : []))

export const sayRecord = (planned: readonly PlannedMark[]): string => {
  const due = dueIn(planned).length
  return due < planned.length ? `Record ${counted(due, 'payment')} and leave out the others` : 'Record them'
}

export const MarksPreviewPage = ({ planned, form, why }: { planned: readonly PlannedMark[]; form: Child; why: string | undefined }) => {
  const due = dueIn(planned)
  const others = planned.length - due.length
  const rank = (row: PlannedMark): number => (row.outcome === 'refused' ? 0 : row.outcome === 'skipped' ? 1 : 2)
  return (
    <>
      <NothingChanged why={why} />
      <Title>What this file would do</Title>
      <P>
        {counted(due.length, 'payment')} of {sayMoney(due.reduce((sum, mark) => sum + mark.pence, 0))} would be recorded;{' '}
        {counted(others, 'row')} would be left out.
      </P>
      {due.length > 0 ? form : <P>There is nothing to record.</P>}
      <P>
        <Link href={path}>Choose another file</Link>
      </P>
      <Table
        caption="Row by row"
        columns={['Row', 'What happens', 'Request', { text: 'Amount', numeric: true }, 'Paid on', 'Payment reference']}
        rows={[...planned]
          .sort((a, b) => rank(a) - rank(b) || a.line - b.line)
          .map((row) => [
            String(row.line),
            [
              outcomes[row.outcome],
              ' ',
              row.outcome === 'marked'
                ? row.mark.waits
                  ? 'Waits for a second person, and counts for nothing until then'
                  : saysLeft(row.left)
                : markRefusals[row.reason],
            ],
            row.said.reference,
            row.outcome === 'marked' ? sayMoney(row.mark.pence) : row.said.amount,
            row.outcome === 'marked' ? sayDay(row.mark.happenedOn) : row.said.date,
            row.said.payment,
          ])}
      />
    </>
  )
}
