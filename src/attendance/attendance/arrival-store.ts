// SQL for arrivals, and for the marks that follow from them.

import type { Act } from '#base/act.ts'
import { type Day, type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { all, one, together } from '#base/db/read.ts'
import { insertEach, insertOnce, pick, sql } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import type { MarkType } from '#base/standing.ts'
import { replacedAt } from '#booking/needs/store.ts'
import type { Arrival, ArrivalKind, ArrivalWay } from './arrival.ts'
import type { Source } from './mark.ts'
import { markedAgain, takenBack } from './store.ts'

export type PersonToArrive = {
  key: string
  eventId: string
  kind: 'place' | 'walk_in'
  schoolId: string | null
  unnamed: 0 | 1
  /** Their place was cancelled: what was said of them can be taken back, and no more is said. */
  cancelled: 0 | 1
}

/** A session that somebody is expected at, and their mark there. */
export type SessionOfPerson = {
  key: string
  sessionId: string
  /** Of a walk-in each session has its own row. */
  rowId: string
  startsAt: Instant
  endsAt: Instant
  isSigned: 0 | 1
  markId: string | null
  markType: MarkType | null
  source: Source | null
}

export type ArrivalOfPerson = Arrival & { key: string; day: Day; number: number; accountId: string | null }

const mark = 'm.id AS markId, m.markType, m.source'

/** SQL: the sessions of those whose ids are in the JSON of ?1. */
const sessionsOf = `
  SELECT k.value AS key, s.id AS sessionId, k.value AS rowId, s.startsAt, s.endsAt, r.id IS NOT NULL AS isSigned, ${mark}
  FROM json_each(?1) k CROSS JOIN PlaceSession ps ON ps.placeId = k.value JOIN ActiveSession s ON s.id = ps.sessionId
    LEFT JOIN RegisterSignOff r ON r.sessionId = s.id LEFT JOIN CurrentMark m ON m.placeId = ps.placeId AND m.sessionId = s.id
  UNION ALL
  SELECT k.value, s.id, x.id, s.startsAt, s.endsAt, r.id IS NOT NULL, ${mark}
  FROM json_each(?1) k CROSS JOIN WalkIn w ON w.id = k.value JOIN WalkIn x ON x.personId = w.personId AND x.eventId = w.eventId
    JOIN ActiveSession s ON s.id = x.sessionId
    LEFT JOIN RegisterSignOff r ON r.sessionId = s.id LEFT JOIN CurrentMark m ON m.walkInId = x.id`

/** SQL: what was said in the room. */
const arrivalsOf = `
  SELECT COALESCE(a.placeId, a.walkInId) AS key, a.id, a.number, a.day, a.kind, a.happenedAt, a.undoesId, a.accountId FROM Arrival a
  WHERE a.how <> 'join'`

/** What arrivals of these people depend on. `ids`: of the statements that come. */
export const selectPeopleToArrive = (db: SqlDatabase, keys: readonly string[], ids: readonly string[]) => {
  const people = JSON.stringify([...new Set(keys)])
  return together({
    people: all<PersonToArrive>(
      db
        .prepare(
          `SELECT k.value AS key, COALESCE(p.eventId, w.eventId) AS eventId, CASE WHEN p.id IS NULL THEN 'walk_in' ELSE 'place' END AS kind, COALESCE(p.schoolId, w.schoolId) AS schoolId,
             p.id IS NOT NULL AND p.personId IS NULL AS unnamed, COALESCE(p.state, '') = 'cancelled' AS cancelled
           FROM json_each(?1) k LEFT JOIN Place p ON p.id = k.value AND p.state <> 'held'
             LEFT JOIN WalkIn w ON w.id = k.value
           WHERE p.id IS NOT NULL OR w.id IS NOT NULL`,
        )
        .bind(people),
    ),
    sessions: all<SessionOfPerson>(db.prepare(sessionsOf).bind(people)),
    said: all<ArrivalOfPerson>(
      db
        .prepare(
          `${arrivalsOf} AND a.placeId IN (SELECT value FROM json_each(?1))
           UNION ALL ${arrivalsOf} AND a.walkInId IN (SELECT value FROM json_each(?1)) ORDER BY 3`,
        )
        .bind(people),
    ),
    known: all<{ id: string; key: string; undoesId: string | null }>(
      db
        .prepare(`SELECT id, COALESCE(placeId, walkInId) AS key, undoesId FROM Arrival WHERE id IN (SELECT value FROM json_each(?1))`)
        .bind(JSON.stringify(ids)),
    ),
  })
}

/** Guard: of these people nothing more was said than was read. */
export const sameSaid = (db: SqlDatabase, keys: readonly string[], read: number): SqlStatement =>
  guard(
    db,
    `(SELECT COUNT(*) FROM json_each(?1) k JOIN Arrival a ON a.placeId = k.value AND a.how <> 'join') + (SELECT COUNT(*) FROM json_each(?1) k JOIN Arrival a ON a.walkInId = k.value) = ?2`,
    JSON.stringify(keys),
    read,
  )

export type NewArrival = {
  id: string
  key: string
  isPlace: boolean
  day: Day
  kind: ArrivalKind
  how: ArrivalWay
  happenedAt: Instant
  notedAt: Instant
  clockAhead: number
  undoesId: string | null
}

export const insertArrivals = (act: Act, eventId: string, deviceId: string | null, arrivals: readonly NewArrival[]): SqlStatement =>
  insertEach(act.db, 'Arrival', arrivals, ['id', 'day', 'kind', 'how', 'happenedAt', 'notedAt', 'clockAhead', 'undoesId'], {
    eventId,
    placeId: sql(`iif(value->>'isPlace', value->>'key', NULL)`),
    walkInId: sql(`iif(value->>'isPlace', NULL, value->>'key')`),
    receivedAt: instant(act.now),
    deviceId,
    accountId: act.actor.accountId ?? null,
  })

/** Whoever joins online has arrived, once a day. */
export const insertJoined = (act: Act, joined: { eventId: string; placeId: string; day: Day }): SqlStatement =>
  insertOnce(act.db, 'Arrival', [], {
    id: newId(act.now),
    ...pick(joined, ['eventId', 'day', 'placeId']),
    kind: 'arrived',
    how: 'join',
    happenedAt: instant(act.now),
    notedAt: instant(act.now),
    receivedAt: instant(act.now),
  })

export type MarkOfArrival = {
  id: string
  sessionId: string
  placeId: string | null
  walkInId: string | null
  markType: MarkType
  happenedAt: Instant
  notedAt: Instant
  accountId: string | null
  correctsId: string | null
  reason: string | null
  late: 0 | 1
}

/** Whoever has a first mark meanwhile keeps it. */
export const insertMarksOfArrivals = (act: Act, marks: readonly MarkOfArrival[]): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO Mark (id, sessionId, placeId, walkInId, markType, happenedAt, notedAt, receivedAt, accountId, source, correctsId, reason, late)
       SELECT j.value->>'id', j.value->>'sessionId', j.value->>'placeId', j.value->>'walkInId', j.value->>'markType', j.value->>'happenedAt', j.value->>'notedAt', ?2,
         j.value->>'accountId', 'arrival', COALESCE(j.value->>'correctsId', j.takenBack), COALESCE(j.value->>'reason', IIF(j.takenBack IS NULL, NULL, '${markedAgain}')), j.value->>'late'
       FROM (SELECT key, value, ${takenBack("value->>'placeId'", "value->>'sessionId'")} AS takenBack FROM json_each(?1)) j
       WHERE j.value->>'correctsId' IS NOT NULL
         OR NOT EXISTS (SELECT 1 FROM CurrentMark m WHERE m.placeId = j.value->>'placeId' AND m.sessionId = j.value->>'sessionId')
           AND NOT EXISTS (SELECT 1 FROM Mark m WHERE m.walkInId = j.value->>'walkInId' AND m.sessionId = j.value->>'sessionId')
       ORDER BY j.key`,
    )
    .bind(JSON.stringify(marks), instant(act.now))

/** A session that somebody arrived before has begun, and those who came are to be marked. */
export const sessionsToMarkDue = (now: Date): Condition[] => [
  exists('SELECT 1 FROM SessionToMark t CROSS JOIN Session s ON s.id = t.sessionId WHERE s.startsAt <= ?1', instant(now)),
]

export const selectSessionsToMark = (db: SqlDatabase, now: Date) =>
  all<{ sessionId: string; eventId: string }>(
    db
      .prepare(
        `SELECT t.sessionId, s.eventId FROM SessionToMark t CROSS JOIN Session s ON s.id = t.sessionId WHERE s.startsAt <= ?1 ORDER BY s.startsAt, s.id LIMIT 5`,
      )
      .bind(instant(now)),
  )

/** Stays where somebody arrived since `last`: they are marked a minute later. */
export const deleteSessionToMark = (db: SqlDatabase, sessionId: string, last: number): SqlStatement =>
  db
    .prepare(
      `DELETE FROM SessionToMark WHERE sessionId = ?1
         AND NOT EXISTS (SELECT 1 FROM Session s JOIN Arrival a ON a.eventId = s.eventId AND a.number > ?2 WHERE s.id = ?1)`,
    )
    .bind(sessionId, last)

/** Guard: nobody left or was taken back since `last`. */
export const nobodyLeftSince = (db: SqlDatabase, eventId: string, last: number): SqlStatement =>
  guard(
    db,
    `NOT EXISTS (SELECT 1 FROM Arrival WHERE eventId = ?1 AND number > ?2 AND (kind = 'left' OR undoesId IS NOT NULL))`,
    eventId,
    last,
  )

/** SQL: when the delegate of place `p` said that they cannot come, if that is their last word. */
export const saidCannotCome = `(
  SELECT IIF(w.statement = 'cannot_come', w.saidAt, NULL) FROM PlaceLink l JOIN DelegateStatement w ON w.linkId = l.id
  WHERE l.placeId = p.id AND l.personId = p.personId AND l.endedAt IS NULL ORDER BY w.rowid DESC LIMIT 1)`

/** SQL: who is expected at session ?1, and has no mark there. */
const unmarked = `
  SELECT p.id AS key, p.id AS rowId, 'place' AS kind, COALESCE(p.attendance, e.attendanceMode) = 'online' AS isOnline, n.name, p.personId IS NULL AS unnamed,
    r.id AS schoolId, r.name AS schoolName, r.town, r.urn, '' AS organisation, ${saidCannotCome} AS cannotComeAt,
    EXISTS (SELECT 1 FROM CurrentMark m WHERE m.placeId = p.id AND m.markType = 'apologies') AS apologies
  FROM PlaceSession ps JOIN Place p ON p.id = ps.placeId AND p.state = 'confirmed' JOIN Event e ON e.id = p.eventId
    JOIN School s ON s.id = p.schoolId JOIN School r ON r.id = s.rootId LEFT JOIN Person n ON n.id = p.personId
  WHERE ps.sessionId = ?1 AND NOT EXISTS (SELECT 1 FROM CurrentMark m WHERE m.placeId = p.id AND m.sessionId = ?1)
    AND NOT ${replacedAt('p.id')}
  UNION ALL
  SELECT COALESCE((SELECT o.id FROM WalkIn o JOIN Arrival a ON a.walkInId = o.id WHERE o.personId = w.personId AND o.eventId = w.eventId LIMIT 1), w.id), w.id, 'walk_in', 0, n.name, 0,
    r.id, r.name, r.town, r.urn, w.organisation, NULL, 0
  FROM WalkIn w LEFT JOIN School s ON s.id = w.schoolId LEFT JOIN School r ON r.id = s.rootId LEFT JOIN Person n ON n.id = w.personId
  WHERE w.sessionId = ?1 AND NOT EXISTS (SELECT 1 FROM Mark m WHERE m.walkInId = w.id)`

export type UnmarkedPerson = {
  key: string
  rowId: string
  kind: 'place' | 'walk_in'
  isOnline: 0 | 1
  name: string | null
  unnamed: 0 | 1
  schoolId: string | null
  schoolName: string
  town: string
  urn: string | null
  organisation: string
  cannotComeAt: Instant | null
  /** They sent apologies for another session. */
  apologies: 0 | 1
}

/** A session's hours, whom it has no mark of, what the door said of them, and who joined online. */
export const selectUnmarked = (db: SqlDatabase, sessionId: string) =>
  together({
    session: one<{ id: string; eventId: string; startsAt: Instant; endsAt: Instant; isSigned: 0 | 1 }>(
      db
        .prepare(
          `SELECT s.id, s.eventId, s.startsAt, s.endsAt, r.id IS NOT NULL AS isSigned FROM ActiveSession s LEFT JOIN RegisterSignOff r ON r.sessionId = s.id
           WHERE s.id = ?1`,
        )
        .bind(sessionId),
    ),
    people: all<UnmarkedPerson>(db.prepare(unmarked).bind(sessionId)),
    joined: all<{ key: string; at: Instant }>(
      db
        .prepare(
          `SELECT a.placeId AS key, a.happenedAt AS at FROM Session s JOIN Arrival a ON a.eventId = s.eventId AND a.how = 'join'
             AND a.day IN (date(s.startsAt), date(s.startsAt, '+1 hour')) AND a.happenedAt < s.endsAt
           WHERE s.id = ?1`,
        )
        .bind(sessionId),
    ),
    said: all<ArrivalOfPerson>(
      db.prepare(`${arrivalsOf} AND a.eventId = (SELECT eventId FROM Session WHERE id = ?1) ORDER BY a.number`).bind(sessionId),
    ),
  })

/** What was said at the door, by who stands on the register of a session. */
export const selectSaidAt = (db: SqlDatabase, sessionId: string) =>
  all<ArrivalOfPerson>(
    db
      .prepare(
        `SELECT COALESCE(a.placeId, (SELECT w.id FROM WalkIn w JOIN WalkIn o ON o.personId = w.personId WHERE o.id = a.walkInId AND w.sessionId = ?1)) AS key,
           a.id, a.number, a.day, a.kind, a.happenedAt, a.undoesId, a.accountId
         FROM Arrival a WHERE a.how <> 'join' AND a.eventId = (SELECT eventId FROM Session WHERE id = ?1) ORDER BY a.number`,
      )
      .bind(sessionId),
  )
