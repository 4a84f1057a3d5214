// An address at a school with, if known, name and role. The register has no email addresses, so
// organisers add or import them. A contact is ended, never overwritten.
import type { Instant } from '#base/dates.ts'
import { isEmail } from '#base/mailbox.ts'
import type { CsvRow } from '#base/web/csv.ts'
import { type RoleOption, roleNamed } from './role.ts'
import type { SchoolOption } from './school.ts'

export type ContactFacts = { roleId: string | null; name: string; email: string; telephone: string; source: string }

export const contactColumns = ['URN', 'role', 'name', 'email', 'telephone'] as const

export const maxRows = 5000

/** Wants no invitations to training on a topic. */
export type Stop = {
  schoolId: string
  email: string
  topicId: string
  topic: string
  at: Instant
  /** A shared address without a name; nobody signs in with it. */
  isOffice: 0 | 1
}

export type ContactRowRefusal =
  | 'urn_missing'
  | 'urn_unknown'
  | 'role_unknown'
  | 'email_missing'
  | 'email_wrong'
  | 'name_too_long'
  | 'telephone_too_long'
  | 'twice_in_file'

export type PlannedContact = {
  line: number
  /** As given. */
  said: { urn: string; role: string; name: string; email: string; telephone: string }
} & (
  | { outcome: 'refused'; reason: ContactRowRefusal }
  | { outcome: 'added' | 'unchanged'; school: SchoolOption; roleId: string | null }
  | { outcome: 'changed'; school: SchoolOption; roleId: string | null; replacesId: string }
)

export type KnownContact = { id: string; schoolId: string; roleId: string | null; name: string; email: string; telephone: string }

export type KnownForContacts = {
  /** By any URN a school has or had. */
  schoolByUrn: ReadonlyMap<string, SchoolOption>
  roles: readonly RoleOption[]
  contacts: readonly KnownContact[]
}

/** A contact is a school, an address and a role, whatever the name. */
export const planContacts = (rows: readonly CsvRow[], known: KnownForContacts): PlannedContact[] => {
  const seen = new Set<string>()
  return rows.map(({ line, cells }) => {
    const cell = (name: string): string => (cells[name] ?? '').trim()
    const typed = {
      urn: cell('urn'),
      role: cell('role'),
      name: cell('name'),
      email: (cells['email'] ?? cells['e-mail'] ?? '').trim().toLowerCase(),
      telephone: cell('telephone'),
    }
    const refused = (reason: ContactRowRefusal): PlannedContact => ({ line, said: typed, outcome: 'refused', reason })
    if (typed.urn === '') return refused('urn_missing')
    const school = known.schoolByUrn.get(typed.urn)
    if (!school) return refused('urn_unknown')
    if (typed.email === '') return refused('email_missing')
    if (!isEmail(typed.email)) return refused('email_wrong')
    if (typed.name.length > 200) return refused('name_too_long')
    if (typed.telephone.length > 40) return refused('telephone_too_long')
    const roleId = roleNamed(known.roles, typed.role)
    if (roleId === undefined) return refused('role_unknown')
    const key = JSON.stringify([school.id, typed.email, roleId])
    if (seen.has(key)) return refused('twice_in_file')
    seen.add(key)
    const held = known.contacts.find((c) => c.schoolId === school.id && c.email === typed.email && c.roleId === roleId)
    if (!held) return { line, said: typed, outcome: 'added', school, roleId }
    return held.name === typed.name && held.telephone === typed.telephone
      ? { line, said: typed, outcome: 'unchanged', school, roleId }
      : { line, said: typed, outcome: 'changed', school, roleId, replacesId: held.id }
  })
}
