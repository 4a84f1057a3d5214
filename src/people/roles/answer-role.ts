import type { Act } from '#base/act.ts'
import { type Day, londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { insertGap } from './holder-store.ts'
import { stillStands } from './school-role-store.ts'
import { type AskedRole, type Capacity, type Gap, type SchoolRoles, standingText } from './school-roles.ts'

type Answering = SchoolRoles & { capacity: Capacity }

export type GapReason = 'changed' | 'still_held'

/** Statements that say of a role that nobody holds it, or that it is not known who does. */
export const unheld = (act: Act, at: Answering, role: AskedRole, answer: Gap['answer'], from: Day): SqlStatement[] => [
  ...insertGap(act, { schoolId: at.school.id, role, answer, from, capacity: at.capacity }),
  logged(act, {
    act: 'role.answered',
    subject: ['school', at.school.id],
    schoolId: at.school.id,
    before: role.gap ? { answer: role.gap.answer, fromDate: role.gap.fromDate } : undefined,
    after: { roleId: role.id, answer, fromDate: from, capacity: at.capacity },
  }),
]

/** @param ask.vacantFrom undefined: the school does not know who holds it */
export const answerRole = async (
  act: Act,
  at: Answering,
  ask: { roleId: string; vacantFrom: Day | undefined },
): Promise<Result<undefined, GapReason>> => {
  const role = [...at.roles, ...at.others].find(({ id }) => id === ask.roleId)
  if (!role) return refuse('changed')
  if (role.holders.length > 0) return refuse('still_held')
  const answer = ask.vacantFrom ? 'vacant' : 'not_known'
  const from = ask.vacantFrom ?? londonDay(act.now)
  const result = await atomically(act.db, [stillStands(act.db, at, role.id), ...unheld(act, at, role, answer, from)], {
    [guardBroken]: 'changed',
    'RoleGap.schoolId, RoleGap.roleId': 'changed',
  } as const)
  return result.ok ? ok(undefined) : result
}

/** The fingerprint of everything that stands, as a page shows it. */
export const seenOf = (at: SchoolRoles): Promise<string> => sha256(standingText(at))
