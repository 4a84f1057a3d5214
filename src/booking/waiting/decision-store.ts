import type { Act, Moment } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, mapped, type Read } from '#base/db/read.ts'
import { update } from '#base/db/write.ts'
import type { Booker } from '#booking/bookings/booker.ts'
import type { EventDetails } from '#events/events/event.ts'
import { type EventRow, eventOf, eventRow } from '#events/events/store.ts'
import { joinNotified, nameOfNotified } from '#people/accounts/account-store.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import type { ToDecide } from './offer.ts'

/** Guard: the event, and the booking's places that wait for `what` with people, are as read. */
export const sameWaiting = (
  act: Act,
  event: { id: string; version: number },
  bookingId: string,
  what: 'approval' | 'list',
  places: readonly { id: string; personId: string | null }[],
): SqlStatement[] => [
  guard(act.db, '(SELECT version FROM Event WHERE id = ?1) = ?2', event.id, event.version),
  guard(
    act.db,
    `(SELECT json_group_array(x) FROM (SELECT id || ' ' || COALESCE(personId, '') AS x FROM Place
      WHERE bookingId = ?1 AND state = 'held' AND waitsFor = ?2 AND offerId IS NULL ORDER BY id)) = ?3`,
    bookingId,
    what,
    JSON.stringify(places.map((place) => `${place.id} ${place.personId ?? ''}`).sort()),
  ),
]

/** Confirms approved places; triggers check them as new ones. */
export const confirmApproved = (act: Act, places: readonly { id: string; heldBackId: string | null }[]): SqlStatement =>
  act.db
    .prepare(
      `UPDATE Place SET state = 'confirmed', heldUntil = NULL, waitsFor = NULL, heldBackId = j.value ->> '$.heldBackId', stateAt = ?2
       FROM json_each(?1) AS j WHERE Place.id = j.value ->> '$.id'`,
    )
    .bind(JSON.stringify(places), instant(act.now))

/** Puts approved places on the waiting list, with the turn of their booking. */
export const listApproved = (act: Act, placeIds: readonly string[]): SqlStatement =>
  update(act.db, 'Place', { waitsFor: 'list', heldUntil: instant(act.now), stateAt: instant(act.now) }, { id: placeIds })

/** The booking's page shows the school the reason once no place of it is left. */
export const setRefused = (act: Act, bookingId: string, reason: string): SqlStatement =>
  act.db.prepare('UPDATE Booking SET refusedReason = ?2 WHERE id = ?1 AND cancelledAt IS NOT NULL').bind(bookingId, reason)

type ToDecideRow = Omit<ToDecide, 'school'> & SchoolName

export const selectToDecide = (db: SqlDatabase, code: string): Read<ToDecide[]> =>
  mapped(
    all<ToDecideRow>(
      db
        .prepare(
          `SELECT b.reference, r.id AS schoolId, r.name, r.town, r.urn, COUNT(*) AS places, COALESCE(b.waitingSince, b.createdAt) AS since
           FROM Place p JOIN Booking b ON b.id = p.bookingId JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId
           WHERE p.eventId = (SELECT id FROM Event WHERE code = ?1) AND p.state = 'held' AND p.waitsFor = 'approval' GROUP BY b.id ORDER BY since, b.id`,
        )
        .bind(code.toUpperCase()),
    ),
    (rows) => rows.map(({ name, town, urn, ...row }) => ({ ...row, school: { name, town, urn } })),
  )

export type PastRequest = {
  event: EventDetails
  booking: { id: string; reference: string; schoolId: string; school: SchoolName; booker: Booker }
  waitsFor: 'approval' | 'list'
  placeIds: string[]
}

type PastRow = SchoolName & {
  id: string
  reference: string
  eventId: string
  schoolId: string
  accountId: string | null
  email: string | null
  bookerName: string | null
  waitsFor: 'approval' | 'list'
  placeIds: string
}

/** A place on offer is left to its offer, which expires by the event's start. */
const waitsInVain = `p.state = 'held' AND p.waitsFor IS NOT NULL AND p.offerId IS NULL
  AND (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = p.eventId) <= ?1
  AND ${triable('endPastRequests', 'p.bookingId')}`

export const pastRequestsDue = ({ now }: Moment): Condition[] => [exists(`SELECT 1 FROM Place p WHERE ${waitsInVain}`, instant(now))]

export const requestsPast = async (act: Act, limit: number): Promise<PastRequest[]> => {
  const at = instant(act.now)
  const rows = (
    await act.db
      .prepare(
        `SELECT b.id, b.reference, b.eventId, r.id AS schoolId, r.name, r.town, r.urn, a.id AS accountId, a.email, ${nameOfNotified} AS bookerName,
           p.waitsFor, json_group_array(p.id) AS placeIds
         FROM Place p JOIN Booking b ON b.id = p.bookingId JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId
           ${joinNotified('LEFT JOIN')}
         WHERE ${waitsInVain}
         GROUP BY b.id, p.waitsFor ORDER BY b.id LIMIT ?2`,
      )
      .bind(at, limit)
      .all<PastRow>()
  ).results
  if (rows.length === 0) return []
  const events = (
    await act.db
      .prepare(`${eventRow} WHERE e.id IN (SELECT value FROM json_each(?2))`)
      .bind(at, JSON.stringify(rows.map((row) => row.eventId)))
      .all<EventRow>()
  ).results.map(eventOf)
  return rows.flatMap(({ id, reference, eventId, schoolId, name, town, urn, accountId, email, bookerName, waitsFor, placeIds }) => {
    const event = events.find((one) => one.id === eventId)
    if (!event) return []
    const booking = { id, reference, schoolId, school: { name, town, urn }, booker: { accountId, email, name: bookerName } }
    return [{ event, booking, waitsFor, placeIds: JSON.parse(placeIds) as string[] }]
  })
}
