// Undoes the last applied import. Nothing is deleted: what it inserted is superseded, and what it
// superseded returns as a copy.
import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { undoing, undoObstacles } from './apply-store.ts'

export type UndoRefusal = 'not_found' | 'not_applied' | 'not_the_last' | 'schools_in_use' | 'decided_since'

/**
 * Undoes an import. Refused after a later import or a review decided since (undo that first), or
 * when a school it created has bookings, claims, contacts or attendance.
 */
export const undoImport = async (act: Act, id: string): Promise<Result<undefined, UndoRefusal>> => {
  const done = await atomically(act.db, undoing(act, id), { [guardBroken]: 'not_applied' as const })
  if (done.ok) return ok(undefined)
  const found = await undoObstacles(act.db, id)
  if (!found) return refuse('not_found')
  if (found.state !== 'applied') return refuse('not_applied')
  if (!found.isLast) return refuse('not_the_last')
  return refuse(found.inUse ? 'schools_in_use' : 'decided_since')
}
