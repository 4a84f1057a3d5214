// SQL for places held while somebody pays by card.

import type { Act, Moment } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { newId } from '#base/id.ts'

/** SQL: a hold that expired unpaid; the booking's log entry of that instant says so. */
const ranOut = `p.state = 'cancelled' AND p.waitsFor IS NULL AND EXISTS (
  SELECT 1 FROM Log l WHERE l.subjectKind = 'booking' AND l.subjectId = p.bookingId AND l.act = 'booking.hold_ended' AND l.at = p.stateAt)`

/** A booking's places that are held or whose hold expired unpaid, in order. */
export const heldPlaces = async (db: SqlDatabase, bookingId: string): Promise<{ id: string; state: 'held' | 'cancelled' }[]> =>
  (
    await db
      .prepare(
        `SELECT p.id, p.state FROM Place p WHERE p.bookingId = ?1 AND ((p.state = 'held' AND p.waitsFor IS NULL) OR (${ranOut})) ORDER BY p.rowid`,
      )
      .bind(bookingId)
      .all<{ id: string; state: 'held' | 'cancelled' }>()
  ).results

/** Guard: these places have these states and people, and the event is the version that was read. */
export const sameHeld = (
  act: Act,
  event: { id: string; version: number },
  places: readonly { id: string; state: string; personId: string | null }[],
): SqlStatement =>
  guard(
    act.db,
    `(SELECT version FROM Event WHERE id = ?2) = ?3 AND NOT EXISTS (SELECT 1 FROM json_each(?1) j LEFT JOIN Place p ON p.id = j.value ->> '$.id'
       AND p.state = j.value ->> '$.state' AND p.personId IS j.value ->> '$.personId' WHERE p.id IS NULL)`,
    JSON.stringify(places.map(({ id, state, personId }) => ({ id, state, personId }))),
    event.id,
    event.version,
  )

/** Restores the price of places whose hold had expired, because that is what was paid. */
export const priceAsBefore = (act: Act, placeIds: readonly string[]): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO PlacePrice (id, placeId, bookingId, eventId, schoolId, payerId, route, priceId, status, area, agreement, basis, pence, vatPence, vatCodeId,
         agreementId, codeId, rule, createdAt, createdById)
       SELECT j.value ->> '$.id', x.placeId, x.bookingId, x.eventId, x.schoolId, x.payerId, x.route, x.priceId, x.status, x.area, x.agreement, x.basis,
         x.pence, x.vatPence, x.vatCodeId, x.agreementId, x.codeId, x.rule, ?2, x.createdById
       FROM json_each(?1) j JOIN PlacePrice x ON x.id = (
         SELECT o.id FROM PlacePrice o WHERE o.placeId = j.value ->> '$.placeId' ORDER BY o.createdAt DESC, o.id DESC LIMIT 1)`,
    )
    .bind(JSON.stringify(placeIds.map((placeId) => ({ id: newId(act.now), placeId }))), instant(act.now))

/** Triggers on Place check the room for a place whose hold has expired. */
export const confirmPlaces = (act: Act, placeIds: readonly string[]): SqlStatement =>
  act.db
    .prepare(
      `UPDATE Place SET state = 'confirmed', heldUntil = NULL, endedById = NULL, stateAt = ?2
       WHERE id IN (SELECT value FROM json_each(?1)) AND state <> 'confirmed'`,
    )
    .bind(JSON.stringify(placeIds), instant(act.now))

export type HoldToSettle = { reference: string; costsNothing: number; ranOut: number }

const ranOutBefore = ({ now }: Moment): Instant => instant(addMinutes(now, -5))

const toSettle = `SELECT b.reference, COALESCE(SUM(x.pence + x.vatPence), -1) = 0 AS costsNothing, MIN(p.heldUntil) <= ?1 AS ranOut
  FROM Place p INDEXED BY Place_on_hold JOIN Booking b ON b.id = p.bookingId LEFT JOIN PlacePrice x ON x.placeId = p.id AND x.supersededAt IS NULL
  WHERE p.state = 'held' AND p.waitsFor IS NULL
    AND NOT EXISTS (SELECT 1 FROM Checkout c WHERE c.bookingId = b.id AND c.state IN ('asked', 'open'))
    AND ${triable('expireCardHolds', 'b.reference')}
  GROUP BY b.id HAVING ranOut OR costsNothing`

export const holdsDue = (moment: Moment): Condition[] => [exists(toSettle, ranOutBefore(moment))]

/** Without an open checkout: the hold expired some minutes ago, or they now cost nothing. */
export const holdsToSettle = async (act: Act, limit: number): Promise<HoldToSettle[]> =>
  (await act.db.prepare(`${toSettle} LIMIT ?2`).bind(ranOutBefore(act), limit).all<HoldToSettle>()).results
