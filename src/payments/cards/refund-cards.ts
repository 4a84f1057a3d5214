import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { eachApart } from '#base/db/failed-job.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { readNotices } from './notice-store.ts'
import { notifyPaymentReturned } from './notify-of-card.ts'
import { splitRefund } from './refund.ts'
import { type Due, refundAsked, refundsDue, stillDue } from './refund-store.ts'

const most = 50

/** What was paid beyond what is owed, never more than was paid; pending refunds count as gone. */
export const refundCards = async (act: Act): Promise<boolean> =>
  act.stripe
    ? eachApart(
        act,
        'refundCards',
        await refundsDue(act.db, most),
        ({ bookingId }) => bookingId,
        (due) => payBack(act, due),
      )
    : false

const payBack = async (act: Act, due: Due): Promise<boolean> => {
  const parts = splitRefund(due.paid, -due.owed)
  const pence = parts.reduce((sum, part) => sum + part.pence, 0)
  if (pence === 0) return false
  const why = due.proposalId ? ('approved' as const) : ('terms' as const)
  const rows = parts.map((part) => ({
    ...part,
    id: newId(act.now),
    bookingId: due.bookingId,
    payerId: due.payerId,
    why,
    proposalId: due.proposalId,
  }))
  const result = await atomically(
    act.db,
    [
      stillDue(act, due),
      ...rows.flatMap((row) => refundAsked(act, row)),
      ...(await notifyPaymentReturned(act, await readNotices(act.db, due.bookingId), pence)),
      logged(act, {
        act: 'card.refund_requested',
        subject: ['booking', due.bookingId],
        after: { why, refunds: rows.map(({ id, pence: part }) => ({ id, pence: part })) },
      }),
    ],
    // Already refunded, or owed again.
    { [guardBroken]: 'changed' as const, more_than_paid: 'changed' as const },
  )
  return result.ok
}
