import { type Act, hasRole } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { ensureBookingPayer } from '#booking/pricing/price-places.ts'
import { moneyChanged } from '#emails/money/money-changed.tsx'
import type { EventDetails } from '#events/events/event.ts'
import { eventById } from '#events/events/store.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import type { LineRule } from '#money/ledger/line.ts'
import { selectToldOf, type Told } from '#money/ledger/notice-store.ts'
import { messageTo, moneyFacts } from '#money/ledger/notify-ledger-changes.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import { noticedOfCharges, postCharges, selectAbsences, stillToReview } from './absence-store.ts'
import type { Absence } from './account.ts'

/**
 * Posts charges for not attending that a closed register proposed and notifies whoever booked. One
 * batch a booking, so that one changed booking does not hold up the others. @returns how many were
 * posted, and how many were skipped: reviewed, withdrawn or proposed for waiving meanwhile
 */
export const postAbsences = async (
  act: Act,
  chargeIds: readonly string[],
): Promise<Result<{ posted: number; left: number }, 'not_finance'>> => {
  if (act.origin === 'web' && !hasRole(act.actor, 'finance', 'administrator')) return refuse('not_finance')
  const chosen = (await readNow(act.db, selectAbsences(act.db, chargeIds))).absences.filter(({ asked }) => asked === 0)
  const bookings = Map.groupBy(chosen, ({ bookingId }) => bookingId)
  const people = await readNow(act.db, selectToldOf(act.db, [...bookings.keys()]))
  const byBooking = new Map(people.map((one) => [one.bookingId, one]))
  const events = new Map<string, EventDetails | undefined>()
  let posted = 0
  for (const [bookingId, charges] of bookings) {
    const eventId = charges[0]?.eventId ?? ''
    if (!charges[0]?.hasPayer && !events.has(eventId)) events.set(eventId, await eventById(act.db, eventId, act.now))
    if (await postOne(act, bookingId, charges, byBooking.get(bookingId), events.get(eventId))) posted += charges.length
  }
  return ok({ posted, left: chargeIds.length - posted })
}

const postOne = async (
  act: Act,
  bookingId: string,
  charges: readonly Absence[],
  told: Told | undefined,
  event: EventDetails | undefined,
): Promise<boolean> => {
  const ids = charges.map(({ id }) => id)
  const pence = charges.reduce((sum, charge) => sum + charge.pence + charge.vatPence, 0)
  const lines = charges.map((charge) => ({
    kind: 'not_attending_charge' as const,
    pence: charge.pence,
    vatPence: charge.vatPence,
    rule: JSON.parse(charge.rule) as LineRule,
    person: charge.person,
  }))
  const message =
    told &&
    messageTo(act, told, 'money_changed', moneyChanged({ ...(await moneyFacts(act, told)), lines, owed: (charges[0]?.owed ?? 0) + pence }))
  const result = await atomically(
    act.db,
    [
      stillHolds(act, ['finance', 'administrator']),
      stillToReview(act, ids),
      ...(event ? await ensureBookingPayer(act, event, bookingId) : []),
      postCharges(act, ids),
      ...(message ? [...queuedAll(act, [message]), noticedOfCharges(act, ids, message.id)] : []),
      logged(act, {
        act: 'charge.posted',
        subject: ['booking', bookingId],
        eventId: charges[0]?.eventId,
        after: { charges: ids, pence },
      }),
    ],
    { [guardBroken]: 'changed' as const, charge_without_payer: 'changed' as const },
  )
  return result.ok
}
