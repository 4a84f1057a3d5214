// What Muster expects of Stripe, asked of the twin; and with STRIPE_CONTRACT_KEY (a secret key of a sandbox) asked of Stripe itself in the same
// words. Only what the API alone can do: no page is clicked, and what happens a moment later is waited for.
import Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { accountOn, openInvoice, refusal, twoPlaces } from '#test/support/stripe-in-node.ts'

const sandbox = process.env['STRIPE_CONTRACT_KEY']
if (sandbox && !/^[rs]k_test_/.test(sandbox)) throw new Error('STRIPE_CONTRACT_KEY must be a test key: the contract moves money.')

const unique = crypto.randomUUID()
const where: { name: string; stripe: Stripe; patience: number; skipped: boolean }[] = [
  { name: 'the twin', stripe: accountOn('contract').stripe, patience: 5_000, skipped: false },
  {
    name: 'Stripe (skipped without STRIPE_CONTRACT_KEY)',
    stripe: new Stripe(sandbox ?? 'sk_test_none', { maxNetworkRetries: 2, telemetry: false }),
    patience: 120_000,
    skipped: !sandbox,
  },
]

const eventually = async <T>(ask: () => Promise<T>, good: (answer: T) => boolean, patience: number): Promise<T> => {
  const until = Date.now() + patience / 2
  for (;;) {
    const answer = await ask()
    if (good(answer) || Date.now() > until) return answer
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
}

const paidByCard: Stripe.PaymentIntentCreateParams = {
  amount: 13_000,
  currency: 'gbp',
  allowed_payment_method_types: ['card'],
  payment_method: 'pm_card_visa',
  confirm: true,
}

const byTransfer: Partial<Stripe.InvoiceCreateParams> = {
  payment_settings: {
    payment_method_types: ['customer_balance'],
    payment_method_options: { customer_balance: { funding_type: 'bank_transfer', bank_transfer: { type: 'gb_bank_transfer' } } },
  },
}

for (const { name, stripe, patience, skipped } of where)
  describe.skipIf(skipped)(name, () => {
    const payer = async (): Promise<string> =>
      (await stripe.customers.create({ name: 'Ashgrove Primary', email: 'office@ashgrove.example', metadata: { run: unique } })).id

    it(
      'names an unknown parameter',
      async () => {
        const wrong = { ...twoPlaces(), seats: 2 }
        expect(await refusal(stripe.checkout.sessions.create(wrong as Stripe.Checkout.SessionCreateParams))).toMatchObject({
          status: 400,
          type: 'invalid_request_error',
          code: 'parameter_unknown',
          param: 'seats',
        })
      },
      patience,
    )

    it(
      'does not know an id that was never given',
      async () => {
        expect(await refusal(stripe.checkout.sessions.retrieve('cs_test_never'))).toMatchObject({ status: 404, code: 'resource_missing' })
      },
      patience,
    )

    it(
      'opens a session with what was sent, and expires it once',
      async () => {
        const session = await stripe.checkout.sessions.create(twoPlaces({ client_reference_id: 'b1', metadata: { booking: 'b1' } }))
        expect([session.object, session.status, session.payment_status, session.amount_total, session.currency]).toEqual([
          'checkout.session',
          'open',
          'unpaid',
          13_000,
          'gbp',
        ])
        expect([session.client_reference_id, session.metadata, session.payment_intent]).toEqual(['b1', { booking: 'b1' }, null])
        expect((await stripe.checkout.sessions.expire(session.id)).status).toBe('expired')
        expect((await refusal(stripe.checkout.sessions.expire(session.id))).status).toBe(400)
        const expired = await eventually(
          () => stripe.events.list({ type: 'checkout.session.expired', limit: 20 }),
          (events) => events.data.some((one) => (one.data.object as Stripe.Checkout.Session).id === session.id),
          patience,
        )
        expect(expired.data.map((one) => (one.data.object as Stripe.Checkout.Session).id)).toContain(session.id)
      },
      patience,
    )

    it(
      'refuses a session of less than half an hour',
      async () => {
        const soon = Math.floor(Date.now() / 1000) + 600
        expect(await refusal(stripe.checkout.sessions.create(twoPlaces({ expires_at: soon })))).toMatchObject({
          status: 400,
          param: 'expires_at',
        })
      },
      patience,
    )

    it(
      'answers the same key once, and refuses it for anything else',
      async () => {
        const key = `${unique}:customer`
        const first = await stripe.customers.create({ name: 'Ashgrove' }, { idempotencyKey: key })
        expect((await stripe.customers.create({ name: 'Ashgrove' }, { idempotencyKey: key })).id).toBe(first.id)
        expect(await refusal(stripe.customers.create({ name: 'Beechwood' }, { idempotencyKey: key }))).toMatchObject({
          status: 400,
          type: 'idempotency_error',
        })
      },
      patience,
    )

    it(
      'refunds a payment in part, and never more than is left of it',
      async () => {
        const intent = await stripe.paymentIntents.create(paidByCard)
        expect([intent.status, intent.amount_received]).toEqual(['succeeded', 13_000])
        const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 6500, metadata: { line: 'l1' } })
        expect([refund.amount, refund.status, refund.payment_intent]).toEqual([6500, 'succeeded', intent.id])
        expect((await refusal(stripe.refunds.create({ payment_intent: intent.id, amount: 6501 }))).status).toBe(400)
        await stripe.refunds.create({ payment_intent: intent.id })
        expect((await refusal(stripe.refunds.create({ payment_intent: intent.id }))).code).toBe('charge_already_refunded')
        const charge = await stripe.charges.retrieve(String(intent.latest_charge))
        expect([charge.amount_refunded, charge.refunded]).toEqual([13_000, true])
      },
      patience,
    )

    it(
      'says that a card was declined',
      async () => {
        const declined = stripe.paymentIntents.create({ ...paidByCard, payment_method: 'pm_card_chargeDeclined' })
        expect(await refusal(declined)).toMatchObject({ status: 402, type: 'card_error', code: 'card_declined' })
      },
      patience,
    )

    it(
      'carries the purchase order on an invoice, which is final once it is open',
      async () => {
        const invoice = await openInvoice(stripe, await payer(), [6500, 6500], { custom_fields: [{ name: 'PO number', value: '4500123' }] })
        expect([invoice.status, invoice.total, invoice.amount_remaining, invoice.custom_fields]).toEqual([
          'open',
          13_000,
          13_000,
          [{ name: 'PO number', value: '4500123' }],
        ])
        expect((await refusal(stripe.invoices.update(invoice.id, { custom_fields: [{ name: 'PO number', value: '1' }] }))).status).toBe(400)
        expect((await stripe.invoices.sendInvoice(invoice.id)).status).toBe('open')
        expect((await stripe.invoices.voidInvoice(invoice.id)).status).toBe('void')
        expect((await refusal(stripe.invoices.pay(invoice.id, { paid_out_of_band: true }))).status).toBe(400)
      },
      patience,
    )

    it(
      'notes that an invoice was paid elsewhere',
      async () => {
        const invoice = await openInvoice(stripe, await payer(), [13_000])
        const paid = await stripe.invoices.pay(invoice.id, { paid_out_of_band: true })
        expect([paid.status, paid.amount_remaining]).toEqual(['paid', 0])
        expect((await refusal(stripe.invoices.voidInvoice(invoice.id))).status).toBe(400)
      },
      patience,
    )

    it(
      'lowers what is owed by a credit note',
      async () => {
        const invoice = await openInvoice(stripe, await payer(), [6500, 6500])
        const note = await stripe.creditNotes.create({ invoice: invoice.id, amount: 6500 })
        expect([note.status, note.type, note.pre_payment_amount, note.post_payment_amount]).toEqual(['issued', 'pre_payment', 6500, 0])
        const after = await stripe.invoices.retrieve(invoice.id)
        expect([after.status, after.amount_remaining, after.pre_payment_credit_notes_amount]).toEqual(['open', 6500, 6500])
        expect((await refusal(stripe.creditNotes.create({ invoice: invoice.id, amount: 13_000 }))).status).toBe(400)
      },
      patience,
    )

    it(
      'asks where the money goes that a credit note takes from a paid invoice',
      async () => {
        const invoice = await openInvoice(stripe, await payer(), [13_000])
        await stripe.invoices.pay(invoice.id, { paid_out_of_band: true })
        expect((await refusal(stripe.creditNotes.create({ invoice: invoice.id, amount: 6500 }))).status).toBe(400)
        const note = await stripe.creditNotes.create({ invoice: invoice.id, amount: 6500, out_of_band_amount: 6500 })
        expect([note.type, note.post_payment_amount]).toEqual(['post_payment', 6500])
      },
      patience,
    )

    it(
      'pays an open invoice from a bank transfer that covers it, and keeps the rest as cash',
      async () => {
        const customer = await payer()
        const invoice = await openInvoice(stripe, customer, [13_000], byTransfer)
        await stripe.testHelpers.customers.fundCashBalance(customer, { amount: 15_000, currency: 'gbp' })
        const paid = await eventually(
          () => stripe.invoices.retrieve(invoice.id, { expand: ['payments'] }),
          (one) => one.status === 'paid',
          patience,
        )
        expect([paid.status, paid.amount_paid, paid.payments?.data.filter((one) => one.status === 'paid').length]).toEqual([
          'paid',
          13_000,
          1,
        ])
        expect((await stripe.customers.retrieveCashBalance(customer)).available).toEqual({ gbp: 2000 })
        const moved = (await stripe.customers.listCashBalanceTransactions(customer)).data
        expect(moved.map((one) => one.net_amount).sort()).toEqual([-13_000, 15_000])
      },
      patience,
    )

    it(
      'leaves an invoice open that a bank transfer does not cover',
      async () => {
        const customer = await payer()
        const invoice = await openInvoice(stripe, customer, [13_000], byTransfer)
        await stripe.testHelpers.customers.fundCashBalance(customer, { amount: 5000, currency: 'gbp' })
        expect((await stripe.invoices.retrieve(invoice.id)).status).toBe('open')
      },
      patience,
    )

    it(
      'adds VAT line by line',
      async () => {
        const vat = await stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false })
        const customer = await payer()
        const draft = await stripe.invoices.create({ customer, collection_method: 'send_invoice', days_until_due: 30, auto_advance: false })
        const line = { amount: 6503, description: 'Place', tax_rates: [vat.id] }
        const invoice = await stripe.invoices.addLines(draft.id, { lines: [line, line] })
        expect([invoice.subtotal, invoice.total, invoice.lines.data.map((one) => one.taxes?.[0]?.amount)]).toEqual([
          13_006,
          15_608,
          [1301, 1301],
        ])
        await stripe.invoices.del(draft.id)
      },
      patience,
    )
  })
