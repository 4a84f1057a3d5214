import type { Act } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { selectEditions } from './edition-store.ts'
import { selectSchoolsKnown } from './facts-store.ts'
import { keptOn } from './kept-standing.ts'
import { askOnTheirDay, keep, selectToFollow } from './kept-standing-store.ts'

/** Schools of one run; the rest follow a minute later. */
const mostAtOnce = 200

/** Job: finds anew how schools stand of which something changed or whose day has come. */
export const followStandings = async ({ db, now }: Act): Promise<boolean> => {
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
  return false
}
