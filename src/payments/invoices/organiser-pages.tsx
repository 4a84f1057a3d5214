import { Hono } from 'hono'
import { londonDay, sayShortDay } from '#base/dates.ts'
import { mapped } from '#base/db/read.ts'
import { list as listOf } from '#base/list/list.tsx'
import { sayTotal } from '#base/list/views.tsx'
import { moneyForFiles, sayMoney } from '#base/money.ts'
import type { AppEnv } from '#base/web/env.ts'
import { Button, Select, TextField } from '#base/web/field.tsx'
import { withStripe } from '#base/web/guard.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { Link, P } from '#base/web/page-parts.tsx'
import type { Asked } from '#base/web/press.tsx'
import { atStart } from '#base/words.ts'
import { paymentForm, readFilter } from './forms.ts'
import { invoiceNumber, isOpen, outstandingOf, readInvoiceNumber, sayState } from './invoice.ts'
import { sayCall, sayInvoiceAct } from './invoice-words.ts'
import { filterStates, filterWords } from './list.ts'
import { invoiceRows, selectInvoiceSums } from './list-store.ts'
import { readWholeInvoice } from './read-invoice.ts'
import { recordPayment } from './record-payment.ts'
import { type FoundInvoice, selectInvoice } from './store.ts'
import { AboutPayment, AboutVoiding, HistoryOfInvoice } from './views/act.tsx'
import { InvoicePage, StateTag } from './views/invoice.tsx'
import { paymentRefusals, replaceRefusals } from './views/refusals.tsx'
import { issueAgain } from './void-invoice.ts'

const list = '/organiser/finance/invoices'
const back = { href: list, text: 'Invoices' }
const pathOf = (number: number): string => `${list}/${invoiceNumber(number)}`

const readOne = ({ db, now, part }: Asked) =>
  mapped(
    selectInvoice(db, { number: readInvoiceNumber(part('number')) ?? 0 }),
    (found) => found && { ...found, today: londonDay(now), backTo: { href: pathOf(found.number), text: invoiceNumber(found.number) } },
  )

const toInvoice = ({ part }: Asked): string => `${list}/${part('number')}`

const invoices = listOf({
  at: '/invoices',
  ask: ({ hasStripe, query }) => (hasStripe ? { filter: readFilter(query) } : undefined),
  beside: ({ db, filter }) => selectInvoiceSums(db, filter),
  title: 'Invoices through Stripe',
  back: { href: '/organiser/finance', text: 'Money' },
  rows: ({ filter }) => invoiceRows(filter),
  of: ['invoice'],
  tableCaptionClass: 'govuk-visually-hidden',
  dense: true,
  columns: [
    {
      name: 'Number',
      cell: ({ number }) => <Link href={pathOf(number)}>{invoiceNumber(number)}</Link>,
      value: ({ number }) => invoiceNumber(number),
    },
    { name: 'State', cell: (one) => <StateTag state={one.state} sums={one} />, value: (one) => sayState(one.state, one) },
    {
      name: 'Payer',
      cell: ({ payerName, schoolName }) => (
        <>
          {payerName}
          {payerName === schoolName ? null : <div class="muster-quiet">for {schoolName}</div>}
        </>
      ),
      value: (one) => one.payerName,
    },
    {
      name: 'For',
      cell: ({ eventTitle, reference, givenPo }) => (
        <>
          {eventTitle}
          <div class="muster-quiet">
            {reference}
            {givenPo ? `, order ${givenPo}` : ''}
          </div>
        </>
      ),
    },
    { name: 'School', value: (one) => one.schoolName },
    { name: 'Event', value: (one) => one.eventTitle },
    { name: 'Booking', value: (one) => one.reference },
    { name: 'Purchase order', value: (one) => one.givenPo },
    { name: 'Issued', cell: ({ taxPoint }) => sayShortDay(taxPoint), value: (one) => one.taxPoint },
    { name: 'Due', cell: ({ dueOn }) => sayShortDay(dueOn), value: (one) => one.dueOn },
    { name: 'Without VAT', value: (one) => moneyForFiles(one.pence) },
    { name: 'VAT', value: (one) => moneyForFiles(one.vatPence) },
    { name: 'Total', numeric: true, cell: ({ gross }) => sayMoney(gross), value: (one) => moneyForFiles(one.gross) },
    { name: 'Credited', value: (one) => moneyForFiles(one.credited) },
    { name: 'Received', value: (one) => moneyForFiles(one.received) },
    { name: 'Paid back', value: (one) => moneyForFiles(one.refunded) },
    {
      name: 'To pay',
      numeric: true,
      cell: (one) => (one.state === 'void' ? '' : sayMoney(outstandingOf(one))),
      value: (one) => (one.state === 'void' ? '0.00' : moneyForFiles(outstandingOf(one))),
    },
  ],
  above: ({ filter, total, outstanding }) => (
    <>
      <form method="get" class="muster-filter muster-filter--beside" novalidate>
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
      {total === 0 ? null : outstanding === null ? (
        <P>{sayTotal(total, 'invoice')}. Choose a state, or search, to see what is still to be paid on them.</P>
      ) : (
        <P>
          {atStart(total, 'invoice')}; {outstanding === 0 ? 'nothing' : sayMoney(outstanding)} is still to be paid on them.
        </P>
      )}
    </>
  ),
  none: ({ filter }) =>
    filter.state === '' && filter.search === ''
      ? 'No invoice has been issued yet. What is charged to a payer whose route is “Invoice through Stripe” is invoiced by itself within a minute of the booking.'
      : 'No invoice is like that.',
  file: {
    name: ({ now }) => `invoices-${londonDay(now)}`,
    log: ({ filter }, rows) => ({ act: 'invoice.exported', after: { rows, state: filter.state } }),
  },
})

const mayBePaid = (invoice: FoundInvoice): boolean =>
  (isOpen(invoice.state) || invoice.state === 'paid') && !invoice.voiding && outstandingOf(invoice) > 0

const mayBeReplaced = (invoice: FoundInvoice): boolean =>
  (isOpen(invoice.state) && !invoice.voiding && invoice.received === invoice.refunded && invoice.credited === 0) ||
  (invoice.state === 'void' && invoice.differs === 1 && invoice.replacedByNumber === null)

const invoicePage = page({
  at: '/invoices/:number',
  read: readOne,
  also: readWholeInvoice,
  title: ({ number }) => `Invoice ${invoiceNumber(number)}`,
  heading: ({ number }) => invoiceNumber(number),
  caption: ({ supplier }) => (supplier.vatNumber ? 'VAT invoice' : 'Invoice'),
  back,
  wide: true,
  show: ({ backTo, invoice, waiting, events, calls, ...details }) => (
    <InvoicePage details={{ ...details, invoice }}>
      {waiting ? (
        <p class="govuk-inset-text">
          A payment of {sayMoney(waiting.pence)} is{' '}
          <Link href={`/organiser/finance/proposals/${waiting.id}`}>waiting for a second person</Link>. It counts for nothing until then.
        </p>
      ) : null}
      {invoice.state === 'paid' && invoice.takenBack > 0 && outstandingOf(invoice) > 0 ? (
        <p class="govuk-inset-text">
          Stripe holds this invoice as paid and takes no payment of it any more. Ask for the money otherwise, and record here that it was
          paid.
        </p>
      ) : null}
      <div class="govuk-button-group">
        {!waiting && mayBePaid(invoice) ? (
          <a class="govuk-button govuk-button--secondary" href={`${backTo.href}/paid`}>
            Record that it was paid elsewhere
          </a>
        ) : null}
        {mayBeReplaced(invoice) ? (
          <a class="govuk-button govuk-button--secondary" href={`${backTo.href}/again`}>
            Void it and issue it again
          </a>
        ) : null}
      </div>
      <HistoryOfInvoice
        events={events.map(({ at, act, who }) => ({ at, words: sayInvoiceAct(act), who }))}
        calls={calls.map(({ kind, state, lastError }) => ({ words: sayCall(kind), state, lastError }))}
      />
    </InvoicePage>
  ),
})

const paid = question({
  at: '/invoices/:number/paid',
  read: readOne,
  title: ({ number }) => `Record a payment of ${invoiceNumber(number)}`,
  heading: ({ number }) => `Record that ${invoiceNumber(number)} was paid elsewhere`,
  back: ({ backTo }) => backTo,
  above: (invoice) => <AboutPayment outstanding={outstandingOf(invoice)} />,
  form: paymentForm,
  filled: (invoice) => ({ pounds: moneyForFiles(outstandingOf(invoice)), happenedOn: invoice.today }),
  button: 'Record the payment',
  or: ({ backTo }) => ({ ...backTo, text: 'It was not paid' }),
  act: (act, payment, { subject }) => recordPayment(act, { id: subject.id, ...payment }),
  refused: paymentRefusals,
  done: (_, { waits }) =>
    waits
      ? 'The payment is recorded and waits for a second person. It counts for nothing, and Stripe is not told, until then'
      : 'The payment is recorded, and Stripe is told',
  to: toInvoice,
})

const again = question({
  at: '/invoices/:number/again',
  read: readOne,
  title: ({ number }) => `Issue ${invoiceNumber(number)} again`,
  heading: ({ number }) => `Void ${invoiceNumber(number)} and issue it again?`,
  back: ({ backTo }) => backTo,
  above: ({ number }) => <AboutVoiding number={invoiceNumber(number)} />,
  button: [{ text: 'Void it and issue it again', kind: 'warning' }],
  or: ({ backTo }) => ({ ...backTo, text: 'Leave it as it is' }),
  act: (act, _, { subject }) => issueAgain(act, subject.id),
  refused: replaceRefusals,
  done: 'It is being voided. The new invoice comes within a few minutes',
  to: toInvoice,
})

/** Stripe invoices, for finance; 404 without Stripe keys. Mounted at /organiser/finance. */
export const organiserInvoicePages = withPages(new Hono<AppEnv>().use('/invoices/*', withStripe), invoices, invoicePage, paid, again)
