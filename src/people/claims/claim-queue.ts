// The claims that wait for the council, with what an organiser looks at before deciding, and those decided last.
import type { ClaimRow, ClaimsRequest, EvidenceRow, HeldAddress, OtherClaim } from './claim.ts'
import type { TrustClaimRow } from './trust-claim.ts'
import type { UnlistedClaimRow } from './unlisted-claim.ts'

export const queuePage = 50
export const decidedPage = 25

export type Queue = {
  waiting: ClaimRow[]
  waitingCount: number
  /** For the domains of the waiting addresses. */
  heldAtDomains: HeldAddress[]
  otherClaims: OtherClaim[]
  /** Of the waiting claims. */
  evidence: EvidenceRow[]
  requests: ClaimsRequest[]
  /** Claims on whole trusts: those that wait first. */
  trustClaims: TrustClaimRow[]
  /** Those on settings that no list names and that wait. */
  unlistedClaims: UnlistedClaimRow[]
  decided: ClaimRow[]
  decidedCount: number
}
