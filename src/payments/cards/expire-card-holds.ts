import type { Act, Moment } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import type { Condition } from '#base/db/condition.ts'
import { eachApart } from '#base/db/failed-job.ts'
import { type HoldToSettle, holdsDue, holdsToSettle } from '#booking/cancelling/hold-store.ts'
import { confirmCostingNothing } from '#booking/cancelling/settle-hold.ts'
import { applyChanges } from '#payments/stripe/apply-changes.ts'
import { isUnknownThere, stripeFor } from '#payments/stripe/client.ts'
import { callQueued } from '#payments/stripe/store.ts'
import type { Checkout } from './checkout.ts'
import { followCheckout, freeHeldPlaces } from './follow-checkout.ts'
import { endPageCall } from './make-calls.ts'
import { checkoutsDue, markExpired, overdueCheckouts, unwantedCheckouts } from './store.ts'

const job = 'expireCardHolds'
const most = 20
/** Stripe may still create the page up to 10 minutes after its expiry. */
const makingMinutes = 10
/** How long to keep looking for a page that Stripe does not know. */
const unknownMinutes = 24 * 60

export const cardHoldsDue = (moment: Moment): Condition[] => [...checkoutsDue(moment), ...holdsDue(moment)]

/**
 * Expires unpaid checkouts: asks Stripe about pages past their time, ends pages whose places were
 * given up, frees lapsed holds, and confirms held places that cost nothing any more.
 */
export const expireCardHolds = async (act: Act): Promise<boolean> => {
  const pages = act.stripe
    ? await eachApart(
        act,
        job,
        await overdueCheckouts(act, most),
        ({ id }) => id,
        (checkout) => settlePage(act, checkout),
      )
    : false
  const unwanted = await eachApart(
    act,
    job,
    await unwantedCheckouts(act.db, most),
    ({ id }) => id,
    (checkout) => endPage(act, checkout),
  )
  const holds = await eachApart(
    act,
    job,
    await holdsToSettle(act, most),
    ({ reference }) => reference,
    (hold) => settleHold(act, hold),
  )
  return pages || unwanted || holds
}

const settleHold = async (act: Act, { reference, costsNothing, ranOut }: HoldToSettle): Promise<boolean> =>
  (costsNothing === 1 && (await confirmCostingNothing(act, reference))) || (ranOut === 1 && endHold(act, reference))

const settlePage = async (act: Act, checkout: Checkout): Promise<boolean> => {
  if (!act.stripe) return false
  const overFor = (minutes: number): boolean => checkout.expiresAt <= instant(addMinutes(act.now, -minutes))
  if (!checkout.stripeId) return overFor(makingMinutes) && endUnpaid(act, checkout)
  try {
    return await applyChanges(act, await followCheckout(act, stripeFor(act.stripe), checkout.stripeId))
  } catch (error) {
    // Created with the keys of another Stripe account, so this one will never know.
    if (isUnknownThere(error) && overFor(unknownMinutes)) return endUnpaid(act, checkout)
    throw error
  }
}

/** Stripe never answered, so nobody saw a page, or it knows of none. */
const endUnpaid = async (act: Act, checkout: Checkout): Promise<boolean> => {
  const result = await atomically(act.db, [markExpired(act, checkout.id, null), ...(await freeHeldPlaces(act, checkout))], {
    [guardBroken]: 'changed' as const,
  })
  return result.ok
}

const endPage = async (act: Act, checkout: Checkout): Promise<boolean> => {
  await callQueued(act, { kind: endPageCall, subjectId: checkout.id, key: `${endPageCall}:${checkout.id}` }).run()
  return true
}

const endHold = async (act: Act, reference: string): Promise<boolean> => {
  const statements = await freeHeldPlaces(act, { reference, forWhat: 'places' })
  if (statements.length === 0) return false
  return (await atomically(act.db, statements, { [guardBroken]: 'changed' as const })).ok
}
