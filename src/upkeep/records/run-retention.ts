import type { Act } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { eraseByJob } from './erase-person.ts'
import { linkDays } from './record.ts'
import {
  type ApprovedRun,
  approvedRuns,
  countErased,
  destroyedOf,
  destroyPiece,
  finishRun,
  peopleDue,
  stripLinks,
} from './retention-store.ts'

// Rows per job run: it runs every minute and shares the database.
const rowsAtOnce = 200
const peopleAtOnce = 5
const bodiesAtOnce = 25

/** Erases some people of a run; says how many. Anybody heard of meanwhile, or held, stays. */
const erasePiece = async (act: Act, run: ApprovedRun): Promise<number> => {
  let erased = 0
  for (const personId of await peopleDue(act.db, run, peopleAtOnce))
    if (await eraseByJob(act, personId, 'no_longer_needed', run.decidedById, countErased(act.db, run))) erased += 1
  return erased
}

const destroySome = async (act: Act, run: ApprovedRun): Promise<number> => {
  if (run.class === 'people') return erasePiece(act, run)
  const { statements, inserts } = destroyPiece(act.db, run, rowsAtOnce)
  const result = await atomically(act.db, statements, { record_is_held: 'held', [guardBroken]: 'changed' } as const)
  return result.ok ? inserts.reduce((sum, at) => sum + (result.value[at]?.meta.changes ?? 0), 0) : 0
}

/** Job: removes links from old messages, continues approved runs a piece each, and ends them. */
export const runRetention = async (act: Act): Promise<boolean> => {
  await stripLinks(act.db, instant(addMinutes(act.now, -linkDays * 24 * 60)), bodiesAtOnce)
  for (const run of await approvedRuns(act.db)) {
    if ((await destroySome(act, run)) > 0) continue
    await atomically(act.db, finishRun(act, run, await destroyedOf(act.db, run.id)), { [guardBroken]: 'changed' } as const)
  }
  return false
}
