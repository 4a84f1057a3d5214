import type { Act } from '../act.ts'
import { instant, londonDay } from '../dates.ts'
import { guard } from '../db/atomically.ts'
import type { EventDetails } from '../events/event.ts'
import { type EventRow, eventOf, selectEventByCode, takenAt } from '../events/store.ts'
import { newId } from '../id.ts'
import type { BookingSchool, RoleOption } from './booking.ts'

/** An event, the schools that the reader may book for with the places they have, and the roles of the vocabulary. */
export type Ground = { event: EventDetails; schools: BookingSchool[]; roles: RoleOption[] }

const selectSchools = (act: Act, code: string, schoolIds: readonly string[]): D1PreparedStatement =>
  act.db
    .prepare(
      `SELECT s.id, s.name, s.town, s.urn, s.kind, s.origin,
         (SELECT COUNT(*) FROM Place p JOIN School o ON o.id = p.schoolId JOIN Event e ON e.id = p.eventId
          WHERE e.code = ?2 AND o.rootId = s.id AND ${takenAt('p')}) AS taken
       FROM School s WHERE s.rootId = s.id AND s.id IN (SELECT value FROM json_each(?3)) ORDER BY s.name COLLATE NOCASE, s.town`,
    )
    .bind(instant(act.now), code.toUpperCase(), JSON.stringify(schoolIds))

const selectRoles = (db: D1Database): D1PreparedStatement => db.prepare('SELECT id, label, fromDate, toDate FROM Role ORDER BY position')

/** One round trip; undefined when there is no such event or it is a draft. */
export const readGround = async (act: Act, code: string, schoolIds: readonly string[]): Promise<Ground | undefined> => {
  const [events, schools, roles] = await act.db.batch([
    selectEventByCode(act.db, code, act.now),
    selectSchools(act, code, schoolIds),
    selectRoles(act.db),
  ])
  const row = events?.results[0] as EventRow | undefined
  if (!row || row.state === 'draft') return undefined
  return { event: eventOf(row), schools: (schools?.results ?? []) as BookingSchool[], roles: (roles?.results ?? []) as RoleOption[] }
}

/** A person whom the school may mean, known at it by a role, a place or as the one who books. */
export type KnownPerson = { id: string; name: string; email: string; hasPlace: 0 | 1; roleIds: string[] }

export type PlacingGround = Ground & {
  /** The booking that this form has made already. */
  made: { reference: string; schoolId: string } | undefined
  known: KnownPerson[]
  /** Which of the schools asked for as represented exist. */
  representable: string[]
}

// People of the school ?1 with one of the addresses ?2, and the one who books, ?3.
const peopleOfSchool = `p.erasedAt IS NULL AND p.email IN (SELECT value FROM json_each(?2)) AND (p.id = ?3
  OR EXISTS (SELECT 1 FROM RoleAtSchool ra JOIN School o ON o.id = ra.schoolId WHERE ra.personId = p.id AND ra.supersededAt IS NULL AND o.rootId = ?1)
  OR EXISTS (SELECT 1 FROM Place pl JOIN School o ON o.id = pl.schoolId WHERE pl.personId = p.id AND o.rootId = ?1))`

/** Everything that placing a booking is decided on, in one round trip. */
export const readPlacingGround = async (
  act: Act,
  code: string,
  schoolId: string,
  formId: string,
  emails: readonly string[],
  represents: readonly string[],
): Promise<PlacingGround | undefined> => {
  const [events, schools, roles, made, known, representable] = await act.db.batch([
    selectEventByCode(act.db, code, act.now),
    selectSchools(act, code, [schoolId]),
    selectRoles(act.db),
    act.db
      .prepare(`SELECT b.reference, s.rootId AS schoolId FROM Booking b JOIN School s ON s.id = b.schoolId WHERE b.formId = ?1`)
      .bind(formId),
    act.db
      .prepare(
        `SELECT p.id, p.name, p.email,
           EXISTS (SELECT 1 FROM Place x JOIN Event e ON e.id = x.eventId WHERE x.personId = p.id AND x.state = 'confirmed' AND e.code = ?4) AS hasPlace,
           (SELECT json_group_array(ra.roleId) FROM RoleAtSchool ra JOIN School o ON o.id = ra.schoolId
            WHERE ra.personId = p.id AND o.rootId = ?1 AND ra.supersededAt IS NULL) AS roleIds
         FROM Person p WHERE ${peopleOfSchool} ORDER BY p.id`,
      )
      .bind(schoolId, JSON.stringify(emails), act.actor.personId ?? '', code.toUpperCase()),
    act.db.prepare('SELECT id FROM School WHERE rootId = id AND id IN (SELECT value FROM json_each(?1))').bind(JSON.stringify(represents)),
  ])
  const row = events?.results[0] as EventRow | undefined
  if (!row || row.state === 'draft') return undefined
  return {
    event: eventOf(row),
    schools: (schools?.results ?? []) as BookingSchool[],
    roles: (roles?.results ?? []) as RoleOption[],
    made: made?.results[0] as PlacingGround['made'],
    known: ((known?.results ?? []) as (Omit<KnownPerson, 'roleIds'> & { roleIds: string })[]).map((person) => ({
      ...person,
      roleIds: JSON.parse(person.roleIds) as string[],
    })),
    representable: ((representable?.results ?? []) as { id: string }[]).map(({ id }) => id),
  }
}

/** Lets the batch go on only while the event is the version that was read and the school's people are the ones that were read. */
export const sameGround = (act: Act, event: EventDetails, schoolId: string, emails: readonly string[], known: readonly KnownPerson[]) => [
  guard(act.db, '(SELECT version FROM Event WHERE id = ?1) = ?2', event.id, event.version),
  guard(
    act.db,
    `(SELECT json_group_array(id) FROM (SELECT p.id FROM Person p WHERE ${peopleOfSchool} ORDER BY p.id)) = ?4`,
    schoolId,
    JSON.stringify(emails),
    act.actor.personId ?? '',
    JSON.stringify(known.map((person) => person.id)),
  ),
]

type NewPlace = {
  id: string
  personId: string
  /** Set when the person is not known at the school yet. */
  newPerson: { name: string; email: string } | undefined
  newRole: boolean
  roleId: string
  represents: string[]
}

export type NewBooking = {
  id: string
  reference: string
  eventId: string
  schoolId: string
  channel: string
  formId: string
  places: NewPlace[]
}

/** The rows of a booking. The triggers on Booking and Place judge its window, the capacity and the school's limit as they are written. */
export const insertBooking = (act: Act, event: EventDetails, booking: NewBooking): D1PreparedStatement[] => {
  const { db } = act
  const at = instant(act.now)
  const people = booking.places.flatMap((place) => (place.newPerson ? [{ id: place.personId, ...place.newPerson }] : []))
  const roles = booking.places
    .filter((place) => place.newRole)
    .map((place) => ({ id: newId(act.now), personId: place.personId, roleId: place.roleId }))
  const places = booking.places.map(({ id, personId, roleId }) => ({ id, personId, roleId }))
  const represents = booking.places.flatMap((place) => place.represents.map((schoolId) => ({ placeId: place.id, schoolId })))
  return [
    db
      .prepare(
        `INSERT INTO Booking (id, reference, eventId, schoolId, channel, formId, bookedById, bookerPersonId, createdAt)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)`,
      )
      .bind(
        booking.id,
        booking.reference,
        event.id,
        booking.schoolId,
        booking.channel,
        booking.formId,
        act.actor.accountId ?? null,
        act.actor.personId ?? null,
        at,
      ),
    db
      .prepare(
        `INSERT INTO Person (id, name, email, createdAt)
         SELECT value ->> '$.id', value ->> '$.name', value ->> '$.email', ?2 FROM json_each(?1)`,
      )
      .bind(JSON.stringify(people), at),
    db
      .prepare(
        `INSERT INTO Place (id, bookingId, eventId, schoolId, personId, roleId, state, stateAt, createdAt)
         SELECT value ->> '$.id', ?2, ?3, ?4, value ->> '$.personId', value ->> '$.roleId', 'confirmed', ?5, ?5 FROM json_each(?1) ORDER BY key`,
      )
      .bind(JSON.stringify(places), booking.id, event.id, booking.schoolId, at),
    db
      .prepare(
        `INSERT INTO RoleAtSchool (id, personId, schoolId, roleId, source, learnedAt)
         SELECT value ->> '$.id', value ->> '$.personId', ?2, value ->> '$.roleId', 'booking', ?3 FROM json_each(?1)`,
      )
      .bind(JSON.stringify(roles), booking.schoolId, at),
    db
      .prepare(
        `INSERT INTO PlaceSession (placeId, sessionId)
         SELECT p.id, s.id FROM Place p JOIN Session s ON s.eventId = p.eventId WHERE p.bookingId = ?1`,
      )
      .bind(booking.id),
    db
      .prepare(`INSERT INTO PlaceRepresents (placeId, schoolId) SELECT value ->> '$.placeId', value ->> '$.schoolId' FROM json_each(?1)`)
      .bind(JSON.stringify(represents)),
  ]
}

/** The reference of the booking that a form made, if its school (a root) is among the ones the reader acts for. */
export const bookingOfForm = async (db: D1Database, formId: string): Promise<{ reference: string; schoolId: string } | undefined> =>
  (await db
    .prepare(`SELECT b.reference, s.rootId AS schoolId FROM Booking b JOIN School s ON s.id = b.schoolId WHERE b.formId = ?1`)
    .bind(formId)
    .first<{ reference: string; schoolId: string }>()) ?? undefined

/** The statements that give up places and, with the last of them, the booking. */
export const endPlaces = (act: Act, bookingId: string, placeIds: readonly string[]): D1PreparedStatement[] => {
  const at = instant(act.now)
  const ids = JSON.stringify(placeIds)
  return [
    guard(act.db, `NOT EXISTS (SELECT 1 FROM Place WHERE id IN (SELECT value FROM json_each(?1)) AND state <> 'confirmed')`, ids),
    act.db
      .prepare(`UPDATE Place SET state = 'cancelled', stateAt = ?2, endedById = ?3 WHERE id IN (SELECT value FROM json_each(?1))`)
      .bind(ids, at, act.actor.accountId ?? null),
    act.db
      .prepare(
        `UPDATE Booking SET cancelledAt = ?2, cancelledById = ?3
         WHERE id = ?1 AND cancelledAt IS NULL AND NOT EXISTS (SELECT 1 FROM Place WHERE bookingId = ?1 AND state <> 'cancelled')`,
      )
      .bind(bookingId, at, act.actor.accountId ?? null),
  ]
}

/** The day whose vocabulary of roles applies to an event: the one it begins on. */
export const vocabularyDay = (event: EventDetails, now: Date): string => londonDay(event.sessions[0]?.startsAt ?? now)
