// SQL for bookings that are put first on their waiting list, and given their own turn again.

import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, type Read } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { waitsAt } from './store.ts'
import type { WaitingSchool } from './turn.ts'

/** The bookings of these schools (roots) that wait at published events, soonest event first. */
export const selectWaitingSchools = (act: Act, roots: readonly string[]): Read<WaitingSchool[]> =>
  all<WaitingSchool>(
    act.db
      .prepare(
        `SELECT b.id AS bookingId, s.rootId AS schoolId, e.id AS eventId, e.code, e.title,
           (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) AS startsAt,
           EXISTS (SELECT 1 FROM ServedFirst f WHERE f.bookingId = b.id AND f.endedAt IS NULL) AS first
         FROM json_each(?2) v CROSS JOIN School s ON s.rootId = v.value CROSS JOIN Booking b ON b.schoolId = s.id
           JOIN Event e ON e.id = b.eventId AND e.state = 'published'
         WHERE EXISTS (SELECT 1 FROM Place w WHERE w.bookingId = b.id AND ${waitsAt('w')}) ORDER BY startsAt, b.id`,
      )
      .bind(instant(act.now), JSON.stringify(roots)),
  )

export const insertServedFirst = (act: Act, bookingIds: readonly string[], reason: string): D1PreparedStatement =>
  act.db
    .prepare(
      `INSERT INTO ServedFirst (id, bookingId, reason, putAt, putById) SELECT value ->> '$[0]', value ->> '$[1]', ?2, ?3, ?4 FROM json_each(?1)`,
    )
    .bind(JSON.stringify(bookingIds.map((id) => [newId(act.now), id])), reason, instant(act.now), act.actor.accountId ?? null)

export const stillFirst = (act: Act, bookingId: string): D1PreparedStatement =>
  guard(act.db, 'EXISTS (SELECT 1 FROM ServedFirst WHERE bookingId = ?1 AND endedAt IS NULL)', bookingId)

export const endServedFirst = (act: Act, bookingId: string): D1PreparedStatement =>
  act.db
    .prepare('UPDATE ServedFirst SET endedAt = ?2, endedById = ?3 WHERE bookingId = ?1 AND endedAt IS NULL')
    .bind(bookingId, instant(act.now), act.actor.accountId ?? null)
