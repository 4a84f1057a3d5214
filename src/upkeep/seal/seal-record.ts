import type { Act, Moment } from '#base/act.ts'
import { type Condition, selectWhichHold } from '#base/db/condition.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { leafOfData } from '#base/seal/entry.ts'
import { readData } from '#base/seal/entry-store.ts'
import { mostSealed } from '#base/seal/seal.ts'
import { grow } from '#base/seal/tree.ts'
import { checkpointDue } from './checkpoint-store.ts'
import { copyCheckpoints } from './copy-checkpoints.ts'
import { signCheckpoint } from './sign-checkpoint.ts'
import { appendLeaves, readQueue, readStanding, toSealDue } from './store.ts'

/** Adds what waits, in the order in which it was written; whether more may wait for this run. */
export const sealNext = async (act: Act, most = mostSealed.together): Promise<boolean> => {
  const { queue, standing } = await readTogether(act.db, { queue: readQueue(act.db, most), standing: readStanding(act.db) })
  if (queue.length === 0) return false
  const leaves = await Promise.all(
    queue.map(async (one) => {
      const salt = crypto.getRandomValues(new Uint8Array(16))
      return { ...one, salt, hash: await leafOfData(salt, await readData(act.db, one)) }
    }),
  )
  const { nodes } = await grow(
    standing.size,
    standing.peaks,
    leaves.map(({ hash }) => hash),
  )
  return (await appendLeaves(act, standing.size, leaves, nodes)) && queue.length === most
}

/** A row waits, or a checkpoint is to be stated. */
export const sealDue = (moment: Moment): readonly Condition[] => [toSealDue, checkpointDue(moment)]

/** Does what is due of the protected record; what is left is for the next minute. */
export const sealRecord = async (act: Act): Promise<boolean> => {
  for (let n = 0; n < mostSealed.times; n += 1) if (!(await sealNext(act))) break
  const { held } = await readNow(act.db, selectWhichHold(act.db, [checkpointDue(act)]))
  if (held[0]) {
    await signCheckpoint(act)
    await copyCheckpoints(act)
  }
  return false
}
