import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { eraseByJob } from './erase-person.ts'
import { type ErasureList, erasureListName, formatErasures, mergeErasures, parseErasures } from './erasure-list.ts'
import { forgetRestored, insertToRepeat, listedAs, noteRestored } from './erasure-list-store.ts'
import { forgetCompared, noteCompared, noteTried, selectErased, selectNamed, selectToRepeat } from './listed-store.ts'

const peopleAtOnce = 5

/** Job: lists in the bucket who was erased, and finds who is back after a restore. */
export const keepErasures = async (act: Act): Promise<boolean> => {
  if (!act.files) return false
  // First, so that an erasure meanwhile makes it due again.
  await noteCompared(act).run()
  try {
    const object = await act.files.get(erasureListName)
    const kept = object ? parseErasures(await object.text()) : new Map()
    const erased = await readNow(act.db, selectErased(act.db))
    if ([...erased.keys()].some((id) => !kept.has(id))) {
      const unchanged = object ? { etagMatches: object.etag } : new Headers({ 'if-none-match': '*' })
      const list = formatErasures(mergeErasures(kept, erased))
      if (!(await act.files.put(erasureListName, list, { onlyIf: unchanged })))
        throw new Error('The list of erasures was changed meanwhile')
    }
    const back = [...kept].filter(([id]) => !erased.has(id))
    if (back.length > 0) await act.db.prepare(insertToRepeat).bind(listedAs(back)).run()
  } catch (error) {
    await forgetCompared(act).run()
    throw error
  }
  return false
}

/** Job: erases again people on the list; those under a hold are tried again in an hour. */
export const repeatErasures = async (act: Act): Promise<boolean> => {
  for (const { personId } of await readNow(act.db, selectToRepeat(act, peopleAtOnce)))
    if (!(await eraseByJob(act, personId, 'repeated', null))) await noteTried(act, personId).run()
  return false
}

/** Restored data, without the list of whoever was erased since `backupOf`. */
export const markRestored = async (act: Act, backupOf: string): Promise<void> => {
  await act.db.prepare(noteRestored).bind(backupOf, instant(act.now)).run()
}

/** Erases again whom the list names. @returns how many were, and who is kept by something */
export const applyErasures = async (act: Act, list: ErasureList): Promise<{ erased: number; left: string[] }> => {
  await act.db.batch([act.db.prepare(insertToRepeat).bind(listedAs([...list])), act.db.prepare(forgetRestored)])
  const before = (await readNow(act.db, selectNamed(act.db))).length
  while ((await readNow(act.db, selectToRepeat(act, 1))).length > 0) await repeatErasures(act)
  const left = (await readNow(act.db, selectNamed(act.db))).map(({ personId }) => personId)
  return { erased: before - left.length, left }
}
