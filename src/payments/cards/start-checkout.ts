import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { answered, stripeFor } from '#payments/stripe/client.ts'
import { runCallOf } from '#payments/stripe/run-calls.ts'
import { callQueued } from '#payments/stripe/store.ts'
import { type CheckoutState, isOutdated, lifeFrom, type PayRefusal, payableOf } from './checkout.ts'
import { cardPerformers, keyOfPage, makePageCall } from './make-calls.ts'
import { checkoutById, extendHold, insertCheckout, readPayGround, samePlacesHeld } from './store.ts'

/**
 * Starts a checkout: stores it with its call's key and the longer hold in one batch, before Stripe
 * is asked. A booking has one open checkout; asking again returns it.
 * @returns the id of the checkout
 */
export const startCheckout = async (act: Act, reference: string): Promise<Result<string, PayRefusal>> => {
  const first = await tryStarting(act, reference)
  return !first.ok && first.reason === 'changed_meanwhile' ? tryStarting(act, reference) : first
}

const tryStarting = async (act: Act, reference: string): Promise<Result<string, PayRefusal>> => {
  const ground = await readPayGround(act, reference)
  if (!ground) return refuse('no_such_booking')
  if (isOutdated(ground)) return refuse('page_outdated')
  if (ground.open) return ok(ground.open.id)
  const payable = payableOf(ground, act.now)
  if (!payable) return refuse(ground.held.length > 0 ? 'places_gone' : 'nothing_to_pay')
  const { booking, payerId } = ground
  const { expiresAt, heldUntil } = lifeFrom(act.now)
  const id = newId(act.now)
  const placeIds = payable.forWhat === 'places' ? ground.held.map((place) => place.id) : []
  const result = await atomically<PayRefusal>(
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
    // A colleague pressed the button or gave up a place at the same moment.
    {
      'Checkout.bookingId': 'changed_meanwhile',
      [guardBroken]: 'changed_meanwhile',
      event_full: 'places_gone',
      event_cancelled: 'places_gone',
    },
  )
  return result.ok ? ok(id) : result
}

/** `url`: where the school pays; `session`: paid or expired, with Stripe's session id. */
type Page = { url: string } | { session: string } | { state: CheckoutState }

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** The same for everybody. When Stripe does not answer in time, the call is retried. */
const pageOf = async (act: Act, checkoutId: string): Promise<Page> => {
  if (!act.stripe) return { state: 'failed' }
  await runCallOf(act, cardPerformers, checkoutId)
  for (let waits = 0; ; waits += 1) {
    const checkout = await checkoutById(act.db, checkoutId)
    if (checkout?.stripeId) {
      const session = await answered('checkout.session', stripeFor(act.stripe).checkout.sessions.retrieve(checkout.stripeId))
      return session.status === 'open' && session.url ? { url: session.url } : { session: session.id }
    }
    // Another request is creating it right now.
    if (checkout?.state !== 'asked' || waits >= 8) return { state: checkout?.state ?? 'failed' }
    await pause(250)
  }
}

/** @returns the address at which the school pays, or reads what became of its payment */
export const openCheckout = async (act: Act, reference: string): Promise<Result<string, PayRefusal | 'not_ready' | 'failed'>> => {
  const started = await startCheckout(act, reference)
  if (!started.ok) return started
  try {
    const page = await pageOf(act, started.value)
    if ('url' in page) return ok(page.url)
    if ('session' in page) return ok(`/bookings/${reference.toUpperCase()}/paid?session_id=${page.session}`)
    return refuse(page.state === 'failed' ? 'failed' : 'not_ready')
  } catch (error) {
    console.error(JSON.stringify({ checkout: started.value, error: error instanceof Error ? error.message : String(error) }))
    return refuse('not_ready')
  }
}
