import type { Act } from '#base/act.ts'
import { atomically, guard, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import type { MergedBy } from './merge-people.ts'
import { endMerge, mergeById, mergeStands, moveBack } from './merge-store.ts'

export type UndoReason = 'no_such_merge' | 'already_undone' | 'kept_was_merged' | 'both_have_place'

export type Undone = { mergedId: string; keptId: string; back: number; left: number }

/** Moves back what still names the kept record. A school undoes what it said itself. */
export const undoMerge = async (act: Act, mergeId: string, by: MergedBy = 'council'): Promise<Result<Undone, UndoReason>> => {
  const merge = await mergeById(act.db, mergeId)
  const schoolId = by === 'council' ? undefined : by.schoolId
  if (!merge || (schoolId && !(merge.saidBy === schoolId && act.actor.approverSchoolIds.includes(schoolId)))) return refuse('no_such_merge')
  if (merge.undoneAt) return refuse('already_undone')
  if (merge.keptWasMerged) return refuse('kept_was_merged')
  const moves = moveBack(act.db, merge)
  const result = await atomically(
    act.db,
    [
      ...(schoolId ? [] : [stillHolds(act, ['administrator', 'organiser'])]),
      guard(act.db, mergeStands, mergeId),
      endMerge(act, mergeId),
      ...moves.statements,
      logged(act, {
        act: 'person.merge_undone',
        subject: ['person', merge.mergedId],
        ...(schoolId ? { schoolId } : {}),
        after: { mergeId, keptId: merge.keptId },
      }),
    ],
    { 'Place.eventId, Place.personId': 'both_have_place', [guardBroken]: 'already_undone' } as const,
  )
  if (!result.ok) return result
  // The entry in the log follows the moves. Messages, sign-ins, needs, links and calendar entries
  // are left out: they end or move by themselves.
  const lasting = moves
    .from(result.value.slice(-1 - moves.statements.length))
    .filter(([table]) => !['Need', 'PlaceLink', 'Invitation', 'SignIn', 'Message'].includes(table))
  const back = lasting.reduce((sum, [, rows]) => sum + rows, 0)
  const asked = lasting.reduce((sum, [table]) => sum + (merge.moved[table]?.length ?? 0), 0)
  return ok({ mergedId: merge.mergedId, keptId: merge.keptId, back, left: asked - back })
}
