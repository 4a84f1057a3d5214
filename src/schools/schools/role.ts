// A role at a school in words, and who signs.
import { addDays, type Day, type Instant, sayDay } from '#base/dates.ts'

/** fromDate: its first day, if known; toDate: the first day after it. */
export type RoleSpan = { fromDate: Day | null; toDate: Day | null }

/** `From 1 September 2024, until 31 August 2026`: the first and last days. */
export const datesSaid = ({ fromDate, toDate }: RoleSpan): string => {
  if (!toDate) return fromDate ? `Since ${sayDay(fromDate)}` : 'Now'
  const lastDay = sayDay(addDays(toDate, -1))
  return fromDate ? `From ${sayDay(fromDate)}, until ${lastDay}` : `Until ${lastDay}`
}

/** As in `RoleAtSchool.source`; an import's is free text. */
const sources: Record<string, string> = {
  claim: 'Said when asking to book for the school',
  booking: 'Said in a booking',
  person: 'Said by the person',
  school: 'Said by the school',
  council: 'Entered by the council',
}

/** `Said in a booking on 9 October 2025` */
export const sourceSaid = ({ source, learnedAt }: { source: string; learnedAt: Instant }): string =>
  `${sources[source] ?? source} on ${sayDay(learnedAt)}`

/** The governing body, one of whom signs. */
export const bodyRoles = ['link_governor', 'chair', 'chair_management', 'governor', 'proprietor']
/** A head answers for the school and signs for it, and so does one of those who govern it. */
export const signingRoles = ['head', ...bodyRoles]

/** By label or short id, in any case; null when empty, undefined when unknown. */
export const roleNamed = (roles: readonly RoleOption[], said: string): string | null | undefined => {
  const key = said.trim().toLowerCase()
  if (key === '') return null
  const known: Record<string, string> = { 'deputy dsl': 'deputy_dsl', headteacher: 'head', principal: 'head', governor: 'link_governor' }
  return roles.find((role) => role.label.toLowerCase() === key || role.id === (known[key] ?? key))?.id
}

export type RoleOption = { id: string; label: string }
