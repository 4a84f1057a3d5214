// A claim is an account's request to act for a school. It is confirmed in one of four ways: the
// council holds this address for the school, the school's mailbox answers a link, an approver at
// the school confirms it, or an organiser does. Each piece of evidence is kept with who gave it and
// when. Until then nothing of the school is shown.
import type { Instant } from '#base/dates.ts'
import type { SchoolName } from '#schools/schools/school.ts'

export type ClaimState = 'requested' | 'approved' | 'refused' | 'ended'

export const decisions = ['approve', 'refuse', 'end'] as const
export type Decision = (typeof decisions)[number]

export const outcomeOf = { approve: 'approved', refuse: 'refused', end: 'ended' } as const

export type EvidenceKind = 'self_asserted' | 'code' | 'council_holds_address' | 'mailbox_link' | 'approver' | 'organiser'

export const evidenceKinds: Record<EvidenceKind, string> = {
  self_asserted: 'Asked to book for the school',
  code: 'Proved the address by signing in with it',
  council_holds_address: 'The council holds this very address for the school',
  mailbox_link: 'The school’s own mailbox answered that they work there',
  approver: 'A colleague at the school, or of its trust, approved it',
  organiser: 'An organiser at the council confirmed it',
}

/** A piece of evidence. `by`: a name, an address or both; null when erased or unknown. */
export type EvidenceRow = { claimId: string; kind: EvidenceKind; at: Instant; by: string | null }

/** How many claims of one account may wait at once. */
export const waitingLimit = 10

export const claimStates: Record<ClaimState, string> = {
  requested: 'Waiting to be confirmed',
  approved: 'Approved',
  refused: 'Refused',
  ended: 'Ended',
}

export const otherDecides = 'This is your own request: another organiser decides.'

/** Domains of public mail providers: they say nothing about a school. */
const publicDomains = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk live.com live.co.uk msn.com yahoo.com yahoo.co.uk ymail.com icloud.com me.com
   mac.com aol.com btinternet.com btopenworld.com sky.com talktalk.net virginmedia.com ntlworld.com blueyonder.co.uk tiscali.co.uk proton.me
   protonmail.com gmx.com gmx.co.uk mail.com zoho.com fastmail.com hey.com tutanota.com`.split(/\s+/),
)

export type Warning = 'public_domain' | 'shared_domain' | 'domain_of_others' | 'domain_not_known'

/** With more schools than this under a domain, an address there says little about which one. */
const severalSchools = 3

/** @param schoolsOfDomain roots for which the council holds an address at that domain */
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
  evidence: 'self_asserted' | 'council_holds_address' | 'organiser'
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
  /** May confirm colleagues at the school and remove them. */
  approver: 0 | 1
  mayBook: 0 | 1
  mayAsk: 0 | 1
  /** What the school's mailbox answered, if it was asked and did. */
  mailboxAnswer: 'yes' | 'no' | null
}

/** Who or what decided a claim, for a sentence with the date. */
export const decidedThrough = (claim: ClaimRow): string => {
  if (claim.decidedBy) return `by ${claim.decidedBy}`
  return claim.mailboxAnswer ? 'by the school’s own mailbox' : 'because the council holds the address'
}

/** What somebody asked to book before being confirmed, shown beside their claim. */
export type ClaimsRequest = { accountId: string; schoolId: string; event: string; code: string; places: number; requestedAt: Instant }

export type OneClaim = { claim: ClaimRow; evidence: EvidenceRow[]; requests: ClaimsRequest[] }

/** A school for which the council holds an address at the domain; `exact`: this very address. */
export type HeldAddress = { domain: string; email: string; schoolId: string; school: SchoolName }
export type OtherClaim = { accountId: string; id: string; state: ClaimState; school: SchoolName }

export type OwnWaiting = { id: string; event: string; places: number; requestedAt: Instant }
