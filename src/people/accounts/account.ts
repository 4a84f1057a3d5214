// An account is an email address that signs in, perhaps shared by an office. What it may do comes
// from council roles, given by an administrator, and from claims to act for schools, which the
// council confirms. The acting person is recorded separately.

import { type Actor, nobody, type StaffRoleName } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import { homeOf } from '#base/web/home.ts'

/** As stored and compared: trimmed, lower case. */
export const normalEmail = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase()

export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1)

/** Roles for the whole council; the door role is for one event. */
export const councilRoles = ['administrator', 'organiser', 'officer', 'reader', 'finance'] as const satisfies readonly StaffRoleName[]
export type CouncilRole = (typeof councilRoles)[number]

export const roleLabels: Record<StaffRoleName, string> = {
  administrator: 'Administrator',
  organiser: 'Organiser',
  officer: 'Safeguarding officer',
  reader: 'Report reader',
  finance: 'Finance',
  door: 'Check-in',
}

export const roleMeanings: Record<CouncilRole, string> = {
  administrator: 'Everything an organiser may do, and the settings, page texts and roles',
  organiser: 'Events, bookings, registers, schools, claims, messages and reports',
  officer: 'All reports, with the names of the people behind each figure',
  reader: 'Final and published figures for each school, never the names of people',
  finance: 'Prices, who pays and how, what is owed, payments and files for the finance system',
}

/** To `next` or home, but first to say whether a mailbox is shared, or who is using it. */
export const afterSignIn = (
  signIn: { mailboxToSay: boolean; factorToShow: boolean; actor: Actor } | undefined,
  next: string | undefined,
): string => {
  const actor = signIn?.actor ?? nobody
  const on = next ?? homeOf(actor)
  if (signIn?.factorToShow) return `/sign-in/factor?next=${encodeURIComponent(on)}`
  if (actor.shared && actor.personId === undefined) return `/account/who?next=${encodeURIComponent(on)}`
  // The first booking's form asks this itself.
  if (/^\/events\/\w+\/book$/.test(on) && actor.schoolIds.length + actor.askedSchoolIds.length === 0) return on
  return signIn?.mailboxToSay ? `/account/mailbox?next=${encodeURIComponent(on)}` : on
}

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
  /** Of the door by which a helper came. */
  linkId: string | null
}

export type DoorEvent = { id: string; code: string; title: string }

/** Decides how long a sign-in lasts: a council role, a door role only, or none. */
export type SignInKind = 'council' | 'door' | 'school'
