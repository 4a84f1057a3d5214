import type { Act } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { selectEditions } from './edition-store.ts'
import { selectSchoolsKnown } from './facts-store.ts'
import { keptOn } from './kept-standing.ts'
import { askOnTheirDay, keep, selectToFollow } from './kept-standing-store.ts'

/**
 * Schools of one batch, for which other requests wait half a second at most, and batches of one
 * run: some five seconds and 200 of its thousand statements. The rest follow a minute later.
 */
const [mostAtOnce, mostBatches] = [200, 10]

/** Whether there may be more. */
const followSome = async ({ db, now }: Act): Promise<boolean> => {
  const day = londonDay(now)
  const due = selectToFollow(db, mostAtOnce)
  const [, ...answers] = await db.batch([askOnTheirDay(db, day, mostAtOnce), ...due.statements])
  const asked = due.from(answers)
  if (asked.length === 0) return false
  const { editions, known } = await readTogether(db, {
    editions: selectEditions(db),
    known: selectSchoolsKnown(
      db,
      asked.map(({ rootId }) => rootId),
      day,
    ),
  })
  await db.batch(
    keep(
      db,
      asked,
      known.map((one) => keptOn(editions, one, day)),
      instant(now),
    ),
  )
  return asked.length === mostAtOnce
}

/**
 * Job: finds anew how schools stand of which something changed or whose day has come. Each batch
 * stands for itself, so that one that fails takes nothing from those before it.
 */
export const followStandings = async (act: Act): Promise<boolean> => {
  for (let batch = 0; batch < mostBatches; batch += 1) if (!(await followSome(act))) break
  return false
}
