// SQL: who is due an automatic message, and that it was sent. Each read is one round trip, however
// many people.

import type { Act } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, allNow, readTogether } from '#base/db/read.ts'
import { rangesTo } from '#base/db/sweep.ts'
import type { Attendance } from '#events/events/event.ts'
import type { AfterwardsKind, Attended, BookerReminder, DelegateReminder, Reminder } from '#messages/outbox/kind.ts'
import { joinNotified, nameOfNotified } from '#people/accounts/account-store.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import {
  type DueReminder,
  type EventToRemind,
  keptDays,
  mostDaysBefore,
  nextMoment,
  type PastDay,
  pastDays,
  remindersDue,
} from './automatic.ts'

/** The rest follow the next minute, so that no event waits for another's people. */
const pageOfPeople = 100

/** Published events with a day near enough for a message; one round trip. */
export const eventsNear = (act: Act): Promise<EventToRemind[]> =>
  allNow<EventToRemind>(
    act.db
      .prepare(
        `SELECT e.id,
         (SELECT json_group_array(json_object('id', s.id, 'startsAt', s.startsAt, 'endsAt', s.endsAt,
           'signedAt', (SELECT o.signedAt FROM RegisterSignOff o WHERE o.sessionId = s.id))) FROM ActiveSession s WHERE s.eventId = e.id) AS sessions,
         (SELECT json_group_array(json_object('kind', m.kind, 'isOn', m.isOn, 'minutes', m.minutes, 'note', m.note))
          FROM EventMessage m WHERE m.eventId = e.id) AS settings
       FROM Event e WHERE e.state = 'published'
         AND e.id IN (SELECT x.eventId FROM ActiveSession x WHERE x.startsAt BETWEEN ?1 AND ?2) ORDER BY e.id`,
      )
      .bind(instant(addMinutes(act.now, -2 * keptDays * 1440)), instant(addMinutes(act.now, (mostDaysBefore + 2) * 1440))),
    { sessions: 'json', settings: 'json' },
  )

// A person's record may have been merged since: messages to the merged record count. Each is looked
// up by key, because one lookup for both would scan everything ever sent.
const notWritten = (kind: string, subject: (person: string) => string, moment: string): string => {
  const written = (person: string): string => `o.kind = ${kind} AND o.subjectId = ${subject(person)} AND o.moment = ${moment}`
  return `NOT EXISTS (SELECT 1 FROM SentOnce o WHERE ${written('c.personId')})
    AND NOT EXISTS (
      WITH RECURSIVE earlier (id) AS (
        SELECT mergedId FROM PersonMerge WHERE keptId = c.personId AND undoneAt IS NULL
        UNION SELECT m.mergedId FROM earlier e JOIN PersonMerge m ON m.keptId = e.id AND m.undoneAt IS NULL)
      SELECT 1 FROM earlier JOIN SentOnce o ON ${written('earlier.id')})`
}

const dueOf = `due AS (SELECT value ->> '$.eventId' AS eventId, value ->> '$.step' AS step, value ->> '$.since' AS since, value ->> '$.first' AS first,
    value ->> '$.coveredFrom' AS coveredFrom, value -> '$.sessionIds' AS ids, value ->> '$.toDelegates' AS toDelegates, value ->> '$.toBookers' AS toBookers,
    value ->> '$.once' AS once FROM json_each(?1))`

export type Reminded = {
  eventId: string
  step: DelegateReminder
  placeId: string
  personId: string
  bookingId: string
  schoolId: string
  schoolName: string
  name: string
  email: string
  attendance: 'in_person' | 'online' | null
  moment: Instant
  /** Their sessions on that day and later. */
  sessionIds: string[]
}

// SQL: an invitation or update has just told them the same.
const toldSince = `EXISTS (SELECT 1 FROM Invitation i JOIN Message m ON m.invitationId = i.id
    WHERE i.placeId = c.placeId AND i.personId = c.personId AND i.sessionId IN (SELECT value FROM json_each(c.ids))
      AND m.method = 'REQUEST' AND m.createdAt >= c.since)`

const delegates = `WITH ${dueOf}, candidate AS (
    SELECT d.*, p.id AS placeId, p.personId, p.bookingId, r.id AS schoolId, r.name AS schoolName, n.name, n.email, p.attendance,
      (SELECT MIN(s.startsAt) FROM PlaceSession ps JOIN ActiveSession s ON s.id = ps.sessionId
       WHERE ps.placeId = p.id AND s.id IN (SELECT value FROM json_each(d.ids))) AS moment
    FROM due d CROSS JOIN Place p ON p.eventId = d.eventId AND p.state = 'confirmed' JOIN Person n ON n.id = p.personId AND n.email IS NOT NULL
      JOIN School o ON o.id = p.schoolId JOIN School r ON r.id = o.rootId
    WHERE d.toDelegates = 1 AND p.stateAt < d.since AND COALESCE(p.namedAt, p.createdAt) < d.since
      AND (d.coveredFrom = d.first OR NOT EXISTS (SELECT 1 FROM PlaceSession ps JOIN ActiveSession s ON s.id = ps.sessionId
        WHERE ps.placeId = p.id AND s.startsAt >= d.coveredFrom AND s.startsAt < d.first))),
  open AS (SELECT c.*, ROW_NUMBER() OVER (PARTITION BY c.eventId, c.step, c.first ORDER BY c.placeId) AS number FROM candidate c
    WHERE c.moment > ?2 AND ${triable('followAutomatic', 'c.placeId')} AND NOT ${toldSince} AND ${notWritten('c.step', (person) => `c.placeId || ' ' || ${person}`, 'c.moment')})
  SELECT eventId, step, placeId, personId, bookingId, schoolId, schoolName, name, email, attendance, moment,
    (SELECT json_group_array(s.id) FROM PlaceSession ps JOIN ActiveSession s ON s.id = ps.sessionId
     WHERE ps.placeId = open.placeId AND s.startsAt >= open.first) AS sessionIds
  FROM open WHERE number <= ${pageOfPeople} ORDER BY eventId, step, first, placeId`

export type RemindedContact = {
  eventId: string
  step: Reminder
  kind: BookerReminder
  /** The word by which it is noted as sent. */
  once: string
  moment: Instant
  bookingId: string
  reference: string
  schoolId: string
  school: SchoolName
  accountId: string
  email: string
  name: string | null
  /** People on its confirmed places; without an id: unnamed. */
  people: { placeId: string; personId: string | null; name: string | null; attendance: Attendance | null }[]
}

const comes = (p: string): string => `${p}.bookingId = b.id AND ${p}.state = 'confirmed' AND EXISTS (
    SELECT 1 FROM PlaceSession ps WHERE ps.placeId = ${p}.id AND ps.sessionId IN (SELECT value FROM json_each(d.ids)))`

const contacts = `WITH ${dueOf}, open AS (
    SELECT d.eventId, d.step, d.toBookers AS kind, d.once, d.first AS moment, b.id AS bookingId, b.reference, r.id AS schoolId, r.name AS schoolName, r.town, r.urn,
      a.id AS accountId, a.email, ${nameOfNotified} AS name,
      (SELECT json_group_array(json_object('placeId', p.id, 'personId', p.personId, 'name', y.name, 'attendance', p.attendance))
       FROM Place p LEFT JOIN Person y ON y.id = p.personId WHERE ${comes('p')}) AS people,
      ROW_NUMBER() OVER (PARTITION BY d.eventId, d.step, d.first ORDER BY b.id) AS number
    FROM due d CROSS JOIN Booking b ON b.eventId = d.eventId AND b.cancelledAt IS NULL
      JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId ${joinNotified('JOIN')}
    WHERE d.toBookers IS NOT NULL AND ${triable('followAutomatic', 'b.id')} AND EXISTS (SELECT 1 FROM Place q WHERE ${comes('q')} AND q.stateAt < d.since)
      AND (d.coveredFrom = d.first OR NOT EXISTS (SELECT 1 FROM ActiveSession x WHERE x.eventId = d.eventId AND x.startsAt >= d.coveredFrom AND x.startsAt < d.first))
      AND NOT EXISTS (SELECT 1 FROM SentOnce o WHERE o.kind = d.once AND o.subjectId = b.id AND o.moment = d.first)
      AND NOT EXISTS (SELECT 1 FROM Message m WHERE m.bookingId = b.id AND m.kind = 'event_changed' AND m.placeId IS NULL AND m.createdAt >= d.since)
      -- Somebody who comes alone has their own reminder.
      AND EXISTS (SELECT 1 FROM Place z LEFT JOIN Person y ON y.id = z.personId
        WHERE ${comes('z')} AND (z.personId IS NULL OR (z.personId IS NOT a.personId AND lower(COALESCE(y.email, '')) <> lower(a.email)))))
  SELECT * FROM open WHERE number <= ${pageOfPeople} ORDER BY eventId, step, moment, bookingId`

export type Afterwards = {
  eventId: string
  kind: AfterwardsKind
  /** The word by which it is noted as sent. */
  once: string
  moment: Instant
  personId: string
  name: string
  email: string
  placeId: string | null
  bookingId: string | null
  schoolId: string | null
  schoolName: string | null
  /** Ids of the marks that say so. */
  markIds: string[]
  /** Events at which they have or ask for a place. */
  bookedIds: string[]
}

// SQL: whether somebody is among those a message is for, by what the day's marks say of them.
const attended: Record<Attended, string> = { came: 'came', missed: 'NOT came AND missed', everybody: 'came OR expected' }
const forWhom = Object.entries(attended)
  .map(([to, are]) => `WHEN '${to}' THEN ${are}`)
  .join(' ')

const after = `WITH day AS (SELECT value ->> '$.eventId' AS eventId, value ->> '$.first' AS first, value -> '$.sessionIds' AS ids,
      value -> '$.messages' AS messages FROM json_each(?1)),
  said AS (SELECT d.*, COALESCE(p.personId, w.personId) AS personId, m.id AS markId, m.markType, s.endsAt, o.signedAt, p.id AS placeId, p.state,
      p.bookingId, COALESCE(p.schoolId, w.schoolId) AS schoolId
    FROM day d CROSS JOIN json_each(d.ids) j JOIN ActiveSession s ON s.id = j.value CROSS JOIN CurrentMark m ON m.sessionId = s.id
      LEFT JOIN RegisterSignOff o ON o.sessionId = s.id LEFT JOIN Place p ON p.id = m.placeId LEFT JOIN WalkIn w ON w.id = m.walkInId),
  somebody AS (SELECT eventId, first, ids, messages, personId, MAX(markType IN ('attended', 'part')) AS came,
      MAX(markType = 'absent' AND state IS 'confirmed') AS missed,
      MAX(state IS 'confirmed') AS expected, COUNT(*) = COUNT(signedAt) AS closed,
      MAX(MAX(COALESCE(signedAt, '')), MAX(endsAt)) AS closedAt, MAX(placeId) AS placeId, MAX(bookingId) AS bookingId, MAX(schoolId) AS schoolId,
      json_group_array(markId) AS markIds
    FROM said WHERE personId IS NOT NULL GROUP BY eventId, first, personId),
  candidate AS (SELECT q.*, k.value ->> '$.kind' AS kind, k.value ->> '$.once' AS once, k.value ->> '$.minutes' AS minutes
    FROM somebody q CROSS JOIN json_each(q.messages) k
    WHERE closed AND CASE k.value ->> '$.to' ${forWhom} END AND NOT EXISTS (SELECT 1 FROM PlaceSession ps JOIN Place z ON z.id = ps.placeId AND z.state = 'confirmed'
      WHERE ps.placeId = q.placeId AND ps.sessionId IN (SELECT value FROM json_each(q.ids))
        AND NOT EXISTS (SELECT 1 FROM RegisterSignOff o WHERE o.sessionId = ps.sessionId))),
  open AS (SELECT c.*, n.name, n.email, r.id AS rootId, r.name AS schoolName,
      ROW_NUMBER() OVER (PARTITION BY c.eventId, c.kind, c.first ORDER BY c.personId) AS number
    FROM candidate c JOIN Person n ON n.id = c.personId AND n.email IS NOT NULL LEFT JOIN School x ON x.id = c.schoolId LEFT JOIN School r ON r.id = x.rootId
    WHERE ${triable('followAutomatic', `c.eventId || ' ' || c.personId || ' ' || c.once`)} AND strftime('%Y-%m-%dT%H:%M:%fZ', c.closedAt, '+' || c.minutes || ' minutes') <= ?2
      AND ${notWritten('c.once', (person) => `c.eventId || ' ' || ${person}`, 'c.first')})
  SELECT eventId, kind, once, first AS moment, personId, name, email, placeId, bookingId, rootId AS schoolId, schoolName, markIds,
    (SELECT json_group_array(p.eventId) FROM Place p WHERE p.personId = open.personId AND p.state <> 'cancelled') AS bookedIds
  FROM open WHERE number <= ${pageOfPeople} ORDER BY eventId, kind, moment, personId`

const { compare } = new Intl.Collator('en-GB')

/** Everybody who is due a message now, in one round trip. */
export const peopleDue = async (
  act: Act,
  reminders: readonly DueReminder[],
  days: readonly PastDay[],
): Promise<{ reminded: Reminded[]; contacts: RemindedContact[]; afterwards: Afterwards[] }> => {
  const due = JSON.stringify(reminders)
  const now = instant(act.now)
  const { reminded, told, afterwards } = await readTogether(act.db, {
    reminded: all<Reminded>(act.db.prepare(delegates).bind(due, now), { sessionIds: 'json' }),
    told: all<Omit<RemindedContact, 'school'> & { schoolName: string; town: string; urn: string | null }>(
      act.db.prepare(contacts).bind(due),
      {
        people: 'json',
      },
    ),
    afterwards: all<Afterwards>(act.db.prepare(after).bind(JSON.stringify(days), now), { markIds: 'json', bookedIds: 'json' }),
  })
  return {
    reminded,
    contacts: told.map(({ schoolName, town, urn, people, ...row }) => ({
      ...row,
      school: { name: schoolName, town, urn },
      people: people.toSorted((one, other) => compare(one.name ?? '', other.name ?? '')),
    })),
    afterwards,
  }
}

/** Moments of events per condition, when all are read in pages. */
const momentsAtOnce = 10

/** Whether anybody is due a message. */
export const automaticDue = async (act: Act): Promise<Condition[]> => {
  const near = await eventsNear(act)
  return dueOfMoments(act, remindersDue(near, act.now), pastDays(near, act.now))
}

/** The same work in pages. */
export const automaticPages = async (act: Act): Promise<Condition[]> => {
  const near = await eventsNear(act)
  const pieces = <T>(all: readonly T[]): T[][] => rangesTo(all.length, momentsAtOnce).map(([from, to]) => all.slice(from - 1, to))
  return [
    ...pieces(remindersDue(near, act.now)).flatMap((some) => dueOfMoments(act, some, [])),
    ...pieces(pastDays(near, act.now)).flatMap((some) => dueOfMoments(act, [], some)),
  ]
}

const dueOfMoments = (act: Act, reminders: readonly DueReminder[], days: readonly PastDay[]): Condition[] => {
  const due = JSON.stringify(reminders)
  return [
    ...(reminders.length > 0 ? [exists(delegates, due, instant(act.now)), exists(contacts, due)] : []),
    ...(days.length > 0 ? [exists(after, JSON.stringify(days), instant(act.now))] : []),
  ]
}

export const nextAutomatic = async (act: Act): Promise<Instant | undefined> => nextMoment(await eventsNear(act), act.now)

/** Guard: the event is as read and the message is not switched off. */
export const stillWanted = (act: Act, event: { id: string; version: number }, kind: string): SqlStatement =>
  guard(
    act.db,
    `(SELECT version FROM Event WHERE id = ?1 AND state = 'published') = ?2
       AND NOT EXISTS (SELECT 1 FROM EventMessage WHERE eventId = ?1 AND kind = ?3 AND isOn = 0)`,
    event.id,
    event.version,
    kind,
  )

/** Guard: these places are confirmed and have these people, or none yet. */
export const stillComing = (act: Act, places: readonly { placeId: string; personId: string | null }[]): SqlStatement =>
  guard(
    act.db,
    `NOT EXISTS (SELECT 1 FROM json_each(?1) j LEFT JOIN Place p ON p.id = j.value ->> '$.placeId' AND p.state = 'confirmed'
       AND p.personId IS j.value ->> '$.personId' WHERE p.id IS NULL)`,
    JSON.stringify(places.map(({ placeId, personId }) => ({ placeId, personId }))),
  )

/** Guard: nothing corrects these marks. */
export const stillMarked = (act: Act, markIds: readonly string[]): SqlStatement =>
  guard(act.db, `NOT EXISTS (SELECT 1 FROM Mark WHERE correctsId IN (SELECT value FROM json_each(?1)))`, JSON.stringify(markIds))
