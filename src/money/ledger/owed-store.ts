import { all, mapped, one, type Read, readNow } from '#base/db/read.ts'
import type { Owed } from './owed.ts'
import { moneyKinds, returnsByItself } from './store.ts'

/** @param bookings SQL for booking ids @param ending SQL for the ids of places that end */
const owedBy = (bookings: string, ending: string): string =>
  `WITH live AS (SELECT x.bookingId, l.number, l.pence + l.vatPence AS gross FROM PlacePrice x JOIN LedgerLine l ON l.placePriceId = x.id AND l.kind = 'charge'
     WHERE x.supersededAt IS NULL AND x.placeId IN (${ending})),
   of AS (SELECT bookingId, SUM(gross + (SELECT COALESCE(SUM(r.pence + r.vatPence), 0) FROM LedgerLine r WHERE r.reversesNumber = live.number)) AS gross
     FROM live GROUP BY bookingId)
   SELECT b.id AS bookingId, b.reference, r.id AS schoolId, r.name AS schoolName,
     COALESCE((SELECT SUM(pence + vatPence) FROM LedgerLine WHERE bookingId = b.id), 0) AS owed,
     (SELECT y.payerId FROM BookingPayer y WHERE y.bookingId = b.id AND y.supersededAt IS NULL) AS payerId,
     COALESCE((SELECT gross FROM of WHERE of.bookingId = b.id), 0) AS ofPlaces,
     COALESCE((SELECT -SUM(l.pence) FROM LedgerLine l WHERE l.bookingId = b.id AND l.kind IN ${moneyKinds} AND ${returnsByItself}), 0) AS goesBack,
     COALESCE((SELECT -SUM(l.pence) FROM LedgerLine l WHERE l.bookingId = b.id AND l.kind IN ${moneyKinds} AND l.route = 'card'), 0) AS toCard
   FROM Booking b JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId WHERE b.id IN (${bookings}) ORDER BY r.name COLLATE NOCASE, b.id`

export type OwedOfBooking = Pick<Owed, 'owed' | 'payerId' | 'ofPlaces' | 'goesBack' | 'toCard'>

/** What a booking owes, and how much of it is for these places. */
export const selectOwed = (db: SqlDatabase, bookingId: string, placeIds: readonly string[]): Read<OwedOfBooking> =>
  mapped(
    one<OwedOfBooking>(db.prepare(owedBy('SELECT ?1', 'SELECT value FROM json_each(?2)')).bind(bookingId, JSON.stringify(placeIds))),
    (row) => row ?? { owed: 0, payerId: null, ofPlaces: 0, goesBack: 0, toCard: 0 },
  )

export const owedOf = (db: SqlDatabase, bookingId: string, placeIds: readonly string[]): Promise<OwedOfBooking> =>
  readNow(db, selectOwed(db, bookingId, placeIds))

/** The same for every booking of an event with lines; all places end. */
export const owedOfEvent = async (db: SqlDatabase, eventId: string): Promise<Owed[]> =>
  (
    await db
      .prepare(owedBy('SELECT l.bookingId FROM LedgerLine l WHERE l.eventId = ?1', 'SELECT p.id FROM Place p WHERE p.eventId = ?1'))
      .bind(eventId)
      .all<Owed>()
  ).results

/** The same for the places that a bulk act would end. */
export const selectOwedOfBulk = (db: SqlDatabase, bulkId: string): Read<Owed[]> =>
  all<Owed>(
    db
      .prepare(
        owedBy(
          'SELECT i.bookingId FROM BulkItem i WHERE i.bulkId = ?1',
          'SELECT j.value FROM BulkItem i, json_each(i.placeIds) j WHERE i.bulkId = ?1',
        ),
      )
      .bind(bulkId),
  )
