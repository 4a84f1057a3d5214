import type { Act } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { mapped, one, type Read } from '#base/db/read.ts'
import { insert, insertEach, pick, sql, update } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import { nameKey } from '#base/person-name.ts'
import type { Attendance } from '#events/events/event.ts'
import { type KnownAsker, telephoneKey } from './booker.ts'

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
  reason: string
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
  const places = booking.places.map(({ id, personId, roleId, waitsFor, heldBackId, attendance, reason }) => ({
    id,
    personId,
    roleId,
    waitsFor,
    heldBackId,
    attendance,
    reason,
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
        `INSERT INTO Place (id, bookingId, eventId, schoolId, personId, roleId, state, heldUntil, waitsFor, heldBackId, attendance, reason, stateAt, createdAt, namedAt)
         SELECT value ->> '$.id', ?2, ?3, ?4, value ->> '$.personId', value ->> '$.roleId',
           IIF(value ->> '$.waitsFor' IS NULL AND ?6 IS NULL, 'confirmed', 'held'), IIF(value ->> '$.waitsFor' IS NULL, ?6, ?5),
           value ->> '$.waitsFor', value ->> '$.heldBackId', value ->> '$.attendance', value ->> '$.reason', ?5, ?5, IIF(value ->> '$.personId' IS NULL, NULL, ?5)
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

export const insertAgreeLink = (
  act: Act,
  link: { id: string; bookingId: string; accountId: string; tokenHash: string; expiresAt: Instant },
): SqlStatement =>
  insert(act.db, 'AcceptanceLink', {
    ...pick(link, ['id', 'bookingId', 'accountId', 'tokenHash', 'expiresAt']),
    createdAt: instant(act.now),
  })

type Row = { key: string; name: string | null; email: string | null; telephone: string | null; role: string | null }

/** SQL: council staff. Helpers at the door do not count: they may be of a school. */
const isStaff = (account: string): string =>
  `EXISTS (SELECT 1 FROM StaffRole f WHERE f.accountId = ${account} AND f.role <> 'door' AND f.revokedAt IS NULL)`

/** Those acting for the school (a root id), its contacts and earlier askers; no council staff. */
export const knownAskers = async (db: SqlDatabase, schoolId: string): Promise<KnownAsker[]> => {
  const { results } = await db
    .prepare(
      `SELECT key, name, email, telephone, role FROM (
         SELECT 'account:' || a.id AS key, p.name, a.email, p.telephone, q.label AS role, 1 AS n
         FROM Claim c JOIN School m ON m.id = c.schoolId JOIN Account a ON a.id = c.accountId LEFT JOIN Person p ON p.id = COALESCE(c.personId, a.personId)
           LEFT JOIN Role q ON q.id = c.roleId WHERE m.rootId = ?1 AND c.state = 'approved'
         UNION ALL SELECT 'held:' || k.id, k.name, lower(k.email), k.telephone, q.label, 2
         FROM SchoolContact k JOIN School m ON m.id = k.schoolId LEFT JOIN Role q ON q.id = k.roleId WHERE m.rootId = ?1 AND k.endedAt IS NULL
         UNION ALL SELECT 'asker:' || b.id, p.name, a.email, p.telephone, NULL, 3
         FROM Booking b JOIN School m ON m.id = b.schoolId JOIN Person p ON p.id = b.bookerPersonId LEFT JOIN Account a ON a.id = b.bookedById
         WHERE m.rootId = ?1 AND b.channel = 'organiser' AND p.erasedAt IS NULL) x
       WHERE NOT EXISTS (SELECT 1 FROM Account w WHERE w.email = x.email AND ${isStaff('w.id')})
       ORDER BY n, name COLLATE NOCASE, key LIMIT 200`,
    )
    .bind(schoolId)
    .all<Row>()
  const seen = new Set<string>()
  return results
    .map(({ key, name, email, telephone, role }) => ({
      key,
      name: name ?? '',
      email: email ?? '',
      telephone: telephone ?? '',
      role: role ?? '',
    }))
    .filter((one) => {
      const who = one.email || `${nameKey(one.name)} ${telephoneKey(one.telephone)}`
      return !seen.has(who) && seen.add(who)
    })
}

export const selectAsker = (db: SqlDatabase, email: string): Read<AskerAccount | undefined> =>
  mapped(
    one<{ id: string; staff: number }>(
      db.prepare(`SELECT a.id, ${isStaff('a.id')} AS staff FROM Account a WHERE a.email = ?1 AND ?1 <> ''`).bind(email),
    ),
    (row) => row && { id: row.id, staff: row.staff === 1 },
  )

export type AskerAccount = { id: string; staff: boolean }

/** What to write of whoever asked: what is new, and their telephone number. */
export type NewAsker = {
  accountId: string | undefined
  personId: string | undefined
  newAccount: string | undefined
  telephone: string
}

/** Put before the booking and after their record. The account acts for nobody until confirmed. */
const insertAsker = (act: Act, asker: NewAsker | undefined): SqlStatement[] => {
  if (!asker) return []
  const { accountId, personId, newAccount, telephone } = asker
  return [
    ...(newAccount && accountId ? [insert(act.db, 'Account', { id: accountId, email: newAccount, createdAt: instant(act.now) })] : []),
    ...(personId && telephone ? [update(act.db, 'Person', { telephone }, { id: personId })] : []),
  ]
}
