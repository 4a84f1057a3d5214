import { openSchools } from '#attendance/coverage/store.ts'
import { type Day, type Instant, londonDay } from '#base/dates.ts'
import { all, type Read } from '#base/db/read.ts'
import type { DueCount } from './demand.ts'

/** The worse state of somebody who holds roles at several schools. */
const inOrder = `CASE h.state WHEN 'not_in_date' THEN 1 WHEN 'no_record' THEN 2 ELSE 3 END`

/**
 * Whoever is due, each once, at open schools of the area, and who has a place.
 * @param pairs of a rule and an event that counts for it
 * @param bySchool rules that one holder meets for a school: of these, schools are counted
 */
export const selectDueCounts = (
  db: SqlDatabase,
  of: { now: Date; at: Instant; laCodes: readonly string[]; pairs: readonly [string, string][]; bySchool: readonly string[] },
): Read<DueCount[]> => {
  const day: Day = londonDay(of.now)
  return all<DueCount>(
    db
      .prepare(
        `WITH asked AS MATERIALIZED (SELECT q.rootId FROM (${openSchools("''")}) q),
           due AS (
             SELECT h.requirementId, ra.personId, MIN(${inOrder}) AS worst FROM asked q CROSS JOIN HolderStanding h ON h.rootId = q.rootId
               JOIN RoleAtSchool ra ON ra.id = h.roleAtSchoolId
             WHERE h.state IN ('not_in_date', 'no_record', 'due_soon') AND h.requirementId NOT IN (SELECT value FROM json_each(?5))
             GROUP BY h.requirementId, ra.personId
             UNION ALL
             SELECT h.requirementId, NULL, ${inOrder} FROM asked q CROSS JOIN SchoolStanding h ON h.rootId = q.rootId
             WHERE h.state IN ('not_in_date', 'no_record', 'due_soon') AND h.requirementId IN (SELECT value FROM json_each(?5)))
         SELECT d.requirementId, CASE d.worst WHEN 1 THEN 'not_in_date' WHEN 2 THEN 'no_record' ELSE 'due_soon' END AS state, COUNT(*) AS people,
           COALESCE(SUM(EXISTS (SELECT 1 FROM Place p CROSS JOIN json_each(?4) c ON c.value ->> 1 = p.eventId AND c.value ->> 0 = d.requirementId
             WHERE p.personId = d.personId AND p.takenUntil > ?3)), 0) AS placed
         FROM due d GROUP BY d.requirementId, d.worst`,
      )
      .bind(day, JSON.stringify(of.laCodes), of.at, JSON.stringify(of.pairs), JSON.stringify(of.bySchool)),
  )
}
