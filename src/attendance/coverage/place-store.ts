import { all, each, mapped, type Read } from '#base/db/read.ts'
import type { Question } from './coverage.ts'
import type { Placed } from './report.ts'
import { bound, carriedFacts, groundParts, perSchool } from './store.ts'
import type { Moment, Point } from './trend.ts'

const counted = `FROM (${perSchool('i.rowid')}) q WHERE q.facts IS NOT NULL`

/** Where the counted schools are; those without a place in the register are only counted. */
export const selectPlaced = (db: D1Database, question: Question): Read<{ placed: Placed[]; without: number }> =>
  mapped(
    all<{ easting: string; northing: string; came: number }>(
      db
        .prepare(
          `WITH RECURSIVE ${groundParts}
           SELECT i.easting, i.northing, q.code IS NOT NULL AS came
           FROM (${perSchool('i.rowid')}) q JOIN SchoolIdentity i ON i.rowid = CAST(${carriedFacts.replaceAll('facts', 'q.facts')} AS INTEGER)
           WHERE q.facts IS NOT NULL ORDER BY i.urn`,
        )
        .bind(...bound(question)),
    ),
    (rows) => {
      const placed = rows
        .map(({ easting, northing, came }) => ({ easting: Number(easting), northing: Number(northing), came: came === 1 }))
        .filter(({ easting, northing }) => easting > 0 && northing > 0)
      return { placed, without: rows.length - placed.length }
    },
  )

/** How many schools took part, as at each moment: a statement each, one trip for all. */
export const selectTrend = (db: D1Database, asked: readonly { moment: Moment; question: Question }[]): Read<Point[]> =>
  each(
    asked.map(({ moment, question }) =>
      mapped(
        all<{ open: number; tookPart: number }>(
          db
            .prepare(`WITH RECURSIVE ${groundParts} SELECT COUNT(*) AS open, COUNT(q.code) AS tookPart ${counted}`)
            .bind(...bound(question)),
        ),
        ([row]): Point => ({ ...moment, open: row?.open ?? 0, tookPart: row?.tookPart ?? 0 }),
      ),
    ),
  )
