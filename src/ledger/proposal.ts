// A proposal is what somebody asks to let off, pay back or write off, with a reason. Somebody else approves it, and only that posts it.
import type { Instant } from '../dates.ts'

const proposalKinds = ['waiver', 'refund', 'write_off'] as const
export type ProposalKind = (typeof proposalKinds)[number]
type ProposalState = 'proposed' | 'approved' | 'refused' | 'withdrawn'

export const longestReason = 1000

/** Sums are above nothing; `pence` without VAT, except that what is paid back or written off is one sum with VAT 0. */
export type Ask = {
  id: string
  kind: ProposalKind
  bookingId: string
  /** Without it whoever pays the booking now, and the school itself when nobody does yet. */
  payerId?: string | undefined
  /** Let off whole: a charge for cancelling or not attending. */
  chargeId?: string | undefined
  /** Let off in part or whole: a line that charges. */
  lineNumber?: number | undefined
  pence: number
  vatPence: number
  reason: string
}

export type Proposal = {
  id: string
  kind: ProposalKind
  bookingId: string
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
}

/** `returns_by_itself`: it goes back to the card, through Stripe or with the next journal, and must not go back by hand too. */
export type ProposalRefusal =
  | 'no_such_proposal'
  | 'nothing_there'
  | 'more_than_there'
  | 'returns_by_itself'
  | 'reason_missing'
  | 'already_proposed'
  | 'own_proposal'
  | 'already_decided'
  | 'not_finance'

export const kindOfProposal: Record<ProposalKind, string> = { waiver: 'Let off', refund: 'Pay back', write_off: 'Write off' }
