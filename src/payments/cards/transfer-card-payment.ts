import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { eachApart } from '#base/db/failed-job.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { insertPayment, insertRefund } from '#money/ledger/store.ts'
import { type Carry, stillToCarry, transfersDue } from './refund-store.ts'

const most = 50

/** As far as it is needed there; the rest is refunded. */
export const transferCardPayment = async (act: Act): Promise<boolean> =>
  act.stripe
    ? eachApart(
        act,
        'transferCardPayment',
        await transfersDue(act.db, most),
        ({ toId }) => toId,
        (carry) => carryOne(act, carry),
      )
    : false

const carryOne = async (act: Act, carry: Carry): Promise<boolean> => {
  const { fromId, toId, payerId } = carry
  const pence = Math.min(carry.over, carry.owed)
  const source = `moved:${newId(act.now)}`
  const line = { payerId, route: 'card' as const, pence, rule: { why: 'moved_with_places', from: fromId, to: toId } }
  await atomically(
    act.db,
    [
      stillToCarry(act, carry),
      insertRefund(act, { ...line, bookingId: fromId, source: `${source}:from` }),
      insertPayment(act, { ...line, bookingId: toId, source: `${source}:to` }),
      logged(act, { act: 'card.payment_moved', subject: ['booking', fromId], after: { to: toId, pence } }),
    ],
    { [guardBroken]: 'changed' as const },
  )
  return false
}
