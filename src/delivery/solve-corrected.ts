import type { Act } from '../act.ts'
import { atomically, guardBroken } from '../db/atomically.ts'
import { eachApart } from '../db/failed-job.ts'
import { logged } from '../log/store.ts'
import { leftAddresses, solve, stillLeft } from './solve-store.ts'

/** Notes of addresses that failed and that nobody has any more, that they were corrected: what was missed can follow to the new ones. */
export const solveCorrected = async (act: Act): Promise<boolean> => {
  await eachApart(
    act,
    'solveCorrected',
    await leftAddresses(act),
    (id) => id,
    async (id) => {
      const written = await atomically(
        act.db,
        [stillLeft(act, id), solve(act, id, 'corrected'), logged(act, { act: 'address.corrected', subject: ['address', id] })],
        { [guardBroken]: 'changed' } as const,
      )
      return written.ok
    },
  )
  return false
}
