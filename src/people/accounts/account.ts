// An account is an email address that signs in, perhaps shared by an office. What it may do comes from roles at the council, which an
// administrator gives, and from claims to act for schools, which the council confirms. The person acting is kept apart.
import { type Actor, nobody, type StaffRoleName } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'

/** As stored and compared: trimmed, lower case. */
export const normalEmail = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase()

export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1)

/** Roles that hold for the whole council; the door role is given for one event. */
export const councilRoles = ['administrator', 'organiser', 'officer', 'reader', 'finance'] as const satisfies readonly StaffRoleName[]
export type CouncilRole = (typeof councilRoles)[number]

export const roleLabels: Record<StaffRoleName, string> = {
  administrator: 'Administrator',
  organiser: 'Organiser',
  officer: 'Safeguarding officer',
  reader: 'Report reader',
  finance: 'Finance',
  door: 'Door',
}

export const roleMeanings: Record<CouncilRole, string> = {
  administrator: 'Everything an organiser may do, and the settings, page texts and roles',
  organiser: 'Events, bookings, registers, schools, claims, messages and reports',
  officer: 'All reports, with the names of the people behind each figure',
  reader: 'Figures for each school, never the names of people',
  finance: 'Prices, who pays and how, what is owed, payments and files for the finance system',
}

/** Where a person's work is, when no page was asked for. */
export const homeOf = (actor: { roles: readonly StaffRoleName[]; schoolIds: readonly string[] }): string => {
  const has = (...roles: StaffRoleName[]): boolean => roles.some((role) => actor.roles.includes(role))
  if (has('administrator', 'organiser')) return '/organiser'
  if (has('finance')) return '/organiser/finance'
  if (has('officer', 'reader')) return '/coverage'
  if (has('door')) return '/register'
  return actor.schoolIds.length > 0 ? '/school' : '/account/record'
}

/**
 * Where to go once signed in: on to `next` or to one's work; first to say whether an address that looks shared is, or, from a shared mailbox,
 * who is using it.
 */
export const afterSignIn = (
  signIn: { mailboxToSay: boolean; factorToShow: boolean; actor: Actor } | undefined,
  next: string | undefined,
): string => {
  const actor = signIn?.actor ?? nobody
  const on = next ?? homeOf(actor)
  if (signIn?.factorToShow) return `/sign-in/factor?next=${encodeURIComponent(on)}`
  if (actor.shared && actor.personId === undefined) return `/account/who?next=${encodeURIComponent(on)}`
  // The form of somebody's first booking asks it itself.
  if (/^\/events\/\w+\/book$/.test(on) && actor.schoolIds.length + actor.askedSchoolIds.length === 0) return on
  return signIn?.mailboxToSay ? `/account/mailbox?next=${encodeURIComponent(on)}` : on
}

/** One role of one account, with who holds it and who gave it. */
export type RoleRow = {
  id: string
  role: StaffRoleName
  eventId: string | null
  accountId: string
  email: string
  name: string | null
  grantedAt: Instant
  grantedBy: string | null
  revokedAt: Instant | null
}

export type DoorEvent = { id: string; code: string; title: string }

/** What decides how long somebody stays signed in: a role for the whole council, one at the doors of events, or none. */
export type SignInKind = 'council' | 'door' | 'school'
