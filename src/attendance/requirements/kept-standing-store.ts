import type { Moment } from '#base/act.ts'
import { type Day, type Instant, londonDay } from '#base/dates.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { all, mapped, type Read, together } from '#base/db/read.ts'
import type { Kept, KeptHolder, KeptStanding } from './kept-standing.ts'

type ToFollow = { rootId: string; version: string }

export const standingsDue = ({ now }: Moment): Condition[] => [
  exists('SELECT 1 FROM StandingToFollow'),
  exists('SELECT 1 FROM SchoolFollowed WHERE lookOn <= ?1', londonDay(now)),
]

/** Puts those whose day has come beside those of which something changed. */
export const askOnTheirDay = (db: SqlDatabase, day: Day, most: number): SqlStatement =>
  db
    .prepare(
      `INSERT INTO StandingToFollow (rootId, version) SELECT rootId, random() FROM SchoolFollowed WHERE lookOn <= ?1 ORDER BY lookOn LIMIT ?2
       ON CONFLICT (rootId) DO NOTHING`,
    )
    .bind(day, most)

export const selectToFollow = (db: SqlDatabase, most: number): Read<ToFollow[]> =>
  // As text, for it has more digits than a number of JavaScript's.
  all<ToFollow>(db.prepare('SELECT rootId, CAST(version AS TEXT) AS version FROM StandingToFollow ORDER BY rootId LIMIT ?1').bind(most))

/** SQL: the roots ?1 of which nothing changed since they were read. */
const asRead = `SELECT f.rootId FROM json_each(?1) j CROSS JOIN StandingToFollow f ON f.rootId = j.value ->> 'rootId' AND CAST(f.version AS TEXT) = j.value ->> 'version'`

/** Keeps what was found of schools in place of what was kept, unless they changed meanwhile. */
export const keep = (db: SqlDatabase, asked: readonly ToFollow[], kept: readonly Kept[], at: Instant): SqlStatement[] => {
  const roots = JSON.stringify(asked)
  const cleared = (table: string) => db.prepare(`DELETE FROM ${table} WHERE rootId IN (${asRead})`).bind(roots)
  const ofRead = (sql: string, values: readonly unknown[], ...more: unknown[]) =>
    db.prepare(`${sql} FROM json_each(?2) v WHERE v.value ->> 'rootId' IN (${asRead})`).bind(roots, JSON.stringify(values), ...more)
  return [
    cleared('SchoolStanding'),
    cleared('HolderStanding'),
    cleared('SchoolFollowed'),
    ofRead(
      `INSERT INTO SchoolStanding (rootId, requirementId, state, shown, day, shownDay, turnsOn)
       SELECT v.value ->> 'rootId', v.value ->> 'requirementId', v.value ->> 'state', v.value ->> 'shown', v.value ->> 'day', v.value ->> 'shownDay',
         v.value ->> 'turnsOn'`,
      kept.flatMap(({ standings }) => standings),
    ),
    ofRead(
      `INSERT INTO HolderStanding (rootId, roleAtSchoolId, requirementId, state, turnsOn)
       SELECT v.value ->> 'rootId', v.value ->> 'roleAtSchoolId', v.value ->> 'requirementId', v.value ->> 'state', v.value ->> 'turnsOn'`,
      kept.flatMap(({ holders }) => holders),
    ),
    ofRead(
      `INSERT INTO SchoolFollowed (rootId, followedAt, lookOn) SELECT v.value ->> 'rootId', ?3, v.value ->> 'lookOn'`,
      kept.map(({ rootId, lookOn }) => ({ rootId, lookOn })),
      at,
    ),
    db.prepare(`DELETE FROM StandingToFollow WHERE rootId IN (${asRead})`).bind(roots),
  ]
}

type Days = 'day' | 'shownDay' | 'turnsOn'
type Row<T> = Omit<T, Days> & Record<Days & keyof T, Day | null>

const turning = <T extends { turnsOn: Day | null }>({ turnsOn, ...row }: T) => ({ ...row, turnsOn: turnsOn ?? undefined })

/** What is kept of schools, in the order of requirements and roles. */
export const selectKept = (
  db: SqlDatabase,
  rootIds: readonly string[],
): Read<{ standings: KeptStanding[]; holders: KeptHolder[]; looks: { rootId: string; lookOn: Day | null }[] }> => {
  const roots = JSON.stringify(rootIds)
  return mapped(
    together({
      standings: all<Row<KeptStanding>>(
        db
          .prepare(
            `SELECT k.rootId, k.requirementId, k.state, k.shown, k.day, k.shownDay, k.turnsOn FROM json_each(?1) j CROSS JOIN SchoolStanding k ON k.rootId = j.value
             JOIN Requirement q ON q.id = k.requirementId ORDER BY k.rootId, q.position`,
          )
          .bind(roots),
      ),
      holders: all<Row<KeptHolder>>(
        db
          .prepare(
            `SELECT k.rootId, k.roleAtSchoolId, k.requirementId, k.state, k.turnsOn FROM json_each(?1) j CROSS JOIN HolderStanding k ON k.rootId = j.value
             JOIN Requirement q ON q.id = k.requirementId ORDER BY k.rootId, q.position, k.roleAtSchoolId`,
          )
          .bind(roots),
      ),
      looks: all<{ rootId: string; lookOn: Day | null }>(
        db
          .prepare('SELECT f.rootId, f.lookOn FROM json_each(?1) j CROSS JOIN SchoolFollowed f ON f.rootId = j.value ORDER BY f.rootId')
          .bind(roots),
      ),
    }),
    ({ standings, holders, looks }) => ({
      standings: standings.map(({ day, shownDay, turnsOn, ...row }) =>
        turning({ ...row, day: day ?? undefined, shownDay: shownDay ?? undefined, turnsOn }),
      ),
      holders: holders.map(turning),
      looks,
    }),
  )
}
