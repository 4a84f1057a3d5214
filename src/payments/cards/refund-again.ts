import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { refundAsked, refundById, stillToPayBack } from './refund-store.ts'

/** Retries a failed refund: a new one of the same sum under a new key, while it is still owed. */
export const refundAgain = async (act: Act, id: string): Promise<Result<string, 'no_such_refund' | 'nothing_left'>> => {
  const refund = await refundById(act.db, id)
  if (refund?.state !== 'failed') return refuse('no_such_refund')
  const again = newId(act.now)
  const { checkoutId, bookingId, payerId, pence, why, proposalId } = refund
  const result = await atomically(
    act.db,
    [
      stillToPayBack(act, { bookingId, payerId, pence }),
      ...refundAsked(act, { id: again, checkoutId, bookingId, payerId, pence, why, proposalId }),
      logged(act, {
        act: 'card.refund_requested',
        subject: ['booking', bookingId],
        after: { refunds: [{ id: again, pence }], againOf: id },
      }),
    ],
    { more_than_paid: 'nothing_left' as const, [guardBroken]: 'nothing_left' as const },
  )
  return result.ok ? ok(again) : result
}
