import { all, type Read } from '#base/db/read.ts'
import type { CoverageRow } from './line.ts'

/** What a report of coverage says of each school that it counts. */
export const selectCoverageRows = (db: SqlDatabase, reportId: string): Read<CoverageRow[]> =>
  all<CoverageRow>(
    db
      .prepare(
        `SELECT s.schoolId, s.urn, s.name, s.town, s.trustName, s.lastAt, s.code,
           (SELECT json_group_array(at) FROM (
             SELECT x.startsAt AS at FROM json_each(s.evidence) e JOIN Mark k ON k.id = e.value JOIN Session x ON x.id = k.sessionId
             UNION SELECT a.heldOn FROM json_each(s.evidence) e JOIN EarlierAttendance a ON a.id = e.value ORDER BY at)) AS came
         FROM FrozenSchool s WHERE s.reportId = ?1 ORDER BY s.schoolId`,
      )
      .bind(reportId),
  )
