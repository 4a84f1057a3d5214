// What changes between reading and writing of an invoice.
import { beforeAll, expect, it } from 'vitest'
import { nobody } from '#base/act.ts'
import { recordPayment } from '#money/ledger/record-payment.ts'
import { followInvoice } from '#payments/invoices/follow-invoice.ts'
import { applyChanges } from '#payments/stripe/apply-changes.ts'
import { anAccount, db, rows } from '#test/support/factories.ts'
import { act, anInvoiced, begin, due, now, pass, settle, states, stripe, twin } from './world.ts'

beforeAll(begin)

it('an invoice that is paid in the moment in which it becomes overdue is paid', async () => {
  const { booking, invoice } = await anInvoiced()
  await twin.payInvoice(invoice.stripeId)
  const changes = await followInvoice(act(nobody), stripe, invoice.stripeId)
  await db.prepare(`UPDATE Invoice SET state = 'overdue' WHERE id = ?1`).bind(invoice.id).run()
  await applyChanges(act(nobody), changes)
  await settle()
  expect(await states(booking.bookingId)).toEqual(['paid'])
})

it('nobody is reminded of an invoice whose booking finance has seen paid otherwise', async () => {
  const { booking, payerId, invoice } = await anInvoiced()
  const { actor } = await anAccount({ roles: ['finance'] })
  const paid = await recordPayment(act(actor), {
    ...{ formId: crypto.randomUUID(), payerId, bookingId: booking.bookingId, pence: 24_000, anyway: false },
    ...{ happenedOn: now().toISOString().slice(0, 10), reference: 'BACS 77' },
  })
  expect(paid.ok).toBe(true)
  for (const days of [24, 7, 15]) {
    await pass(days)
    await due()
  }
  expect(await rows('SELECT kind FROM SentOnce WHERE subjectId = ?1', invoice.id)).toEqual([])
})
