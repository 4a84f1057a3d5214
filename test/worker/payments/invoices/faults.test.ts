// Whatever is cut off on the way to an invoice, it goes on from there, and nothing is made twice.
import { beforeAll, expect, it } from 'vitest'
import { nobody } from '#base/act.ts'
import { issueInvoices } from '#payments/invoices/issue-invoices.ts'
import { sendingPerformers } from '#payments/invoices/send-invoice.ts'
import { settlingPerformers } from '#payments/invoices/settle-invoice.ts'
import { runCallOf, runCalls } from '#payments/stripe/run-calls.ts'
import { db, rows } from '#test/support/factories.ts'
import { inNoTime } from '#test/support/passing-time.ts'
import {
  aConference,
  act,
  aPayingSchool,
  begin,
  booked,
  cancelled,
  customerOf,
  due,
  invoiceOf,
  invoicesOf,
  minutes,
  owes,
  settle,
  stripe,
  sums,
  twin,
} from './world.ts'

beforeAll(begin)

const performers = { ...sendingPerformers, ...settlingPerformers }

/** A database with which the service dies in the n-th batch: whatever was asked of Stripe before it has been done. */
const dyingIn = (nth: number): { db: SqlDatabase; died: () => boolean } => {
  let batches = 0
  const dead = (): never => {
    throw new Error('cut off')
  }
  const dying = new Proxy(db, {
    get: (target, name) => {
      if (name === 'batch')
        return (statements: SqlStatement[]) => {
          batches += 1
          return batches >= nth ? dead() : target.batch(statements)
        }
      if (name === 'prepare' && batches >= nth) return dead
      const value = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { db: dying, died: () => batches >= nth }
}

const cutOff = async (nth: number): Promise<boolean> => {
  const dying = dyingIn(nth)
  const minute = act(nobody, { db: dying.db })
  try {
    await issueInvoices(minute)
    await runCalls(minute, performers)
  } catch {}
  return dying.died()
}

const atStripe = async (payerId: string) => stripe.invoices.list({ customer: await customerOf(payerId), limit: 100 })

const messagesOf = (bookingId: string) =>
  rows(`SELECT COUNT(*) AS n FROM Message WHERE bookingId = ?1 AND kind = 'invoice_sent'`, bookingId)

// “A service that is cut off between any two calls goes on where it was, and never makes two invoices.”
it('a service that is cut off between any two calls goes on where it was, and never makes two invoices', async () => {
  const event = await aConference()
  let nth = 1
  for (let died = true; died; nth += 1) {
    const school = await aPayingSchool()
    const { bookingId } = await booked(school, event, 1, 12_000)
    died = await cutOff(nth)
    for (let again = 0; again < 3; again += 1) {
      minutes(10)
      await due()
    }
    const invoice = await invoiceOf(bookingId)
    expect([nth, invoice.state, (await atStripe(school.payerId)).data.map(({ id, status, total }) => [id, status, total])]).toEqual([
      nth,
      'sent',
      [[invoice.stripeId, 'open', 12_000]],
    ])
    expect(await messagesOf(bookingId)).toEqual([{ n: 1 }])
  }
  // One batch makes the invoice and one ends each of its five calls.
  expect(nth).toBeGreaterThan(6)
})

// “A call to which Stripe gave no answer is asked again with the same key for a day, and looked for after that.”
it.each(['500', '500_after'] as const)('a call to which Stripe answers %s is not made twice', async (fault) => {
  const event = await aConference()
  const school = await aPayingSchool()
  const { bookingId } = await booked(school, event, 1, 12_000)
  await issueInvoices(act(nobody))
  const [row] = await invoicesOf(bookingId)
  for (const subject of [school.payerId, ...Array.from({ length: 4 }, () => row?.id ?? '')]) {
    // The SDK itself asks three times.
    await twin.fault(fault, fault === '500' ? 3 : 1)
    await inNoTime((db) => runCallOf(act(nobody, { db }), performers, subject), { step: 500 })
    minutes(2)
    await runCallOf(act(nobody), performers, subject)
    minutes(2)
  }
  for (let again = 0; again < 4; again += 1) {
    minutes(70)
    await due()
  }
  expect((await invoiceOf(bookingId)).state).toBe('sent')
  expect((await atStripe(school.payerId)).data.map(({ status, total, lines }) => [status, total, lines.data.length])).toEqual([
    ['open', 12_000, 1],
  ])
  expect(await messagesOf(bookingId)).toEqual([{ n: 1 }])
  const customers = await stripe.customers.list({ limit: 100 })
  expect(customers.data.filter(({ metadata }) => metadata['payer'] === school.payerId).length).toBe(1)
})

it('a credit note whose making was cut off is not made again: no penny goes back twice', async () => {
  const school = await aPayingSchool()
  const booking = await booked(school, await aConference(), 2, 24_000)
  await due()
  const invoice = await invoiceOf(booking.bookingId)
  await twin.payInvoice(invoice.stripeId)
  await settle()
  await cancelled(school, booking.reference, booking.placeIds.slice(0, 1))
  const dying = dyingIn(2)
  try {
    const { creditInvoices } = await import('#payments/invoices/credit-invoices.ts')
    const minute = act(nobody, { db: dying.db })
    await creditInvoices(minute)
    await runCalls(minute, performers)
  } catch {}
  expect(dying.died()).toBe(true)
  for (let again = 0; again < 3; again += 1) {
    minutes(10)
    await settle()
  }
  expect((await stripe.creditNotes.list({ invoice: invoice.stripeId })).data.map(({ amount }) => amount)).toEqual([12_000])
  expect(await sums(school.payerId)).toEqual({ charge: 24_000, credit: -12_000, payment: -24_000, refund: 12_000 })
  expect(await owes(school.payerId)).toBe(0)
})
