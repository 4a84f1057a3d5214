// A claim is an account's request to act for a school. When the address is one that the council holds for the school it is confirmed at
// once; otherwise an organiser looks at the evidence and decides. Until then nothing of the school is shown.
import type { Instant } from '../dates.ts'
import type { SchoolName } from '../schools/school.ts'

export type ClaimState = 'requested' | 'approved' | 'refused' | 'ended'
type Evidence = 'self_asserted' | 'council_holds_address' | 'organiser'

/** An account may have this many claims waiting at once. */
export const waitingLimit = 10

export const claimStates: Record<ClaimState, string> = {
  requested: 'Waiting for the council',
  approved: 'Approved',
  refused: 'Refused',
  ended: 'Ended',
}

/** Domains at which anyone can get an address: they say nothing about a school. */
const publicDomains = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk live.com live.co.uk msn.com yahoo.com yahoo.co.uk ymail.com icloud.com me.com
   mac.com aol.com btinternet.com btopenworld.com sky.com talktalk.net virginmedia.com ntlworld.com blueyonder.co.uk tiscali.co.uk proton.me
   protonmail.com gmx.com gmx.co.uk mail.com zoho.com fastmail.com hey.com tutanota.com`.split(/\s+/),
)

export type Warning = 'public_domain' | 'shared_domain' | 'domain_of_others' | 'domain_not_known'

/** With more schools than this under one domain, an address at it says little about which of them. */
const severalSchools = 3

/**
 * What an organiser should know about the domain of the claiming address.
 *
 * @param schoolsOfDomain root ids of the schools for which the council holds an address at that domain
 */
export const warningOf = (domain: string, schoolsOfDomain: readonly string[], schoolId: string): Warning | undefined => {
  if (publicDomains.has(domain)) return 'public_domain'
  if (schoolsOfDomain.length === 0) return 'domain_not_known'
  if (!schoolsOfDomain.includes(schoolId)) return 'domain_of_others'
  return schoolsOfDomain.length > severalSchools ? 'shared_domain' : undefined
}

export const isPublicDomain = (domain: string): boolean => publicDomains.has(domain)

export type ClaimRow = {
  id: string
  state: ClaimState
  evidence: Evidence
  accountId: string
  email: string
  name: string | null
  role: string | null
  schoolId: string
  school: SchoolName
  requestedAt: Instant
  decidedAt: Instant | null
  decidedBy: string | null
  reason: string | null
}

/** A school for which the council holds an address at the domain; `exact` when it is the very address. */
export type HeldAddress = { domain: string; email: string; schoolId: string; school: SchoolName }
export type OtherClaim = { accountId: string; id: string; state: ClaimState; school: SchoolName }

export const queuePage = 50
export const decidedPage = 25

export type Queue = {
  waiting: ClaimRow[]
  waitingCount: number
  /** For the domains of the waiting addresses. */
  heldAtDomains: HeldAddress[]
  otherClaims: OtherClaim[]
  decided: ClaimRow[]
  decidedCount: number
}
