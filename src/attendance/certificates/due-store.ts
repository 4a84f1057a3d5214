// What is to be issued: the registers of an event beside the certificates that it has given.

import type { Arrival } from '#attendance/attendance/arrival.ts'
import type { Stay } from '#attendance/meetings/span.ts'
import { selectEditions } from '#attendance/requirements/edition-store.ts'
import type { Edition, Purpose } from '#attendance/requirements/requirement.ts'
import { type Act, type Moment, stamp } from '#base/act.ts'
import { type Day, type Instant, instant } from '#base/dates.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, mapped, one, type Read, together } from '#base/db/read.ts'
import { insertEach, pick, sql, update, upsert } from '#base/db/write.ts'
import type { CountsAs } from '#events/events/requirement.ts'
import { nameOn } from '#schools/schools/identity-store.ts'
import type { EndReason } from './certificate.ts'
import type { EventHeld, Held, Presence, SessionHeld } from './entitlement.ts'
import { partMinutes } from './part-length.ts'
import { gives } from './store.ts'

const due = `SELECT f.eventId, f.version FROM CertificateToFollow f WHERE f.dueAt <= ?1 AND ${triable('issueCertificates', 'f.eventId')}`

/** Whether an event is over of which something changed that certificates say. */
export const certificatesDue = ({ now }: Moment): Condition[] => [exists(due, instant(now))]

/** The events that wait longest. */
export const selectDueEvents = (db: SqlDatabase, now: Date): Read<{ eventId: string; version: number }[]> =>
  all<{ eventId: string; version: number }>(db.prepare(`${due} ORDER BY f.dueAt, f.eventId LIMIT 10`).bind(instant(now)))

/** Somebody who was marked; no name or address once erased. `answeredOn`: the evaluation. */
type Somebody = { personId: string; name: string | null; email: string | null; answeredOn: Day | null }

/** What its mails say of it. */
type Told = { calendarTitle: string | null; sensitive: boolean; contactName: string; contactEmail: string; contactTelephone: string }

export type Ground = {
  event: EventHeld & {
    code: string
    provider: string
    giving: boolean
    renewMonths: number | undefined
    mailed: boolean
    waits: boolean
  } & Told
  people: ReadonlyMap<string, Somebody>
  presences: readonly Presence[]
  held: readonly Held[]
  editions: readonly Edition[]
  /** When the job looks at it next. */
  dueAt: Instant | undefined
  /** What topics are called on a day. */
  topics: readonly { id: string; label: string; fromDate: string | null; toDate: string | null }[]
}

type SessionRow = Omit<SessionHeld, 'closed' | 'topicIds' | 'counts'> & { closed: number; topicIds: string; counts: string }
type EventRow = Told & { id: string; code: string; title: string; purpose: Purpose; level: string; provider: string } & {
  correctedAt: Instant | null
  giving: boolean
  renewMonths: number | undefined
  mailed: boolean
  waits: boolean
}

/** Asked for by its id or its code. */
const eventId = '(SELECT z.id FROM Event z WHERE z.id = ?1 OR z.code = ?1)'

const eventSql = `SELECT e.id, e.code, e.title, e.purpose, e.level, e.provider, e.calendarTitle, (SELECT t.sensitive FROM Topic t WHERE t.id = e.topicId) AS sensitive,
    e.contactName, e.contactEmail, e.contactTelephone,
    (SELECT MAX(p.doneAt) FROM StaffProposal p WHERE p.subjectId = e.id AND p.kind = 'event') AS correctedAt, e.state <> 'cancelled' AND ${gives} AS giving,
    (SELECT g.renewMonths FROM EventCertificates g WHERE g.eventId = e.id) AS renewMonths,
    NOT EXISTS (SELECT 1 FROM EventMessage m WHERE m.eventId = e.id AND m.kind = 'certificate' AND m.isOn = 0) AS mailed,
    EXISTS (SELECT 1 FROM EventCertificates g JOIN EvaluationWave w ON w.eventId = g.eventId AND w.wave = 'after' AND w.closedOn IS NULL
      WHERE g.eventId = e.id AND g.afterEvaluation = 1) AS waits
  FROM Event e WHERE e.id = ${eventId}`

const sessionsSql = `SELECT x.id, x.startsAt, x.endsAt, EXISTS (SELECT 1 FROM RegisterSignOff o WHERE o.sessionId = x.id) AS closed,
    COALESCE((SELECT json_group_array(t.topicId) FROM SessionTopic t WHERE t.sessionId = x.id HAVING COUNT(*) > 0), json_array(e.topicId)) AS topicIds,
    (SELECT json_group_array(json_object('requirementId', COALESCE(c.requirementId, '*'), 'countsAs', c.countsAs, 'whole', c.sessionId IS NULL))
     FROM CountsTowards c WHERE c.eventId = e.id AND c.supersededAt IS NULL AND (c.sessionId IS NULL OR c.sessionId = x.id)) AS counts
  FROM Event e JOIN ActiveSession x ON x.eventId = e.id WHERE e.id = ${eventId} ORDER BY x.startsAt, x.id`

const dayOfEvent = `(SELECT substr(MIN(y.startsAt), 1, 10) FROM ActiveSession y WHERE y.eventId = ${eventId})`

// A cancelled place counts once it was marked, as the register counts it.
const presencesSql = `
  SELECT p.personId, x.id AS sessionId, p.id AS placeId, NULL AS walkInId, p.schoolId, ${nameOn('s.rootId', dayOfEvent)} AS schoolName, k.markType
  FROM Place p JOIN PlaceSession ps ON ps.placeId = p.id JOIN ActiveSession x ON x.id = ps.sessionId JOIN School s ON s.id = p.schoolId
    LEFT JOIN CurrentMark k ON k.placeId = p.id AND k.sessionId = x.id
  WHERE p.eventId = ${eventId} AND p.personId IS NOT NULL AND (p.state = 'confirmed' OR k.id IS NOT NULL)
  UNION ALL
  SELECT w.personId, x.id, NULL, w.id, w.schoolId, IIF(s.id IS NULL, w.organisation, ${nameOn('s.rootId', dayOfEvent)}), k.markType
  FROM ActiveSession x JOIN WalkIn w ON w.sessionId = x.id LEFT JOIN School s ON s.id = w.schoolId LEFT JOIN CurrentMark k ON k.walkInId = w.id
  WHERE x.eventId = ${eventId}
  ORDER BY personId, sessionId`

// Who answered is known, and on which day; what they answered is not.
const answered = `(SELECT MAX(a.answeredOn) FROM EvaluationAsked a WHERE a.eventId = ${eventId} AND a.wave = 'after' AND a.subjectId IN (
    SELECT p.id FROM Place p WHERE p.eventId = ${eventId} AND p.personId = n.id
    UNION SELECT w.id FROM Session x JOIN WalkIn w ON w.sessionId = x.id WHERE x.eventId = ${eventId} AND w.personId = n.id))`

const staysSql = `SELECT t.placeId, t.sessionId, t.spans, t.open, t.stated FROM Session x JOIN MeetingAttendance t ON t.sessionId = x.id
    JOIN MeetingReport r ON r.id = t.reportId AND r.takenBackAt IS NULL WHERE x.eventId = ${eventId}`

const arrivalsSql = `SELECT COALESCE(placeId, walkInId) AS whose, id, number, kind, happenedAt, undoesId FROM Arrival
  WHERE eventId = ${eventId} AND how <> 'join' ORDER BY number`

const peopleSql = `SELECT n.id AS personId, n.name, n.email, ${answered} AS answeredOn FROM Person n WHERE n.id IN (
    SELECT p.personId FROM Place p WHERE p.eventId = ${eventId} UNION SELECT w.personId FROM WalkIn w JOIN Session x ON x.id = w.sessionId WHERE x.eventId = ${eventId}
    UNION SELECT c.personId FROM Certificate c WHERE c.eventId = ${eventId})`

const heldSql = `SELECT c.id, c.number, c.toDay, c.personId, c.placeId, c.name, c.schoolId, c.attended, c.minutes, c.partSessions, c.issuedAt, e.how, e.why
  FROM Certificate c LEFT JOIN CertificateEnd e ON e.certificateId = c.id WHERE c.eventId = ${eventId} ORDER BY c.id`

const sessionOf = ({ closed, topicIds, counts, ...row }: SessionRow): SessionHeld => ({
  ...row,
  closed: closed === 1,
  topicIds: JSON.parse(topicIds) as string[],
  counts: (JSON.parse(counts) as { requirementId: string; countsAs: CountsAs; whole: number }[]).map(({ whole, ...count }) => ({
    ...count,
    ofSession: whole === 0,
  })),
})

type StayRow = Stay & { placeId: string; sessionId: string }

/** With the minutes of sessions attended in part. */
const withMinutes = (
  presences: readonly Presence[],
  sessions: readonly SessionRow[],
  stays: readonly StayRow[],
  arrivals: readonly (Arrival & { whose: string })[],
): Presence[] => {
  const hours = new Map(sessions.map((session) => [session.id, session]))
  const atDoor = Map.groupBy(arrivals, ({ whose }) => whose)
  return presences.map((presence) => {
    const session = hours.get(presence.sessionId)
    if (presence.markType !== 'part' || !session) return presence
    const whose = presence.placeId ?? presence.walkInId ?? ''
    const own = stays.filter(({ placeId, sessionId }) => placeId === whose && sessionId === session.id)
    return { ...presence, minutes: partMinutes(session, { stays: own, arrivals: atDoor.get(whose) ?? [] }) }
  })
}

/** What decides the certificates of an event, in one round trip. @param asked id or code */
export const selectGround = (db: SqlDatabase, asked: string): Read<Ground | undefined> =>
  mapped(
    together({
      event: one<EventRow>(db.prepare(eventSql).bind(asked), {
        sensitive: 'flag',
        giving: 'flag',
        mailed: 'flag',
        waits: 'flag',
        renewMonths: 'optional',
      }),
      sessions: all<SessionRow>(db.prepare(sessionsSql).bind(asked)),
      presences: all<Presence>(db.prepare(presencesSql).bind(asked)),
      people: all<Somebody>(db.prepare(peopleSql).bind(asked)),
      stays: all<StayRow>(db.prepare(staysSql).bind(asked), { spans: 'json', open: 'json' }),
      arrivals: all<Arrival & { whose: string }>(db.prepare(arrivalsSql).bind(asked)),
      held: all<Held>(db.prepare(heldSql).bind(asked)),
      toFollow: one<{ dueAt: Instant }>(db.prepare(`SELECT dueAt FROM CertificateToFollow WHERE eventId = ${eventId}`).bind(asked)),
      editions: selectEditions(db),
      topics: all<Ground['topics'][number]>(
        db.prepare('SELECT topicId AS id, label, fromDate, toDate FROM TopicLabel WHERE preferred = 1 ORDER BY id'),
      ),
    }),
    ({ event, sessions, people, presences, stays, arrivals, toFollow, ...ground }) =>
      event && {
        ...ground,
        dueAt: toFollow?.dueAt,
        presences: withMinutes(presences, sessions, stays, arrivals),
        event: {
          ...event,
          sessions: sessions.map(sessionOf),
        },
        people: new Map(people.map((one) => [one.personId, one])),
      },
  )

/** A row of the table, as it is written. */
export type NewCertificate = {
  id: string
  number: string
  personId: string
  placeId: string | null
  walkInId: string | null
  schoolId: string | null
  replacesId: string | null
  name: string
  schoolName: string
  attended: string
  minutes: number
  partSessions: number
  fromDay: string
  toDay: string
  topics: readonly string[]
  towards: readonly unknown[]
  renewBy: string | null
}

export const insertCertificates = (
  act: Act,
  of: { eventId: string; title: string; level: string; provider: string; council: string; colour: string; checkAt: string },
  rows: readonly NewCertificate[],
): SqlStatement =>
  insertEach(
    act.db,
    'Certificate',
    rows,
    [
      'id',
      'number',
      'personId',
      'placeId',
      'walkInId',
      'schoolId',
      'replacesId',
      'name',
      'schoolName',
      'attended',
      'minutes',
      'partSessions',
      'fromDay',
      'toDay',
      'topics',
      'towards',
      'renewBy',
    ],
    {
      ...pick(of, ['eventId', 'title', 'level', 'provider', 'council', 'colour', 'checkAt']),
      ...stamp(act, 'issued'),
    },
  )

export type End = { id: string; how: 'revoked' | 'superseded'; why: EndReason }

export const insertEnds = (act: Act, ends: readonly End[]): SqlStatement =>
  insertEach(act.db, 'CertificateEnd', ends, ['how', 'why'], { certificateId: sql(`value ->> 'id'`), ...stamp(act, 'ended') })

/** Nothing more is to be done for it, unless something changed since it was read. */
export const followed = (act: Act, eventId: string, version: number): SqlStatement =>
  act.db.prepare('DELETE FROM CertificateToFollow WHERE eventId = ?1 AND version = ?2').bind(eventId, version)

/** The same, but it is looked at again from `at`. */
export const followedUntil = (act: Act, eventId: string, version: number, at: Instant): SqlStatement =>
  update(act.db, 'CertificateToFollow', { dueAt: at }, { eventId, version })

/** The job goes on with it. */
export const toFollow = (act: Act, eventId: string): SqlStatement =>
  upsert(act.db, 'CertificateToFollow', ['eventId'], { eventId, dueAt: instant(act.now) satisfies Instant, version: sql('random() >> 12') })
