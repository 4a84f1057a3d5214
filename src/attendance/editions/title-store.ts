import type { ListedTitle, TitleBatch, TitleCounts } from '#attendance/requirements/training.ts'
import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, type Read } from '#base/db/read.ts'
import { newId } from '#base/id.ts'

/** Titles of records of whoever came whose purpose nobody stated, those of most records first. */
export const selectTitles = (db: SqlDatabase, most: number): Read<ListedTitle[]> =>
  all<ListedTitle>(
    db
      .prepare(
        `SELECT n.title, n.records, t.countedAs, t.id AS "is" FROM (
           SELECT lower(trim(a.title)) AS title, COUNT(*) AS records FROM EarlierAttendance a
           WHERE a.supersededAt IS NULL AND a.purpose IS NULL AND a.personId IS NOT NULL AND a.markType = 'attended' AND trim(a.title) <> '' GROUP BY 1) n
         LEFT JOIN CourseTitle t ON t.title = n.title AND t.supersededAt IS NULL ORDER BY n.records DESC, n.title LIMIT ?1`,
      )
      .bind(most),
  )

/** Lists that were saved, the last first. */
export const selectTitleBatches = (db: SqlDatabase): Read<TitleBatch[]> =>
  all<TitleBatch>(
    db.prepare(
      `SELECT t.batchId, MIN(t.createdAt) AS at, COUNT(*) AS titles, SUM(t.supersededAt IS NULL) AS stands,
         (SELECT COALESCE(g.name, a.email) FROM Account a LEFT JOIN Person g ON g.id = a.personId WHERE a.id = t.createdById) AS "by"
       FROM CourseTitle t GROUP BY t.batchId ORDER BY 2 DESC, t.batchId DESC LIMIT 20`,
    ),
  )

/** What undoing a list says again of its titles. */
export const selectBefore = (db: SqlDatabase, batchId: string): Read<TitleCounts[]> =>
  all<TitleCounts>(
    db
      .prepare('SELECT t.title, t.was AS countedAs FROM CourseTitle t WHERE t.batchId = ?1 AND t.supersededAt IS NULL ORDER BY t.title')
      .bind(batchId),
  )

/** Guard: each title is said as it was read. */
export const writeTitles = (
  act: Act,
  batchId: string,
  changes: readonly (TitleCounts & { was: TitleCounts['countedAs']; is: string | null })[],
): SqlStatement[] => {
  const rows = JSON.stringify(changes.map((one) => ({ ...one, id: newId(act.now) })))
  const of = "json_each(?1) j LEFT JOIN CourseTitle t ON t.title = j.value ->> 'title' AND t.supersededAt IS NULL"
  return [
    guard(act.db, `NOT EXISTS (SELECT 1 FROM ${of} WHERE t.id IS NOT j.value ->> 'is')`, rows),
    act.db
      .prepare(
        "UPDATE CourseTitle SET supersededAt = ?2 WHERE supersededAt IS NULL AND title IN (SELECT value ->> 'title' FROM json_each(?1))",
      )
      .bind(rows, instant(act.now)),
    act.db
      .prepare(
        `INSERT INTO CourseTitle (id, batchId, title, countedAs, was, createdAt, createdById)
         SELECT value ->> 'id', ?2, value ->> 'title', value ->> 'countedAs', value ->> 'was', ?3, ?4 FROM json_each(?1)`,
      )
      .bind(rows, batchId, instant(act.now), act.actor.accountId ?? null),
  ]
}
