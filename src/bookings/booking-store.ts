import type { Act } from '../act.ts'
import { hasRole } from '../act.ts'
import { instant } from '../dates.ts'
import type { EventDetails } from '../events/event.ts'
import { type EventRow, eventOf, eventRow } from '../events/store.ts'
import type { BookedPlace, BookingDetails, Channel } from './booking.ts'
import { type BookingFilter, type BookingList, type ListedPlace, pageSize } from './listed-place.ts'

// ?2 is the reader's schools, ?3 whether every school is theirs to see: what one may not see does not exist.
const visible = '(?3 = 1 OR s.rootId IN (SELECT value FROM json_each(?2)))'

type BookingRow = {
  id: string
  reference: string
  eventId: string
  eventCode: string
  schoolId: string
  name: string
  town: string
  urn: string | null
  channel: Channel
  createdAt: string
  cancelledAt: string | null
  askedBy: string
  waitingSince: string | null
  partly: number
  termsId: string | null
  refusedReason: string | null
  bookedById: string | null
  bookerEmail: string | null
  bookerName: string | null
}

type PlaceRow = Omit<BookedPlace, 'represents' | 'message' | 'workshopIds'> & {
  represents: string
  message: string | null
  workshopIds: string
}

/** A booking that the reader may see, with its event and places, in one round trip; organisers see every school's. */
export const readBooking = async (act: Act, reference: string): Promise<{ booking: BookingDetails; event: EventDetails } | undefined> => {
  const key = [reference.toUpperCase(), JSON.stringify(act.actor.schoolIds), hasRole(act.actor, 'organiser', 'administrator') ? 1 : 0]
  const [bookings, places, events] = await act.db.batch([
    act.db
      .prepare(
        `SELECT b.id, b.reference, b.eventId, e.code AS eventCode, s.rootId AS schoolId, r.name, r.town, r.urn, b.channel, b.createdAt, b.cancelledAt,
           b.askedBy, b.waitingSince, b.partly, b.termsId, b.refusedReason, b.bookedById, a.email AS bookerEmail, bp.name AS bookerName
         FROM Booking b JOIN Event e ON e.id = b.eventId JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId
           LEFT JOIN Account a ON a.id = b.bookedById LEFT JOIN Person bp ON bp.id = b.bookerPersonId
         WHERE b.reference = ?1 AND ${visible}`,
      )
      .bind(...key),
    act.db
      .prepare(
        `SELECT pl.id, pl.state, pl.waitsFor, pl.heldUntil, pl.offerId, pl.personId, p.name, p.email, pl.roleId, ro.label AS role,
           (SELECT json_group_array(w.id) FROM (SELECT x.id FROM PlaceSession c JOIN Session x ON x.id = c.sessionId
            WHERE c.placeId = pl.id AND x.block <> '' ORDER BY x.startsAt) w) AS workshopIds,
           (SELECT json_group_array(json_object('name', x.name, 'town', x.town, 'urn', x.urn)) FROM PlaceRepresents pr
            JOIN School o ON o.id = pr.schoolId JOIN School x ON x.id = o.rootId WHERE pr.placeId = pl.id) AS represents,
           (SELECT json_object('state', m.state, 'kind', m.kind, 'at', COALESCE(m.sentAt, m.createdAt)) FROM Message m
            WHERE m.bookingId = b.id AND m.placeId = pl.id ORDER BY m.rowid DESC LIMIT 1) AS message
         FROM Booking b JOIN School s ON s.id = b.schoolId JOIN Place pl ON pl.bookingId = b.id
           LEFT JOIN Person p ON p.id = pl.personId LEFT JOIN Role ro ON ro.id = pl.roleId
         WHERE b.reference = ?1 AND ${visible} ORDER BY pl.rowid`,
      )
      .bind(...key),
    act.db
      .prepare(`${eventRow} WHERE e.id = (SELECT eventId FROM Booking WHERE reference = ?2)`)
      .bind(instant(act.now), reference.toUpperCase()),
  ])
  const row = bookings?.results[0] as BookingRow | undefined
  const event = events?.results[0] as EventRow | undefined
  if (!row || !event) return undefined
  return {
    booking: {
      id: row.id,
      reference: row.reference,
      eventId: row.eventId,
      eventCode: row.eventCode,
      schoolId: row.schoolId,
      school: { name: row.name, town: row.town, urn: row.urn },
      channel: row.channel,
      createdAt: row.createdAt,
      cancelledAt: row.cancelledAt,
      askedBy: row.askedBy,
      waitingSince: row.waitingSince,
      partly: row.partly === 1,
      termsId: row.termsId,
      refusedReason: row.refusedReason,
      booker: { accountId: row.bookedById, email: row.bookerEmail, name: row.bookerName },
      places: ((places?.results ?? []) as PlaceRow[]).map((place) => ({
        ...place,
        workshopIds: JSON.parse(place.workshopIds) as string[],
        represents: JSON.parse(place.represents) as BookedPlace['represents'],
        message: place.message ? (JSON.parse(place.message) as BookedPlace['message']) : undefined,
      })),
    },
    event: eventOf(event),
  }
}

const listed = `
  FROM Place pl JOIN Booking b ON b.id = pl.bookingId JOIN School s ON s.id = pl.schoolId JOIN School r ON r.id = s.rootId
    LEFT JOIN Person p ON p.id = pl.personId LEFT JOIN Role ro ON ro.id = pl.roleId
  WHERE pl.eventId = ?1 AND (?2 = '' OR instr(lower(COALESCE(p.name, '') || ' ' || COALESCE(p.email, '') || ' ' || r.name || ' ' || r.town || ' '
    || COALESCE(r.urn, '') || ' ' || b.reference), ?2) > 0) AND (?3 = 'all' OR pl.state = ?3)`

const columns = `pl.id AS placeId, pl.state, b.reference, p.name, p.email, ro.label AS role, r.name AS school, r.town, r.urn,
  (SELECT COUNT(*) FROM PlaceRepresents pr WHERE pr.placeId = pl.id) AS represents, pl.createdAt AS bookedAt,
  (SELECT m.state FROM Message m WHERE m.bookingId = b.id AND m.placeId = pl.id ORDER BY m.rowid DESC LIMIT 1) AS invited`

const order = 'ORDER BY r.name COLLATE NOCASE, r.town, r.urn, p.name COLLATE NOCASE, pl.id'

/** One page of an event's places by school, how many match, and the confirmed places and schools of the whole event; one round trip. */
export const listPlaces = async (db: D1Database, eventId: string, filter: BookingFilter, page: number): Promise<BookingList> => {
  const key = [eventId, filter.q.toLowerCase().trim(), filter.state]
  const [places, total, counts] = await db.batch<Record<string, unknown>>([
    db.prepare(`SELECT ${columns} ${listed} ${order} LIMIT ?4 OFFSET ?5`).bind(...key, pageSize, (page - 1) * pageSize),
    db.prepare(`SELECT COUNT(*) AS n ${listed}`).bind(...key),
    db
      .prepare(
        `SELECT COUNT(*) AS confirmed, COUNT(DISTINCT s.rootId) AS schools FROM Place pl JOIN School s ON s.id = pl.schoolId
         WHERE pl.eventId = ?1 AND pl.state = 'confirmed'`,
      )
      .bind(eventId),
  ])
  return {
    places: (places?.results ?? []) as unknown as ListedPlace[],
    total: Number(total?.results[0]?.['n'] ?? 0),
    confirmed: Number(counts?.results[0]?.['confirmed'] ?? 0),
    schools: Number(counts?.results[0]?.['schools'] ?? 0),
  }
}

export const placesForExport = async (db: D1Database, eventId: string, filter: BookingFilter): Promise<ListedPlace[]> =>
  (await db.prepare(`SELECT ${columns} ${listed} ${order}`).bind(eventId, filter.q.toLowerCase().trim(), filter.state).all<ListedPlace>())
    .results
