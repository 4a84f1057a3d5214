import { sayDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Link, Table } from '#base/web/page-parts.tsx'
import { type InvoiceState, type InvoiceSums, invoiceNumber, outstandingOf } from '../invoice.ts'
import { StateTag } from './invoice.tsx'

type ListRow = InvoiceSums & {
  number: number
  state: InvoiceState
  taxPoint: string
  dueOn: string
  payerName: string
  schoolName: string
  eventTitle: string
  reference: string
  givenPo: string
}

const numeric = (text: string) => ({ text, numeric: true as const })

export const SchoolInvoicesPage = ({ schoolId, invoices }: { schoolId: string; invoices: readonly ListRow[] }) =>
  invoices.length === 0 ? (
    <p class="govuk-inset-text">
      There is no invoice. When your school books places that cost something and pays on invoice, it comes here and by email.
    </p>
  ) : (
    <Table
      caption="Invoices, the newest first"
      columns={['Number', 'State', 'For', 'Pay by', numeric('Total'), numeric('To pay')]}
      rows={invoices.map((one) => [
        <Link href={`/school/${schoolId}/money/invoices/${invoiceNumber(one.number)}`}>{invoiceNumber(one.number)}</Link>,
        <StateTag state={one.state} sums={one} />,
        <>
          {one.eventTitle}
          <div class="muster-quiet">{one.reference}</div>
        </>,
        sayDay(one.dueOn),
        sayMoney(one.gross),
        one.state === 'void' ? '' : sayMoney(outstandingOf(one)),
      ])}
    />
  )
