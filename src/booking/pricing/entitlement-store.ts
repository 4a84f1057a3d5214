// What makes a school's places at an event free or cheaper.

import { guard } from '#base/db/atomically.ts'
import { all, only, readTogether } from '#base/db/read.ts'
import type { BookingPayer, PlacePrice } from '#booking/bookings/pricing.ts'

type PricedPlace = Pick<PlacePrice, 'placeId' | 'pence' | 'vatPence' | 'basis'> & {
  id: string
  agreementId: string | null
  codeId: string | null
  /** Pence less as a place online of a mixed event; null: it is not priced as one. */
  onlineLess: number | null
}

/** A booking with priced places, and its payer. */
export type PayingBooking = { bookingId: string; reference: string; payer: BookingPayer; places: PricedPlace[] }

/** SQL: held places with an open checkout, whose price is fixed. */
const beingPaidFor = `p.state = 'held' AND EXISTS (SELECT 1 FROM Checkout k WHERE k.bookingId = p.bookingId AND k.state IN ('asked', 'open'))`

const standingPrices = `(SELECT COUNT(*) FROM PlacePrice x JOIN School s ON s.id = x.schoolId
  WHERE x.eventId = ?1 AND s.rootId = ?2 AND x.supersededAt IS NULL AND x.placeId NOT IN (SELECT value FROM json_each(?3)))`

/**
 * How many ending places use an entitlement, and the school's other places at the event whose price
 * can change, oldest booking first: confirmed now or in this batch, or held without a checkout. One
 * round trip.
 */
export const entitledGround = async (
  db: SqlDatabase,
  eventId: string,
  schoolId: string,
  ending: readonly string[],
  becoming: readonly string[],
): Promise<{ freed: number; standing: number; bookings: PayingBooking[] }> => {
  const { freed, places, standing } = await readTogether(db, {
    freed: only<{ n: number }>(
      db
        .prepare(
          `SELECT COUNT(*) AS n FROM PlacePrice WHERE placeId IN (SELECT value FROM json_each(?1)) AND supersededAt IS NULL
           AND basis IN ('first_free', 'agreement', 'code')`,
        )
        .bind(JSON.stringify(ending)),
    ),
    places: all<PricedPlace & { bookingId: string; reference: string; payer: string }>(
      db
        .prepare(
          `SELECT x.id, x.placeId, x.pence, x.vatPence, x.basis, x.agreementId, x.codeId, x.rule ->> '$.onlineLess' AS onlineLess, b.id AS bookingId, b.reference,
             json_object('id', y.id, 'bookingId', b.id, 'schoolId', b.schoolId, 'payerId', y.payerId, 'route', y.route, 'priceId', y.priceId, 'codeId', y.codeId,
               'poNumber', y.poNumber, 'costCentre', y.costCentre, 'subjectiveCode', y.subjectiveCode, 'billingEmail', y.billingEmail,
               'pricedAsOf', y.pricedAsOf, 'agreedAt', y.agreedAt, 'agreedById', y.agreedById, 'rule', json(y.rule)) AS payer
           FROM PlacePrice x JOIN School s ON s.id = x.schoolId JOIN Place p ON p.id = x.placeId
             JOIN Booking b ON b.id = x.bookingId JOIN BookingPayer y ON y.bookingId = b.id AND y.supersededAt IS NULL
           WHERE x.eventId = ?1 AND s.rootId = ?2 AND x.supersededAt IS NULL AND x.placeId NOT IN (SELECT value FROM json_each(?3))
             AND (p.state = 'confirmed' OR p.id IN (SELECT value FROM json_each(?4)) OR (p.state = 'held' AND p.waitsFor IS NULL AND NOT (${beingPaidFor})))
           ORDER BY b.createdAt, b.id, p.rowid`,
        )
        .bind(eventId, schoolId, JSON.stringify(ending), JSON.stringify(becoming)),
    ),
    standing: only<{ n: number }>(
      db.prepare(`SELECT ${standingPrices} AS n`).bind(eventId, schoolId, JSON.stringify([...ending, ...becoming])),
    ),
  })
  const bookings = new Map<string, PayingBooking>()
  for (const { bookingId, reference, payer, ...place } of places) {
    const booking = bookings.get(bookingId) ?? { bookingId, reference, payer: JSON.parse(payer) as BookingPayer, places: [] }
    booking.places.push(place)
    bookings.set(bookingId, booking)
  }
  return { freed: freed.n, standing: standing.n, bookings: [...bookings.values()] }
}

/** Guard: besides this batch the school has the same priced places at the event. */
export const sameStanding = (
  db: SqlDatabase,
  eventId: string,
  schoolId: string,
  besides: readonly string[],
  standing: number,
): SqlStatement => guard(db, `${standingPrices} = ?4`, eventId, schoolId, JSON.stringify(besides), standing)

/** Guard: nobody has begun to pay for these places. */
export const notBeingPaidFor = (db: SqlDatabase, placeIds: readonly string[]): SqlStatement =>
  guard(
    db,
    `NOT EXISTS (SELECT 1 FROM Place p WHERE p.id IN (SELECT value FROM json_each(?1)) AND ${beingPaidFor})`,
    JSON.stringify(placeIds),
  )
