// A proposal asks to waive, refund, write off or take back something, with a reason, or to count a
// large payment. A second person approves it, and only then is it posted.
import type { Day, Instant } from '#base/dates.ts'
import type { WhyTakenBack } from './line.ts'

const proposalKinds = ['waiver', 'refund', 'write_off', 'take_back', 'payment'] as const
export type ProposalKind = (typeof proposalKinds)[number]

export const longestReason = 1000

/** Sums are above zero, without VAT, except of money and write-offs, which are one sum. */
export type Ask = {
  id: string
  kind: ProposalKind
  /** null: money on account. */
  bookingId: string | null
  /** Defaults to the booking's current payer, or the school itself while there is none. */
  payerId?: string | undefined
  /** Waived whole: a charge for cancelling or not attending. */
  chargeId?: string | undefined
  /** The charge that is waived in part or whole, or the payment that is taken back. */
  lineNumber?: number | undefined
  pence: number
  vatPence: number
  /** For a payment that waits: its reference. */
  reason: string
  why?: WhyTakenBack | undefined
  /**
   * The id of the first of the proposals that are decided together (parts of one payment of a
   * joined request); the first carries it too.
   */
  togetherId?: string | undefined
  /** For a payment that waits: the day it came in, and the source its line will have. */
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
  state: 'proposed' | 'approved' | 'refused' | 'withdrawn'
  decidedAt: Instant | null
  decidedById: string | null
  decision: string
  why: WhyTakenBack | null
  happenedOn: Day | null
  source: string | null
  togetherId: string | null
  /** Of a charge that is not posted yet. */
  notOwed: number
}

/** undefined where approving posts nothing. @param owed what is owed now */
export const owedAfter = (
  { kind, pence, vatPence, notOwed }: Pick<Proposal, 'kind' | 'pence' | 'vatPence' | 'notOwed'>,
  owed: number,
): number | undefined => (notOwed ? undefined : kind === 'refund' || kind === 'take_back' ? owed + pence : owed - pence - vatPence)

/** For a payment of a joined request: how much of it belongs to a booking. */
type ProposalPart = { reference: string; eventTitle: string; school: string; pence: number; owed: number }

export type ListedProposal = Proposal & {
  /** null: money on account. */
  reference: string | null
  eventTitle: string | null
  payer: string
  school: string | null
  /** For a payment to take back: when it was recorded, its day and its reference. */
  paidAt: string | null
  paidOn: string | null
  paidAs: string | null
  proposedBy: string
  /** Whom the proposer asked to decide, whatever their role, and until when. */
  askedId: string | null
  askedName: string | null
  askedUntil: Instant | null
  decidedBy: string | null
  disputed: number
  /** What the payer owes of the booking now. */
  owed: number
  /** A payment to take back was moved from the account, and returns to it. */
  put: number | null
  /** Whoever booked can be written to. */
  told: number
  parts: readonly ProposalPart[]
}

/**
 * `returns_by_itself`: it is refunded automatically to the card, through Stripe or with the next
 * journal. `not_by_hand`: the payment was not recorded by hand. `payment_is_spent`: the money was
 * refunded or moved from the account to a booking.
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
  waiver: 'Waive a charge',
  refund: 'Pay back',
  write_off: 'Write off',
  take_back: 'Undo a payment',
  payment: 'Count a payment',
}
