import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { selectEarlierBatch, supersededBatch } from './earlier-store.ts'

/** Its rows no longer count, and stay readable. */
export const undoAttendance = async (
  act: Act,
  batchId: string,
): Promise<Result<{ undone: number }, 'no_such_batch' | 'already_undone'>> => {
  const batch = await readNow(act.db, selectEarlierBatch(act.db, batchId))
  if (!batch) return refuse('no_such_batch')
  if (batch.standing === 0) return refuse('already_undone')
  await atomically(
    act.db,
    [
      supersededBatch(act, batchId),
      logged(act, { act: 'earlier_attendance.undone', subject: ['earlier_attendance_batch', batchId], before: { rows: batch.standing } }),
    ],
    {},
  )
  return ok({ undone: batch.standing })
}
