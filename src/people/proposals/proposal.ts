// What somebody of the council asks for that counts only once a second person of the council
// approves it. Of money it is a proposal of the ledger (money/ledger/proposal.ts).
import { type Actor, hasRole, type StaffRoleName } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import { counted } from '#base/words.ts'

/**
 * A correction of what a closed register rests on, of its event or of whom a place represents;
 * words to be taken out of a return that somebody had signed; a submitted return to be reopened;
 * or guidance that the council wrote itself.
 */
export type StaffProposalKind = 'event' | 'represents' | 'redaction' | 'reopening' | 'guidance'

const officers = ['officer', 'administrator'] as const
const writers = ['organiser', ...officers] as const

export const deciders: Record<StaffProposalKind, readonly StaffRoleName[]> = {
  event: writers,
  represents: writers,
  redaction: officers,
  reopening: officers,
  guidance: officers,
}

export type Askable = { id: string; email: string; name: string }

/** Who may decide on what they are asked about. */
export const askable = ['reader', 'officer', 'organiser', 'finance', 'administrator'] as const

export const kindsFor = (actor: Actor): StaffProposalKind[] =>
  (Object.keys(deciders) as StaffProposalKind[]).filter((kind) => hasRole(actor, ...deciders[kind]))

export type ProposalState = 'proposed' | 'approved' | 'refused' | 'withdrawn'

/** `asked`: what was and what is to be. */
export type StaffProposal<Asked = unknown> = {
  id: string
  kind: StaffProposalKind
  subjectId: string
  /** What the event, the school or the document is called. */
  about: string
  asked: Asked
  reason: string
  state: ProposalState
  proposedAt: Instant
  proposedById: string
  /** The name, or else the address, of whoever proposed and decided. */
  proposedBy: string
  /** Whom the proposer asked to decide, whatever their role, and until when. */
  askedId: string | null
  askedName: string | null
  askedUntil: Instant | null
  decidedAt: Instant | null
  decidedBy: string | null
  decision: string
}

export const sayProposalsWait = (n: number, overdue: number): string =>
  `${counted(n, 'proposal waits', 'proposals wait')} for a second person${overdue > 0 ? `, ${overdue} overdue` : ''}`

export const longestReason = 1000

export type ProposalRefusal =
  | 'no_such_proposal'
  | 'already_proposed'
  | 'already_decided'
  | 'own_proposal'
  | 'reason_missing'
  | 'not_allowed'
