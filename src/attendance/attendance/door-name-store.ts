// SQL for an unnamed place whose delegate is at the door.

import type { Actor } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import { all, one, readTogether } from '#base/db/read.ts'
import type { Attendance } from '#events/events/event.ts'
import { takesAllRegisters } from './register.ts'

export type PlaceAtDoor = {
  eventId: string
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

/** People whom a name and address may mean, and whether they have a place at the event. */
export type MeantPerson = { id: string; name: string; email: string; hasPlace: 0 | 1; roleIds: string[] }

/**
 * What naming somebody at the door depends on, in one round trip; undefined for a register the
 * actor may not take.
 */
export const readPlaceAtDoor = async (
  db: D1Database,
  actor: Actor,
  asked: { sessionId: string; placeId: string; email?: string | undefined; roleId?: string | undefined; now: Instant },
): Promise<{ place: PlaceAtDoor; meant: MeantPerson[] } | undefined> => {
  const { row, people } = await readTogether(db, {
    row: one<Omit<PlaceAtDoor, 'comingSessionIds'> & { coming: string }>(
      db
        .prepare(
          `SELECT s.eventId, p.bookingId, r.id AS schoolId, r.name AS schoolName, p.state, p.attendance, p.personId,
             (e.state = 'cancelled' AND e.cancelledAt <= s.startsAt) AS isCalledOff,
             (SELECT json_group_array(x.id) FROM PlaceSession c JOIN ActiveSession x ON x.id = c.sessionId WHERE c.placeId = p.id AND x.startsAt > ?5) AS coming,
             (?6 IS NULL OR EXISTS (SELECT 1 FROM Role WHERE id = ?6)) AS roleKnown
           FROM PlaceSession ps JOIN ActiveSession s ON s.id = ps.sessionId JOIN Event e ON e.id = s.eventId JOIN Place p ON p.id = ps.placeId
             JOIN School o ON o.id = p.schoolId JOIN School r ON r.id = o.rootId
           WHERE ps.sessionId = ?1 AND ps.placeId = ?4 AND e.state <> 'draft'
             AND (?2 = 1 OR s.eventId IN (SELECT value FROM json_each(?3)))`,
        )
        .bind(
          asked.sessionId,
          takesAllRegisters(actor) ? 1 : 0,
          JSON.stringify(actor.doorEventIds),
          asked.placeId,
          asked.now,
          asked.roleId ?? null,
        ),
    ),
    people: all<Omit<MeantPerson, 'roleIds'> & { roleIds: string }>(
      db
        .prepare(
          `SELECT p.id, p.name, p.email,
             EXISTS (SELECT 1 FROM Place x JOIN ActiveSession s ON s.eventId = x.eventId WHERE s.id = ?2 AND x.personId = p.id AND x.state <> 'cancelled') AS hasPlace,
             (SELECT json_group_array(ra.roleId) FROM RoleAtSchool ra JOIN School o ON o.id = ra.schoolId JOIN Place pl ON pl.id = ?3
              JOIN School w ON w.id = pl.schoolId WHERE ra.personId = p.id AND o.rootId = w.rootId AND ra.supersededAt IS NULL) AS roleIds
           FROM Person p WHERE p.email = ?1 AND p.erasedAt IS NULL
             AND NOT EXISTS (SELECT 1 FROM PersonMerge g WHERE g.mergedId = p.id AND g.undoneAt IS NULL) ORDER BY p.id`,
        )
        .bind(asked.email ?? '', asked.sessionId, asked.placeId),
    ),
  })
  if (!row) return undefined
  const { coming, ...place } = row
  return {
    place: { ...place, comingSessionIds: JSON.parse(coming) as string[] },
    meant: people.map((person) => ({ ...person, roleIds: JSON.parse(person.roleIds) as string[] })),
  }
}
