import { all, type Read } from '#base/db/read.ts'
import type { CoverageRow } from './line.ts'

/**
 * What a report of coverage says, a row for each school and requirement. @param everySchool not
 * of those alone that a paper names
 */
export const selectCoverageRows = (db: D1Database, number: number, everySchool: boolean): Read<CoverageRow[]> =>
  all<CoverageRow>(
    db
      .prepare(
        `SELECT s.schoolId, s.urn, s.name, s.town, s.trustName, COALESCE(g.requirementId, '') AS requirementId, COALESCE(g.state, '') AS state,
           COALESCE(g.why, '') AS why, s.lastAt, s.code,
           (SELECT json_group_array(at) FROM (
             SELECT x.startsAt AS at FROM json_each(s.evidence) e JOIN Mark k ON k.id = e.value JOIN Session x ON x.id = k.sessionId
             UNION SELECT a.heldOn FROM json_each(s.evidence) e JOIN EarlierAttendance a ON a.id = e.value ORDER BY at)) AS came
         FROM FrozenReport f JOIN FrozenSchool s ON s.reportId = f.id
           LEFT JOIN FrozenStanding g ON g.reportId = f.id AND g.schoolId = s.schoolId LEFT JOIN Requirement q ON q.id = g.requirementId
         WHERE f.number = ?1 AND (?2 = 1 OR EXISTS (SELECT 1 FROM NamedSchool n WHERE n.reportId = f.id AND n.schoolId = s.schoolId))
         ORDER BY s.schoolId, q.position`,
      )
      .bind(number, everySchool ? 1 : 0),
  )
