import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { answered, stripeFor } from '#payments/stripe/client.ts'
import { runCallOf } from '#payments/stripe/run-calls.ts'
import { callQueued } from '#payments/stripe/store.ts'
import { type CheckoutState, lifeFrom, type PayRefusal, payableOf } from './checkout.ts'
import { cardPerformers, keyOfPage, makePageCall } from './make-calls.ts'
import { checkoutById, extendHold, insertCheckout, readPayGround, samePlacesHeld } from './store.ts'

/**
 * Asks for a page of Stripe's on which the school can pay: the checkout, the key of its call and the longer hold of the places in one batch,
 * before Stripe hears of it. A booking has one that is open: whoever asks again gets that one.
 *
 * @returns the id of the checkout
 */
export const startCheckout = async (act: Act, reference: string): Promise<Result<string, PayRefusal>> => {
  const first = await tryStarting(act, reference)
  return !first.ok && first.reason === 'changed_meanwhile' ? tryStarting(act, reference) : first
}

const tryStarting = async (act: Act, reference: string): Promise<Result<string, PayRefusal>> => {
  const ground = await readPayGround(act, reference)
  if (!ground) return refuse('no_such_booking')
  if (ground.open) return ok(ground.open.id)
  const payable = payableOf(ground, act.now)
  if (!payable) return refuse(ground.held.length > 0 ? 'places_gone' : 'nothing_to_pay')
  const { booking, payerId } = ground
  const { expiresAt, heldUntil } = lifeFrom(act.now)
  const id = newId(act.now)
  const placeIds = payable.forWhat === 'places' ? ground.held.map((place) => place.id) : []
  const written = await atomically<PayRefusal>(
    act.db,
    [
      samePlacesHeld(act, booking.id, placeIds, placeIds.length > 0 ? payable.pence : 0),
      ...(placeIds.length > 0 ? [extendHold(act, placeIds, heldUntil)] : []),
      insertCheckout(act, { id, bookingId: booking.id, payerId, ...payable, expiresAt }),
      callQueued(act, { kind: makePageCall, subjectId: id, key: keyOfPage({ id }) }),
      logged(act, {
        act: 'card.checkout_requested',
        subject: ['booking', booking.id],
        eventId: booking.eventId,
        schoolId: booking.schoolId,
        after: { checkout: id, forWhat: payable.forWhat, pence: payable.pence },
      }),
    ],
    // Somebody else at the school pressed the button at this moment, or gave a place up.
    {
      'Checkout.bookingId': 'changed_meanwhile',
      [guardBroken]: 'changed_meanwhile',
      event_full: 'places_gone',
      event_cancelled: 'places_gone',
    },
  )
  return written.ok ? ok(id) : written
}

/** `url`: where the school pays now; `session`: it has been paid or has ended, and that is Stripe's number of it. */
export type Page = { url: string } | { session: string } | { state: CheckoutState }

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/**
 * The page of a checkout: made by whoever comes first, and the same for everybody. When Stripe does not answer in time, the state says so
 * and nothing is lost: the call is made again.
 */
export const pageOf = async (act: Act, checkoutId: string): Promise<Page> => {
  if (!act.stripe) return { state: 'failed' }
  await runCallOf(act, cardPerformers, checkoutId)
  for (let waits = 0; ; waits += 1) {
    const checkout = await checkoutById(act.db, checkoutId)
    if (checkout?.stripeId) {
      const session = await answered('checkout.session', stripeFor(act.stripe).checkout.sessions.retrieve(checkout.stripeId))
      return session.status === 'open' && session.url ? { url: session.url } : { session: session.id }
    }
    // Somebody else is making it at this moment.
    if (checkout?.state !== 'asked' || waits >= 8) return { state: checkout?.state ?? 'failed' }
    await pause(250)
  }
}
