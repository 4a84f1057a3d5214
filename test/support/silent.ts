// Whether the one look that asks what is due can be believed when it says that there is nothing.
import type { Act } from '#base/act.ts'
import { type Found, kindsDue, letRest } from '#due.ts'
import { type Kind, kinds } from '#jobs.ts'
import { db } from './database.ts'
import { recording } from './recording.ts'

const looked = async (act: Act, some: readonly Kind[]): Promise<readonly Found[]> => {
  const found = await kindsDue(db, act, some)
  // A look that failed calls everything due.
  if (found.some(({ version }) => version === 0)) throw new Error('The look itself failed')
  return found
}

/** Jobs of which the look says that they have nothing to do, and which write or send something all the same. */
export const missedByTheLook = async (act: Act, some: readonly Kind[] = kinds): Promise<string[]> => {
  const missed: string[] = []
  // The sweep looks anew whenever it is done; that it is done once a night is its own test.
  const asked = some.filter(({ name }) => name !== 'sweepNightly')
  let found = await looked(act, asked)
  const toRest: Found[] = []
  for (const [n, kind] of asked.entries()) {
    // What is due is left alone.
    const due = found.find((one) => one.kind === kind)
    if (due) {
      toRest.push(due)
      continue
    }
    const { db: recorder, trips } = recording()
    const left = await kind.job({ ...act, db: recorder, soFar: { wrote: false, refusals: [], follows: [] } })
    if (!left && !trips.flat().some(({ changed = 0 }) => changed > 0)) continue
    missed.push(kind.name)
    // It may have made others due.
    found = await looked(act, asked.slice(n + 1))
  }
  // What has nothing to do rests from now on, so that the next time shows whether something has woken it.
  for (const found of toRest) await letRest(act, found)
  return missed
}

/** The same kinds, of which one is never due. */
export const neverDue = (name: string): readonly Kind[] =>
  kinds.map((kind) => (kind.name === name ? { name, job: kind.job, due: () => [] } : kind))
