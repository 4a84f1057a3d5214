// SQL for records that may be of one person, kept as people come to be, change and come to schools.
import type { Moment } from '#base/act.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { all, type Read } from '#base/db/read.ts'
import { standing } from './merge-store.ts'
import type { Compared, LikelyWhy } from './pair.ts'

export type ToCompare = { personId: string; version: number }

/** A pair as it is kept. `of`: the one who was compared. */
export type FoundPair = { one: string; other: string; why: Exclude<LikelyWhy, 'not_asked'>; of: string }

export const comparingDue = (_: Moment): Condition[] => [exists('SELECT 1 FROM PersonToCompare')]

export const selectToCompare = (db: SqlDatabase, most: number): Read<ToCompare[]> =>
  all(db.prepare('SELECT personId, version FROM PersonToCompare ORDER BY personId LIMIT ?1').bind(most))

/** Everybody at each school (a root) of these people, and whoever has an address of theirs. */
export const selectBeside = (db: SqlDatabase, ids: readonly string[]): Read<Compared[]> =>
  all(
    db
      .prepare(
        `WITH asked AS MATERIALIZED (SELECT p.id, p.email FROM json_each(?1) j CROSS JOIN Person p ON p.id = j.value WHERE ${standing('p')}),
         root AS MATERIALIZED (
           SELECT o.rootId FROM asked a CROSS JOIN RoleAtSchool x ON x.personId = a.id AND x.supersededAt IS NULL JOIN School o ON o.id = x.schoolId
           UNION SELECT o.rootId FROM asked a CROSS JOIN Place l ON l.personId = a.id JOIN School o ON o.id = l.schoolId
           UNION SELECT o.rootId FROM asked a CROSS JOIN WalkIn w ON w.personId = a.id JOIN School o ON o.id = w.schoolId
           UNION SELECT o.rootId FROM asked a CROSS JOIN EarlierAttendance e ON e.personId = a.id AND e.supersededAt IS NULL JOIN School o ON o.id = e.schoolId),
         own AS MATERIALIZED (SELECT r.rootId, o.id FROM root r CROSS JOIN School o ON o.rootId = r.rootId),
         beside AS (
           SELECT o.rootId, x.personId AS id FROM own o CROSS JOIN RoleAtSchool x ON x.schoolId = o.id AND x.supersededAt IS NULL
           UNION SELECT o.rootId, l.personId FROM own o CROSS JOIN Place l ON l.schoolId = o.id AND l.personId IS NOT NULL
           UNION SELECT o.rootId, w.personId FROM own o CROSS JOIN WalkIn w ON w.schoolId = o.id
           UNION SELECT o.rootId, e.personId FROM own o CROSS JOIN EarlierAttendance e ON e.schoolId = o.id AND e.supersededAt IS NULL AND e.personId IS NOT NULL
           UNION SELECT a.email, p.id FROM asked a CROSS JOIN Person p ON p.email = a.email)
         SELECT b.rootId AS "at", p.id, p.name, p.email FROM beside b CROSS JOIN Person p ON p.id = b.id WHERE ${standing('p')} ORDER BY b.rootId, p.id`,
      )
      .bind(JSON.stringify(ids)),
  )

const asRead = `SELECT f.personId FROM json_each(?1) j CROSS JOIN PersonToCompare f ON f.personId = j.value ->> 'personId' AND f.version = j.value ->> 'version'`

/** Keeps the pairs of these people in place of those before, unless somebody has said something. */
export const keepPairs = (db: SqlDatabase, compared: readonly ToCompare[], found: readonly FoundPair[]): SqlStatement[] => {
  const asked = JSON.stringify(compared)
  return [
    db.prepare(`DELETE FROM LikelyPair WHERE why <> 'not_asked' AND oneId IN (${asRead})`).bind(asked),
    db.prepare(`DELETE FROM LikelyPair WHERE why <> 'not_asked' AND otherId IN (${asRead})`).bind(asked),
    db
      .prepare(
        `INSERT INTO LikelyPair (oneId, otherId, why) SELECT v.value ->> 'one', v.value ->> 'other', v.value ->> 'why' FROM json_each(?2) v
         WHERE v.value ->> 'of' IN (${asRead})
           AND NOT EXISTS (SELECT 1 FROM PersonPair r WHERE r.oneId = v.value ->> 'one' AND r.otherId = v.value ->> 'other')
         ON CONFLICT (oneId, otherId) DO NOTHING`,
      )
      .bind(asked, JSON.stringify(found)),
    db.prepare(`DELETE FROM PersonToCompare WHERE personId IN (${asRead})`).bind(asked),
  ]
}
