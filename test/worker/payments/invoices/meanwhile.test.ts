// What changes between reading and writing of an invoice.
import { beforeAll, expect, it } from 'vitest'
import { nobody } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { changeReferences } from '#booking/pricing/change-references.ts'
import { putToBooking, recordPayment } from '#money/ledger/record-payment.ts'
import { followInvoice } from '#payments/invoices/follow-invoice.ts'
import { totalsOf } from '#payments/invoices/invoice.ts'
import { insertInvoice, readToInvoice } from '#payments/invoices/issue-store.ts'
import { applyChanges } from '#payments/stripe/apply-changes.ts'
import { anAccount, db, rows, run } from '#test/support/factories.ts'
import {
  aConference,
  act,
  anInvoiced,
  aPayingSchool,
  begin,
  booked,
  due,
  invoiceOf,
  now,
  pass,
  settle,
  states,
  stripe,
  twin,
} from './world.ts'

beforeAll(begin)

const byHand = async (payerId: string, bookingId: string | null, pence: number, overrides = {}) => {
  const { actor } = await anAccount({ roles: ['finance'] })
  return recordPayment(act(actor, overrides), {
    ...{ formId: crypto.randomUUID(), payerId, bookingId, pence, anyway: false },
    ...{ happenedOn: now().toISOString().slice(0, 10), reference: 'BACS 77' },
  })
}

const owedFor = async (bookingId: string): Promise<number | undefined> =>
  (await rows<{ owed: number }>('SELECT SUM(pence + vatPence) AS owed FROM LedgerLine WHERE bookingId = ?1', bookingId))[0]?.owed

it('an invoice that is paid in the moment in which it becomes overdue is paid', async () => {
  const { booking, invoice } = await anInvoiced()
  await twin.payInvoice(invoice.stripeId)
  const changes = await followInvoice(act(nobody), stripe, invoice.stripeId)
  await run(`UPDATE Invoice SET state = 'overdue' WHERE id = ?1`, invoice.id)
  await applyChanges(act(nobody), changes)
  await settle()
  expect(await states(booking.bookingId)).toEqual(['paid'])
})

it('nobody is reminded of an invoice whose booking finance has seen paid otherwise', async () => {
  const { booking, payerId, invoice } = await anInvoiced()
  // Recorded while the service had no Stripe keys.
  const paid = await byHand(payerId, booking.bookingId, 24_000, { stripe: undefined })
  expect(paid.ok).toBe(true)
  for (const days of [24, 7, 15]) {
    await pass(days)
    await due()
  }
  expect(await rows('SELECT kind FROM SentOnce WHERE subjectId = ?1', invoice.id)).toEqual([])
})

// “What Stripe asks for is paid there or recorded on the page of the invoice: neither a payment by hand nor money on account goes to its booking.”
it('a part that came by hand leaves what the invoice asks for and what is owed the same', async () => {
  const { booking, payerId, invoice } = await anInvoiced()
  const asked = async () => [await owedFor(booking.bookingId), (await stripe.invoices.retrieve(invoice.stripeId)).amount_remaining]
  for (const pence of [5_000, 24_000]) expect(await byHand(payerId, booking.bookingId, pence)).toEqual({ ok: false, reason: 'by_invoice' })
  expect((await byHand(payerId, null, 5_000)).ok).toBe(true)
  const put = { formId: crypto.randomUUID(), payerId, bookingId: booking.bookingId, pence: 5_000 }
  const { actor } = await anAccount({ roles: ['finance'] })
  expect(await putToBooking(act(actor), put)).toEqual({ ok: false, reason: 'by_invoice' })
  await due()
  expect(await asked()).toEqual([24_000, 24_000])
})

it('a purchase order number that is given while the invoice is written is on it', async () => {
  const school = await aPayingSchool()
  const { bookingId, reference } = await booked(school, await aConference(), 1, 12_000)
  const [read] = (await readToInvoice(act(nobody), 20)).filter((one) => one.bookingId === bookingId)
  if (!read) throw new Error('Nothing is to be invoiced')
  const references = { poNumber: 'PO 34', costCentre: '', subjectiveCode: '', billingEmail: '' }
  expect(await changeReferences(act(school.actor), reference, references)).toMatchObject({ ok: true })
  const days = { taxPoint: '2026-12-01', dueOn: '2026-12-31' }
  const statements = insertInvoice(act(nobody), { ...read, id: crypto.randomUUID(), ...totalsOf(read.lines), ...days })
  expect(await atomically(db, statements, { [guardBroken]: 'changed' })).toEqual({ ok: false, reason: 'changed' })
  await due()
  expect((await invoiceOf(bookingId)).poNumber).toBe('PO 34')
})
