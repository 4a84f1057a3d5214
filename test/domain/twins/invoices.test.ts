import type Stripe from 'stripe'
import { expect, it } from 'vitest'
import { accountOn, openInvoice, refusal } from '#test/support/stripe-in-node.ts'

const sums = (invoice: Stripe.Invoice) => ({
  status: invoice.status,
  due: invoice.amount_due,
  paid: invoice.amount_paid,
  left: invoice.amount_remaining,
  over: invoice.amount_overpaid,
})
const setUp = async (name: string) => {
  const account = accountOn(name)
  return {
    ...account,
    customer: (await account.stripe.customers.create({ name: 'Ashgrove Primary', email: 'office@ashgrove.example' })).id,
  }
}
const happened = async (stripe: Stripe, prefix: string): Promise<string[]> =>
  (await stripe.events.list({ limit: 100 })).data
    .map((one) => one.type)
    .filter((type) => type.startsWith(prefix))
    .toReversed()

it('a council’s invoice carries its number, the purchase order and VAT line by line, and is final once open', async () => {
  const { stripe, customer } = await setUp('council_invoice')
  const vat = await stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false })
  const draft = await stripe.invoices.create({
    customer,
    number: 'M-2027-0001',
    collection_method: 'send_invoice',
    days_until_due: 30,
    auto_advance: false,
    pending_invoice_items_behavior: 'exclude',
    custom_fields: [{ name: 'PO number', value: '4500123' }],
    footer: 'VAT number GB 123 4567 89',
    payment_settings: {
      payment_method_types: ['customer_balance', 'card'],
      payment_method_options: { customer_balance: { funding_type: 'bank_transfer', bank_transfer: { type: 'gb_bank_transfer' } } },
    },
    metadata: { invoice: 'i1' },
  })
  await stripe.invoices.addLines(draft.id, {
    lines: [{ amount: 6503, description: 'Place', tax_rates: [vat.id], metadata: { line: 'l1' } }],
  })
  await stripe.invoiceItems.create({ invoice: draft.id, customer, amount: 6503, description: 'Place', tax_rates: [vat.id] })
  const open = await stripe.invoices.finalizeInvoice(draft.id)
  expect([open.number, open.subtotal, open.total_taxes?.[0]?.amount, open.total]).toEqual(['M-2027-0001', 13006, 2602, 15608])
  expect([open.custom_fields, open.footer, open.metadata]).toEqual([
    [{ name: 'PO number', value: '4500123' }],
    'VAT number GB 123 4567 89',
    { invoice: 'i1' },
  ])
  expect((open.due_date ?? 0) - (open.status_transitions.finalized_at ?? 0)).toBe(30 * 86_400)
  expect(await refusal(stripe.invoices.update(open.id, { footer: 'Other' }))).toMatchObject({ code: 'invoice_not_editable' })
  expect(await refusal(stripe.invoices.finalizeInvoice(open.id))).toMatchObject({ status: 400 })
  const same = { customer, number: 'M-2027-0001', collection_method: 'send_invoice', days_until_due: 30 } as const
  expect(await refusal(stripe.invoices.create(same))).toMatchObject({ param: 'number' })
  expect((await stripe.invoices.sendInvoice(open.id)).status).toBe('open')
  expect(await happened(stripe, 'invoice.')).toEqual([
    'invoice.created',
    'invoice.updated',
    'invoice.updated',
    'invoice.finalized',
    'invoice.updated',
    'invoice.sent',
  ])
})

it('is paid in parts, then over', async () => {
  const { stripe, desk, customer } = await setUp('parts')
  const invoice = await openInvoice(stripe, customer, [10_000])
  expect(sums(await desk.payInvoice(invoice.id, 4000))).toEqual({ status: 'open', due: 10_000, paid: 4000, left: 6000, over: 0 })
  expect(sums(await desk.payInvoice(invoice.id, 7500))).toEqual({ status: 'paid', due: 10_000, paid: 10_000, left: 0, over: 1500 })
  const { payments } = await stripe.invoices.retrieve(invoice.id, { expand: ['payments'] })
  expect(payments?.data.map((one) => [one.status, one.amount_paid])).toEqual([
    ['paid', 7500],
    ['paid', 4000],
    ['canceled', null],
  ])
  expect(await happened(stripe, 'invoice.overpaid')).toEqual(['invoice.overpaid'])
})

it('a bank transfer pays the oldest invoice that it covers whole; the rest stays as cash', async () => {
  const { stripe, desk, customer } = await setUp('transfer')
  const first = await openInvoice(stripe, customer, [10_000])
  const second = await openInvoice(stripe, customer, [4000])
  await desk.fund(customer, 9000)
  expect((await stripe.invoices.retrieve(first.id)).status).toBe('open')
  expect((await stripe.invoices.retrieve(second.id)).status).toBe('paid')
  await stripe.testHelpers.customers.fundCashBalance(customer, { amount: 6000, currency: 'gbp', reference: 'late' })
  expect((await stripe.invoices.retrieve(first.id)).status).toBe('paid')
  expect((await stripe.customers.retrieveCashBalance(customer)).available).toEqual({ gbp: 1000 })
  const moved = (await stripe.customers.listCashBalanceTransactions(customer)).data.toReversed()
  expect(moved.map((one) => [one.type, one.net_amount, one.ending_balance])).toEqual([
    ['funded', 9000, 9000],
    ['applied_to_payment', -4000, 5000],
    ['funded', 6000, 11_000],
    ['applied_to_payment', -10_000, 1000],
  ])
  const third = await openInvoice(stripe, customer, [700])
  expect((await stripe.invoices.retrieve(third.id)).status).toBe('paid')
})

it('is paid elsewhere, voided, or given up, and then takes no more', async () => {
  const { stripe, desk, customer } = await setUp('ends')
  const elsewhere = await openInvoice(stripe, customer, [10_000])
  const paid = await stripe.invoices.pay(elsewhere.id, { paid_out_of_band: true })
  expect([sums(paid), paid.amount_paid_off_stripe]).toEqual([{ status: 'paid', due: 10_000, paid: 10_000, left: 0, over: 0 }, 10_000])
  expect(await refusal(stripe.invoices.voidInvoice(elsewhere.id))).toMatchObject({ status: 400 })
  const voided = await stripe.invoices.voidInvoice((await openInvoice(stripe, customer, [500])).id)
  await expect(desk.payInvoice(voided.id)).rejects.toThrow('void')
  const lost = await stripe.invoices.markUncollectible((await openInvoice(stripe, customer, [500])).id)
  expect([voided.status, lost.status]).toEqual(['void', 'uncollectible'])
})

it('is overdue once, when its day has passed', async () => {
  const { stripe, desk, customer } = await setUp('overdue')
  await openInvoice(stripe, customer, [10_000])
  await desk.advance(30 * 86_400 - 10)
  expect(await happened(stripe, 'invoice.overdue')).toEqual([])
  await desk.advance(20)
  await desk.advance(86_400)
  expect(await happened(stripe, 'invoice.overdue')).toEqual(['invoice.overdue'])
})

it('a credit note first lowers what is owed; what was paid must go back somewhere, to the penny', async () => {
  const { stripe, desk, customer } = await setUp('credit')
  const invoice = await openInvoice(stripe, customer, [6000, 4000])
  await desk.payInvoice(invoice.id, 7000)
  const note = { invoice: invoice.id, amount: 5000 }
  expect(await refusal(stripe.creditNotes.create(note))).toMatchObject({ param: 'refund_amount' })
  expect(await refusal(stripe.creditNotes.create({ ...note, refund_amount: 2001 }))).toMatchObject({ param: 'refund_amount' })
  const made = await stripe.creditNotes.create({ ...note, refund_amount: 1500, out_of_band_amount: 500, reason: 'order_change' })
  expect([made.type, made.pre_payment_amount, made.post_payment_amount]).toEqual(['mixed', 3000, 2000])
  expect(sums(await stripe.invoices.retrieve(invoice.id))).toEqual({ status: 'paid', due: 7000, paid: 7000, left: 0, over: 0 })
  const refunds = (await stripe.refunds.list()).data
  expect(refunds.map((one) => one.amount)).toEqual([1500])
  expect(await refusal(stripe.creditNotes.create({ invoice: invoice.id, amount: 5001, credit_amount: 5001 }))).toMatchObject({
    param: 'amount',
  })
})

it('a credit note of an open invoice can be taken back', async () => {
  const { stripe, customer } = await setUp('credit_void')
  const invoice = await openInvoice(stripe, customer, [6000, 4000])
  const [line] = invoice.lines.data
  const note = await stripe.creditNotes.create({
    invoice: invoice.id,
    lines: [{ type: 'invoice_line_item', invoice_line_item: line?.id ?? '', amount: 6000 }],
  })
  expect(sums(await stripe.invoices.retrieve(invoice.id))).toEqual({ status: 'open', due: 4000, paid: 0, left: 4000, over: 0 })
  expect((await stripe.creditNotes.voidCreditNote(note.id)).status).toBe('void')
  expect(sums(await stripe.invoices.retrieve(invoice.id))).toEqual({ status: 'open', due: 10_000, paid: 0, left: 10_000, over: 0 })
})

it('money of a transfer goes back only when the payer has said where to', async () => {
  const { stripe, desk, customer } = await setUp('transfer_refund')
  const invoice = await openInvoice(stripe, customer, [10_000])
  await desk.fund(customer, 10_000)
  await stripe.creditNotes.create({ invoice: invoice.id, amount: 10_000, refund_amount: 10_000 })
  const [refund] = (await stripe.refunds.list()).data
  expect([refund?.status, refund?.instructions_email]).toEqual(['requires_action', 'office@ashgrove.example'])
  expect((await desk.refund(refund?.id ?? '', 'succeed')).status).toBe('succeeded')
})

it('what was credited to a customer lowers the next invoice', async () => {
  const { stripe, desk, customer } = await setUp('credit_balance')
  const first = await openInvoice(stripe, customer, [10_000])
  await desk.payInvoice(first.id)
  await stripe.creditNotes.create({ invoice: first.id, amount: 2500, credit_amount: 2500 })
  const second = await openInvoice(stripe, customer, [2000])
  expect([sums(second), second.starting_balance, second.ending_balance]).toEqual([
    { status: 'paid', due: 0, paid: 0, left: 0, over: 0 },
    -2500,
    -500,
  ])
  expect(sums(await openInvoice(stripe, customer, [2000]))).toEqual({ status: 'open', due: 1500, paid: 0, left: 1500, over: 0 })
})
