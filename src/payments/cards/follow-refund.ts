import type { Act } from '#base/act.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { insertPayment, insertRefund } from '#money/ledger/store.ts'
import { answered, listed, type Stripe } from '#payments/stripe/client.ts'
import type { StateChange } from '#payments/stripe/event.ts'
import type { Checkout } from './checkout.ts'
import { type CardRefund, stateFrom } from './refund.ts'
import { insertDispute, insertRefundRow, refundOfStripe, releaseAsked, settleDispute, settleRefund } from './refund-store.ts'
import { checkoutOfPayment } from './store.ts'

const idOf = (of: string | { id: string } | null | undefined): string | undefined => (typeof of === 'string' ? of : of?.id)

/** A refund that succeeded becomes one ledger line. */
export const recordRefund = (
  act: Act,
  refund: Pick<CardRefund, 'id' | 'bookingId' | 'payerId' | 'state' | 'why' | 'proposalId'>,
  at: Pick<Stripe.Refund, 'id' | 'amount' | 'status'>,
): SqlStatement[] => {
  const state = stateFrom(at.status)
  const line = { payerId: refund.payerId, route: 'card' as const, bookingId: refund.bookingId, pence: at.amount }
  return [
    settleRefund(act, refund.id, at.id, state),
    ...(state === 'succeeded'
      ? [insertRefund(act, { ...line, source: `stripe:${at.id}`, rule: { why: `card_${refund.why}`, refund: refund.id } })]
      : []),
    // The bank returned the refund to us after it had succeeded.
    ...(state === 'failed' && refund.state === 'succeeded'
      ? [insertPayment(act, { ...line, source: `stripe:${at.id}:failed`, rule: { why: 'card_refund_failed', refund: refund.id } })]
      : []),
    logged(act, { act: `card.refund_${state}`, subject: ['booking', refund.bookingId], after: { refund: refund.id, pence: at.amount } }),
  ]
}

/** What follows from a refund at Stripe, whether we or somebody in Stripe's dashboard made it. */
const changesOf = async (act: Act, at: Stripe.Refund): Promise<StateChange[]> => {
  const state = stateFrom(at.status)
  const known = await refundOfStripe(act.db, at.id, at.metadata?.['refund'])
  if (known) return [{ objectId: at.id, state, statements: recordRefund(act, known, at) }]
  const paymentId = idOf(at.payment_intent)
  const checkout = paymentId ? await checkoutOfPayment(act.db, paymentId) : undefined
  if (!checkout || state === 'failed') return []
  // Somebody refunded it in Stripe's dashboard.
  const row = { id: newId(act.now), checkoutId: checkout.id, bookingId: checkout.bookingId, payerId: checkout.payerId, pence: at.amount }
  const statements = [
    insertRefundRow(act, { ...row, why: 'at_stripe', proposalId: null }, 'pending', at.id),
    ...recordRefund(act, { ...row, state: 'pending', why: 'at_stripe', proposalId: null }, at),
  ]
  const whole = { objectId: at.id, state, statements }
  // The money is gone, so drop our own refund requests that Stripe has not made yet.
  return [
    { ...whole, onRefusal: { more_than_paid: async () => ({ ...whole, statements: [releaseAsked(act, checkout.id), ...statements] }) } },
  ]
}

export const followRefund = async (act: Act, stripe: Stripe, id: string): Promise<StateChange[]> =>
  changesOf(act, await answered('refund', stripe.refunds.retrieve(id)))

export const followCharge = async (act: Act, stripe: Stripe, id: string): Promise<StateChange[]> => {
  const charge = await answered('charge', stripe.charges.retrieve(id))
  const paymentId = idOf(charge.payment_intent)
  if (!paymentId || !(await checkoutOfPayment(act.db, paymentId))) return []
  const refunds = await listed('refund', stripe.refunds.list({ charge: id, limit: 100 }))
  const changes: StateChange[] = []
  for (const refund of refunds) changes.push(...(await changesOf(act, refund)))
  return changes
}

const endOf = (status: string): 'won' | 'lost' | undefined =>
  status === 'lost' ? 'lost' : ['won', 'warning_closed', 'prevented'].includes(status) ? 'won' : undefined

export const followDispute = async (act: Act, stripe: Stripe, id: string): Promise<StateChange[]> => {
  const dispute = await answered('dispute', stripe.disputes.retrieve(id))
  const paymentId = idOf(dispute.payment_intent)
  const checkout = paymentId ? await checkoutOfPayment(act.db, paymentId) : undefined
  if (!checkout) return []
  const ends = endOf(dispute.status)
  return [
    { objectId: id, state: 'open', statements: raised(act, dispute, checkout) },
    ...(ends ? [{ objectId: id, state: ends, statements: ended(act, dispute, checkout, ends) }] : []),
  ]
}

const raised = (act: Act, { id, amount }: Stripe.Dispute, checkout: Checkout): SqlStatement[] => [
  insertDispute(act, { id, checkoutId: checkout.id, bookingId: checkout.bookingId, payerId: checkout.payerId, pence: amount }),
  logged(act, { act: 'card.disputed', subject: ['booking', checkout.bookingId], after: { dispute: id, pence: amount } }),
]

const ended = (act: Act, { id, amount }: Stripe.Dispute, checkout: Checkout, as: 'won' | 'lost'): SqlStatement[] => [
  settleDispute(act, id, as),
  ...(as === 'lost'
    ? [
        insertRefund(act, {
          payerId: checkout.payerId,
          route: 'card',
          bookingId: checkout.bookingId,
          pence: amount,
          source: `stripe:${id}`,
          rule: { why: 'card_dispute_lost', checkout: checkout.id },
        }),
      ]
    : []),
  logged(act, { act: `card.dispute_${as}`, subject: ['booking', checkout.bookingId], after: { dispute: id, pence: amount } }),
]
