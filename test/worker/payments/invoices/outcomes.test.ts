// What becomes of an invoice, whatever the post does to Stripe's webhooks: repeated, in the wrong order, three days late, or never.
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { londonDay } from '#base/dates.ts'
import { changePo } from '#payments/invoices/change-order-number.ts'
import { recordPayment } from '#payments/invoices/record-payment.ts'
import { issueAgain } from '#payments/invoices/void-invoice.ts'
import { anAccount, rows } from '#test/support/factories.ts'
import {
  act,
  anInvoiced,
  begin,
  cancelled,
  customerOf,
  due,
  invoiceOf,
  invoicesOf,
  now,
  onAccount,
  owes,
  pass,
  replayAll,
  settle,
  states,
  stripe,
  sums,
  twin,
  weather,
  weathers,
} from './world.ts'

beforeAll(begin)
afterEach(() => weather('prompt'))

const creditNotes = (invoiceId: string) =>
  rows('SELECT pence, vatPence, stripeId IS NOT NULL AS there FROM CreditNote WHERE invoiceId = ?1 ORDER BY number', invoiceId)

/** What a payer's money comes to, and that a replay of everything that was ever told changes nothing of it. */
const comesTo = async (payerId: string, expected: Record<string, number>): Promise<void> => {
  expect(await sums(payerId)).toEqual(expected)
  await replayAll()
  expect(await sums(payerId)).toEqual(expected)
}

describe.each(weathers)('with webhooks %s', (kind) => {
  it('an invoice that is paid by card is paid to the penny, once', async () => {
    const { booking, payerId, invoice } = await anInvoiced()
    await weather(kind)
    await twin.payInvoice(invoice.stripeId)
    await settle(kind)
    expect(await states(booking.bookingId)).toEqual(['paid'])
    await comesTo(payerId, { charge: 24_000, payment: -24_000 })
  })

  it('an invoice that is paid in parts is open until the last part has come, and every part is a payment', async () => {
    const { booking, payerId, invoice } = await anInvoiced()
    await weather(kind)
    await twin.payInvoice(invoice.stripeId, 10_001)
    await settle(kind)
    expect(await sums(payerId)).toEqual({ charge: 24_000, payment: -10_001 })
    expect((await states(booking.bookingId))[0]).toMatch(/sent|overdue/)
    await twin.payInvoice(invoice.stripeId, 13_999)
    await settle(kind)
    expect(await states(booking.bookingId)).toEqual(['paid'])
    await comesTo(payerId, { charge: 24_000, payment: -24_000 })
  })

  it('what is paid too much stands in the payer’s favour', async () => {
    const { booking, payerId, invoice } = await anInvoiced()
    await weather(kind)
    await twin.payInvoice(invoice.stripeId, 25_000)
    await settle(kind)
    expect(await states(booking.bookingId)).toEqual(['paid'])
    await comesTo(payerId, { charge: 24_000, payment: -25_000 })
    expect(await owes(payerId)).toBe(-1_000)
  })

  it('a bank transfer in parts pays the invoice when it covers it, and the rest stays on account as Stripe holds it', async () => {
    const { booking, payerId } = await anInvoiced()
    const customer = await customerOf(payerId)
    await weather(kind)
    await twin.fund(customer, 20_000)
    await settle(kind)
    expect((await states(booking.bookingId))[0]).toMatch(/sent|overdue/)
    expect(await onAccount(payerId)).toEqual({ here: 20_000, there: 20_000 })
    await twin.fund(customer, 5_500)
    await settle(kind)
    expect(await states(booking.bookingId)).toEqual(['paid'])
    expect(await onAccount(payerId)).toEqual({ here: 1_500, there: 1_500 })
    await comesTo(payerId, { charge: 24_000, payment: -24_000, 'payment on account': -25_500, 'refund on account': 24_000 })
  })

  it('an invoice that was paid elsewhere is recorded by finance with its reference and closed at Stripe', async () => {
    const { booking, payerId, invoice } = await anInvoiced()
    const finance = await anAccount({ roles: ['finance'] })
    await weather(kind)
    const recorded = await recordPayment(act(finance.actor), {
      ...{ id: invoice.id, pence: 24_000, reference: 'BACS 77', happenedOn: londonDay(now()) },
    })
    expect(recorded.ok).toBe(true)
    await settle(kind)
    expect(await states(booking.bookingId)).toEqual(['paid'])
    expect((await stripe.invoices.retrieve(invoice.stripeId)).status).toBe('paid')
    await comesTo(payerId, { charge: 24_000, payment: -24_000 })
  })

  it('a booking that is cancelled whole before anything was paid has its invoice voided', async () => {
    const { school, booking, payerId, invoice } = await anInvoiced()
    await weather(kind)
    await cancelled(school, booking.reference)
    await settle(kind)
    expect(await states(booking.bookingId)).toEqual(['void'])
    expect((await stripe.invoices.retrieve(invoice.stripeId)).status).toBe('void')
    expect(await creditNotes(invoice.id)).toEqual([])
    await comesTo(payerId, { charge: 24_000, credit: -24_000 })
  })

  it('a part that is cancelled before payment is a credit note, and what is left is paid', async () => {
    const { school, booking, payerId, invoice } = await anInvoiced()
    await weather(kind)
    await cancelled(school, booking.reference, booking.placeIds.slice(0, 1))
    await settle(kind)
    expect(await creditNotes(invoice.id)).toEqual([{ pence: 10_000, vatPence: 2_000, there: 1 }])
    expect((await stripe.invoices.retrieve(invoice.stripeId)).amount_remaining).toBe(12_000)
    await twin.payInvoice(invoice.stripeId)
    await settle(kind)
    expect(await states(booking.bookingId)).toEqual(['paid'])
    await comesTo(payerId, { charge: 24_000, credit: -12_000, payment: -12_000 })
  })

  it('a part that is cancelled after payment by card goes back to the card, and counts when it has arrived', async () => {
    const { school, booking, payerId, invoice } = await anInvoiced()
    await twin.payInvoice(invoice.stripeId)
    await settle()
    await twin.refunds('pending')
    await weather(kind)
    await cancelled(school, booking.reference, booking.placeIds.slice(0, 1))
    await settle(kind)
    expect(await creditNotes(invoice.id)).toEqual([{ pence: 10_000, vatPence: 2_000, there: 1 }])
    expect(await sums(payerId)).toEqual({ charge: 24_000, credit: -12_000, payment: -24_000 })
    const [refund] = (await stripe.refunds.list({ limit: 1 })).data
    await twin.refund(refund?.id ?? '', 'succeed')
    await twin.refunds('prompt')
    await settle(kind)
    await comesTo(payerId, { charge: 24_000, credit: -12_000, payment: -24_000, refund: 12_000 })
    expect(await owes(payerId)).toBe(0)
  })

  it('what was paid by bank transfer goes back when the payer has said where to; until then it is not paid back', async () => {
    const { school, booking, payerId, invoice } = await anInvoiced()
    await twin.fund(await customerOf(payerId), 24_000)
    await settle()
    await weather(kind)
    await cancelled(school, booking.reference)
    await settle(kind)
    const paid = { charge: 24_000, credit: -24_000, payment: -24_000, 'payment on account': -24_000, 'refund on account': 24_000 }
    expect(await sums(payerId)).toEqual(paid)
    expect((await creditNotes(invoice.id)).length).toBe(2)
    for (const refund of (await stripe.refunds.list({ limit: 2 })).data) await twin.refund(refund.id, 'succeed')
    await settle(kind)
    await comesTo(payerId, { ...paid, refund: 24_000 })
  })

  it('an invoice that finance has issued again carries the number that came late, once', async () => {
    const { school, booking, payerId, invoice } = await anInvoiced({ poNumber: 'PO 1' })
    await weather(kind)
    expect((await changePo(act(school.actor), { id: invoice.id, poNumber: 'PO 2' })).ok).toBe(true)
    expect(await states(booking.bookingId)).toEqual(['sent'])
    const answers = await Promise.all([1, 2].map(() => issueAgain(act(school.actor), invoice.id)))
    expect(answers.filter(({ ok }) => ok).length).toBe(1)
    await settle(kind)
    await due()
    const [first, second, ...more] = await invoicesOf(booking.bookingId)
    expect(more).toEqual([])
    expect([first?.state, first?.poNumber, second?.poNumber, second?.replacesId]).toEqual(['void', 'PO 1', 'PO 2', invoice.id])
    await twin.payInvoice(second?.stripeId ?? '')
    await settle(kind)
    expect(await states(booking.bookingId)).toEqual(['void', 'paid'])
    await comesTo(payerId, { charge: 24_000, payment: -24_000 })
  })

  it('an invoice that is not paid is overdue from the day after, and its payer is reminded three times', async () => {
    const { booking, payerId, invoice } = await anInvoiced()
    await weather(kind)
    const steps = () => rows('SELECT kind FROM SentOnce WHERE subjectId = ?1 ORDER BY at', invoice.id)
    await pass(24)
    await settle()
    await due()
    expect(await steps()).toEqual([{ kind: 'invoice_before_due' }])
    await pass(7)
    await settle()
    expect(await states(booking.bookingId)).toEqual(['overdue'])
    await pass(14)
    await settle()
    await pass(30)
    await settle(kind)
    expect(await steps()).toEqual([{ kind: 'invoice_before_due' }, { kind: 'invoice_overdue' }, { kind: 'invoice_overdue_again' }])
    expect(
      await rows(`SELECT kind, COUNT(*) AS n FROM Message WHERE bookingId = ?1 AND kind LIKE 'invoice%' GROUP BY kind`, booking.bookingId),
    ).toEqual([
      { kind: 'invoice_reminder', n: 3 },
      { kind: 'invoice_sent', n: 1 },
    ])
    await comesTo(payerId, { charge: 24_000 })
    await twin.payInvoice(invoice.stripeId)
    await settle(kind)
    expect(await states(booking.bookingId)).toEqual(['paid'])
  })

  it('an invoice that is given up at Stripe is uncollectible and stays owed, and can still be paid', async () => {
    const { booking, payerId, invoice } = await anInvoiced()
    await weather(kind)
    await stripe.invoices.markUncollectible(invoice.stripeId)
    await settle(kind)
    expect(await states(booking.bookingId)).toEqual(['uncollectible'])
    expect(await owes(payerId)).toBe(24_000)
    await twin.payInvoice(invoice.stripeId)
    await settle(kind)
    expect((await invoiceOf(booking.bookingId)).state).toBe('paid')
    await comesTo(payerId, { charge: 24_000, payment: -24_000 })
  })
})
