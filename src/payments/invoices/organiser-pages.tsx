import { type Context, Hono } from 'hono'
import { londonDay, sayShortDay } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { filesAt, list as listOf } from '#base/list/list.tsx'
import { moneyForFiles, sayMoney } from '#base/money.ts'
import type { AppEnv } from '#base/web/env.ts'
import { Button, type Problems, Select, TextField } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, typedOf } from '#base/web/form.ts'
import { Link, P } from '#base/web/page-parts.tsx'
import { atStart } from '#base/words.ts'
import { paymentFields, paymentForm, readFilter } from './forms.ts'
import { invoiceNumber, isOpen, outstandingOf, readInvoiceNumber, sayState } from './invoice.ts'
import { sayCall, sayInvoiceAct } from './invoice-words.ts'
import { filterStates, filterWords } from './list.ts'
import { invoiceRows, selectInvoiceSums } from './list-store.ts'
import { readWholeInvoice } from './read-invoice.ts'
import { recordPayment } from './record-payment.ts'
import { type FoundInvoice, readInvoice } from './store.ts'
import { AgainPage, HistoryOfInvoice, PaidPage } from './views/act.tsx'
import { InvoicePage, StateTag } from './views/invoice.tsx'
import { paymentRefusals, replaceRefusals } from './views/refusals.tsx'
import { issueAgain } from './void-invoice.ts'

type C = Context<AppEnv>

const list = '/organiser/finance/invoices'
const back = { href: list, text: 'Invoices' }
const pathOf = (number: number): string => `${list}/${invoiceNumber(number)}`

const invoiceOf = async (c: C): Promise<FoundInvoice> => {
  const number = readInvoiceNumber(c.req.param('number') ?? '')
  const found = number === undefined ? undefined : await readInvoice(c.env.DB, { number })
  if (!found) throw notFound('invoice')
  return found
}

const invoices = listOf({
  ask: (c) => {
    if (!c.var.act.stripe) throw notFound('page')
    return { filter: readFilter(c.req.query()) }
  },
  beside: ({ act, filter }) => selectInvoiceSums(act.db, filter),
  title: 'Invoices through Stripe',
  back: { href: '/organiser/finance', text: 'Money' },
  rows: ({ filter }) => invoiceRows(filter),
  of: ['invoice'],
  captionClass: 'govuk-visually-hidden',
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
  above: ({ filter, count, outstanding }) => (
    <>
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
      {count > 0 ? (
        <P>
          {atStart(count, 'invoice')}; {outstanding === 0 ? 'nothing' : sayMoney(outstanding)} is still to be paid on them.
        </P>
      ) : null}
    </>
  ),
  none: ({ filter }) =>
    filter.state === '' && filter.search === ''
      ? 'No invoice has been issued yet. What is charged to a payer whose route is “Invoice through Stripe” is invoiced by itself within a minute of the booking.'
      : 'No invoice is like that.',
  file: {
    at: list,
    name: ({ act }) => `invoices-${londonDay(act.now)}`,
    log: ({ filter }, rows) => ({ act: 'invoice.exported', after: { rows, state: filter.state } }),
  },
})

const mayBeReplaced = (invoice: FoundInvoice): boolean =>
  (isOpen(invoice.state) && !invoice.voiding && invoice.received === invoice.refunded && invoice.credited === 0) ||
  (invoice.state === 'void' && invoice.differs === 1 && invoice.replacedByNumber === null)

const showPayment = (c: C, invoice: FoundInvoice, typed: Record<string, string>, problems?: Problems) =>
  c.render(
    <PaidPage
      number={invoiceNumber(invoice.number)}
      outstanding={outstandingOf(invoice)}
      typed={typed}
      back={pathOf(invoice.number)}
      problems={problems}
    />,
    {
      title: `Record a payment of ${invoiceNumber(invoice.number)}`,
      back: { href: pathOf(invoice.number), text: invoiceNumber(invoice.number) },
      hasProblems: problems !== undefined,
    },
  )

const showAgain = (c: C, invoice: FoundInvoice, problem?: string) =>
  c.render(<AgainPage number={invoiceNumber(invoice.number)} back={pathOf(invoice.number)} problem={problem} />, {
    title: `Issue ${invoiceNumber(invoice.number)} again`,
    back: { href: pathOf(invoice.number), text: invoiceNumber(invoice.number) },
    hasProblems: problem !== undefined,
  })

/** Stripe invoices, for finance; 404 without Stripe keys. Mounted at /organiser/finance. */
export const organiserInvoicePages = new Hono<AppEnv>()
  .use('/invoices/*', async (c, next) => {
    if (!c.var.act.stripe) throw notFound('page')
    await next()
  })
  .get('/invoices', invoices.page)
  .on('GET', filesAt('/invoices'), invoices.file)
  .get('/invoices/:number', async (c) => {
    const number = readInvoiceNumber(c.req.param('number'))
    const found = number === undefined ? undefined : await readWholeInvoice(c.var.act, number)
    if (!found) throw notFound('invoice')
    const { invoice, events, calls } = found
    return c.render(
      <InvoicePage details={found}>
        {found.waiting ? (
          <p class="govuk-inset-text">
            A payment of {sayMoney(found.waiting.pence)} is{' '}
            <Link href={`/organiser/finance/proposals/${found.waiting.id}`}>waiting for a second person</Link>. It counts for nothing until
            then.
          </p>
        ) : null}
        {invoice.state === 'paid' && invoice.takenBack > 0 && outstandingOf(invoice) > 0 ? (
          <p class="govuk-inset-text">
            Stripe holds this invoice as paid and takes no payment of it any more. Ask for the money otherwise, and record here that it was
            paid.
          </p>
        ) : null}
        <div class="govuk-button-group">
          {!found.waiting && outstandingOf(invoice) > 0 && (isOpen(invoice.state) || invoice.state === 'paid') && !invoice.voiding ? (
            <a class="govuk-button govuk-button--secondary" href={`${pathOf(invoice.number)}/paid`}>
              Record that it was paid elsewhere
            </a>
          ) : null}
          {mayBeReplaced(invoice) ? (
            <a class="govuk-button govuk-button--secondary" href={`${pathOf(invoice.number)}/again`}>
              Void it and issue it again
            </a>
          ) : null}
        </div>
        <HistoryOfInvoice
          events={events.map(({ at, act, who }) => ({ at, words: sayInvoiceAct(act), who }))}
          calls={calls.map(({ kind, state, lastError }) => ({ words: sayCall(kind), state, lastError }))}
        />
      </InvoicePage>,
      { title: `Invoice ${invoiceNumber(invoice.number)}`, back },
    )
  })
  .get('/invoices/:number/paid', async (c) => {
    const invoice = await invoiceOf(c)
    return showPayment(c, invoice, { pounds: moneyForFiles(outstandingOf(invoice)), reference: '', happenedOn: londonDay(c.var.act.now) })
  })
  .post('/invoices/:number/paid', async (c) => {
    const invoice = await invoiceOf(c)
    const form = await c.req.parseBody({ all: true })
    const typed = typedOf(form, paymentFields)
    const read = paymentForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return showPayment(c, invoice, typed, problemsOf(read.error))
    }
    const recorded = await recordPayment(c.var.act, { id: invoice.id, ...read.data })
    if (!recorded.ok) {
      const { field, words } = paymentRefusals[recorded.reason]
      c.status(409)
      return showPayment(c, invoice, typed, { [field]: words })
    }
    flash(
      c,
      recorded.value.waits
        ? 'The payment is recorded and waits for a second person. It counts for nothing, and Stripe is not told, until then'
        : 'The payment is recorded, and Stripe is told',
    )
    return c.redirect(pathOf(invoice.number), 303)
  })
  .get('/invoices/:number/again', async (c) => showAgain(c, await invoiceOf(c)))
  .post('/invoices/:number/again', async (c) => {
    const invoice = await invoiceOf(c)
    const replaced = await issueAgain(c.var.act, invoice.id)
    if (!replaced.ok) {
      c.status(409)
      return showAgain(c, invoice, replaceRefusals[replaced.reason])
    }
    flash(c, 'It is being voided. The new invoice comes within a few minutes')
    return c.redirect(pathOf(invoice.number), 303)
  })
