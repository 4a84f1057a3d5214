// A claim on a setting that no list names: a childminder, a nursery, a club. The council decides.
// Approved, the setting becomes an outside organisation, new or already listed under another name,
// and the request a claim on it.
import type { Instant } from '#base/dates.ts'
import type { OutsideFacts, SchoolOption } from '#schools/schools/school.ts'

export const settings = {
  childminder: 'Childminder',
  nursery: 'Nursery or pre-school',
  alternative_provision: 'Alternative provision',
  church_or_club: 'Church, charity or club',
  other: 'Something else',
} as const
export type Setting = keyof typeof settings

export const unlistedStates = { requested: 'Waiting to be confirmed', approved: 'Approved', refused: 'Refused' } as const

export type UnlistedClaimRow = {
  id: string
  state: keyof typeof unlistedStates
  accountId: string
  email: string
  personId: string | null
  personName: string | null
  roleId: string | null
  role: string | null
  /** The setting's, as typed by the claimant. */
  name: string
  postcode: string
  setting: Setting
  requestedAt: Instant
  decidedAt: Instant | null
  decidedBy: string | null
  reason: string | null
  /** The school of the claim it became. */
  schoolId: string | null
}

/** What an organiser decides on: the request, and for its page organisations that it may mean. */
export type UnlistedGround = { claim: UnlistedClaimRow; likely?: (SchoolOption & { postcode: string })[] }

/** `hr12ab` as `HR1 2AB`; anything else only in capitals. */
export const normalPostcode = (typed: string): string => {
  const all = typed.normalize('NFKC').replaceAll(/\s+/g, '').toUpperCase()
  return /^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/.test(all) ? `${all.slice(0, -3)} ${all.slice(-3)}` : all
}

export const settingLabel = ({ name, postcode }: { name: string; postcode: string }): string => `${name}, ${postcode}`

/** The setting as an outside organisation of its likely kind; an organiser may change it. */
export const askedFacts = ({ setting, name, postcode }: UnlistedClaimRow): Omit<OutsideFacts, 'trust'> => ({
  outsideKind: setting === 'childminder' || setting === 'nursery' ? setting : 'partner_agency',
  name,
  town: '',
  postcode,
})

/** Approve as a listed organisation, approve as a new one, or refuse with a reason. */
export type UnlistedDecision = { schoolId: string } | { organisation: OutsideFacts } | { reason: string }
