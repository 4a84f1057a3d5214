// A claim is an account's request to act for a school. It is vouched for in one of four ways: the council holds the very address for the
// school, the school's own mailbox answers a link, a colleague who may vouch at the school does, or an organiser. Each statement that speaks
// for it is kept with who made it and when. Until then nothing of the school is shown.
import type { Instant } from '#base/dates.ts'
import type { SchoolName } from '#schools/schools/school.ts'

export type ClaimState = 'requested' | 'approved' | 'refused' | 'ended'
type Evidence = 'self_asserted' | 'council_holds_address' | 'organiser'

export type EvidenceKind = 'self_asserted' | 'code' | 'council_holds_address' | 'mailbox_link' | 'approver' | 'organiser'

export const evidenceKinds: Record<EvidenceKind, string> = {
  self_asserted: 'Asked to act for the school',
  code: 'Proved the address by signing in with it',
  council_holds_address: 'The council holds this very address for the school',
  mailbox_link: 'The school’s own mailbox answered that they work there',
  approver: 'A colleague at the school, or of its trust, vouched',
  organiser: 'An organiser at the council confirmed it',
}

/** One statement that speaks for a claim. `by`: who made it, as a name, an address or both; null when that is erased or was not known. */
export type EvidenceRow = { claimId: string; kind: EvidenceKind; at: Instant; by: string | null }

/** An account may have this many claims waiting at once. */
export const waitingLimit = 10

export const claimStates: Record<ClaimState, string> = {
  requested: 'Waiting to be confirmed',
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
  /** May vouch for colleagues at the school and remove them. */
  approver: 0 | 1
  /** What the school's own mailbox answered, if it was asked and did. */
  mailboxAnswer: 'yes' | 'no' | null
}

/** Who or what decided a claim, for a sentence that says when. */
export const decidedThrough = (claim: ClaimRow): string => {
  if (claim.decidedBy) return `by ${claim.decidedBy}`
  return claim.mailboxAnswer ? 'by the school’s own mailbox' : 'because the council holds the address'
}

/** What someone asked to book before anybody vouched for them, as an organiser sees it beside the claim. */
export type ClaimsRequest = { accountId: string; schoolId: string; event: string; code: string; places: number; requestedAt: Instant }

/** A school for which the council holds an address at the domain; `exact` when it is the very address. */
export type HeldAddress = { domain: string; email: string; schoolId: string; school: SchoolName }
export type OtherClaim = { accountId: string; id: string; state: ClaimState; school: SchoolName }

/** Places that the account itself asked for and that wait until it is confirmed. */
export type OwnWaiting = { id: string; event: string; places: number; requestedAt: Instant }
