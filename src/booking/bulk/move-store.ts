import type { Act } from '#base/act.ts'
import { all, each, given, mapped, readNow, readTogether } from '#base/db/read.ts'
import type { MoneyGround } from '#booking/bookings/pricing.ts'
import { selectBookingPayers, selectMoneyGrounds } from '#booking/bookings/pricing-store.ts'
import type { EventDetails } from '#events/events/event.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { type BookingToMove, type PlaceToMove, type PricedMove, pricedMoves } from './move.ts'

type Row = Omit<BookingToMove, 'payer' | 'places' | 'leaving' | 'school'> & { name: string; town: string; urn: string | null }

const ofBulk = 'FROM BulkItem i CROSS JOIN json_each(i.placeIds) j'

/** What moving its places costs each booking, in the order of the act; two round trips. */
export const readMoves = async (act: Act, bulkId: string, to: EventDetails): Promise<PricedMove[]> => {
  const { db } = act
  const read = await readTogether(db, {
    bookings: all<Row>(
      db
        .prepare(
          `SELECT b.id AS bookingId, b.reference, r.id AS rootId, r.name, r.town, r.urn, b.eventId, e.attendanceMode, b.termsId
           FROM BulkItem i JOIN Booking b ON b.id = i.bookingId JOIN Event e ON e.id = b.eventId JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId
           WHERE i.bulkId = ?1 ORDER BY i.bookingId`,
        )
        .bind(bulkId),
    ),
    places: all<PlaceToMove>(
      db
        .prepare(
          `SELECT p.id, p.bookingId, p.personId, n.name, p.roleId, p.attendance, p.state, p.waitsFor, p.heldUntil, p.offerId
           ${ofBulk} JOIN Place p ON p.id = j.value LEFT JOIN Person n ON n.id = p.personId WHERE i.bulkId = ?1 ORDER BY p.rowid`,
        )
        .bind(bulkId),
    ),
    leaving: all<BookingToMove['leaving'][number]>(
      db
        .prepare(
          `SELECT x.placeId, x.agreementId, x.codeId, x.pence, x.vatPence ${ofBulk} JOIN PlacePrice x ON x.placeId = j.value AND x.supersededAt IS NULL WHERE i.bulkId = ?1`,
        )
        .bind(bulkId),
    ),
    payers: selectBookingPayers(db, 'SELECT i.bookingId FROM BulkItem i WHERE i.bulkId = ?1', bulkId),
  })
  const payers = new Map(read.payers.map((payer) => [payer.bookingId, payer]))
  const places = Map.groupBy(read.places, ({ bookingId }) => bookingId)
  const bookings = read.bookings.map(({ name, town, urn, ...booking }): BookingToMove => {
    const its = places.get(booking.bookingId) ?? []
    return {
      ...booking,
      school: schoolLabel({ name, town, urn }),
      payer: payers.get(booking.bookingId),
      places: its,
      leaving: read.leaving.filter(({ placeId }) => its.some(({ id }) => id === placeId)),
    }
  })
  const { priceId } = to
  const bySchool = [...Map.groupBy(bookings, ({ rootId }) => rootId)]
  const codeOf = ({ payer }: BookingToMove) => (payer?.codeId ? { id: payer.codeId } : undefined)
  const grounds = await readNow(
    db,
    each(
      priceId === null
        ? [given<[string, MoneyGround][]>([])]
        : bySchool.map(([rootId, its]) =>
            mapped(
              selectMoneyGrounds(
                act,
                to,
                rootId,
                its.map((booking) => ({ priceId, code: codeOf(booking) })),
                [],
              ),
              (found) => its.flatMap(({ bookingId }, index): [string, MoneyGround][] => (found[index] ? [[bookingId, found[index]]] : [])),
            ),
          ),
    ),
  )
  const groundOf = new Map(grounds.flat())
  return pricedMoves(bookings, to, (bookingId) => groundOf.get(bookingId), { now: act.now, stripe: act.stripe !== undefined })
}
