import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { insert, insertEach, pick, sql } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import type { Attendance } from '#events/events/event.ts'
import { insertAsker, type NewAsker } from './contact-store.ts'

type NewPlace = {
  id: string
  /** undefined: to be named later. */
  personId: string | undefined
  newRole: boolean
  roleId: string | undefined
  represents: string[]
  /** undefined: confirmed or held at once. */
  waitsFor: 'approval' | 'list' | undefined
  heldBackId: string | undefined
  /** null: the event is not mixed. */
  attendance: Attendance | null
  /** Kept only by a place that is certain at once. */
  workshopIds: string[]
}

/** Whose booking it is, decided in `compose-booking.ts`. */
export type Booker = {
  accountId: string | undefined
  personId: string | undefined
  email: string | undefined
  name: string | undefined
}

export type NewBooking = {
  id: string
  reference: string
  eventId: string
  schoolId: string
  channel: string
  formId: string
  booker: Booker
  /** The council's staff member who entered it. */
  enteredById: string | undefined
  asker: NewAsker | undefined
  /** Who is new, and what is learned of others. */
  people: SqlStatement[]
  /** How the council was asked. */
  askedBy: string
  /** Its turn on the waiting list, if a place waits. */
  waitingSince: string | undefined
  acceptsFewer: boolean
  termsId: string | undefined
  movedFromId: string | undefined
  places: NewPlace[]
}

/**
 * Inserts a booking. Triggers check window, capacity, limits and workshops, which only confirmed
 * places have. @param money payer and prices @param heldUntil holds non-waiting places while
 * somebody pays; undefined: confirmed
 */
export const insertBooking = (
  act: Act,
  booking: NewBooking,
  money: SqlStatement[] = [],
  heldUntil: string | undefined = undefined,
): SqlStatement[] => {
  const { db } = act
  const at = instant(act.now)
  const roles = booking.places.flatMap(({ newRole, personId, roleId }) =>
    newRole && personId && roleId ? [{ id: newId(act.now), personId, roleId }] : [],
  )
  const places = booking.places.map(({ id, personId, roleId, waitsFor, heldBackId, attendance }) => ({
    id,
    personId,
    roleId,
    waitsFor,
    heldBackId,
    attendance,
  }))
  const chosen = booking.places.flatMap((place) => place.workshopIds.map((sessionId) => ({ placeId: place.id, sessionId })))
  const represents = booking.places.flatMap((place) => place.represents.map((schoolId) => ({ placeId: place.id, schoolId })))
  return [
    ...booking.people,
    ...insertAsker(act, booking.asker),
    insert(db, 'Booking', {
      ...pick(booking, ['id', 'reference', 'eventId', 'schoolId', 'channel', 'formId', 'askedBy', 'acceptsFewer']),
      bookedById: booking.booker.accountId ?? null,
      bookerPersonId: booking.booker.personId ?? null,
      createdAt: at,
      waitingSince: booking.waitingSince ?? null,
      termsId: booking.termsId ?? null,
      movedFromId: booking.movedFromId ?? null,
      enteredById: booking.enteredById ?? null,
      termsAcceptedAt: sql('CASE WHEN ?2 IS NULL THEN NULL ELSE ?1 END', at, booking.termsId ?? null),
    }),
    ...money,
    // A waiting place takes no room: its hold has expired from the start.
    db
      .prepare(
        `INSERT INTO Place (id, bookingId, eventId, schoolId, personId, roleId, state, heldUntil, waitsFor, heldBackId, attendance, stateAt, createdAt, namedAt)
         SELECT value ->> '$.id', ?2, ?3, ?4, value ->> '$.personId', value ->> '$.roleId',
           IIF(value ->> '$.waitsFor' IS NULL AND ?6 IS NULL, 'confirmed', 'held'), IIF(value ->> '$.waitsFor' IS NULL, ?6, ?5),
           value ->> '$.waitsFor', value ->> '$.heldBackId', value ->> '$.attendance', ?5, ?5, IIF(value ->> '$.personId' IS NULL, NULL, ?5)
         FROM json_each(?1) ORDER BY key`,
      )
      .bind(JSON.stringify(places), booking.id, booking.eventId, booking.schoolId, at, heldUntil ?? null),
    ...(roles.length > 0
      ? [
          insertEach(db, 'RoleAtSchool', roles, ['id', 'personId', 'roleId'], {
            schoolId: booking.schoolId,
            source: 'booking',
            learnedAt: at,
          }),
        ]
      : []),
    db
      .prepare(
        `INSERT INTO PlaceSession (placeId, sessionId)
         SELECT p.id, s.id FROM Place p JOIN ActiveSession s ON s.eventId = p.eventId AND s.block = '' WHERE p.bookingId = ?1`,
      )
      .bind(booking.id),
    ...(heldUntil === undefined && chosen.length > 0 ? [insertEach(db, 'PlaceSession', chosen, ['placeId', 'sessionId'], {})] : []),
    ...(represents.length > 0 ? [insertEach(db, 'PlaceRepresents', represents, ['placeId', 'schoolId'], {})] : []),
  ]
}
