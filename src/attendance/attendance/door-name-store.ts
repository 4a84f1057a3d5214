// SQL for an unnamed place whose delegate is at the door.

import type { Actor } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import type { Attendance } from '#events/events/event.ts'
import { takesRegister } from './register.ts'

export type PlaceAtDoor = {
  eventId: string
  startsAt: Instant
  bookingId: string
  /** The place's school: root id and name. */
  schoolId: string
  schoolName: string
  state: 'held' | 'confirmed' | 'cancelled'
  attendance: Attendance | null
  personId: string | null
  isCalledOff: 0 | 1
  /** The place's future sessions. */
  comingSessionIds: string[]
  roleKnown: 0 | 1
}

/** What naming somebody at the door depends on; undefined for a register the actor may not take. */
export const readPlaceAtDoor = async (
  db: SqlDatabase,
  actor: Actor,
  asked: { sessionId: string; placeId: string; roleId?: string | undefined; now: Instant },
): Promise<PlaceAtDoor | undefined> => {
  const row = await db
    .prepare(
      `SELECT s.eventId, s.startsAt, p.bookingId, r.id AS schoolId, r.name AS schoolName, p.state, p.attendance, p.personId,
         (e.state = 'cancelled' AND e.cancelledAt <= s.startsAt) AS isCalledOff,
         (SELECT json_group_array(x.id) FROM PlaceSession c JOIN ActiveSession x ON x.id = c.sessionId WHERE c.placeId = p.id AND x.startsAt > ?3) AS coming,
         (?4 IS NULL OR EXISTS (SELECT 1 FROM Role WHERE id = ?4)) AS roleKnown
       FROM PlaceSession ps JOIN ActiveSession s ON s.id = ps.sessionId JOIN Event e ON e.id = s.eventId JOIN Place p ON p.id = ps.placeId
         JOIN School o ON o.id = p.schoolId JOIN School r ON r.id = o.rootId
       WHERE ps.sessionId = ?1 AND ps.placeId = ?2 AND e.state <> 'draft'`,
    )
    .bind(asked.sessionId, asked.placeId, asked.now, asked.roleId ?? null)
    .first<Omit<PlaceAtDoor, 'comingSessionIds'> & { coming: string }>()
  if (!row || !takesRegister(actor, row)) return undefined
  const { coming, ...place } = row
  return { ...place, comingSessionIds: JSON.parse(coming) as string[] }
}
