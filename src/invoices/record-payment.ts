import type { Act } from '../act.ts'
import { type Day, londonDay } from '../dates.ts'
import { atomically, guardBroken } from '../db/atomically.ts'
import { insertPayment } from '../ledger/store.ts'
import { logged } from '../log/store.ts'
import { type Result, refuse } from '../result.ts'
import { callQueued } from '../stripe/store.ts'
import { outstandingOf } from './invoice.ts'
import { type FoundInvoice, readInvoice, stillOutstanding } from './store.ts'

export type PaymentRefusal = 'no_such_invoice' | 'not_open' | 'nothing_left' | 'not_the_whole' | 'in_future' | 'changed'

const payable = ['sent', 'overdue', 'uncollectible', 'paid'] as const

/**
 * Finance records that an invoice was paid elsewhere: the whole of what is left, with the reference under which it came. Stripe is told, so that
 * nobody pays it there as well.
 */
export const recordPayment = async (
  act: Act,
  ask: { id: string; pence: number; reference: string; happenedOn: Day },
): Promise<Result<FoundInvoice, PaymentRefusal>> => {
  const found = await readInvoice(act.db, { id: ask.id })
  if (!found) return refuse('no_such_invoice')
  const outstanding = outstandingOf(found)
  if (found.voiding || !payable.some((state) => state === found.state)) return refuse('not_open')
  if (outstanding === 0) return refuse('nothing_left')
  if (ask.pence !== outstanding) return refuse('not_the_whole')
  if (ask.happenedOn > londonDay(act.now)) return refuse('in_future')
  const written = await atomically(
    act.db,
    [
      stillOutstanding(act, found.id, outstanding, payable),
      insertPayment(act, {
        payerId: found.payerId,
        route: 'stripe_invoice',
        bookingId: found.bookingId,
        pence: outstanding,
        source: `outside:${found.id}:${found.received}`,
        happenedOn: ask.happenedOn,
        rule: { why: 'paid_outside', invoice: found.id, number: found.number },
        reason: ask.reference,
      }),
      callQueued(act, { what: 'invoice.pay', subjectId: found.id, key: `invoice.pay:${found.id}` }),
      logged(act, {
        act: 'invoice.paid_outside',
        subject: ['invoice', found.id],
        eventId: found.eventId,
        schoolId: found.schoolId,
        after: { pence: outstanding, happenedOn: ask.happenedOn },
      }),
    ],
    { [guardBroken]: 'changed' } as const,
  )
  return written.ok ? { ok: true, value: found } : written
}
