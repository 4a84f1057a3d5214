import { all, each, mapped, only, type Read } from '#base/db/read.ts'
import type { Question } from './coverage.ts'
import { basisCodes } from './evidence.ts'
import type { Placed } from './report.ts'
import { bound, carriedFacts, groundParts, perSchool } from './store.ts'
import type { Moment, Taken } from './trend.ts'

/** Where the counted schools are; those without a place in the register are only counted. */
export const selectPlaced = (db: SqlDatabase, question: Question): Read<{ placed: Placed[]; without: number }> =>
  mapped(
    all<Record<'id' | 'name' | 'town' | 'easting' | 'northing', string> & { came: number }>(
      db
        .prepare(
          `WITH ${groundParts}
           SELECT q.rootId AS id, i.name, i.town, i.easting, i.northing, q.code IS NOT NULL AS came
           FROM (${perSchool('i.rowid')}) q JOIN SchoolIdentity i ON i.rowid = CAST(${carriedFacts.replaceAll('facts', 'q.facts')} AS INTEGER)
           WHERE q.facts IS NOT NULL ORDER BY i.urn`,
        )
        .bind(...bound(question)),
    ),
    (rows) => {
      const placed = rows
        .map(({ easting, northing, came, ...row }) => ({ ...row, easting: Number(easting), northing: Number(northing), came: came === 1 }))
        .filter(({ easting, northing }) => easting > 0 && northing > 0)
      return { placed, without: rows.length - placed.length }
    },
  )

/** Which schools took part, as at each moment: a statement each, one trip for all. */
export const selectTaken = (db: SqlDatabase, asked: readonly { moment: Moment; question: Question }[]): Read<Taken[]> =>
  each(
    asked.map(({ moment, question }) =>
      mapped(
        only<Record<'open' | 'came' | 'imported', string>>(
          db
            .prepare(
              `WITH ${groundParts}
               SELECT json_group_array(s.rowid) AS open, json_group_array(s.rowid) FILTER (WHERE q.code IS NOT NULL) AS came,
                 json_group_array(s.rowid) FILTER (WHERE q.code % 10 = ${basisCodes.earlier}) AS imported
               FROM (${perSchool("''")}) q CROSS JOIN School s ON s.id = q.rootId WHERE q.facts IS NOT NULL`,
            )
            .bind(...bound(question)),
        ),
        ({ open, came, imported }): Taken => {
          const ids = (json: string) => JSON.parse(json) as number[]
          return { ...moment, open: ids(open), came: ids(came), imported: ids(imported) }
        },
      ),
    ),
  )
