// A trust claim is a request to act for every school of a trust. An organiser decides. Approved, it
// holds for the trust's open schools at any time, including those in another authority's area that
// the register or an organiser has put under the trust.
import type { Instant } from '#base/dates.ts'
import type { SchoolOption } from '#schools/schools/school.ts'
import type { ClaimState } from './claim.ts'

export type TrustClaimRow = {
  id: string
  state: ClaimState
  accountId: string
  email: string
  name: string | null
  role: string | null
  trustUid: string
  trustName: string
  requestedAt: Instant
  decidedAt: Instant | null
  decidedBy: string | null
  reason: string | null
}

/** A school the claim would give. */
export type TrustSchool = SchoolOption & { laCode: string | null }

export type TrustGround = {
  claim: TrustClaimRow
  schools: TrustSchool[]
  /** Schools for which the council holds this very address; `ofTrust`: one of this trust's. */
  heldFor: (SchoolOption & { ofTrust: 0 | 1 })[]
  domain: { ofTrust: number; ofOthers: number }
}
