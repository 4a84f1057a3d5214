import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { supersedeRole } from '#people/people/role-store.ts'
import { insertAgreement, insertDispute, isOpen, isTheirs, isUnsaid, setAnswer } from './dispute-store.ts'
import { type Capacity, holderOf, type OwnRole, type SchoolRoles } from './school-roles.ts'

type Own = Act & { actor: { personId: string } }

/** Until it is answered, a disputed role counts in no requirement. */
export const raiseDispute = async (act: Own, role: OwnRole, reason: string): Promise<Result<undefined, 'changed'>> => {
  const id = newId(act.now)
  const result = await atomically(
    act.db,
    [
      isTheirs(act.db, act.actor.personId, role.id),
      insertDispute(act, id, role.id, reason),
      logged(act, {
        act: 'role.disputed',
        subject: ['person', act.actor.personId],
        schoolId: role.schoolId,
        after: { disputeId: id, roleAtSchoolId: role.id, roleId: role.roleId },
      }),
    ],
    { [guardBroken]: 'changed', 'RoleDispute.roleAtSchoolId': 'already_said' } as const,
  )
  return result.ok || result.reason === 'already_said' ? ok(undefined) : refuse(result.reason)
}

/** From then on the school sees what they attended for other schools. */
export const agreeToRole = async (
  act: Act,
  role: { id: string; roleId: string; personId: string; schoolId: string },
): Promise<Result<undefined, 'changed'>> => {
  const id = newId(act.now)
  const result = await atomically(
    act.db,
    [
      isUnsaid(act.db, role.id),
      insertAgreement(act, id, role.id),
      logged(act, {
        act: 'role.agreed',
        subject: ['person', role.personId],
        schoolId: role.schoolId,
        after: { agreementId: id, roleAtSchoolId: role.id, roleId: role.roleId },
      }),
    ],
    { [guardBroken]: 'changed' } as const,
  )
  return result.ok ? ok(undefined) : result
}

/** The role counts again as it did. */
export const withdrawDispute = async (act: Own, role: OwnRole): Promise<Result<undefined, 'changed'>> => {
  const { dispute } = role
  if (!dispute) return refuse('changed')
  const result = await atomically(
    act.db,
    [
      isOpen(act.db, dispute.id),
      setAnswer(act, dispute.id, 'withdrawn'),
      logged(act, {
        act: 'role.dispute_withdrawn',
        subject: ['person', act.actor.personId],
        schoolId: role.schoolId,
        after: { disputeId: dispute.id, roleAtSchoolId: role.id },
      }),
    ],
    { [guardBroken]: 'changed', dispute_is_answered: 'changed' } as const,
  )
  return result.ok ? ok(undefined) : result
}

/** Upheld: the role was never so. Dismissed: it counts again. */
export const answerDispute = async (
  act: Act,
  at: SchoolRoles & { capacity: Capacity },
  ask: { id: string; answer: 'upheld' | 'dismissed' },
): Promise<Result<undefined, 'changed'>> => {
  const holder = holderOf(at, ask.id)?.holder
  if (!holder?.dispute) return refuse('changed')
  const result = await atomically(
    act.db,
    [
      isOpen(act.db, holder.dispute.id),
      setAnswer(act, holder.dispute.id, ask.answer),
      ...(ask.answer === 'upheld' ? [supersedeRole(act, holder.id)] : []),
      logged(act, {
        act: 'role.dispute_answered',
        subject: ['person', holder.personId],
        schoolId: at.school.id,
        after: { disputeId: holder.dispute.id, roleAtSchoolId: holder.id, answer: ask.answer, capacity: at.capacity },
      }),
    ],
    { [guardBroken]: 'changed', dispute_is_answered: 'changed', role_is_append_only: 'changed' } as const,
  )
  return result.ok ? ok(undefined) : result
}
