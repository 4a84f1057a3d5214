import { selectEditions } from '#attendance/requirements/edition-store.ts'
import { selectSchoolsKnown } from '#attendance/requirements/facts-store.ts'
import { type Kept, keptOn } from '#attendance/requirements/kept-standing.ts'
import { selectKept } from '#attendance/requirements/kept-standing-store.ts'
import { instant, londonDay } from '#base/dates.ts'
import { all, mapped, type Read, readTogether } from '#base/db/read.ts'

/** Compared each time, chosen by chance. */
const mostCompared = 100

/** Schools unchanged since their standings were kept. */
export const selectSettledRoots = (db: SqlDatabase, now: Date): Read<string[]> =>
  mapped(
    all<{ rootId: string }>(
      db
        .prepare(
          `SELECT f.rootId FROM SchoolFollowed f WHERE f.followedAt <= ?1 AND (f.lookOn IS NULL OR f.lookOn > ?2)
             AND NOT EXISTS (SELECT 1 FROM StandingToFollow t WHERE t.rootId = f.rootId) ORDER BY random() LIMIT ${mostCompared}`,
        )
        .bind(instant(now), londonDay(now)),
    ),
    (rows) => rows.map(({ rootId }) => rootId),
  )

const saying = (rows: readonly object[]): string =>
  rows
    .map((row) => JSON.stringify(row))
    .toSorted()
    .join()

/** Of these schools those whose kept standings are not what the function says. */
export const differingRoots = async (db: SqlDatabase, now: Date, roots: readonly string[]): Promise<string[]> => {
  if (roots.length === 0) return []
  const day = londonDay(now)
  const { editions, known, kept } = await readTogether(db, {
    editions: selectEditions(db),
    known: selectSchoolsKnown(db, roots, day),
    kept: selectKept(db, roots),
  })
  const standingOf = new Map<string, Kept>(known.map((one) => [one.rootId, keptOn(editions, one, day)]))
  return roots
    .filter((rootId) => {
      const own = <T extends { rootId: string }>(rows: readonly T[]): T[] => rows.filter((row) => row.rootId === rootId)
      const { standings = [], holders = [] } = standingOf.get(rootId) ?? {}
      return saying(own(kept.standings)) !== saying(standings) || saying(own(kept.holders)) !== saying(holders)
    })
    .toSorted()
}
