import type { Act } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { prisma } from '#base/db/client.ts'
import { all, mapped, one, only, type Read, readTogether, together } from '#base/db/read.ts'
import { countAnswers } from '#calendars/invites/answer-store.ts'
import { countUnreached } from '#calendars/invites/unreached-store.ts'
import { selectVenues } from '#events/venues/store.ts'
import { addressFails, notTried } from '#messages/outbox/message.ts'
import type { PriceList } from '#money/prices/price.ts'
import { selectPriceListOfEvent } from '#money/prices/store.ts'
import { selectCancelling } from '#money/terms/store.ts'
import type { Accepted } from '#money/terms/terms.ts'
import type { TopicChoice, Vocabulary } from './draft.ts'
import { type EventDetails, type TopicLabel, topicNames } from './event.ts'
import { type EventFilter, type EventList, type ListScope, listScopes, type Reach } from './list-scope.ts'
import type { CountsTowards } from './requirement.ts'
import { selectCountsTowards } from './requirement-store.ts'
import { listedEvents, listedRow, selectEventByCode, takenAt } from './store.ts'

// SQLite's lower() handles ASCII only; hyphens count as blanks.
export const searchable = `replace(lower(concat_ws(' ', e.title, e.venueName, e.venueAddress, e.venuePostcode, replace(e.venuePostcode, ' ', ''), e.provider, e.code,
  e.description, (SELECT group_concat(l.label, ' ') FROM TopicLabel l WHERE l.topicId = e.topicId),
  (SELECT group_concat(o.label, ' ') FROM EventAudience a JOIN Role o ON o.id = a.value WHERE a.eventId = e.id AND a.dimension = 'role'))), '-', ' ')`

export const filtered = `NOT EXISTS (SELECT 1 FROM json_each(?2) w WHERE NOT EXISTS (SELECT 1 FROM json_each(w.value) n WHERE instr(${searchable}, n.value) > 0))
  AND (?3 IS NULL OR e.topicId = ?3)
  AND (?4 IS NULL OR NOT EXISTS (SELECT 1 FROM EventAudience a WHERE a.eventId = e.id AND a.dimension = 'kind')
    OR EXISTS (SELECT 1 FROM EventAudience a WHERE a.eventId = e.id AND a.dimension = 'kind' AND a.value = ?4))
  AND (?5 IS NULL OR NOT EXISTS (SELECT 1 FROM EventAudience a WHERE a.eventId = e.id AND a.dimension = 'role')
    OR EXISTS (SELECT 1 FROM EventAudience a WHERE a.eventId = e.id AND a.dimension = 'role' AND a.value = ?5))`

/** SQL: when event `e` begins. */
export const start = '(SELECT MIN(s.startsAt) FROM ActiveSession s WHERE s.eventId = e.id)'
export const end = '(SELECT MAX(s.endsAt) FROM ActiveSession s WHERE s.eventId = e.id)'

/** SQL: failed or bounced. Not sent again; withheld only for their address. */
export const undelivered = `(m.state = 'failed' OR m.deliveryStatus IN ('bounced', 'suppressed', 'failed')) AND NOT EXISTS (SELECT 1 FROM Message a WHERE a.resendOfId = m.id)
  AND NOT (m.withheld = 1 AND (m.nature IN ('promotion', 'training') OR m.lastError LIKE '${notTried}%' AND m.lastError <> '${addressFails}'))`

export const conditions: Record<ListScope, string> = {
  upcoming: `e.state = 'published' AND ${end} > ?1`,
  drafts: `e.state = 'draft'`,
  past: `e.state = 'published' AND ${end} <= ?1`,
  cancelled: `e.state = 'cancelled'`,
}

export const bound = (filter: EventFilter, now: Date): unknown[] => [
  instant(now),
  JSON.stringify(filter.terms),
  filter.topicId ?? null,
  filter.kind ?? null,
  filter.roleId ?? null,
]

const orders: Record<ListScope, string> = { upcoming: start, drafts: 'e.createdAt DESC', past: `${start} DESC`, cancelled: `${start} DESC` }

export type Piece = { limit: number; offset: number }

/** One page of a shelf. */
export const selectListed = (
  { db, now }: Pick<Act, 'db' | 'now'>,
  shelf: ListScope,
  filter: EventFilter,
  { limit, offset }: Piece,
): Read<EventList> =>
  mapped(
    together({
      events: listedEvents(
        db
          .prepare(`${listedRow} WHERE ${conditions[shelf]} AND ${filtered} ORDER BY ${orders[shelf]}, e.id LIMIT ?6 OFFSET ?7`)
          .bind(...bound(filter, now), limit, offset),
      ),
      count: only<{ total: number }>(
        db
          .prepare(`SELECT COUNT(*) AS total, ?1 AS at FROM Event e WHERE ${conditions[shelf]} AND ${filtered}`)
          .bind(...bound(filter, now)),
      ),
    }),
    ({ events, count }) => ({ events, total: count.total }),
  )

/** One page of an organiser's shelf, and counts of each shelf, in one round trip. */
export const organiserEvents = async (
  act: Pick<Act, 'db' | 'now'>,
  shelf: ListScope,
  filter: EventFilter,
  piece: Piece,
): Promise<EventList & { counts: Record<ListScope, number> }> => {
  const { list, counts } = await readTogether(act.db, {
    list: selectListed(act, shelf, filter, piece),
    counts: only<Record<ListScope, number>>(
      act.db
        .prepare(`SELECT ${listScopes.map((name) => `COALESCE(SUM(${conditions[name]}), 0) AS ${name}`).join(', ')}, ?1 AS at FROM Event e`)
        .bind(instant(act.now)),
    ),
  })
  return { ...list, counts }
}

export type TopicRow = { id: string; sensitive: number; labels: (Omit<TopicLabel, 'preferred'> & { preferred: number })[] }

export const topicOf = (row: TopicRow, today: string): TopicChoice => {
  const labels = row.labels.map((label) => ({ ...label, preferred: label.preferred === 1 }))
  return { id: row.id, sensitive: row.sensitive === 1, ...topicNames(labels, today) }
}

export const topicRows = `SELECT t.id, t.sensitive, json_group_array(json_object('label', l.label, 'preferred', l.preferred, 'fromDate', l.fromDate, 'toDate', l.toDate)) AS labels
  FROM Topic t JOIN TopicLabel l ON l.topicId = t.id GROUP BY t.id ORDER BY t.position`
export const rolesOn = (day: string): string =>
  `SELECT id, label FROM Role WHERE COALESCE(fromDate, '') <= ${day} AND COALESCE(toDate, '9999') > ${day} ORDER BY position`

/** Today's topics and roles, for forms. */
export const selectVocabulary = (db: SqlDatabase, now: Date): Read<Vocabulary> => {
  const today = londonDay(now)
  return together({
    venues: selectVenues(db, now),
    topics: mapped(all<Omit<TopicRow, 'labels'> & { labels: string }>(db.prepare(topicRows)), (rows) =>
      rows.map((row) => topicOf({ ...row, labels: JSON.parse(row.labels) }, today)),
    ),
    roles: all<Vocabulary['roles'][number]>(db.prepare(rolesOn('?1')).bind(today)),
  })
}

const selectReach = (db: SqlDatabase, code: string, now: Date): Read<Reach | undefined> =>
  one<Reach>(
    db
      .prepare(
        `SELECT COUNT(p.id) AS places, COUNT(*) FILTER (WHERE p.state = 'held') AS held, COUNT(DISTINCT p.personId) AS people,
             COUNT(DISTINCT IIF(p.state = 'confirmed', s.rootId, NULL)) AS schools, COUNT(DISTINCT p.bookingId) AS bookings,
             (SELECT COUNT(DISTINCT i.personId) FROM Invitation i JOIN Place ip ON ip.id = i.placeId WHERE ip.eventId = e.id AND i.state = 'live') AS invitedPeople,
             (SELECT COUNT(*) FROM Message m WHERE m.eventId = e.id AND ${undelivered}) AS undelivered,
             (SELECT COUNT(*) FROM Sending g WHERE g.eventId = e.id AND g.state = 'paused') AS paused,
             ${countUnreached('SELECT id FROM Event WHERE code = ?2')} AS unreached,
             json_object('accepted', ${countAnswers('e.id', 'accepted')}, 'declined', ${countAnswers('e.id', 'declined')},
               'tentative', ${countAnswers('e.id', 'tentative')}) AS said,
             (SELECT COUNT(*) FROM Booking t WHERE t.eventId = e.id AND t.termsId IS NOT NULL AND t.cancelledAt IS NULL) AS underTerms
           FROM Event e LEFT JOIN Place p ON p.eventId = e.id AND ${takenAt('p')} LEFT JOIN School s ON s.id = p.schoolId
           WHERE e.code = ?2 GROUP BY e.id`,
      )
      .bind(instant(now), code.toUpperCase()),
    { said: 'json' },
  )

/** An event and whom it has reached, for changing or cancelling it. One round trip. */
export const eventAndReach = async (
  db: SqlDatabase,
  code: string,
  now: Date,
): Promise<
  | {
      event: EventDetails
      reach: Reach
      vocabulary: Vocabulary
      signedOff: string[]
      cancelling: Accepted
      prices: PriceList | undefined
      counts: CountsTowards[]
      off: string[]
    }
  | undefined
> => {
  const { event, reach, signed, off, ...read } = await readTogether(db, {
    event: selectEventByCode(db, code, now),
    reach: selectReach(db, code, now),
    vocabulary: selectVocabulary(db, now),
    signed: all<{ sessionId: string }>(
      db
        .prepare(
          `SELECT o.sessionId FROM RegisterSignOff o JOIN ActiveSession s ON s.id = o.sessionId JOIN Event e ON e.id = s.eventId WHERE e.code = ?1`,
        )
        .bind(code.toUpperCase()),
    ),
    cancelling: selectCancelling(db, code),
    prices: selectPriceListOfEvent(db, code),
    counts: selectCountsTowards(db, code),
    off: all<{ kind: string }>(
      db
        .prepare('SELECT m.kind FROM EventMessage m JOIN Event e ON e.id = m.eventId WHERE e.code = ?1 AND m.isOn = 0')
        .bind(code.toUpperCase()),
    ),
  })
  if (!event || !reach) return undefined
  return { event, reach, ...read, signedOff: signed.map(({ sessionId }) => sessionId), off: off.map(({ kind }) => kind) }
}

export const publishedCodes = async (db: SqlDatabase): Promise<string[]> =>
  (
    await (
      await prisma(db)
    ).event.findMany({
      where: { state: 'published', publishedAt: { not: null } },
      orderBy: { publishedAt: 'desc' },
      take: 5000,
      select: { code: true },
    })
  ).map((row) => row.code)
