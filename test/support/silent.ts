// Whether the one look that asks what is due can be believed when it says that there is nothing.
import type { Act } from '../../src/act.ts'
import { type Kind, kinds, kindsDue } from '../../src/due.ts'
import { db } from './database.ts'
import { recording } from './recording.ts'

/** Jobs of which the look says that they have nothing to do, and which write or send something all the same. */
export const missedByTheLook = async (act: Act, some: readonly Kind[] = kinds): Promise<string[]> => {
  const missed: string[] = []
  for (const kind of some) {
    // Each is asked for anew: what is due is left alone, and what is missed may make others due.
    if ((await kindsDue(db, act, [kind])).length > 0) continue
    const { db: recorder, trips } = recording()
    const left = await kind.job({ ...act, db: recorder, soFar: { wrote: false, refusals: [] } })
    if (left || trips.flat().some(({ changed = 0 }) => changed > 0)) missed.push(kind.job.name)
  }
  return missed
}

/** The same kinds, of which one is never due. */
export const neverDue = (name: string): readonly Kind[] => kinds.map((kind) => (kind.job.name === name ? { ...kind, due: () => [] } : kind))
