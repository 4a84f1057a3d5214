import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { insertStatement, type NewStatement, notStatedYet } from './statement-store.ts'

/**
 * Keeps what a school states of its staff. An earlier statement stands beside it, and of two about
 * one day the later counts; the same said twice is said once.
 */
export const recordStatement = async (act: Act, one: NewStatement): Promise<void> => {
  const id = newId(act.now)
  await atomically(
    act.db,
    [
      notStatedYet(act, one),
      insertStatement(act, id, one),
      logged(act, {
        act: 'requirement.staff_stated',
        subject: ['requirement', one.requirementId],
        schoolId: one.schoolId,
        after: { statementId: id, trained: one.trained, staff: one.staff, asAt: one.asAt },
      }),
    ],
    { [guardBroken]: 'stated_before' },
  )
}
