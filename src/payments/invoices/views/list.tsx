import { sayDay, sayShortDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Button, Select, TextField } from '#base/web/field.tsx'
import { Link, P, Pagination, Table, Title } from '#base/web/page-parts.tsx'
import { atStart } from '#base/words.ts'
import { type InvoiceState, type InvoiceSums, invoiceNumber, outstandingOf } from '../invoice.ts'
import { filterStates, filterWords, type InvoiceFilter, pageSize } from '../list.ts'
import { StateTag } from './invoice.tsx'

export type ListRow = InvoiceSums & {
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

export const InvoicesPage = ({
  invoices,
  total,
  outstanding,
  filter,
  page,
  url,
}: {
  invoices: readonly ListRow[]
  total: number
  outstanding: number
  filter: InvoiceFilter
  page: number
  url: string
}) => (
  <>
    <Title>Invoices through Stripe</Title>
    <form method="get" class="muster-filter" novalidate>
      <Select
        name="state"
        label="State"
        value={filter.state}
        options={filterStates.map((state) => ({ value: state, text: filterWords[state] }))}
      />
      <TextField
        name="q"
        label="Search"
        hint="A number, a school, a payer, a booking or a purchase order"
        type="search"
        value={filter.search}
      />
      <Button kind="secondary">Show</Button>
    </form>
    {total === 0 ? (
      <p class="govuk-inset-text">
        {filter.state === '' && filter.search === ''
          ? 'No invoice has been issued yet. What is charged to a payer whose route is “Invoice through Stripe” is invoiced by itself within a minute of the booking.'
          : 'No invoice is like that.'}
      </p>
    ) : (
      <>
        <P>
          {atStart(total, 'invoice')}; {outstanding === 0 ? 'nothing' : sayMoney(outstanding)} is still to be paid on them.{' '}
          <Link href={`/organiser/finance/invoices.csv?state=${filter.state}&q=${encodeURIComponent(filter.search)}`}>Download as CSV</Link>
        </P>
        <Table
          caption="Invoices"
          captionClass="govuk-visually-hidden"
          dense
          columns={['Number', 'State', 'Payer', 'For', 'Issued', 'Due', numeric('Total'), numeric('To pay')]}
          rows={invoices.map((one) => [
            <Link href={`/organiser/finance/invoices/${invoiceNumber(one.number)}`}>{invoiceNumber(one.number)}</Link>,
            <StateTag state={one.state} sums={one} />,
            <>
              {one.payerName}
              {one.payerName === one.schoolName ? null : <div class="muster-quiet">for {one.schoolName}</div>}
            </>,
            <>
              {one.eventTitle}
              <div class="muster-quiet">
                {one.reference}
                {one.givenPo ? `, order ${one.givenPo}` : ''}
              </div>
            </>,
            sayShortDay(one.taxPoint),
            sayShortDay(one.dueOn),
            sayMoney(one.gross),
            one.state === 'void' ? '' : sayMoney(outstandingOf(one)),
          ])}
        />
        <Pagination url={url} page={page} pageSize={pageSize} total={total} />
      </>
    )}
  </>
)

export const SchoolInvoicesPage = ({
  schoolId,
  schoolName,
  invoices,
}: {
  schoolId: string
  schoolName: string
  invoices: readonly ListRow[]
}) => (
  <>
    <Title>
      Invoices
      <span class="govuk-caption-l">{schoolName}</span>
    </Title>
    {invoices.length === 0 ? (
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
    )}
  </>
)
