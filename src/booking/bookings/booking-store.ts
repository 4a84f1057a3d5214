import { type Act, actsFor, hasRole } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { all, mapped, one, type Read, readNow, readTogether, together } from '#base/db/read.ts'
import { answersOf } from '#calendars/invites/answer-store.ts'
import { addressProblemOf } from '#calendars/invites/unreached-store.ts'
import type { EventDetails } from '#events/events/event.ts'
import { eventRow, oneEvent } from '#events/events/store.ts'
import { selectAccepted } from '#money/terms/store.ts'
import type { Accepted } from '#money/terms/terms.ts'
import { joinNotified, nameOfNotified, staysContact } from '#people/accounts/account-store.ts'
import { addressAt, clashesOfPlace } from '#people/people/spelling-store.ts'
import type { AddressProblem, BookedPlace } from './booked-place.ts'
import type { Channel } from './booking.ts'
import type { BookingDetails } from './booking-details.ts'
import { selectCharges } from './charge-store.ts'
import type { BookingPayer } from './pricing.ts'
import { selectBookingPayer } from './pricing-store.ts'

// ?2 is the reader's account: a contact sees the booking that the council entered for them, and
// nothing else of the school.
const askedFor = `(b.channel = 'organiser' AND b.bookedById = ?2 AND ${staysContact})`

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
  asker: string | null
  waitingSince: string | null
  acceptsFewer: number
  termsId: string | null
  refusedReason: string | null
  givenBackAt: string | null
  movedTo: string
  toldId: string | null
  bookerEmail: string | null
  bookerName: string | null
  schoolPlaces: number
  trouble: string | null
}

const placeStored = {
  workshopIds: 'json',
  represents: 'json',
  message: 'optional json',
  trouble: 'optional json',
  answers: 'optional json',
  word: 'optional json',
  clashes: 'optional json',
  marks: 'optional json',
} as const

/** `payer`: who pays, if anything costs anything. */
export type FoundBooking = { booking: BookingDetails; event: EventDetails; accepted: Accepted; payer: BookingPayer | undefined }

const selectIsContact = ({ db, actor }: Act, reference: string): SqlStatement =>
  db
    .prepare(
      `SELECT 1 AS n FROM Booking b JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId WHERE b.reference = ?1 AND ${askedFor}`,
    )
    .bind(reference.toUpperCase(), actor.accountId ?? '')

/** Whether an account is the contact of a booking of the council, acting for the school or not. */
export const isContactOf = async (act: Act, reference: string): Promise<boolean> => (await selectIsContact(act, reference).first()) !== null

const troubleIn = (json: string | null): AddressProblem | undefined => (json === null ? undefined : (JSON.parse(json) as AddressProblem))

/** Organisers see every school's bookings. */
export const maySeeBooking = ({ actor }: Act, { booking }: Pick<FoundBooking, 'booking'>): boolean =>
  hasRole(actor, 'organiser', 'administrator') || actsFor(actor, booking.schoolId)

/** A booking the reader may see, with event, places and charges, in one round trip. */
export const readBooking = async (act: Act, reference: string): Promise<FoundBooking | undefined> => {
  const bookingAndEvent = await readAnyBooking(act, reference)
  return bookingAndEvent && maySeeBooking(act, bookingAndEvent) ? bookingAndEvent : undefined
}

/** Does not check the reader: for jobs such as recording a payment. Never for a page. */
export const readAnyBooking = (act: Act, reference: string): Promise<FoundBooking | undefined> =>
  readNow(act.db, selectBooking(act.db, reference, act.now))

/** A booking that the council entered, read-only for its contact. */
export const readAskedBooking = async (act: Act, reference: string): Promise<FoundBooking | undefined> => {
  const { contact, found } = await readTogether(act.db, {
    contact: one<{ n: 1 }>(selectIsContact(act, reference)),
    found: selectBooking(act.db, reference, act.now),
  })
  return contact && found
}

/** The booking of `readBooking`, without a check of the reader. */
export const selectBooking = (db: SqlDatabase, reference: string, now: Date): Read<FoundBooking | undefined> => {
  const key = reference.toUpperCase()
  const read = together({
    row: one<BookingRow>(
      db
        .prepare(
          `SELECT b.id, b.reference, b.eventId, e.code AS eventCode, s.rootId AS schoolId, r.name, r.town, r.urn, b.channel, b.createdAt, b.cancelledAt,
             b.askedBy, IIF(b.channel = 'organiser', COALESCE(bp.name, (SELECT x.email FROM Account x WHERE x.id = b.bookedById)), NULL) AS asker, b.waitingSince, b.acceptsFewer, b.termsId, b.refusedReason,
             (SELECT MAX(l.at) FROM Log l WHERE l.subjectKind = 'booking' AND l.subjectId = b.id AND l.act = 'booking.hold_ended') AS givenBackAt,
             (SELECT json_group_array(json_object('reference', v.reference, 'at', v.createdAt)) FROM Booking v WHERE v.movedFromId = b.id) AS movedTo, a.id AS toldId, a.email AS bookerEmail, ${nameOfNotified} AS bookerName,
             (SELECT COUNT(*) FROM Place q JOIN School o ON o.id = q.schoolId WHERE q.eventId = b.eventId AND o.rootId = s.rootId
              AND (q.state = 'confirmed' OR (q.state = 'held' AND (q.heldUntil > ?2 OR (q.waitsFor IS NOT NULL AND q.offerId IS NULL))))) AS schoolPlaces,
             ${addressProblemOf('a.email')} AS trouble
           FROM Booking b JOIN Event e ON e.id = b.eventId JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId
             ${joinNotified('LEFT JOIN')}
           WHERE b.reference = ?1`,
        )
        .bind(key, instant(now)),
    ),
    places: all<BookedPlace & { offerId: string | null }>(
      db
        .prepare(
          `SELECT pl.id, pl.state, pl.stateAt, pl.waitsFor, pl.heldUntil, pl.attendance, pl.offerId, pl.personId, p.name, p.email,
             ${addressAt('pl.personId', '(SELECT z.rootId FROM School z WHERE z.id = pl.schoolId)', 'p.email')} AS knownEmail, pl.roleId, ro.label AS role,
             (SELECT json_group_array(w.id) FROM (SELECT x.id FROM PlaceSession c JOIN ActiveSession x ON x.id = c.sessionId
              WHERE c.placeId = pl.id AND x.block <> '' ORDER BY x.startsAt) w) AS workshopIds,
             (SELECT json_group_array(json_object('id', x.id, 'name', x.name, 'town', x.town, 'urn', x.urn)) FROM PlaceRepresents pr
              JOIN School o ON o.id = pr.schoolId JOIN School x ON x.id = o.rootId WHERE pr.placeId = pl.id) AS represents,
             (SELECT json_object('state', m.state, 'kind', m.kind, 'at', COALESCE(m.sentAt, m.createdAt)) FROM Message m
              WHERE m.bookingId = b.id AND m.placeId = pl.id AND m.personId = pl.personId ORDER BY m.rowid DESC LIMIT 1) AS message,
             ${addressProblemOf('p.email')} AS trouble, ${answersOf('pl.id', 'pl.personId')} AS answers, ${clashesOfPlace('pl')} AS clashes,
             (SELECT json_group_array(m.markType) FROM PlaceSession c JOIN ActiveSession y ON y.id = c.sessionId LEFT JOIN CurrentMark m ON m.placeId = pl.id AND m.sessionId = c.sessionId
              WHERE c.placeId = pl.id) AS marks,
             (SELECT json_object('statement', w.statement, 'at', w.saidAt) FROM PlaceLink l JOIN DelegateStatement w ON w.linkId = l.id
              WHERE l.placeId = pl.id AND l.personId = pl.personId AND l.endedAt IS NULL ORDER BY w.rowid DESC LIMIT 1) AS word
           FROM Booking b JOIN Place pl ON pl.bookingId = b.id
             LEFT JOIN Person p ON p.id = pl.personId LEFT JOIN Role ro ON ro.id = pl.roleId
           WHERE b.reference = ?1 ORDER BY pl.rowid`,
        )
        .bind(key),
      placeStored,
    ),
    event: oneEvent(db.prepare(`${eventRow} WHERE e.id = (SELECT eventId FROM Booking WHERE reference = ?2)`).bind(instant(now), key)),
    charges: selectCharges(db, reference),
    accepted: selectAccepted(db, reference),
    payer: selectBookingPayer(db, { reference }),
  })
  return mapped(
    read,
    ({ row, places, event, charges, ...besides }) => row && event && { booking: { ...bookingOf(row), places, charges }, event, ...besides },
  )
}

const bookingOf = (row: BookingRow): Omit<BookingDetails, 'places' | 'charges'> => ({
  id: row.id,
  reference: row.reference,
  eventId: row.eventId,
  eventCode: row.eventCode,
  schoolId: row.schoolId,
  school: { name: row.name, town: row.town, urn: row.urn },
  channel: row.channel,
  createdAt: row.createdAt,
  cancelledAt: row.cancelledAt,
  askedBy: row.askedBy ? [row.asker, row.askedBy].filter(Boolean).join(' ') : '',
  askedHow: row.askedBy,
  waitingSince: row.waitingSince,
  acceptsFewer: row.acceptsFewer === 1,
  termsId: row.termsId,
  refusedReason: row.refusedReason,
  givenBackAt: row.givenBackAt,
  movedTo: JSON.parse(row.movedTo) as BookingDetails['movedTo'],
  booker: { accountId: row.toldId, email: row.bookerEmail, name: row.bookerName, trouble: troubleIn(row.trouble) },
  schoolPlaces: row.schoolPlaces,
})
