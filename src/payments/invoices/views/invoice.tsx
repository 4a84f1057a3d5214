import type { Child } from 'hono/jsx'
import { sayDay, sayLongDay, sayShortDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { P, SummaryList, Table, Tag, type TagColour } from '#base/web/page-parts.tsx'
import type { Supplier } from '#money/ledger/supplier.ts'
import {
  creditNoteNumber,
  type InvoicedLine,
  type InvoiceState,
  type InvoiceSums,
  invoiceNumber,
  isOpen,
  outstandingOf,
  overpaidOf,
  sayLine,
  sayRate,
  sayState,
  vatByRate,
} from '../invoice.ts'

type ShownInvoice = InvoiceSums & {
  number: number
  state: InvoiceState
  poNumber: string
  givenPo: string
  pence: number
  vatPence: number
  taxPoint: string
  dueOn: string
  sentAt: string | null
  hostedUrl: string | null
  payerName: string
  billingAddress: string
  schoolId: string
  schoolName: string
  reference: string
  eventTitle: string
  replacesNumber: number | null
  replacedByNumber: number | null
  voiding: number
}

type ShownMoney = { kind: string; pence: number; happenedOn: string; reason: string; words: string }
type ShownNote = { number: number; pence: number; vatPence: number; createdAt: string }

export type InvoiceDetails = {
  invoice: ShownInvoice
  supplier: Supplier
  lines: readonly InvoicedLine[]
  notes: readonly ShownNote[]
  money: readonly ShownMoney[]
}

const colours: Record<InvoiceState, TagColour> = {
  draft: 'blue',
  sent: 'yellow',
  overdue: 'red',
  paid: 'green',
  void: 'grey',
  uncollectible: 'orange',
}

export const StateTag = ({ state, sums }: { state: InvoiceState; sums: InvoiceSums }) => (
  <Tag colour={state !== 'paid' ? colours[state] : overpaidOf(sums) > 0 ? 'purple' : outstandingOf(sums) > 0 ? 'orange' : colours.paid}>
    {sayState(state, sums)}
  </Tag>
)

const numeric = (text: string) => ({ text, numeric: true as const })

const Lines = ({ lines }: { lines: readonly InvoicedLine[] }) => (
  <Table
    caption="What it is for"
    columns={['For', numeric('Without VAT'), numeric('VAT rate'), numeric('VAT'), numeric('With VAT')]}
    rows={lines.map((line) => [
      sayLine(line, sayShortDay),
      sayMoney(line.pence),
      `${sayRate(line.basisPoints)}${line.vatCode ? ` (${line.vatCode})` : ''}`,
      sayMoney(line.vatPence),
      sayMoney(line.pence + line.vatPence),
    ])}
  />
)

const Totals = ({ invoice, lines }: Pick<InvoiceDetails, 'invoice' | 'lines'>) => (
  <SummaryList
    rows={[
      ['Total without VAT', sayMoney(invoice.pence)],
      ...vatByRate(lines).map(
        (rate) => [`VAT at ${sayRate(rate.basisPoints)}`, `${sayMoney(rate.vatPence)} on ${sayMoney(rate.pence)}`] as const,
      ),
      ['Total with VAT', <strong>{sayMoney(invoice.gross)}</strong>],
      ['Credited', invoice.credited > 0 ? `−${sayMoney(invoice.credited)}` : undefined],
      ['Received', invoice.received > 0 ? `−${sayMoney(invoice.received)}` : undefined],
      ['Paid back', invoice.refunded > 0 ? sayMoney(invoice.refunded) : undefined],
      ['Still to pay', isOpen(invoice.state) || invoice.state === 'paid' ? <strong>{sayMoney(outstandingOf(invoice))}</strong> : undefined],
      ['In your favour', overpaidOf(invoice) > 0 ? sayMoney(overpaidOf(invoice)) : undefined],
    ]}
  />
)

/** A number that came late is not on what Stripe sent. */
const sayPo = ({ poNumber, givenPo }: Pick<ShownInvoice, 'poNumber' | 'givenPo'>): string =>
  givenPo === poNumber
    ? poNumber || 'None given'
    : `${givenPo || 'None'}, given after the invoice was sent ${poNumber ? `with ${poNumber}` : 'without one'}`

/** The VAT invoice, which a school prints and keeps. `children`: actions, left out on paper. */
export const InvoicePage = ({ details, children }: { details: InvoiceDetails; children?: Child }) => {
  const { invoice, supplier, lines, notes, money } = details
  return (
    <>
      {invoice.state === 'void' ? (
        <p class="govuk-inset-text">
          This invoice is void: nothing is to be paid on it.
          {invoice.replacedByNumber === null ? '' : ` Invoice ${invoiceNumber(invoice.replacedByNumber)} takes its place.`}
        </p>
      ) : null}
      {invoice.voiding && invoice.state !== 'void' ? (
        <p class="govuk-inset-text">This invoice is being voided. Please do not pay it: what is still owed comes on another one.</p>
      ) : null}
      <SummaryList
        rows={[
          ['State', <StateTag state={invoice.state} sums={invoice} />],
          [
            'From',
            <div class="muster-lines">
              {supplier.name}
              {supplier.address ? `\n${supplier.address}` : ''}
            </div>,
          ],
          ['VAT registration number', supplier.vatNumber || undefined],
          [
            'To',
            <div class="muster-lines">
              {invoice.payerName}
              {invoice.billingAddress ? `\n${invoice.billingAddress}` : ''}
            </div>,
          ],
          ['For the school', invoice.schoolName === invoice.payerName ? undefined : invoice.schoolName],
          ['Booking', `${invoice.reference}, ${invoice.eventTitle}`],
          ['Purchase order number', sayPo(invoice)],
          ['Date and tax point', sayDay(invoice.taxPoint)],
          ['Pay by', sayLongDay(invoice.dueOn)],
          ['Takes the place of', invoice.replacesNumber === null ? undefined : `${invoiceNumber(invoice.replacesNumber)}, which is void`],
        ]}
      />
      <Lines lines={lines} />
      <Totals invoice={invoice} lines={lines} />
      {notes.length > 0 ? (
        <Table
          caption="Credit notes"
          columns={['Number', 'Day', numeric('Without VAT'), numeric('VAT'), numeric('With VAT')]}
          rows={notes.map((note) => [
            creditNoteNumber(note.number),
            sayShortDay(note.createdAt),
            sayMoney(note.pence),
            sayMoney(note.vatPence),
            sayMoney(note.pence + note.vatPence),
          ])}
        />
      ) : null}
      {money.length > 0 ? (
        <Table
          caption="Money"
          columns={['What', 'Day', numeric('Amount')]}
          rows={money.map((one) => [
            `${one.words}${one.reason ? `: ${one.reason}` : ''}`,
            sayShortDay(one.happenedOn),
            one.pence < 0 ? sayMoney(-one.pence) : `−${sayMoney(one.pence)}`,
          ])}
        />
      ) : null}
      {isOpen(invoice.state) && supplier.bankNote && !invoice.hostedUrl ? <p class="govuk-body muster-lines">{supplier.bankNote}</p> : null}
      {supplier.email ? (
        <P>
          Questions about this invoice:{' '}
          <a class="govuk-link muster-break" href={`mailto:${supplier.email}`}>
            {supplier.email}
          </a>
        </P>
      ) : null}
      {children ? <div class="muster-no-print">{children}</div> : null}
    </>
  )
}
