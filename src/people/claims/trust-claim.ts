// A trust claim is a request to act for every school of a trust, wherever it lies. An organiser decides; approved, it holds for the open
// schools that are the trust's at the time, also those in another authority's area that the register or an organiser has put under the trust.
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

/** A school that the claim would give; `elsewhere`: outside the council's area. */
export type TrustSchool = SchoolOption & { elsewhere: 0 | 1 }

/** What an organiser decides on: the schools, and for which schools the council holds the address or others of its domain. */
export type TrustGround = {
  claim: TrustClaimRow
  schools: TrustSchool[]
  /** Schools, of any trust, for which the council holds the very address; `ofTrust` says whether they are this trust's. */
  heldFor: (SchoolOption & { ofTrust: 0 | 1 })[]
  /** How many schools there are for which the council holds an address at the domain, of this trust and of others. */
  domain: { ofTrust: number; ofOthers: number }
}
