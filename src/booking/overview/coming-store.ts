import { decoded } from '#base/db/column.ts'
import type { Rows } from '#base/db/list-rows.ts'
import { mapped, one, type Read } from '#base/db/read.ts'
import type { MarkType, StoredPlace } from '#base/standing.ts'
import type { Attendance } from '#events/events/event.ts'
import { addressAt } from '#people/people/spelling-store.ts'

/** A certain place of a school, as the school sees it. */
export type ComingPlace = StoredPlace & {
  id: string
  school: string
  personId: string | null
  name: string | null
  email: string | null
  role: string | null
  attendance: Attendance | null
  reference: string
  workshops: string[]
  marks: (MarkType | null)[]
}

const places = `json_each(?1) j CROSS JOIN School s ON s.id = j.value CROSS JOIN School m ON m.rootId = s.id
  CROSS JOIN Place pl ON pl.schoolId = m.id AND pl.eventId = (SELECT e.id FROM Event e WHERE e.code = ?2)`

const valuesOf = (schoolIds: readonly string[], code: string) => [JSON.stringify(schoolIds), code.toUpperCase()]

/** Whether schools (roots) have, had or wait for a place at an event. */
export const selectHasPlace = (db: SqlDatabase, schoolIds: readonly string[], code: string): Read<boolean> =>
  mapped(one<{ n: 1 }>(db.prepare(`SELECT 1 AS n FROM ${places} LIMIT 1`).bind(...valuesOf(schoolIds, code))), (row) => row !== undefined)

/** Who comes to an event for schools (roots), by school and name. */
export const comingPlaces = (schoolIds: readonly string[], code: string): Rows<ComingPlace, object> => ({
  sql: `SELECT pl.id, s.name AS school, s.id AS rootId, pl.eventId, pl.personId, n.id IS NULL AS isUnnamed, COALESCE(n.name, '') AS sortName
    FROM ${places} LEFT JOIN Person n ON n.id = pl.personId WHERE pl.state = 'confirmed'`,
  values: valuesOf(schoolIds, code),
  by: ['school COLLATE NOCASE', 'isUnnamed', 'sortName COLLATE NOCASE', 'id'],
  shown: `SELECT page.*, pl.state, pl.waitsFor, pl.heldUntil, pl.attendance, b.reference, n.name, r.label AS role,
      ${addressAt('pl.personId', 'page.rootId', 'n.email')} AS email,
      (SELECT json_group_array(w.title) FROM (SELECT x.title FROM PlaceSession c JOIN ActiveSession x ON x.id = c.sessionId
       WHERE c.placeId = pl.id AND x.block <> '' ORDER BY x.startsAt) w) AS workshops,
      (SELECT json_group_array(k.markType) FROM PlaceSession c JOIN ActiveSession y ON y.id = c.sessionId
         LEFT JOIN CurrentMark k ON k.placeId = pl.id AND k.sessionId = c.sessionId WHERE c.placeId = pl.id) AS marks
    FROM page CROSS JOIN Place pl ON pl.id = page.id JOIN Booking b ON b.id = pl.bookingId
      LEFT JOIN Person n ON n.id = pl.personId LEFT JOIN Role r ON r.id = pl.roleId`,
  made: (row) => decoded<ComingPlace>(row, { workshops: 'json', marks: 'json' }),
})
