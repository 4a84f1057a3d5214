import type { Act } from '#base/act.ts'
import type { Day } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { insertAction, insertSaid } from './action-store.ts'
import type { DoneRefusal } from './answer.ts'

/** Puts something that a school means to do in its plan. */
export const addAction = (act: Act, schoolId: string, of: Parameters<typeof insertAction>[1]): Promise<Result<unknown, never>> =>
  atomically(act.db, [
    insertAction(act, of),
    logged(act, { act: 'return.action_added', subject: ['return', of.returnId], schoolId, after: { dueOn: of.dueOn } }, true),
  ])

/** Done, or not done after all. @param within the id of its return or round */
export const markAction = async (
  act: Act,
  of: { id: string; within: string; actionId: string; doneOn: Day | null; words: string; schoolId?: string },
): Promise<Result<undefined, DoneRefusal>> => {
  const result = await atomically(
    act.db,
    [
      insertSaid(act, of),
      logged(act, {
        act: of.doneOn ? 'return.action_done' : 'return.action_open',
        subject: ['return_action', of.actionId] as const,
        schoolId: of.schoolId,
        after: { doneOn: of.doneOn },
      }),
    ],
    { action_is_said_so: 'action_is_said_so', 'ReturnActionSaid.id': 'action_is_said_so' } as const,
  )
  return result.ok ? ok(undefined) : result
}
