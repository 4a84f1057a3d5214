// SQL for the people of a door: everyone with a place at the event, and who came without one.

import type { Act } from '#base/act.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, only, together } from '#base/db/read.ts'
import { sha256 } from '#base/id.ts'
import { ticketsBy } from '#calendars/invites/invite-places.ts'
import { courseLacked } from '#people/people/earlier-course-store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { HandMark } from './device.ts'
import type { DoorPerson, Said } from './people.ts'

type Row = Omit<DoorPerson, 'school' | 'insteadOf' | 'lacks' | 'tickets'> & {
  lacks: string | null
  insteadOf: string | null
  schoolId: string | null
  schoolName: string
  town: string
  urn: string | null
  holderIds: string[]
}

const personStored = { unnamed: 'flag', comesOnline: 'flag', sessionIds: 'json', holderIds: 'json' } as const

/** `holderIds`: the person, and records that were merged into theirs: a ticket may be of any. */
export type HeldPerson = DoorPerson & { holderIds: string[] }

const school = 'root.id AS schoolId, root.name AS schoolName, root.town, root.urn'

/** SQL: of event ?1; only those with one of the keys in the JSON of ?2, where it is given. */
const peopleSql = `
  SELECT p.id AS key, 'place' AS kind, p.personId IS NULL AS unnamed, person.name, role.label AS role, ${school}, '' AS organisation,
    p.attendance IS 'online' AS comesOnline, NULL AS insteadOf, ${courseLacked('p.personId', 'p.eventId')} AS lacks,
    (SELECT json_group_array(ps.sessionId) FROM PlaceSession ps WHERE ps.placeId = p.id) AS sessionIds,
    (WITH RECURSIVE holder(id) AS (SELECT p.personId WHERE p.personId IS NOT NULL
       UNION SELECT m.mergedId FROM holder h JOIN PersonMerge m ON m.keptId = h.id AND m.undoneAt IS NULL)
     SELECT json_group_array(id) FROM holder) AS holderIds
  FROM Place p JOIN School s ON s.id = p.schoolId JOIN School root ON root.id = s.rootId
    LEFT JOIN Person person ON person.id = p.personId LEFT JOIN Role role ON role.id = p.roleId
  WHERE p.eventId = ?1 AND p.state = 'confirmed' AND (?2 IS NULL OR p.id IN (SELECT value FROM json_each(?2)))
  UNION ALL
  SELECT w.key, 'walk_in', 0, person.name, role.label, ${school}, w.organisation, 0, w.insteadOf, ${courseLacked('w.personId', '?1')}, w.sessionIds, '[]'
  FROM (SELECT COALESCE(MIN(a.walkInId), MIN(x.id)) AS key, x.personId, x.schoolId, x.roleId, x.organisation, MIN(x.insteadOfId) AS insteadOf, json_group_array(DISTINCT x.sessionId) AS sessionIds
        FROM WalkIn x LEFT JOIN Arrival a ON a.walkInId = x.id WHERE x.eventId = ?1 GROUP BY x.personId) w
    LEFT JOIN School s ON s.id = w.schoolId LEFT JOIN School root ON root.id = s.rootId
    LEFT JOIN Person person ON person.id = w.personId LEFT JOIN Role role ON role.id = w.roleId
  WHERE ?2 IS NULL OR w.key IN (SELECT value FROM json_each(?2))`

/** Everyone, or those of the keys. Door staff see no addresses: none is read. */
export const selectDoorPeople = (db: SqlDatabase, eventId: string, keys?: readonly string[]) =>
  mapped(
    all<Row>(db.prepare(peopleSql).bind(eventId, keys === undefined ? null : JSON.stringify(keys)), personStored),
    (rows): HeldPerson[] =>
      rows.map(({ schoolId, schoolName, town, urn, insteadOf, lacks, ...row }) => ({
        ...row,
        ...(insteadOf ? { insteadOf } : {}),
        ...(lacks ? { lacks } : {}),
        school: schoolId === null ? null : { id: schoolId, label: schoolLabel({ name: schoolName, town, urn }) },
        tickets: [],
      })),
  )

/** With the hashes of their tickets, as a device is told. */
export const withTickets = async ({ ticketKey }: Pick<Act, 'ticketKey'>, people: readonly HeldPerson[]): Promise<DoorPerson[]> => {
  const ticketFor = await ticketsBy(ticketKey)
  const hashOf = async (placeId: string, personId: string): Promise<string[]> => {
    const ticket = await ticketFor(placeId, personId)
    return ticket ? [await sha256(ticket)] : []
  }
  return Promise.all(
    people.map(async ({ holderIds, ...person }) => ({
      ...person,
      tickets: (await Promise.all(holderIds.map((id) => hashOf(person.key, id)))).flat(),
    })),
  )
}

/** What was said at the door, after a number of the server's order. */
export const selectSaid = (db: SqlDatabase, eventId: string, since = 0) =>
  all<Said>(
    db
      .prepare(
        `SELECT a.number, a.id, COALESCE(a.placeId, a.walkInId) AS key, a.day, a.kind, a.how, a.happenedAt, a.undoesId, a.deviceId AS device
         FROM Arrival a WHERE a.eventId = ?1 AND a.number > ?2 ORDER BY a.number`,
      )
      .bind(eventId, since),
  )

/** What was marked by hand of places, after a number of the server's order. */
export const selectHandMarks = (db: SqlDatabase, eventId: string, since = 0) =>
  mapped(
    all<HandMark & { number: number; source: string }>(
      db
        .prepare(
          `SELECT m.rowid AS number, m.id, m.placeId AS key, m.sessionId AS session, m.markType, m.source
           FROM Session s CROSS JOIN Mark m ON m.sessionId = s.id AND m.rowid > ?2
           WHERE s.eventId = ?1 AND m.placeId IS NOT NULL ORDER BY m.rowid`,
        )
        .bind(eventId, since),
    ),
    (rows) => ({
      marks: rows.filter(({ source }) => source !== 'arrival').map(({ source: _, ...mark }): HandMark => mark),
      marksSince: rows.at(-1)?.number ?? since,
    }),
  )

export const selectStandingMark = (db: SqlDatabase, sessionId: string, placeId: string) =>
  one<{ id: string; source: string }>(
    db.prepare('SELECT id, source FROM CurrentMark WHERE placeId = ?1 AND sessionId = ?2').bind(placeId, sessionId),
  )

/** The last number of the server's order; 0: nothing was said yet. */
export const selectLastSaid = (db: SqlDatabase, eventId: string) =>
  only<{ number: number }>(db.prepare('SELECT COALESCE(MAX(number), 0) AS number FROM Arrival WHERE eventId = ?1').bind(eventId))

/** Guard: nobody arrived, left or was taken back since. */
export const nothingSaidSince = (db: SqlDatabase, eventId: string, number: number): SqlStatement =>
  guard(db, 'NOT EXISTS (SELECT 1 FROM Arrival WHERE eventId = ?1 AND number > ?2)', eventId, number)

/** Of one person everything that was said, with who said it. */
export const selectSaidOf = (db: SqlDatabase, eventId: string, key: string) =>
  together({
    said: all<Said & { by: string | null; clockAhead: number }>(
      db
        .prepare(
          `SELECT a.number, a.id, COALESCE(a.placeId, a.walkInId) AS key, a.day, a.kind, a.how, a.happenedAt, a.undoesId, a.deviceId AS device, a.clockAhead,
             n.name AS "by"
           FROM Arrival a LEFT JOIN Account c ON c.id = a.accountId LEFT JOIN Person n ON n.id = c.personId
           WHERE a.eventId = ?1 AND (a.placeId = ?2 OR a.walkInId = ?2) ORDER BY a.number`,
        )
        .bind(eventId, key),
    ),
    people: selectDoorPeople(db, eventId, [key]),
  })
