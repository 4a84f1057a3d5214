import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readTogether } from '#base/db/read.ts'
import { newId, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import { deleteNeedsBefore, mergeRows, selectClashes, selectGivesUpAddress, selectMovable, stillAsCompared } from './merge-store.ts'
import { schoolSettles } from './pair-store.ts'

export type MergeReason = 'same_record' | 'no_such_person' | 'both_have_place' | 'changed' | 'already_merged' | 'keep_the_address'

/** Hash of what was compared; the form returns it, so that nobody merges what they did not see. */
export const comparisonHash = (oneMovable: string, otherMovable: string): Promise<string> => sha256(`${oneMovable} ${otherMovable}`)

/** Who says it: an organiser, or a school (a root id) of two records of its own. */
export type MergedBy = 'council' | { schoolId: string }

/**
 * Merges `mergedId` into `keptId`: everything naming the one names the other. Guarded by what was
 * compared; for a school also by what it may decide, and the merged record's needs are deleted.
 * @param ask.seen of `comparisonHash`, the kept record first
 */
export const mergePeople = async (
  act: Act,
  ask: { keptId: string; mergedId: string; seen: string },
  by: MergedBy = 'council',
): Promise<Result<{ mergeId: string; keptId: string }, MergeReason>> => {
  const { db } = act
  if (ask.keptId === ask.mergedId) return refuse('same_record')
  const { kept, movable, clashes, givesUpAddress } = await readTogether(db, {
    kept: selectMovable(db, ask.keptId),
    movable: selectMovable(db, ask.mergedId),
    clashes: selectClashes(db, ask.keptId, ask.mergedId),
    givesUpAddress: selectGivesUpAddress(db, ask.keptId, ask.mergedId),
  })
  if ((await comparisonHash(kept, movable)) !== ask.seen) return refuse('changed')
  if (givesUpAddress) return refuse('keep_the_address')
  if (clashes.length > 0) return refuse('both_have_place')
  const mergeId = newId(act.now)
  const schoolId = by === 'council' ? undefined : by.schoolId
  const result = await atomically(
    db,
    [
      schoolId ? schoolSettles(db, schoolId, ask.keptId, ask.mergedId) : stillHolds(act, ['administrator', 'organiser']),
      stillAsCompared(db, ask.keptId, ask.mergedId, movable),
      ...(schoolId ? [deleteNeedsBefore(db, ask.mergedId)] : []),
      ...mergeRows(act, mergeId, ask.keptId, ask.mergedId, schoolId),
      logged(act, {
        act: 'person.merged',
        subject: ['person', ask.mergedId],
        ...(schoolId ? { schoolId } : {}),
        after: { mergeId, keptId: ask.keptId, moved: JSON.parse(movable) as unknown },
      }),
    ],
    {
      person_is_merged: 'already_merged',
      'Place.eventId, Place.personId': 'both_have_place',
      [guardBroken]: 'changed',
    } as const,
  )
  return result.ok ? ok({ mergeId, keptId: ask.keptId }) : result
}
