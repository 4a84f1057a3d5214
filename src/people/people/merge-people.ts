import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readTogether } from '#base/db/read.ts'
import { newId, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import { mergeRows, selectClashes, selectGivesUpAddress, selectMovable, stillAsCompared } from './merge-store.ts'

export type MergeReason = 'same_record' | 'no_such_person' | 'both_have_place' | 'changed' | 'already_merged' | 'keep_the_address'

/**
 * A hash of what the comparison showed; the form returns it, so that nobody merges what they have
 * not seen.
 */
export const comparisonHash = (oneMovable: string, otherMovable: string): Promise<string> => sha256(`${oneMovable} ${otherMovable}`)

/**
 * Merges `mergedId` into `keptId`: everything naming the one names the other. Guarded by what was
 * compared, so that concurrent bookings are not lost. Organisers only.
 * @param ask.seen of `comparisonHash`, the kept record first
 */
export const mergePeople = async (
  act: Act,
  ask: { keptId: string; mergedId: string; seen: string },
): Promise<Result<{ mergeId: string }, MergeReason>> => {
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
  const written = await atomically(
    db,
    [
      stillHolds(act, ['administrator', 'organiser']),
      stillAsCompared(db, ask.keptId, ask.mergedId, movable),
      ...mergeRows(act, mergeId, ask.keptId, ask.mergedId),
      logged(act, {
        act: 'person.merged',
        subject: ['person', ask.mergedId],
        after: { mergeId, keptId: ask.keptId, moved: JSON.parse(movable) as unknown },
      }),
    ],
    {
      person_is_merged: 'already_merged',
      'Place.eventId, Place.personId': 'both_have_place',
      [guardBroken]: 'changed',
    } as const,
  )
  return written.ok ? ok({ mergeId }) : written
}
