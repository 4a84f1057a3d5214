// Whoever others name in a role is told (`tell-named.ts`), so that they can say that it is not so.
// Of a head, and of those who govern, the school's other addresses are told too, and whoever had
// the role before.
import type { Act } from '#base/act.ts'
import { spending } from '#base/limits/spend-budget.ts'
import { mailLimits } from '#messages/outbox/mail-plan.ts'
import { othersToTell, roleToTell } from './named-store.ts'
import { type AskedRole, asksProof, type Capacity, type SchoolRoles } from './school-roles.ts'

/** `id`: of the row that says so; `knows`: they said it themselves. */
type Named = { id: string; personId: string; email: string | null; knows?: boolean }

/** Nothing to whoever named themselves. The school’s own addresses get one mail a day at most. */
export const toldOfRole = (
  act: Act,
  at: SchoolRoles & { capacity: Capacity },
  role: AskedRole,
  { id, personId, email, knows = false }: Named,
): SqlStatement[] => {
  const byCouncil = at.capacity === 'officer'
  const others = asksProof(role.id) ? [othersToTell(act, { id, schoolId: at.school.id, role, personId, byCouncil })] : []
  if (!email || knows || personId === act.actor.personId) return others
  const mail = { kind: 'role_named', recipient: personId, to: { email }, schoolId: at.school.id } as const
  return [...spending(act, mailLimits(act, [mail])), roleToTell(act, id, byCouncil), ...others]
}
