import { instant } from '#base/dates.ts'
import { all, mapped, only, type Read } from '#base/db/read.ts'
import { start } from '#events/events/list-store.ts'
import { takenAt } from '#events/events/store.ts'
import type { PriceGround } from '#money/payers/payer.ts'
import { priceGrounds, priceGroundsOf, type StoredPriceGround } from '#money/payers/store.ts'
import { mailboxAsked } from '#people/claims/vouch-store.ts'
import { schoolsOf } from '#people/sign-in/store.ts'
import type { ListReader, OwnPlaces, OwnRequest } from './own-places.ts'

const accountOf = (signInId: string): string => `(SELECT i.accountId FROM SignIn i WHERE i.id = ${signInId})`

/** What each school of a signed-in account has at an event. */
export const selectOwnPlaces = (db: SqlDatabase, code: string, signInId: string | undefined, now: Date): Read<OwnPlaces[]> =>
  all<OwnPlaces>(
    db
      .prepare(
        `SELECT r.id AS schoolId, r.name, (SELECT COUNT(*) FROM Place p JOIN School s ON s.id = p.schoolId JOIN Event e ON e.id = p.eventId
             WHERE e.code = ?2 AND s.rootId = r.id AND ${takenAt('p')}) AS places,
             (SELECT COUNT(*) FROM Place p JOIN School s ON s.id = p.schoolId JOIN Event e ON e.id = p.eventId
              WHERE e.code = ?2 AND s.rootId = r.id AND p.state = 'held' AND p.waitsFor IS NOT NULL AND p.offerId IS NULL AND p.heldUntil <= ?1) AS waiting,
             (SELECT COALESCE(SUM(h.places - (SELECT COUNT(*) FROM Place p WHERE p.heldBackId = h.id AND ${takenAt('p')})), 0)
              FROM HeldBack h JOIN Event e ON e.id = h.eventId JOIN HeldBackEntitled x ON x.heldBackId = h.id AND x.rootId = r.id
              WHERE e.code = ?2 AND h.withdrawnAt IS NULL AND h.releaseAt > ?1) AS heldBack,
             (SELECT COUNT(*) FROM Event e CROSS JOIN School s ON s.rootId = r.id CROSS JOIN Place p ON p.schoolId = s.id AND p.eventId = e.id
              CROSS JOIN PlacePrice x ON x.placeId = p.id AND x.supersededAt IS NULL AND x.basis = 'first_free' WHERE e.code = ?2) AS freeUsed,
             CASE WHEN r.trustUid IS NULL THEN NULL ELSE
               (SELECT COUNT(*) FROM School t CROSS JOIN School s ON s.rootId = t.id CROSS JOIN Place p ON p.schoolId = s.id JOIN Event e ON e.id = p.eventId
                WHERE t.trustUid = r.trustUid AND e.code = ?2 AND ${takenAt('p')}) END AS trustPlaces,
             (SELECT json_group_array(json_object('reference', y.reference, 'confirmed', y.confirmed, 'offered', y.offered, 'held', y.held,
                'forApproval', y.forApproval, 'offeredUntil', y.offeredUntil, 'heldUntil', y.heldUntil)) FROM (
                SELECT b.reference, SUM(p.state = 'confirmed') AS confirmed, SUM(p.waitsFor IS 'list' AND p.heldUntil > ?1) AS offered,
                  SUM(p.state = 'held' AND p.waitsFor IS NULL AND p.heldUntil > ?1) AS held, SUM(p.waitsFor IS 'approval') AS forApproval,
                  MAX(IIF(p.waitsFor IS 'list' AND p.heldUntil > ?1, p.heldUntil, NULL)) AS offeredUntil,
                  MIN(IIF(p.state = 'held' AND p.waitsFor IS NULL AND p.heldUntil > ?1, p.heldUntil, NULL)) AS heldUntil
                FROM Event e CROSS JOIN School s ON s.rootId = r.id CROSS JOIN Booking b ON b.eventId = e.id AND b.schoolId = s.id AND b.cancelledAt IS NULL
                  CROSS JOIN Place p ON p.bookingId = b.id AND p.state <> 'cancelled'
                WHERE e.code = ?2 GROUP BY b.id ORDER BY b.createdAt DESC, b.id) y) AS bookings
           FROM School r WHERE r.id IN (${schoolsOf(accountOf('?3'))}) ORDER BY r.name`,
      )
      .bind(instant(now), code.toUpperCase(), signInId ?? ''),
    { bookings: 'json' },
  )

/** With more schools than this the reader uses the price table. */
const mostPriced = 10

/** What decides the prices of each school of a signed-in account at an event. */
export const selectOwnGrounds = (
  db: SqlDatabase,
  code: string,
  signInId: string | undefined,
  laCodes: readonly string[],
  now: Date,
): Read<PriceGround[]> =>
  mapped(
    only<{ grounds: StoredPriceGround[] }>(
      db
        .prepare(
          `WITH own AS MATERIALIZED (${schoolsOf(accountOf('?2'))}),
             begin AS MATERIALIZED (SELECT COALESCE(${start}, ?3) AS at FROM Event e WHERE e.code = ?1 AND e.state = 'published' AND e.priceId IS NOT NULL)
           SELECT ${priceGrounds(`SELECT own.rootId, substr(b.at, 1, 10) AS first, date(b.at, '+1 day') AS last FROM begin b CROSS JOIN own
             WHERE (SELECT COUNT(*) FROM own) <= ${mostPriced}`)} AS grounds`,
        )
        .bind(code.toUpperCase(), signInId ?? '', instant(now)),
      { grounds: 'json' },
    ),
    ({ grounds }) => priceGroundsOf(grounds, laCodes),
  )

/** A signed-in account's unsettled requests at an event, with the school mailbox asked last. */
export const selectOwnRequests = (db: SqlDatabase, code: string, signInId: string | undefined): Read<OwnRequest[]> =>
  all(
    db
      .prepare(
        `SELECT r.id, s.name AS schoolName, r.places, r.requestedAt, r.asksSchool,
           ${mailboxAsked('r.accountId', 's.id')} AS mailbox
         FROM BookingRequest r JOIN Event e ON e.id = r.eventId JOIN School o ON o.id = r.schoolId JOIN School s ON s.id = o.rootId
         WHERE r.accountId = ${accountOf('?2')} AND r.state = 'waiting' AND e.code = ?1 ORDER BY r.requestedAt`,
      )
      .bind(code.toUpperCase(), signInId ?? ''),
    { asksSchool: 'flag' },
  )

/**
 * SQL: what the schools of a sign-in have at the events of the table `listed`, and what decides the
 * prices of their only school, as a text for `readerOf`. @param signInId a parameter
 */
export const readerColumn = (signInId: string): string => `
  (WITH own AS MATERIALIZED (SELECT o.rootId AS id FROM (${schoolsOf(accountOf(signInId))}) o)
    SELECT json_object(
      'own', (SELECT json_group_object(h.eventId, json_object('booked', h.booked, 'free', h.free)) FROM (
        SELECT p.eventId, SUM(p.state = 'confirmed') AS booked, COALESCE(SUM(x.basis = 'first_free'), 0) AS free
        FROM own CROSS JOIN School m ON m.rootId = own.id CROSS JOIN Place p ON p.schoolId = m.id AND p.eventId IN (SELECT id FROM listed)
          LEFT JOIN PlacePrice x ON x.placeId = p.id AND x.supersededAt IS NULL GROUP BY p.eventId) h),
      'grounds', ${priceGrounds(`SELECT own.id AS rootId, substr(MIN(l.startsAt), 1, 10) AS first, date(MAX(l.startsAt), '+1 day') AS last
        FROM own CROSS JOIN listed l WHERE l.priceId IS NOT NULL AND l.startsAt IS NOT NULL AND (SELECT COUNT(*) FROM own) = 1 GROUP BY own.id`)}))`

type StoredReader = { own: ListReader['own']; grounds: StoredPriceGround[] }

export const readerOf = (text: string, laCodes: readonly string[]): ListReader => {
  const { own, grounds } = JSON.parse(text) as StoredReader
  return { own, grounds: priceGroundsOf(grounds, laCodes) }
}
