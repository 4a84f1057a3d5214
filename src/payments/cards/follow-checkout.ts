import type { Act } from '#base/act.ts'
import { guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { confirmHeld, endHeld, holdRefusals } from '#booking/cancelling/settle-hold.ts'
import { insertPayment } from '#money/ledger/store.ts'
import { answered, type Stripe } from '#payments/stripe/client.ts'
import type { StateChange } from '#payments/stripe/event.ts'
import type { Checkout, CheckoutOutcome } from './checkout.ts'
import { readNotices } from './notice-store.ts'
import { notifyHoldEnded, notifyPaidTooLate, notifyPaymentReceived } from './notify-of-card.ts'
import { refundAsked } from './refund-store.ts'
import { checkoutOfSession, markExpired, markPaid } from './store.ts'

export const followCheckout = async (act: Act, stripe: Stripe, sessionId: string): Promise<StateChange[]> => {
  const session = await answered('checkout.session', stripe.checkout.sessions.retrieve(sessionId))
  const checkout = await checkoutOfSession(act.db, session.id, session.metadata?.['checkout'])
  if (!checkout) return []
  if (session.payment_status === 'paid') return [await changeWhenPaid(act, checkout, session)]
  return session.status === 'expired' ? [await changeWhenExpired(act, checkout, session.id)] : []
}

/** Records a payment, whether the webhook, the return page or the sweep reports it first. */
const changeWhenPaid = async (act: Act, checkout: Checkout, session: Stripe.Checkout.Session): Promise<StateChange> => {
  if (session.amount_total !== checkout.pence || session.currency !== 'gbp') throw new Error('another sum was paid than was asked for')
  const change = { objectId: session.id, state: 'paid' }
  if (checkout.state === 'paid') return { ...change, statements: [] }
  if (checkout.forWhat === 'balance')
    return {
      ...change,
      statements: [
        ...recordPaid(act, checkout, session, 'applied'),
        ...(await notifyPaymentReceived(act, await readNotices(act.db, checkout.bookingId), checkout.pence)),
      ],
    }
  const confirming = await confirmHeld(act, checkout.reference, checkout.pence)
  if (!confirming) return refundTooLate(act, checkout, session)
  const again = (): Promise<StateChange> => lookAgain(act, session, changeWhenPaid)
  const late = (): Promise<StateChange> => lookAgain(act, session, refundTooLate)
  return {
    ...change,
    statements: [...confirming.statements, ...recordPaid(act, checkout, session, 'confirmed')],
    // A place was given up or the event changed meanwhile, so decide again from fresh data.
    onRefusal: Object.fromEntries(Object.entries(holdRefusals).map(([word, why]) => [word, why === 'changed' ? again : late])),
  }
}

type Paid = Stripe.Checkout.Session

/** Decides again from what is stored by now: another may have recorded the payment meanwhile. */
const lookAgain = async (
  act: Act,
  session: Paid,
  change: (act: Act, checkout: Checkout, session: Paid) => Promise<StateChange>,
): Promise<StateChange> => {
  const checkout = await checkoutOfSession(act.db, session.id, session.metadata?.['checkout'])
  return checkout && checkout.state !== 'paid' ? change(act, checkout, session) : { objectId: session.id, state: 'paid', statements: [] }
}

/** The places are gone: record the payment and refund all of it. */
const refundTooLate = async (act: Act, checkout: Checkout, session: Stripe.Checkout.Session): Promise<StateChange> => {
  const ending = await endHeld(act, checkout.reference)
  return {
    objectId: session.id,
    state: 'paid',
    statements: [
      ...(ending?.statements ?? []),
      ...recordPaid(act, checkout, session, 'too_late'),
      ...refundAsked(act, {
        id: newId(act.now),
        checkoutId: checkout.id,
        bookingId: checkout.bookingId,
        payerId: checkout.payerId,
        pence: checkout.pence,
        why: 'paid_late',
        proposalId: null,
      }),
      ...(await notifyPaidTooLate(act, await readNotices(act.db, checkout.bookingId), checkout.pence)),
    ],
    onRefusal: { [guardBroken]: () => lookAgain(act, session, refundTooLate) },
  }
}

const idOf = (of: string | { id: string } | null): string | undefined => (typeof of === 'string' ? of : of?.id)

const recordPaid = (act: Act, checkout: Checkout, session: Stripe.Checkout.Session, outcome: CheckoutOutcome): SqlStatement[] => {
  const paymentIntentId = idOf(session.payment_intent)
  if (!paymentIntentId) throw new Error('a payment without its number')
  return [
    markPaid(act, checkout.id, { stripeId: session.id, paymentIntentId, outcome }),
    insertPayment(act, {
      payerId: checkout.payerId,
      route: 'card',
      bookingId: checkout.bookingId,
      pence: checkout.pence,
      source: `stripe:${paymentIntentId}`,
      rule: { why: 'card', checkout: checkout.id },
    }),
    logged(act, {
      act: 'card.paid',
      subject: ['booking', checkout.bookingId],
      eventId: checkout.eventId,
      schoolId: checkout.schoolId,
      after: { checkout: checkout.id, pence: checkout.pence, outcome },
    }),
  ]
}

/** Nothing was paid in time: free the places. */
const changeWhenExpired = async (act: Act, checkout: Checkout, sessionId: string): Promise<StateChange> => ({
  objectId: sessionId,
  state: 'expired',
  statements: [markExpired(act, checkout.id, sessionId), ...(await freeHeldPlaces(act, checkout))],
  onRefusal: { [guardBroken]: () => changeWhenExpired(act, checkout, sessionId) },
})

export const freeHeldPlaces = async (act: Act, of: Pick<Checkout, 'reference' | 'forWhat'>): Promise<SqlStatement[]> => {
  const ending = of.forWhat === 'places' ? await endHeld(act, of.reference) : undefined
  if (!ending) return []
  return [...ending.statements, ...(await notifyHoldEnded(act, await readNotices(act.db, ending.bookingId), ending.placeIds.length))]
}
