// Undoes the last applied import: supersedes what it inserted, restores copies of the rest.
import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { undoing, undoObstacles } from './apply-store.ts'

export type UndoRefusal = 'not_found' | 'not_applied' | 'not_the_last' | 'schools_in_use' | 'decided_since'

/** Refused after a later import or decided review, or when a school it created is in use. */
export const undoImport = async (act: Act, id: string): Promise<Result<undefined, UndoRefusal>> => {
  const result = await atomically(act.db, undoing(act, id), { [guardBroken]: 'not_applied' as const })
  if (result.ok) return ok(undefined)
  const obstacles = await undoObstacles(act.db, id)
  if (!obstacles) return refuse('not_found')
  if (obstacles.state !== 'applied') return refuse('not_applied')
  if (!obstacles.isLast) return refuse('not_the_last')
  return refuse(obstacles.inUse ? 'schools_in_use' : 'decided_since')
}
