// What is on record of an event with a closed register, and the corrections of it.
import { all, mapped, one, type Read, together } from '#base/db/read.ts'
import type { Purpose } from '#events/events/event.ts'
import type { StaffProposal } from '#people/proposals/proposal.ts'
import {
  type Asked,
  type EventRecord,
  linesOf,
  type Made,
  type RecordedEvent,
  type RecordedPlace,
  type SessionRecord,
} from './correction.ts'

const topicOn = (day: string): string =>
  `COALESCE((SELECT l.label FROM TopicLabel l WHERE l.topicId = e.topicId AND l.preferred = 1 AND (l.fromDate IS NULL OR l.fromDate <= ${day}) AND (l.toDate IS NULL OR ${day} < l.toDate)), e.topicId)`

/** @returns undefined: no such event; without sessions: none of its registers is closed */
export const selectRecorded = (db: SqlDatabase, code: string): Read<RecordedEvent | undefined> =>
  mapped(
    together({
      event: one<Omit<EventRecord, 'sessions'> & { id: string; code: string; purpose: Purpose }>(
        db
          .prepare(
            `SELECT e.id, e.code, e.title, e.topicId, ${topicOn(`(SELECT substr(MIN(x.startsAt), 1, 10) FROM Session x WHERE x.eventId = e.id)`)} AS topic,
               e.purpose, e.minutes, e.level, e.provider FROM Event e WHERE e.code = ?1`,
          )
          .bind(code.toUpperCase()),
      ),
      sessions: all<SessionRecord>(
        db
          .prepare(
            `SELECT x.id, x.title, x.startsAt, x.endsAt FROM Event e JOIN Session x ON x.eventId = e.id JOIN RegisterSignOff o ON o.sessionId = x.id
             WHERE e.code = ?1 ORDER BY x.startsAt, x.id`,
          )
          .bind(code.toUpperCase()),
      ),
    }),
    ({ event, sessions }) => {
      if (!event) return undefined
      const { id, code: own, ...facts } = event
      return { id, code: own, record: { ...facts, sessions } }
    },
  )

/** A place that is marked in a closed register of the event. */
export const selectRecordedPlace = (db: SqlDatabase, code: string, placeId: string): Read<RecordedPlace | undefined> =>
  one<RecordedPlace>(
    db
      .prepare(
        `SELECT p.id AS placeId, p.eventId, e.title, p.schoolId,
             (SELECT json_group_array(json_object('id', o.id, 'name', n.name)) FROM PlaceRepresents r JOIN School o ON o.id = r.schoolId JOIN School n ON n.id = o.rootId WHERE r.placeId = p.id) AS represents,
             (SELECT json_group_array(DISTINCT m.sessionId) FROM Mark m JOIN RegisterSignOff o ON o.sessionId = m.sessionId WHERE m.placeId = p.id) AS sessionIds
           FROM Event e JOIN Place p ON p.eventId = e.id WHERE e.code = ?1 AND p.id = ?2
             AND EXISTS (SELECT 1 FROM Mark m JOIN RegisterSignOff o ON o.sessionId = m.sessionId WHERE m.placeId = p.id)`,
      )
      .bind(code.toUpperCase(), placeId),
    { represents: 'json', sessionIds: 'json' },
  )

/** Schools by the numbers of the register (URN) that were typed. */
export const selectByUrn = (db: SqlDatabase, urns: readonly string[]): Read<{ id: string; name: string; urn: string }[]> =>
  all(
    db
      .prepare(
        'SELECT s.id, s.name, s.urn FROM json_each(?1) j JOIN School s ON s.urn = j.value WHERE s.rootId = s.id ORDER BY s.name, s.id',
      )
      .bind(JSON.stringify(urns)),
  )

/**
 * Corrections that were made of what coverage of this period counts, by what the record said before
 * or says now, the latest first. @param ask.topic, ask.event undefined: of any
 */
export const selectMade = (
  db: SqlDatabase,
  ask: { from: string; to: string; topic: string | undefined; event: string | undefined },
): Read<Made[]> =>
  mapped(
    all<{ id: string; kind: StaffProposal['kind']; asked: string; title: string; at: string }>(
      db
        .prepare(
          `SELECT p.id, p.kind, p.asked, e.title, p.doneAt AS at
           FROM StaffProposal p JOIN Event e ON e.id = IIF(p.kind = 'event', p.subjectId, p.asked ->> '$.eventId')
           WHERE p.doneAt IS NOT NULL AND p.kind IN ('event', 'represents') AND (?4 IS NULL OR e.id = ?4)
             AND (?3 IS NULL OR e.topicId = ?3 OR p.asked ->> '$.was.topicId' = ?3)
             AND EXISTS (
               SELECT 1 FROM json_each(p.asked, '$.was.sessions') j WHERE substr(j.value ->> '$.startsAt', 1, 10) BETWEEN ?1 AND ?2
               UNION ALL SELECT 1 FROM json_each(p.asked, '$.is.sessions') j WHERE substr(j.value ->> '$.startsAt', 1, 10) BETWEEN ?1 AND ?2
               UNION ALL SELECT 1 FROM json_each(p.asked, '$.sessionIds') j JOIN Session x ON x.id = j.value WHERE substr(x.startsAt, 1, 10) BETWEEN ?1 AND ?2)
           ORDER BY p.doneAt DESC LIMIT 50`,
        )
        .bind(ask.from, ask.to, ask.topic ?? null, ask.event ?? null),
    ),
    (rows) =>
      rows.map(({ id, kind, asked, title, at }) => ({
        id,
        title,
        at,
        lines: linesOf({ kind, asked: JSON.parse(asked) as Asked }),
        places: kind === 'represents',
      })),
  )
