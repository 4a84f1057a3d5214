import { instant } from '#base/dates.ts'
import { jsonOf, madeOnce, rowOf } from '#base/db/made-once.ts'
import { all, mapped, one, type Read, readNow } from '#base/db/read.ts'
import type { GettingThere } from '#events/venues/venue.ts'
import { type BookingRules, bookingRules, splitRules } from './booking-rules.ts'
import {
  type CalledOffSession,
  dayOf,
  type EventBreak,
  type EventDetails,
  type EventSession,
  type ListedEvent,
  type SchoolKind,
  type TopicLabel,
  topicNames,
} from './event.ts'
import type { CardEvent } from './list-scope.ts'

/** As stored. */
type FlatRules = { [Name in keyof BookingRules]: BookingRules[Name] extends boolean ? number : BookingRules[Name] }

export type EventRow = Omit<
  EventDetails,
  | 'topicLabel'
  | 'topicAlso'
  | 'sessions'
  | 'breaks'
  | 'venue'
  | 'otherVenues'
  | 'calledOff'
  | 'audience'
  | 'onlyFor'
  | 'rules'
  | 'sensitive'
  | 'evaluated'
> &
  FlatRules & {
    sensitive: number
    evaluated: number
    labels: string
    sessions: string
    breaks: string
    venue: string | null
    otherVenues: string
    calledOff: string
    audience: string
    onlyFor: string | null
  }

/** SQL: a place that is taken at ?1. */
export const takenAt = (place: string): string => `${place}.takenUntil > ?1`

/** SQL: offers that expired do not count, nor anything in the last hour before the start. */
const waitingAt = (e: string, at: string, which = ''): string => `(SELECT COUNT(*) FROM Place w
     WHERE w.eventId = ${e}.id AND w.state = 'held' AND w.waitsFor = 'list' AND w.offerId IS NULL AND w.heldUntil <= ${at}${which}
       AND (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = ${e}.id) >= strftime('%Y-%m-%dT%H:%M:%fZ', ${at}, '+1 hour'))`

/** SQL: how many places of event `e` are taken, waited for and reserved; ?1 is the instant. */
export const placesColumns = `(SELECT COUNT(*) FROM Place p WHERE p.eventId = e.id AND ${takenAt('p')}) AS taken,
    ${waitingAt('e', '?1')} AS waiting,
    IIF(e.onlineCapacity IS NULL, 0, (SELECT COUNT(*) FROM Place p WHERE p.eventId = e.id AND ${takenAt('p')} AND p.attendance = 'online')) AS takenOnline,
    IIF(e.onlineCapacity IS NULL, 0, ${waitingAt('e', '?1', ` AND w.attendance = 'online'`)}) AS waitingOnline,
    (SELECT COALESCE(SUM(h.places - (SELECT COUNT(*) FROM Place p WHERE p.heldBackId = h.id AND ${takenAt('p')})), 0)
     FROM HeldBack h WHERE h.eventId = e.id AND h.withdrawnAt IS NULL AND h.releaseAt > ?1) AS heldBack`

/** SQL: the schools (roots) that alone may know of event `e`: with a place, or of its session. */
export const onlyFor = `CASE WHEN e.publishedAt IS NULL THEN (SELECT json_group_array(DISTINCT o.rootId) FROM Place p
      LEFT JOIN AskedSession x ON x.eventId = p.eventId LEFT JOIN AskedSessionSchool a ON a.askedId = x.id JOIN School o ON o.id IN (p.schoolId, a.schoolId)
      WHERE p.eventId = e.id AND p.state = 'confirmed') END AS onlyFor`

/** SQL: what only an event's own page shows. */
const detailColumns = `(SELECT json_group_array(json_object('title', k.title, 'startsAt', k.startsAt, 'endsAt', k.endsAt))
     FROM (SELECT * FROM EventBreak b WHERE b.eventId = e.id ORDER BY b.startsAt, b.title) k) AS breaks,
    (SELECT json_object('access', v.access, 'parking', v.parking, 'mapLink', v.mapLink, 'rooms', v.rooms) FROM Venue v WHERE v.id = e.venueId) AS venue,
    (SELECT json_group_array(json_object('id', v.id, 'name', v.name, 'access', v.access, 'parking', v.parking, 'mapLink', v.mapLink, 'rooms', v.rooms))
     FROM Venue v WHERE v.id IN (SELECT s.venueId FROM ActiveSession s WHERE s.eventId = e.id)) AS otherVenues,
    (SELECT json_group_array(json_object('id', s.id, 'title', s.title, 'startsAt', s.startsAt, 'endsAt', s.endsAt, 'block', s.block,
       'calledOffAt', s.calledOffAt, 'why', s.calledOffWhy)) FROM Session s WHERE s.eventId = e.id AND s.calledOffAt IS NOT NULL) AS calledOff,
    (SELECT json_group_array(json_object('dimension', a.dimension, 'value', a.value, 'level', a.level, 'position', r.position, 'label', COALESCE(r.label,
       (SELECT l.label FROM TopicLabel l WHERE a.dimension = 'course' AND l.topicId = a.value AND l.preferred = 1 ORDER BY l.toDate IS NOT NULL LIMIT 1))))
     FROM EventAudience a LEFT JOIN Role r ON a.dimension = 'role' AND r.id = a.value WHERE a.eventId = e.id) AS audience,
    ${onlyFor}, EXISTS (SELECT 1 FROM EvaluationWave w WHERE w.eventId = e.id) AS evaluated`

const cardColumns = `id code title topicId purpose state attendanceMode venueName venueAddress venuePostcode capacity onlineCapacity
  bookingOpensAt bookingClosesAt bookingClosedAt priceId earlyUntil seriesId`.split(/\s+/)
const otherColumns = [
  ...`description minutes level provider venueId joiningLink placesPerSchool contactName contactEmail contactTelephone version createdAt
  publishedAt cancelledAt cancelReason termsId freeUntil calendarTitle calendarEntries alarmMinutes`.split(/\s+/),
  ...Object.keys(bookingRules),
]

const labelsColumn = `(SELECT json_group_array(json_object('label', l.label, 'preferred', l.preferred, 'fromDate', l.fromDate, 'toDate', l.toDate))
     FROM TopicLabel l WHERE l.topicId = e.topicId) AS labels`

/** SQL: an event in one row; ?1 is the instant for counting places. */
const rowWith = (more = ''): string => `SELECT ${[...cardColumns, ...otherColumns].map((name) => `e.${name}`).join(', ')},
    (SELECT t.sensitive FROM Topic t WHERE t.id = e.topicId) AS sensitive,
    ${labelsColumn},
    (SELECT json_group_array(json_object('id', s.id, 'position', s.position, 'title', s.title, 'startsAt', s.startsAt, 'endsAt', s.endsAt,
       'block', s.block, 'capacity', s.capacity, 'room', s.room, 'venueId', s.venueId, 'venueName', s.venueName, 'venueAddress', s.venueAddress, 'about', s.about, 'speakers', s.speakers, 'chosen', CASE WHEN s.block = '' THEN 0 ELSE
         (SELECT COUNT(*) FROM PlaceSession c JOIN Place p ON p.id = c.placeId WHERE c.sessionId = s.id AND p.state = 'confirmed') END))
     FROM ActiveSession s WHERE s.eventId = e.id) AS sessions${more},
    ${placesColumns}
  FROM Event e`

/** SQL: everything about an event, and what a list shows of it. */
export const eventRow = rowWith(`,\n    ${detailColumns}`)
export const listedRow = rowWith()

/** SQL: a line of text each, for `cardsOf`. */
export const cardLines = (which: string): string =>
  `(SELECT group_concat(${jsonOf('l', [...cardColumns, 'taken', 'waiting', 'takenOnline', 'waitingOnline', 'heldBack'], ['labels', 'sessions'])}, char(10))
    FROM (SELECT ${cardColumns.map((name) => `e.${name}`).join(', ')}, ${labelsColumn}, ${placesColumns}, (SELECT json_group_array(json_object(
      'startsAt', s.startsAt, 'endsAt', s.endsAt, 'block', s.block, 'venueName', s.venueName)) FROM ActiveSession s WHERE s.eventId = e.id) AS sessions FROM Event e ${which}) l)`

type ListedRow = Omit<EventRow, 'breaks' | 'venue' | 'otherVenues' | 'calledOff' | 'audience' | 'onlyFor' | 'evaluated'>

type AudienceRow = { dimension: 'role' | 'kind' | 'course'; value: string; level: string; label: string | null; position: number | null }

/** Its sessions in order, and what its topic is called then. */
const inOrder = <S extends CardEvent['sessions'][number]>(
  found: S[],
  stored: readonly (Omit<TopicLabel, 'preferred'> & { preferred: number })[],
): { sessions: S[]; topicLabel: string; topicAlso: string[] } => {
  const sessions = found.sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
  const labels = stored.map((label) => ({ ...label, preferred: label.preferred === 1 }))
  const { label, also } = topicNames(labels, dayOf({ sessions }))
  return { sessions, topicLabel: label, topicAlso: also }
}

const cardOf = madeOnce((line): CardEvent => {
  const { labels, ...facts } = rowOf<CardEvent & { labels: Parameters<typeof inOrder>[1] }>(line)
  return { ...facts, ...inOrder(facts.sessions, labels) }
})

export const cardsOf = (lines: string | null): CardEvent[] => (lines === null ? [] : lines.split('\n').map(cardOf))

const listedOf = (row: ListedRow): ListedEvent => {
  const { labels, ...rest } = row
  const { rules, facts } = splitRules(rest)
  return {
    ...facts,
    sensitive: facts.sensitive === 1,
    rules,
    ...inOrder(JSON.parse(row.sessions) as EventSession[], JSON.parse(labels) as Parameters<typeof inOrder>[1]),
  }
}

export const eventOf = (row: EventRow): EventDetails => {
  const calledOff = (JSON.parse(row.calledOff) as CalledOffSession[]).sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
  const audience = JSON.parse(row.audience) as AudienceRow[]
  const course = audience.find((one) => one.dimension === 'course')
  return {
    ...listedOf(row),
    evaluated: row.evaluated === 1,
    onlyFor: row.onlyFor === null ? null : (JSON.parse(row.onlyFor) as string[]),
    breaks: JSON.parse(row.breaks) as EventBreak[],
    venue: row.venue === null ? null : (JSON.parse(row.venue) as GettingThere),
    otherVenues: JSON.parse(row.otherVenues) as NonNullable<EventDetails['otherVenues']>,
    calledOff,
    audience: {
      roles: audience
        .filter((one) => one.dimension === 'role')
        .sort((a, b) => (a.position ?? 0) - (b.position ?? 0))
        .map((one) => ({ id: one.value, label: one.label ?? one.value })),
      kinds: audience.filter((one) => one.dimension === 'kind').map((one) => one.value as SchoolKind),
      course: course && { topicId: course.value, label: course.label ?? course.value, level: course.level },
      otherKinds: row.kindRule === 'reason',
      otherRoles: row.roleRule === 'reason',
    },
  }
}

const ofCode = `${eventRow} WHERE e.code = ?2`

/** The event of a statement that selects `eventRow`. */
export const oneEvent = (statement: SqlStatement): Read<EventDetails | undefined> =>
  mapped(one<EventRow>(statement), (row) => row && eventOf(row))

export const listedEvents = (statement: SqlStatement): Read<ListedEvent[]> =>
  mapped(all<ListedRow>(statement), (rows) => rows.map(listedOf))

export const allEvents = (statement: SqlStatement): Read<EventDetails[]> => mapped(all<EventRow>(statement), (rows) => rows.map(eventOf))

/** SQL of the id of an event, as ?1, and its value. */
export const eventIdOf = (event: { id: string } | { code: string }): readonly [sql: string, value: string] =>
  'id' in event ? ['?1', event.id] : ['(SELECT id FROM Event WHERE code = upper(?1))', event.code]

export const selectEventByCode = (db: SqlDatabase, code: string, now: Date): Read<EventDetails | undefined> =>
  oneEvent(db.prepare(ofCode).bind(instant(now), code.toUpperCase()))

/** Drafts too; undefined if unknown. `now` decides which holds count; the far past counts all. */
export const eventByCode = (db: SqlDatabase, code: string, now?: Date): Promise<EventDetails | undefined> =>
  readNow(db, selectEventByCode(db, code, now ?? longAgo))

export const selectEventById = (db: SqlDatabase, id: string, now: Date): Read<EventDetails | undefined> =>
  oneEvent(db.prepare(`${eventRow} WHERE e.id = ?2`).bind(instant(now), id))

export const eventById = (db: SqlDatabase, id: string, now?: Date): Promise<EventDetails | undefined> =>
  readNow(db, selectEventById(db, id, now ?? longAgo))

const longAgo = new Date(0)
