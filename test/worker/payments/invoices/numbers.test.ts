import { beforeAll, expect, it } from 'vitest'
import { nobody } from '#base/act.ts'
import { creditInvoices } from '#payments/invoices/credit-invoices.ts'
import { issueInvoices } from '#payments/invoices/issue-invoices.ts'
import { sendingPerformers } from '#payments/invoices/send-invoice.ts'
import { runCalls } from '#payments/stripe/run-calls.ts'
import { rows, run } from '#test/support/factories.ts'
import { aConference, act, aPayingSchool, begin, booked, cancelled, due, invoiceOf, stripe } from './world.ts'

beforeAll(begin)

const numbers = async (table: 'Invoice' | 'CreditNote') =>
  (await rows<{ number: number }>(`SELECT number FROM ${table} ORDER BY number`)).map(({ number }) => number)
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
const atOnce = (count: number, job: (act_: ReturnType<typeof act>) => Promise<boolean>) =>
  Promise.all(Array.from({ length: count }, () => job(act(nobody))))

it('An invoice has the next running number, without gaps, however many are issued at once. A charge is on one invoice that stands. A payer is one customer at Stripe, however many invoices want it at once.', async () => {
  const event = await aConference()
  const school = await aPayingSchool()
  const others = [await aPayingSchool(), await aPayingSchool()]
  for (const one of [school, school, ...others]) await booked(one, event, 1, 12_000)
  await atOnce(4, issueInvoices)
  expect(await numbers('Invoice')).toEqual(upTo(4))
  expect(await rows('SELECT lineNumber, COUNT(*) AS n FROM InvoiceLine GROUP BY lineNumber HAVING n > 1')).toEqual([])
  await atOnce(3, (minute) => runCalls(minute, sendingPerformers))
  await due()
  expect(await rows('SELECT state, COUNT(*) AS n FROM Invoice GROUP BY state')).toEqual([{ state: 'sent', n: 4 }])
  const customers = await stripe.customers.list({ limit: 100 })
  expect(customers.data.map(({ metadata }) => metadata['payer']).toSorted()).toEqual(
    [school, ...others].map(({ payerId }) => payerId).toSorted(),
  )
  expect((await stripe.invoices.list({ limit: 100 })).data.map(({ number }) => number).toSorted()).toEqual(
    upTo(4).map((number) => `INV-00000${number}`),
  )
})

it('A credit note has a running number of its own, without gaps.', async () => {
  const event = await aConference()
  const school = await aPayingSchool()
  const bookings = [await booked(school, event, 3, 36_000), await booked(school, event, 2, 24_000)]
  await due()
  for (const { reference, placeIds } of bookings) await cancelled(school, reference, placeIds.slice(1))
  await atOnce(3, creditInvoices)
  expect(await numbers('CreditNote')).toEqual(upTo(3))
})

it('Control: without the trigger and the guard the same charge comes on several invoices', async () => {
  await run('DROP TRIGGER InvoiceLine_once')
  const before = (await numbers('Invoice')).length
  const school = await aPayingSchool()
  const { bookingId } = await booked(school, await aConference(), 1, 12_000)
  await atOnce(4, issueInvoices)
  expect((await rows('SELECT id FROM Invoice WHERE bookingId = ?1', bookingId)).length).toBeGreaterThan(1)
  expect(await numbers('Invoice')).toEqual(upTo((await numbers('Invoice')).length))
  expect((await numbers('Invoice')).length).toBeGreaterThan(before + 1)
  await expect(invoiceOf(bookingId)).rejects.toThrow('invoices')
})
