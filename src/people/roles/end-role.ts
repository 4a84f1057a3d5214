import type { Act } from '#base/act.ts'
import { addDays, type Day } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { insertRoleAgain, supersedeRole } from '#people/people/role-store.ts'
import { stillStands } from './school-role-store.ts'
import { type Capacity, type DeclineReason, type Holder, holderOf, type SchoolRoles, sourceOf } from './school-roles.ts'

type Answering = SchoolRoles & { capacity: Capacity }

export type EndReason = 'changed' | 'disputed' | 'ends_before_it_begins'

const refusals = { [guardBroken]: 'changed', role_is_append_only: 'changed', role_ends_before_it_begins: 'ends_before_it_begins' } as const

export const ended = (act: Act, at: Answering, holder: Holder, lastDay: Day): SqlStatement[] => {
  const id = newId(act.now)
  const toDate = addDays(lastDay, 1)
  return [
    supersedeRole(act, holder.id),
    insertRoleAgain(act, id, holder.id, { fromDate: holder.fromDate ?? undefined, toDate, source: sourceOf(at.capacity), confirmed: true }),
    logged(act, {
      act: 'role.ended',
      subject: ['person', holder.personId],
      schoolId: at.school.id,
      before: { roleAtSchoolId: holder.id },
      after: { roleAtSchoolId: id, roleId: holder.roleId, toDate, capacity: at.capacity },
    }),
  ]
}

export const endRole = async (act: Act, at: Answering, ask: { id: string; lastDay: Day }): Promise<Result<undefined, EndReason>> => {
  const holder = holderOf(at, ask.id)?.holder
  if (!holder?.confirmedAt) return refuse('changed')
  if (holder.dispute) return refuse('disputed')
  const result = await atomically(act.db, [stillStands(act.db, at, holder.roleId), ...ended(act, at, holder, ask.lastDay)], refusals)
  return result.ok ? ok(undefined) : result
}

export const declined = (act: Act, at: Answering, holder: Holder, reason: DeclineReason): SqlStatement[] => [
  supersedeRole(act, holder.id),
  logged(act, {
    act: 'role.declined',
    subject: ['person', holder.personId],
    schoolId: at.school.id,
    before: { roleAtSchoolId: holder.id, roleId: holder.roleId, source: holder.source, confirmed: holder.confirmedAt !== null },
    after: { reason, capacity: at.capacity },
  }),
]

/** What was said of somebody in a role is not so. */
export const declineRole = async (
  act: Act,
  at: Answering,
  ask: { id: string; reason: DeclineReason },
): Promise<Result<undefined, EndReason>> => {
  const holder = holderOf(at, ask.id)?.holder
  if (!holder) return refuse('changed')
  if (holder.dispute) return refuse('disputed')
  const result = await atomically(act.db, [stillStands(act.db, at, holder.roleId), ...declined(act, at, holder, ask.reason)], refusals)
  return result.ok ? ok(undefined) : result
}
