import type { Instant } from '#base/dates.ts'
import { allNow } from '#base/db/read.ts'
import { givenSessions } from '#events/events/engagement-store.ts'
import { actsForRoot } from '#people/accounts/account-store.ts'
import {
  cancelledDays,
  cancelledFrom,
  changedLast,
  type FeedEvent,
  type GivenSession,
  keptDays,
  keptFrom,
  type OwnEntry,
  type SchoolEvent,
} from './feed.ts'

/** SQL: sessions of event `e` by start, each with `more`. */
const sessions = (more = ''): string => `(SELECT json_group_array(json(v)) FROM (
    SELECT json_object('id', s.id, 'title', s.title, 'startsAt', s.startsAt, 'endsAt', s.endsAt, 'block', s.block,
      'venueName', s.venueName, 'venueAddress', s.venueAddress${more}) AS v
    FROM ActiveSession s WHERE s.eventId = e.id ORDER BY s.startsAt, s.id))`

/** SQL: the called-off ones. */
const calledOff = `(SELECT json_group_array(json(v)) FROM (
    SELECT json_object('id', s.id, 'title', s.title, 'startsAt', s.startsAt, 'endsAt', s.endsAt, 'block', s.block) AS v
    FROM Session s WHERE s.eventId = e.id AND s.calledOffAt IS NOT NULL ORDER BY s.startsAt, s.id))`

/** SQL, as a `FeedEvent`; without the joining link, which only people with a place get. */
const event = (more = '', ofSession = ''): string => `json_object('id', e.id, 'code', e.code, 'version', e.version,
    'stamp', COALESCE(e.cancelledAt, e.publishedAt, e.createdAt), 'cancelled', e.state = 'cancelled', 'title', e.title, 'calendarTitle', e.calendarTitle,
    'sensitive', t.sensitive, 'attendanceMode', e.attendanceMode, 'venueName', e.venueName, 'venueAddress', e.venueAddress,
    'venuePostcode', e.venuePostcode, 'joiningLink', '', 'sessions', json(${sessions(ofSession)}), 'calledOff', json(${calledOff})${more})`

const lastEnd = '(SELECT MAX(x.endsAt) FROM ActiveSession x WHERE x.eventId = e.id)'

/** SQL: when the event last changed; every write about an event is logged with it. */
const lastLogged = (id: string): string => `(SELECT l.at FROM Log l WHERE l.eventId = ${id} ORDER BY l.id DESC LIMIT 1)`

const own = `(SELECT json_group_array(json(v)) FROM (
    SELECT json_object('uid', i.uid, 'sequence', i.sequence, 'changedAt', i.changedAt, 'code', e.code, 'shown', json(i.shown)) AS v
    FROM Invitation i JOIN Place p ON p.id = i.placeId JOIN Event e ON e.id = p.eventId
    WHERE i.personId = f.personId AND i.state = 'live' AND i.shown ->> '$.endsAt' > ?2 AND (f.ofSchoolId IS NULL OR p.schoolId IN (
      SELECT x.id FROM School x WHERE x.rootId = (SELECT o.rootId FROM School o WHERE o.id = f.ofSchoolId))) ORDER BY i.id))`

const ownWrites = `SELECT MAX(i.changedAt) AS at FROM Invitation i WHERE i.personId = f.personId
    UNION ALL SELECT MAX(COALESCE(g.undoneAt, g.mergedAt)) FROM PersonMerge g WHERE g.keptId = f.personId
    UNION ALL SELECT MAX(COALESCE(g.undoneAt, g.mergedAt)) FROM PersonMerge g WHERE g.mergedId = f.personId`

const ownLeft = `SELECT MAX(i.shown ->> '$.endsAt') FROM Invitation i WHERE i.personId = f.personId AND i.shown ->> '$.endsAt' <= ?2`

// SQL: of a trainer; the day before the first kept entry, by which the index of starts is used.
const ofTrainer = `(SELECT json_group_array(json(v)) FROM (
    SELECT json_object('id', t.sessionId, 'code', e.code, 'version', e.version, 'stamp', COALESCE(e.publishedAt, e.createdAt), 'title', t.title,
      'startsAt', t.startsAt, 'endsAt', t.endsAt, 'venue', t.venue, 'room', t.room, 'venueAddress', IIF(t.venue = e.venueName, e.venueAddress, ''),
      'venuePostcode', IIF(t.venue = e.venueName, e.venuePostcode, ''), 'school', t.school) AS v
    FROM (${givenSessions('s.startsAt > ?2')}) t JOIN Event e ON e.id = t.eventId AND e.state = 'published'
    WHERE lower(t.trainer) = lower(f.trainer) ORDER BY t.startsAt, t.id))`

// The school's own places first (CROSS JOIN), because one event may have thousands of others.
const placesOf = 'School m CROSS JOIN Place p ON p.schoolId = m.id'

const ofSchool = `(SELECT json_group_array(json(v)) FROM (
    SELECT ${event(
      `, 'references', json((SELECT json_group_array(reference) FROM (SELECT DISTINCT b.reference FROM ${placesOf} JOIN Booking b ON b.id = p.bookingId
          WHERE m.rootId = f.rootId AND p.eventId = e.id AND p.state = 'confirmed' ORDER BY b.reference)))`,
      `, 'places', (SELECT COUNT(*) FROM ${placesOf} JOIN PlaceSession c ON c.placeId = p.id AND c.sessionId = s.id
          WHERE m.rootId = f.rootId AND p.eventId = e.id AND p.state = 'confirmed')`,
    )} AS v
    FROM Event e JOIN Topic t ON t.id = e.topicId
    WHERE e.state = 'published' AND e.id IN (SELECT p.eventId FROM ${placesOf} WHERE m.rootId = f.rootId AND p.state = 'confirmed')
      AND ${lastEnd} > ?2 ORDER BY e.id))`

// SQL: only rows with a value, so that their index is used.
const latest = (table: string, at: string): string => `COALESCE((SELECT MAX(${at}) FROM ${table} WHERE ${at} IS NOT NULL), '')`

// Any change of the register may concern this school; it comes once a month.
const schoolWrites = `SELECT MAX(${lastLogged('o.eventId')}) AS at FROM (SELECT DISTINCT p.eventId FROM ${placesOf} WHERE m.rootId = f.rootId) o
    UNION ALL SELECT MAX(p.stateAt) FROM ${placesOf} WHERE m.rootId = f.rootId
    UNION ALL SELECT (SELECT l.at FROM Log l WHERE l.schoolId = f.rootId ORDER BY l.id DESC LIMIT 1)
    UNION ALL SELECT MAX(i.learnedAt) FROM School m JOIN SchoolIdentity i ON i.schoolId = m.id WHERE m.rootId = f.rootId
    UNION ALL SELECT MAX(${latest('RegisterImport', 'appliedAt')}, ${latest('RegisterImport', 'undoneAt')}, ${latest('RegisterReview', 'decidedAt')},
      ${latest('RegisterReview', 'undoneAt')})`

const schoolLeft = `SELECT MAX(s.endsAt) FROM (SELECT DISTINCT p.eventId FROM ${placesOf} WHERE m.rootId = f.rootId) o
    JOIN ActiveSession s ON s.eventId = o.eventId WHERE s.endsAt <= ?2`

/** `rows`: what the entries are made of, as text that is equal while they are. */
export type FoundFeed =
  | { state: 'unknown' | 'ended' }
  | { state: 'live'; kind: 'person'; rows: string; changedAt: Instant | undefined }
  | { state: 'live'; kind: 'trainer'; trainer: string; rows: string; changedAt: undefined }
  | { state: 'live'; kind: 'school'; school: { id: string; name: string }; rows: string; changedAt: Instant | undefined }

/** One statement is the whole cost of a poll. */
export const readFeed = async (db: SqlDatabase, tokenHash: string, now: Date): Promise<FoundFeed> => {
  const row = await db
    .prepare(
      `WITH f AS MATERIALIZED (
         SELECT d.kind, d.createdAt, d.personId, d.ofSchoolId, d.trainer, r.id AS rootId, r.name AS schoolName,
           d.endedAt IS NULL AND CASE d.kind WHEN 'person' THEN n.erasedAt IS NULL WHEN 'trainer' THEN 1 ELSE ${actsForRoot('d.accountId')} END AS live
         FROM Feed d LEFT JOIN Person n ON n.id = d.personId LEFT JOIN School s ON s.id = d.schoolId LEFT JOIN School r ON r.id = s.rootId
         WHERE d.tokenHash = ?1)
       SELECT f.kind, f.createdAt, f.trainer, f.rootId, f.schoolName, f.live,
         CASE WHEN f.live = 0 THEN NULL WHEN f.kind = 'person' THEN ${own} WHEN f.kind = 'trainer' THEN ${ofTrainer} ELSE ${ofSchool} END AS rows,
         CASE WHEN f.live = 0 THEN NULL WHEN f.kind = 'person' THEN (SELECT MAX(at) FROM (${ownWrites})) WHEN f.kind = 'trainer' THEN NULL ELSE (SELECT MAX(at) FROM (${schoolWrites})) END AS wrote,
         CASE WHEN f.live = 0 THEN NULL WHEN f.kind = 'person' THEN (${ownLeft}) WHEN f.kind = 'trainer' THEN NULL ELSE (${schoolLeft}) END AS left
       FROM f`,
    )
    .bind(tokenHash, keptFrom(now))
    .first<FeedRow>()
  if (!row) return { state: 'unknown' }
  if (row.live !== 1 || row.rows === null) return { state: 'ended' }
  // A session that is no longer theirs leaves no date, so the rows alone say whether it changed.
  if (row.kind === 'trainer') return { state: 'live', kind: 'trainer', trainer: row.trainer ?? '', rows: row.rows, changedAt: undefined }
  const changedAt = changedLast([row.wrote], [{ at: row.left, days: keptDays }]) ?? row.createdAt
  const { rows } = row
  return row.kind === 'person'
    ? { state: 'live', kind: 'person', rows, changedAt }
    : { state: 'live', kind: 'school', school: { id: row.rootId ?? '', name: row.schoolName ?? '' }, rows, changedAt }
}

type FeedRow = {
  kind: 'person' | 'school' | 'trainer'
  createdAt: Instant
  trainer: string | null
  rootId: string | null
  schoolName: string | null
  live: number
  rows: string | null
  wrote: Instant | null
  left: Instant | null
}

export const ownEntriesIn = (rows: string): OwnEntry[] => JSON.parse(rows) as OwnEntry[]
export const schoolEventsIn = (rows: string): SchoolEvent[] => JSON.parse(rows) as SchoolEvent[]
export const givenIn = (rows: string): GivenSession[] => JSON.parse(rows) as GivenSession[]
export const eventsIn = (rows: string): FeedEvent[] => JSON.parse(rows) as FeedEvent[]

/** All published events, and for a while those cancelled later, in one statement. */
export const readPublicFeed = async (db: SqlDatabase, now: Date): Promise<{ rows: string; changedAt: Instant | undefined }> => {
  const row = await db
    .prepare(
      `SELECT (SELECT json_group_array(json(v)) FROM (SELECT ${event()} AS v FROM Event e JOIN Topic t ON t.id = e.topicId
           WHERE e.publishedAt IS NOT NULL AND (e.state = 'published' OR (e.state = 'cancelled' AND e.cancelledAt > ?2)) AND ${lastEnd} > ?1 ORDER BY e.id)) AS rows,
         (SELECT MAX(at) FROM (SELECT MAX(${lastLogged('e.id')}) AS at FROM Event e WHERE e.publishedAt IS NOT NULL
           UNION ALL SELECT MAX(MAX(e.publishedAt, COALESCE(e.cancelledAt, ''))) FROM Event e WHERE e.publishedAt IS NOT NULL)) AS wrote,
         (SELECT MAX(s.endsAt) FROM ActiveSession s WHERE s.endsAt <= ?1) AS over,
         (SELECT MAX(e.cancelledAt) FROM Event e WHERE e.cancelledAt <= ?2) AS cancelled`,
    )
    .bind(keptFrom(now), cancelledFrom(now))
    .first<{ rows: string; wrote: Instant | null; over: Instant | null; cancelled: Instant | null }>()
  const left = [
    { at: row?.over ?? null, days: keptDays },
    { at: row?.cancelled ?? null, days: cancelledDays },
  ]
  return { rows: row?.rows ?? '[]', changedAt: changedLast([row?.wrote ?? null], left) }
}

/** A published event for its entries, by code; undefined if unknown. */
export const readPublishedEvent = async (db: SqlDatabase, code: string): Promise<FeedEvent | undefined> => {
  const row = await db
    .prepare(
      `SELECT ${event()} AS event FROM Event e JOIN Topic t ON t.id = e.topicId WHERE e.code = ?1 AND e.state = 'published' AND e.publishedAt IS NOT NULL`,
    )
    .bind(code.toUpperCase())
    .first<{ event: string }>()
  return row ? (JSON.parse(row.event) as FeedEvent) : undefined
}

export const readEntriesOfPlace = (db: SqlDatabase, placeId: string, personId: string): Promise<OwnEntry[]> =>
  allNow<OwnEntry>(
    db
      .prepare(
        `SELECT i.uid, i.sequence, i.changedAt, e.code, i.shown, e.alarmMinutes FROM Invitation i JOIN Place p ON p.id = i.placeId JOIN Event e ON e.id = p.eventId
       WHERE i.placeId = ?1 AND i.personId = ?2 AND i.state = 'live' AND e.state = 'published' ORDER BY i.shown ->> '$.startsAt', i.id`,
      )
      .bind(placeId, personId),
    { shown: 'json' },
  )
