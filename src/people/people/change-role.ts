import type { Act } from '#base/act.ts'
import type { Day } from '#base/dates.ts'
import { atomically, foreignKeyBroken, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { signingRoles } from '#schools/schools/role.ts'
import { whereComing } from './coming-store.ts'
import {
  endGaps,
  insertRoleAgain,
  insertRoleHeld,
  type RoleScope,
  roleNotHeld,
  roleStands,
  selectRoleChoices,
  selectRoleWithin,
  supersedeRole,
} from './role-store.ts'

export type ChangeRoleReason = 'no_such_role' | 'disputed' | 'changed_meanwhile' | 'said_elsewhere'
export type AddRoleReason = 'no_such_role' | 'already_held' | 'no_such_school' | 'no_such_person' | 'said_elsewhere' | 'made_already'

/**
 * What the school or the council says is confirmed with it; what somebody says of themselves waits
 * for one of them.
 */
const saidBy = {
  own: { source: 'person', confirmed: false },
  school: { source: 'school', confirmed: true },
  council: { source: 'council', confirmed: true },
} as const

// Naming who signs for a school asks for proof and is told to others: there is one page for it.
const namesSigner = (reach: RoleScope, roleId: string, toDate: Day | undefined): boolean =>
  reach.whose === 'school' && toDate === undefined && signingRoles.includes(roleId)

type Dates = { fromDate: Day | undefined; toDate: Day | undefined }

/** The old dates are kept. @returns where a school sees what lies ahead of whoever has left */
export const changeRole = async (
  act: Act,
  reach: RoleScope,
  ask: { id: string } & Dates,
): Promise<Result<{ coming: string | undefined }, ChangeRoleReason>> => {
  const role = await readNow(act.db, selectRoleWithin(act.db, reach, ask.id))
  if (!role) return refuse('no_such_role')
  if (role.disputedAt) return refuse('disputed')
  const id = newId(act.now)
  const reopened = role.toDate !== null && ask.toDate === undefined
  if ((reopened || role.confirmedAt === null) && namesSigner(reach, role.roleId, ask.toDate)) return refuse('said_elsewhere')
  const result = await atomically(
    act.db,
    [
      roleStands(act.db, role.id),
      supersedeRole(act, role.id),
      ...(reopened ? [roleNotHeld(act.db, role)] : []),
      insertRoleAgain(act, id, role.id, { ...ask, ...saidBy[reach.whose] }),
      ...(saidBy[reach.whose].confirmed && !ask.toDate ? endGaps(act, role, ask.fromDate) : []),
      logged(act, {
        act: ask.toDate && role.toDate === null ? 'person.role_ended' : 'person.role_changed',
        subject: ['person', role.personId],
        schoolId: role.schoolId,
        before: { roleAtSchoolId: role.id, fromDate: role.fromDate, toDate: role.toDate },
        after: { roleAtSchoolId: id, roleId: role.roleId, fromDate: ask.fromDate ?? null, toDate: ask.toDate ?? null, by: reach.whose },
      }),
    ],
    { [guardBroken]: 'changed_meanwhile' } as const,
  )
  if (!result.ok) return result
  return ok({ coming: reach.whose === 'school' && ask.toDate ? await whereComing(act, role.schoolId, [role.personId]) : undefined })
}

export const addRole = async (
  act: Act,
  reach: RoleScope,
  ask: { id: string; personId: string; schoolId: string; roleId: string } & Dates,
): Promise<Result<undefined, AddRoleReason>> => {
  if (namesSigner(reach, ask.roleId, ask.toDate)) return refuse('said_elsewhere')
  const choices = await readNow(act.db, selectRoleChoices(act.db, reach, act.actor.schoolIds))
  if (!choices.people.some((person) => person.id === ask.personId)) return refuse('no_such_person')
  if (!choices.schools.some((school) => school.id === ask.schoolId)) return refuse('no_such_school')
  const result = await atomically(
    act.db,
    [
      ...(ask.toDate ? [] : [roleNotHeld(act.db, ask)]),
      insertRoleHeld(act, { ...ask, ...saidBy[reach.whose] }),
      ...(saidBy[reach.whose].confirmed && !ask.toDate ? endGaps(act, ask, ask.fromDate) : []),
      logged(act, {
        act: 'person.role_added',
        subject: ['person', ask.personId],
        schoolId: ask.schoolId,
        after: { roleAtSchoolId: ask.id, roleId: ask.roleId, fromDate: ask.fromDate ?? null, toDate: ask.toDate ?? null, by: reach.whose },
      }),
    ],
    { [guardBroken]: 'already_held', [foreignKeyBroken]: 'no_such_role', 'RoleAtSchool.id': 'made_already' } as const,
  )
  return result.ok ? ok(undefined) : result
}
