import { type Act, stamp } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { insert, insertEach, pick, sql, update } from '#base/db/write.ts'
import type { DraftSession, EventDraft } from './draft.ts'
import type { CalledOffSession, EventDetails } from './event.ts'
import { type EventFacts, factNames } from './event-facts.ts'

/** What a copy of it has too. */
export const factsOf = (event: EventFacts): EventFacts => pick(event, factNames)

/** The caller decides session ids, so that later statements of the batch can use them. */
export type IdentifiedSession = DraftSession & { id: string }

export const insertEvent = (act: Act, id: string, code: string, draft: EventDraft, sessions: IdentifiedSession[]): SqlStatement[] => [
  insert(act.db, 'Event', { id, code, state: 'draft', ...stamp(act, 'created'), ...factsOf(draft.facts) }),
  insertSessions(act, id, sessions),
  insertBreaks(act, id, draft),
  insertAudience(act, id, draft),
]

/** Guard: the event is the version that was read. */
const stillVersion = (act: Act, event: Pick<EventDetails, 'id' | 'version'>): SqlStatement =>
  guard(act.db, '(SELECT version FROM Event WHERE id = ?1) = ?2', event.id, event.version)

export const updateEvent = (
  act: Act,
  event: EventDetails,
  draft: EventDraft,
  { sessions, calledOff }: { sessions: IdentifiedSession[]; calledOff: readonly CalledOffSession[] },
): SqlStatement[] => {
  const known = new Set(event.sessions.map((session) => session.id))
  const earlier = sessions.filter((session) => known.has(session.id))
  return [
    stillVersion(act, event),
    update(
      act.db,
      'Event',
      { version: sql('version + 1'), changedAt: instant(act.now), ...factsOf(draft.facts) },
      { id: event.id, version: event.version },
    ),
    ...updateSessions(act, event, earlier),
    ...calledOff.flatMap(({ id, startsAt, endsAt }) =>
      event.calledOff.some((was) => was.id === id && was.startsAt !== startsAt)
        ? [update(act.db, 'Session', { startsAt, endsAt }, { id })]
        : [],
    ),
    insertSessions(
      act,
      event.id,
      sessions.filter((session) => !known.has(session.id)),
    ),
    act.db.prepare('DELETE FROM EventBreak WHERE eventId = ?1').bind(event.id),
    insertBreaks(act, event.id, draft),
    act.db.prepare('DELETE FROM EventAudience WHERE eventId = ?1').bind(event.id),
    insertAudience(act, event.id, draft),
  ]
}

/**
 * A workshop with places fails the batch. Blocks are cleared before new ones are set, so that
 * swapped workshops are judged by the result.
 */
const updateSessions = (act: Act, event: EventDetails, kept: readonly IdentifiedSession[]): SqlStatement[] => {
  const ids = JSON.stringify(kept.map((session) => session.id))
  const gone = `SELECT id FROM Session WHERE eventId = ?1 AND block <> '' AND calledOffAt IS NULL AND id NOT IN (SELECT value FROM json_each(?2))`
  const turned = kept.filter(({ id, block }) => block !== '' && event.sessions.some((was) => was.id === id && was.block === ''))
  const uncertain = `placeId IN (SELECT id FROM Place WHERE eventId = ?1 AND state <> 'confirmed')
    AND NOT EXISTS (SELECT 1 FROM Mark m WHERE m.placeId = PlaceSession.placeId AND m.sessionId = PlaceSession.sessionId)`
  return [
    act.db.prepare(`DELETE FROM PlaceSession WHERE sessionId IN (${gone}) AND ${uncertain}`).bind(event.id, ids),
    act.db.prepare(`DELETE FROM Invitation WHERE state = 'cancelled' AND sessionId IN (${gone})`).bind(event.id, ids),
    act.db
      .prepare('DELETE FROM Session WHERE eventId = ?1 AND calledOffAt IS NULL AND id NOT IN (SELECT value FROM json_each(?2))')
      .bind(event.id, ids),
    act.db
      .prepare(
        `UPDATE Session SET title = j.value ->> '$.title', startsAt = j.value ->> '$.startsAt', endsAt = j.value ->> '$.endsAt',
           room = j.value ->> '$.room', venueId = j.value ->> '$.venueId', venueName = COALESCE(j.value ->> '$.venueName', ''),
           venueAddress = COALESCE(j.value ->> '$.venueAddress', ''), about = j.value ->> '$.about', speakers = j.value ->> '$.speakers', block = '', capacity = NULL
         FROM json_each(?2) AS j WHERE Session.eventId = ?1 AND Session.id = j.value ->> '$.id'`,
      )
      .bind(event.id, JSON.stringify(kept)),
    act.db
      .prepare(
        `UPDATE Session SET block = j.value ->> '$.block', capacity = j.value ->> '$.capacity'
         FROM json_each(?2) AS j WHERE Session.eventId = ?1 AND Session.id = j.value ->> '$.id' AND j.value ->> '$.block' <> ''`,
      )
      .bind(event.id, JSON.stringify(kept)),
    // Only confirmed places have workshops; a waiting one chooses once confirmed.
    act.db
      .prepare(`DELETE FROM PlaceSession WHERE sessionId IN (SELECT value FROM json_each(?2)) AND ${uncertain}`)
      .bind(event.id, JSON.stringify(turned.map(({ id }) => id))),
  ]
}

const insertSessions = (act: Act, eventId: string, sessions: IdentifiedSession[]): SqlStatement =>
  insertEach(
    act.db,
    'Session',
    sessions,
    ['id', 'title', 'startsAt', 'endsAt', 'block', 'capacity', 'room', 'venueId', 'about', 'speakers'],
    {
      eventId,
      position: sql('(SELECT COALESCE(MAX(s.position), 0) FROM Session s WHERE s.eventId = ?1) + key + 1', eventId),
      venueName: sql(`COALESCE(value ->> '$.venueName', '')`),
      venueAddress: sql(`COALESCE(value ->> '$.venueAddress', '')`),
    },
  )

const insertBreaks = (act: Act, eventId: string, draft: EventDraft): SqlStatement =>
  insertEach(act.db, 'EventBreak', draft.breaks, ['startsAt', 'endsAt', 'title'], { eventId })

const insertAudience = (act: Act, eventId: string, draft: EventDraft): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO EventAudience (eventId, dimension, value, level)
       SELECT ?1, 'role', value, '' FROM json_each(?2) UNION ALL SELECT ?1, 'kind', value, '' FROM json_each(?3)
       UNION ALL SELECT ?1, 'course', ?4, ?5 WHERE ?4 IS NOT NULL`,
    )
    .bind(eventId, JSON.stringify(draft.roleIds), JSON.stringify(draft.kinds), draft.course?.topicId ?? null, draft.course?.level ?? '')

/** Put after `updateEvent`; at most the event's start. */
export const setFreeUntil = (act: Act, eventId: string, until: Instant): SqlStatement =>
  act.db
    .prepare(
      'UPDATE Event SET freeUntil = MIN(?2, COALESCE((SELECT MIN(startsAt) FROM ActiveSession WHERE eventId = ?1), ?2)) WHERE id = ?1',
    )
    .bind(eventId, until)

/** Calls off a session. Put before `setFreeUntil`; triggers refuse what cannot be called off. */
export const setSessionCalledOff = (act: Act, event: EventDetails, sessionId: string, why: string): SqlStatement[] => [
  stillVersion(act, event),
  update(act.db, 'Event', { version: sql('version + 1'), changedAt: instant(act.now) }, { id: event.id, version: event.version }),
  update(act.db, 'Session', { ...stamp(act, 'calledOff'), calledOffWhy: why }, { id: sessionId, eventId: event.id }),
]

export const setPublished = (act: Act, event: EventDetails): SqlStatement[] => [
  stillVersion(act, event),
  update(
    act.db,
    'Event',
    { state: 'published', publishedAt: instant(act.now), version: sql('version + 1') },
    { id: event.id, state: 'draft' },
  ),
]

/** Guard: the event has no current booking. */
export const nobodyBooked = (act: Act, eventId: string): SqlStatement =>
  guard(act.db, 'NOT EXISTS (SELECT 1 FROM Booking WHERE eventId = ?1 AND cancelledAt IS NULL)', eventId)

export const setDraft = (act: Act, event: EventDetails): SqlStatement[] => [
  stillVersion(act, event),
  nobodyBooked(act, event.id),
  update(act.db, 'Event', { state: 'draft', publishedAt: null, version: sql('version + 1') }, { id: event.id, state: 'published' }),
]

/** at null: booking is open again. */
export const setBookingClosed = (act: Act, event: EventDetails, at: Instant | null): SqlStatement[] => [
  stillVersion(act, event),
  update(act.db, 'Event', { bookingClosedAt: at, version: sql('version + 1') }, { id: event.id, state: 'published' }),
]

/** Cancels the event and every place and booking, including any made meanwhile. */
export const setCancelled = (act: Act, event: EventDetails, reason: string): SqlStatement[] => {
  const now = instant(act.now)
  const by = act.actor.accountId ?? null
  return [
    stillVersion(act, event),
    act.db
      .prepare(
        `UPDATE Event SET state = 'cancelled', cancelledAt = ?2, cancelReason = ?3, version = version + 1 WHERE id = ?1 AND state <> 'cancelled'`,
      )
      .bind(event.id, now, reason),
    act.db
      .prepare(
        `UPDATE Place SET state = 'cancelled', heldUntil = NULL, stateAt = ?2, endedById = ?3 WHERE eventId = ?1 AND state <> 'cancelled'`,
      )
      .bind(event.id, now, by),
    update(act.db, 'Booking', { cancelledAt: now, cancelledById: by }, { eventId: event.id, cancelledAt: null }),
  ]
}
