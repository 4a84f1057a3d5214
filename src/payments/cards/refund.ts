// A refund goes to the card that paid, and is never more than was paid. Until Stripe confirms it,
// it counts as not refunded.
import type { Instant } from '#base/dates.ts'

export type RefundWhy = 'terms' | 'paid_late' | 'approved' | 'at_stripe'
export type RefundState = 'asked' | 'pending' | 'succeeded' | 'failed'

export type CardRefund = {
  id: string
  checkoutId: string
  bookingId: string
  payerId: string
  pence: number
  why: RefundWhy
  proposalId: string | null
  state: RefundState
  stripeId: string | null
  paymentIntentId: string
  createdAt: Instant
}

/** Our state for Stripe's refund status; anything in progress or needing action is pending. */
export const stateFrom = (status: string | null): Exclude<RefundState, 'asked'> =>
  status === 'succeeded' ? 'succeeded' : status === 'failed' || status === 'canceled' ? 'failed' : 'pending'

/** What is left to refund of one payment; lists are oldest first. */
export type PaidLeft = { checkoutId: string; left: number }

/** How much is refunded from each payment: oldest first, at most what is left of each. */
export const splitRefund = (paid: readonly PaidLeft[], pence: number): { checkoutId: string; pence: number }[] => {
  const parts: { checkoutId: string; pence: number }[] = []
  let rest = pence
  for (const { checkoutId, left } of paid) {
    const part = Math.min(rest, left)
    if (part <= 0) continue
    parts.push({ checkoutId, pence: part })
    rest -= part
  }
  return parts
}

export const whyWords: Record<RefundWhy, string> = {
  terms: 'By the terms of cancelling',
  paid_late: 'Paid after the places were gone',
  approved: 'Waived by two people',
  at_stripe: 'Sent back on Stripe’s own pages',
}

export const stateWords: Record<RefundState, string> = {
  asked: 'Asked of Stripe',
  pending: 'On its way',
  succeeded: 'Paid back',
  failed: 'Not paid back',
}

export type ListedRefund = Pick<CardRefund, 'id' | 'pence' | 'why' | 'state' | 'createdAt'> & {
  reference: string
  schoolName: string
  eventTitle: string
  again: number
}
export type ListedDispute = {
  id: string
  pence: number
  state: 'open' | 'won' | 'lost'
  raisedAt: Instant
  reference: string
  schoolName: string
}
