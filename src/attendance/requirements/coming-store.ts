// Events to come as schools (roots, as JSON in ?1) can book them at a moment, with what each school
// and whoever holds a role there has at them already, or had at one whose register is still open.

import { type Day, type Instant, instant, londonDay } from '#base/dates.ts'
import { all, mapped, only, type Read, together } from '#base/db/read.ts'
import type { Allowed } from '#booking/bookings/booking.ts'
import { firstStart } from '#events/events/event.ts'
import { placesColumns } from '#events/events/store.ts'
import { priceGroundOn } from '#money/payers/payer.ts'
import { priceGrounds, priceGroundsOf, type StoredPriceGround } from '#money/payers/store.ts'
import { type Quote, quotePlaces } from '#money/prices/price.ts'
import { selectPriceListsOf } from '#money/prices/store.ts'
import { hasCourse, seenBySchool } from '#people/people/earlier-course-store.ts'
import { hasAgreed } from '#people/people/role-store.ts'
import { type ComingEvent, type HeldPlace, nextStep, type SchoolAhead, type StaffDay } from './coming.ts'
import type { NextOf } from './standing-row.ts'
import type { Seer } from './state.ts'

const published = `('published')`

/** SQL: the soonest of these that are not over; no session lasts longer than a day. */
const coming = (
  at = '?1',
  states = published,
): string => `(SELECT e.id, MIN(x.startsAt) AS startsAt FROM ActiveSession x CROSS JOIN Event e ON e.id = x.eventId AND e.state IN ${states}
  WHERE x.startsAt > strftime('%Y-%m-%dT%H:%M:%fZ', ${at}, '-1 day') AND x.endsAt > ${at}
    AND (e.state = 'draft' OR e.publishedAt IS NOT NULL) GROUP BY e.id ORDER BY startsAt, e.id LIMIT 200)`

type EventRow = Omit<ComingEvent, 'sessions' | 'audience' | 'rules' | 'roleIds' | 'counts' | 'not' | 'questions'> & {
  sessions: string
  questions: number
  kinds: string
  roleIds: string
  placesPerTrust: number | null
  approval: number
  choicesCloseAt: Instant | null
  attendanceClosesAt: Instant | null
  counts: string
  not: string
}

/** SQL: whoever holds a role at these schools. */
const holders = (
  roots: string,
): string => `(SELECT DISTINCT m.rootId, ra.personId FROM json_each(${roots}) j CROSS JOIN School m ON m.rootId = j.value
    CROSS JOIN RoleAtSchool ra ON ra.schoolId = m.id AND ra.supersededAt IS NULL AND ra.confirmedAt IS NOT NULL)`

/** SQL: place `p` is at an event that is over, of which an open register says nothing of it yet. */
export const isNotMarked = (
  at: string,
): string => `p.state = 'confirmed' AND (SELECT MAX(x.endsAt) FROM ActiveSession x WHERE x.eventId = p.eventId) <= ${at}
  AND EXISTS (SELECT 1 FROM PlaceSession ps CROSS JOIN ActiveSession x ON x.id = ps.sessionId WHERE ps.placeId = p.id
    AND NOT EXISTS (SELECT 1 FROM RegisterSignOff o WHERE o.sessionId = x.id)
    AND NOT EXISTS (SELECT 1 FROM CurrentMark k WHERE k.placeId = p.id AND k.sessionId = x.id))`

/** SQL: such places `p` of whoever holds a role at these schools, wherever booked. */
const notMarked = (
  roots: string,
  at: string,
): string => `${holders(roots)} n CROSS JOIN Place p ON p.personId = n.personId AND ${isNotMarked(at)}
  CROSS JOIN Event e ON e.id = p.eventId AND e.state = 'published'`

const read = <T>(json: string): T => JSON.parse(json) as T

const audience = (dimension: 'kind' | 'role') =>
  `(SELECT json_group_array(a.value) FROM EventAudience a WHERE a.eventId = e.id AND a.dimension = '${dimension}')`

export const selectComing = (db: SqlDatabase, roots: string, at: Instant, states = published): Read<ComingEvent[]> =>
  mapped(
    all<EventRow>(
      db
        .prepare(
          `SELECT e.id, e.code, e.title, e.state, e.purpose, e.topicId, e.level, e.minutes, e.capacity, e.onlineCapacity, e.placesPerSchool, e.placesPerTrust, e.approval, e.choicesCloseAt, e.attendanceClosesAt,
             e.bookingOpensAt, e.bookingClosesAt, e.bookingClosedAt, e.priceId, e.earlyUntil, e.termsId, e.freeUntil, ${audience('kind')} AS kinds, ${audience('role')} AS roleIds,
             (SELECT json_group_array(json_object('startsAt', x.startsAt, 'endsAt', x.endsAt, 'block', x.block)) FROM ActiveSession x WHERE x.eventId = e.id) AS sessions,
             (SELECT json_group_array(c.requirementId) FROM CountsTowards c WHERE c.eventId = e.id AND c.supersededAt IS NULL AND c.countsAs <> 'none') AS counts,
             (SELECT json_group_array(COALESCE(c.requirementId, '*')) FROM CountsTowards c
              WHERE c.eventId = e.id AND c.supersededAt IS NULL AND c.countsAs = 'none' AND c.sessionId IS NULL) AS "not",
             EXISTS (SELECT 1 FROM EventQuestion q WHERE q.eventId = e.id AND q.retiredAt IS NULL AND q.required = 1) AS questions, ${placesColumns}
           FROM (SELECT * FROM ${coming('?1', states)} UNION ALL SELECT DISTINCT p.eventId, '' FROM ${notMarked('?2', '?1')}) f
             CROSS JOIN Event e ON e.id = f.id ORDER BY f.startsAt, e.id`,
        )
        .bind(at, roots),
    ),
    (rows) =>
      rows.map(
        ({ sessions, kinds, roleIds, counts, not, placesPerTrust, approval, choicesCloseAt, attendanceClosesAt, questions, ...row }) => ({
          ...row,
          questions: questions === 1,
          sessions: read<ComingEvent['sessions']>(sessions),
          audience: { kinds: read<ComingEvent['audience']['kinds']>(kinds) },
          roleIds: read<string[]>(roleIds),
          rules: { placesPerTrust, approval: approval === 1, choicesCloseAt, attendanceClosesAt },
          counts: read<string[]>(counts),
          not: read<string[]>(not),
        }),
      ),
  )

/** Those to come, and drafts. */
export const selectPlanned = (db: SqlDatabase, at: Instant): Read<ComingEvent[]> => selectComing(db, '[]', at, `('published', 'draft')`)

const schools = 'json_each(?1) j CROSS JOIN School m ON m.rootId = j.value'
const notOver = (event: string): string => `(SELECT MAX(x.endsAt) FROM ActiveSession x WHERE x.eventId = ${event}) > ?2`
const place = `p.personId, p.eventId, p.state, p.waitsFor, p.heldUntil, p.offerId`

type PlaceRow = Omit<HeldPlace, 'personId'> & { rootId: string; personId: string | null; taken: number; waiting: number; own: number }

/**
 * Places of the schools, and those that holders of a role there have elsewhere or had; for a school
 * only of whoever has agreed that it sees them.
 */
const selectPlaces = (db: SqlDatabase, roots: string, at: Instant, seer: Seer): Read<PlaceRow[]> =>
  all<PlaceRow>(
    db
      .prepare(
        `SELECT j.value AS rootId, ${place}, b.reference, 1 AS own, p.takenUntil > ?2 AS taken,
           p.state = 'held' AND p.waitsFor IS NOT NULL AND p.offerId IS NULL AND p.heldUntil <= ?2 AS waiting
         FROM ${schools} CROSS JOIN Place p ON p.schoolId = m.id AND p.state IN ('held', 'confirmed') JOIN Booking b ON b.id = p.bookingId
         WHERE ${notOver('p.eventId')}
         UNION ALL
         SELECT n.rootId, ${place}, NULL, 0, 0, 0
         FROM ${holders('?1')} n
           CROSS JOIN Place p ON p.personId = n.personId AND p.state IN ('held', 'confirmed') JOIN School o ON o.id = p.schoolId
         WHERE o.rootId <> n.rootId AND ${notOver('p.eventId')} AND (?3 = 'council' OR ${hasAgreed('n.rootId', 'n.personId')})
         UNION ALL
         SELECT n.rootId, ${place}, IIF(o.rootId = n.rootId, b.reference, NULL), 0, 0, 0
         FROM ${notMarked('?1', '?2')} JOIN School o ON o.id = p.schoolId JOIN Booking b ON b.id = p.bookingId
         WHERE o.rootId = n.rootId OR ?3 = 'council' OR ${hasAgreed('n.rootId', 'n.personId')}`,
      )
      .bind(roots, at, seer),
  )

type SchoolRow = Pick<Allowed, 'kind' | 'origin' | 'trustName'> & { id: string }

/** What is kept for a school, what its trust has, and how many first places it has free. */
type CountRow = { rootId: string; eventId: string; what: 'reserved' | 'trust' | 'free'; n: number }

const selectCounts = (db: SqlDatabase, roots: string, at: Instant): Read<CountRow[]> =>
  all<CountRow>(
    db
      .prepare(
        `SELECT x.rootId, h.eventId, 'reserved' AS what, SUM(h.places - (SELECT COUNT(*) FROM Place p WHERE p.heldBackId = h.id AND p.takenUntil > ?2)) AS n
         FROM ${coming('?2')} f CROSS JOIN HeldBack h ON h.eventId = f.id AND h.withdrawnAt IS NULL AND h.releaseAt > ?2 CROSS JOIN json_each(?1) j
           JOIN HeldBackEntitled x ON x.heldBackId = h.id AND x.rootId = j.value
         GROUP BY x.rootId, h.eventId
         UNION ALL
         SELECT j.value, e.id, 'trust', COUNT(*)
         FROM json_each(?1) j CROSS JOIN School s ON s.id = j.value CROSS JOIN School r ON r.trustUid = s.trustUid CROSS JOIN School o ON o.rootId = r.id
           CROSS JOIN Place p ON p.schoolId = o.id AND p.state IN ('held', 'confirmed') AND p.takenUntil > ?2
           CROSS JOIN Event e ON e.id = p.eventId AND e.placesPerTrust IS NOT NULL
         WHERE ${notOver('p.eventId')} GROUP BY j.value, e.id
         UNION ALL
         SELECT m.rootId, q.eventId, 'free', COUNT(*)
         FROM ${coming('?2')} f CROSS JOIN PlacePrice q ON q.eventId = f.id AND q.basis = 'first_free' AND q.supersededAt IS NULL CROSS JOIN School m ON m.id = q.schoolId
         WHERE m.rootId IN (SELECT value FROM json_each(?1)) GROUP BY m.rootId, q.eventId`,
      )
      .bind(roots, at),
  )

/** Staff days of schools (roots) that are not over, the soonest first. */
export const selectStaffDays = (db: SqlDatabase, roots: string, today: Day): Read<(StaffDay & { id: string; rootId: string })[]> =>
  all(
    db
      .prepare(
        `SELECT d.id, j.value AS rootId, d.heldOn AS day, d.what FROM json_each(?1) j CROSS JOIN School m ON m.rootId = j.value
           CROSS JOIN StaffDay d ON d.schoolId = m.id AND d.supersededAt IS NULL AND d.heldOn >= ?2 ORDER BY d.heldOn, d.id`,
      )
      .bind(roots, today),
  )

/** Who holds a role at these schools and lacks the earlier course of an event to come. */
const selectLacking = (
  db: SqlDatabase,
  roots: string,
  at: Instant,
  seer: Seer,
): Read<{ rootId: string; personId: string; eventId: string }[]> =>
  all(
    db
      .prepare(
        `SELECT n.rootId, n.personId, f.id AS eventId FROM ${coming('?2')} f CROSS JOIN EventAudience q ON q.eventId = f.id AND q.dimension = 'course'
           CROSS JOIN ${holders('?1')} n
         WHERE NOT ${hasCourse('n.personId', 'f.id', seer === 'council' ? () => 'true' : seenBySchool('n.rootId', 'n.personId'))}`,
      )
      .bind(roots, at),
  )

/** SQL: each school with the days between which coming events with a price begin. */
const pricedDays = `SELECT j.value AS rootId, d.first, d.last FROM json_each(?2) j CROSS JOIN (
  SELECT substr(MIN(f.startsAt), 1, 10) AS first, date(MAX(f.startsAt), '+1 day') AS last
  FROM ${coming()} f JOIN Event e ON e.id = f.id AND e.priceId IS NOT NULL) d WHERE d.first IS NOT NULL`

/** `of`: one school, by its root; `nextOf`: what follows for each of its people. */
export type Coming = { events: readonly ComingEvent[]; of: (rootId: string) => SchoolAhead; nextOf: (rootId: string) => NextOf }

/** Coming events and how each school is placed at them, in one round trip, however many schools. */
export const selectAhead = (
  db: SqlDatabase,
  { rootIds, now, laCodes, seer }: { rootIds: readonly string[]; now: Date; laCodes: readonly string[]; seer: Seer },
): Read<Coming> => {
  const [roots, at] = [JSON.stringify(rootIds), instant(now)]
  return mapped(
    together({
      events: selectComing(db, roots, at),
      places: selectPlaces(db, roots, at, seer),
      schools: all<SchoolRow>(
        db.prepare('SELECT s.id, s.kind, s.origin, s.trustName FROM json_each(?1) j JOIN School s ON s.id = j.value').bind(roots),
      ),
      counts: selectCounts(db, roots, at),
      staffDays: selectStaffDays(db, roots, londonDay(now)),
      lacking: selectLacking(db, roots, at, seer),
      lists: selectPriceListsOf(db, `SELECT e.priceId FROM ${coming()} f JOIN Event e ON e.id = f.id`, at),
      grounds: only<{ found: StoredPriceGround[] }>(db.prepare(`SELECT ${priceGrounds(pricedDays)} AS found`).bind(at, roots), {
        found: 'json',
      }),
    }),
    ({ events, places, schools: known, counts, staffDays, lacking, lists, grounds }) => {
      const groundsOf = Map.groupBy(priceGroundsOf(grounds.found, laCodes), ({ rootId }) => rootId)
      const countOf = (rootId: string, eventId: string, what: CountRow['what']): number =>
        counts.find((one) => one.rootId === rootId && one.eventId === eventId && one.what === what)?.n ?? 0
      const quotesAt = (
        rootId: string,
        { id, priceId, earlyUntil, sessions }: ComingEvent,
        places: number,
        used: ReadonlyMap<string, number> = new Map(),
      ): Quote[] | undefined => {
        const list = lists.find((one) => one.id === priceId)
        const day = londonDay(firstStart({ sessions }) ?? now)
        const ground = priceGroundOn(groundsOf.get(rootId) ?? [], day)
        if (!list || !ground) return undefined
        const { hasAgreement, standing } = ground
        const agreements = ground.agreements.map((one) => ({ ...one, left: one.left === null ? null : one.left - (used.get(one.id) ?? 0) }))
        const who = { status: standing.status, area: standing.area, agreements, hasAgreement }
        return quotePlaces(
          { list, ...who, earlyUntil, asOf: at, freeLeft: list.freePlaces - countOf(rootId, id, 'free'), code: undefined },
          places,
        )
      }
      const of = (rootId: string): SchoolAhead => {
        const own = places.filter((one) => one.rootId === rootId)
        const school = known.find(({ id }) => id === rootId) ?? { kind: 'not_known', origin: 'register' as const, trustName: null }
        return {
          places: own.flatMap(({ personId, ...one }) => (personId === null ? [] : [{ ...one, personId }])),
          staffDays: staffDays.filter((one) => one.rootId === rootId),
          lacking: lacking.filter((one) => one.rootId === rootId),
          allowedAt: ({ id }) => {
            const here = own.filter(({ eventId }) => eventId === id)
            return {
              kind: school.kind,
              origin: school.origin,
              trustName: school.trustName,
              taken: here.filter(({ taken }) => taken === 1).length,
              waiting: here.filter(({ waiting }) => waiting === 1).length,
              trustTaken: countOf(rootId, id, 'trust'),
              heldBack: countOf(rootId, id, 'reserved'),
            }
          },
          quoteAt: (event, nth = 1) => quotesAt(rootId, event, nth)?.at(-1),
          quotesAt: (event, count, used) => quotesAt(rootId, event, count, used),
        }
      }
      return {
        events,
        of,
        nextOf: (rootId) => {
          const school = of(rootId)
          return (edition, holder) => nextStep(edition, holder, school, events, now)
        },
      }
    },
  )
}
