import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { insertCount, selectToCount } from './store.ts'

/** Job: keeps how many schools had answered by the deadline, and by the final date. */
export const followProgress = async (act: Act): Promise<boolean> => {
  const due = await readNow(act.db, selectToCount(act.db, act.now))
  if (!due) return false
  await atomically(
    act.db,
    [
      ...insertCount(act, due, londonDay(due.at)),
      logged(act, { act: 'return_round.counted', subject: ['return_round', due.roundId], after: { moment: due.moment } }),
    ],
    // Two runs at once.
    { 'ReturnCount.roundId, ReturnCount.moment': 'counted' } as const,
  )
  return true
}
