// Claims that wait for the council with what organisers check, and the latest decisions.
import type { ClaimRow, ClaimsRequest, EvidenceRow, HeldAddress, OtherClaim } from './claim.ts'
import type { TrustClaimRow } from './trust-claim.ts'
import type { UnlistedClaimRow } from './unlisted-claim.ts'

export const queuePage = 50

export type Queue = {
  waiting: ClaimRow[]
  waitingCount: number
  /** For the domains of waiting addresses. */
  heldAtDomains: HeldAddress[]
  otherClaims: OtherClaim[]
  /** Of the waiting claims. */
  evidence: EvidenceRow[]
  requests: ClaimsRequest[]
  /** Trust claims, waiting ones first. */
  trustClaims: TrustClaimRow[]
  unlistedClaims: UnlistedClaimRow[]
  decidedCount: number
}
