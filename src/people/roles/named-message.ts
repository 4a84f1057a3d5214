// Whoever others name in a role is told (`tell-named.ts`), so that they can say that it is not so.
import type { Act } from '#base/act.ts'
import { spending } from '#base/limits/spend-budget.ts'
import { mailLimits } from '#messages/outbox/mail-plan.ts'
import { roleToTell } from './named-store.ts'
import type { Capacity, SchoolRoles } from './school-roles.ts'

type Named = { personId: string; email: string | null }

/** Nothing to whoever named themselves, or has no address. Counted for whoever names them. */
export const toldOfRole = (
  act: Act,
  at: SchoolRoles & { capacity: Capacity },
  roleAtSchoolId: string,
  { personId, email }: Named,
): D1PreparedStatement[] => {
  if (!email || personId === act.actor.personId) return []
  const mail = { kind: 'role_named', recipient: personId, to: { email }, schoolId: at.school.id } as const
  return [...spending(act, mailLimits(act, [mail])), roleToTell(act, roleAtSchoolId, at.capacity === 'officer')]
}
