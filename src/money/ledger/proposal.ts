// A proposal is what somebody asks to let off, pay back, write off or take back, with a reason, or a large payment that somebody recorded. Somebody
// else approves it, and only that posts it.
import type { Day, Instant } from '#base/dates.ts'
import type { WhyTakenBack } from './line.ts'

const proposalKinds = ['waiver', 'refund', 'write_off', 'take_back', 'payment'] as const
export type ProposalKind = (typeof proposalKinds)[number]
type ProposalState = 'proposed' | 'approved' | 'refused' | 'withdrawn'

export const longestReason = 1000

/** Sums are above nothing; `pence` without VAT, except that money and what is written off are one sum with VAT 0. */
export type Ask = {
  id: string
  kind: ProposalKind
  /** null: money on account. */
  bookingId: string | null
  /** Without it whoever pays the booking now, and the school itself when nobody does yet. */
  payerId?: string | undefined
  /** Let off whole: a charge for cancelling or not attending. */
  chargeId?: string | undefined
  /** Let off in part or whole, a line that charges; or the payment that is taken back. */
  lineNumber?: number | undefined
  pence: number
  vatPence: number
  /** Of a payment that waits it is the reference. */
  reason: string
  /** Of a payment to take back. */
  why?: WhyTakenBack | undefined
  /** The first of proposals that are decided together, itself included: the parts of one payment of a joined request. */
  togetherId?: string | undefined
  /** Of a payment that waits: when it came in, and the source that its line will have. */
  waits?: { happenedOn: Day; source: string } | undefined
}

export type Proposal = {
  id: string
  kind: ProposalKind
  bookingId: string | null
  payerId: string
  chargeId: string | null
  lineNumber: number | null
  pence: number
  vatPence: number
  reason: string
  proposedAt: Instant
  proposedById: string
  state: ProposalState
  decidedAt: Instant | null
  decidedById: string | null
  decision: string
  why: WhyTakenBack | null
  happenedOn: Day | null
  source: string | null
  togetherId: string | null
}

/**
 * `returns_by_itself`: it goes back to the card, through Stripe or with the next journal, and must not go back by hand too.
 * `not_by_hand`: a payment that nobody recorded by hand. `payment_is_spent`: its money was paid back, or put from the account to a booking.
 */
export type ProposalRefusal =
  | 'no_such_proposal'
  | 'nothing_there'
  | 'more_than_there'
  | 'returns_by_itself'
  | 'reason_missing'
  | 'already_proposed'
  | 'not_by_hand'
  | 'already_taken_back'
  | 'payment_is_spent'
  | 'own_proposal'
  | 'already_decided'
  | 'not_finance'

export const kindOfProposal: Record<ProposalKind, string> = {
  waiver: 'Let off',
  refund: 'Pay back',
  write_off: 'Write off',
  take_back: 'Take back a payment',
  payment: 'Count a payment',
}
