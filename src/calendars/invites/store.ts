import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { inChunks } from '#base/db/chunks.ts'
import { all, allNow, readTogether } from '#base/db/read.ts'
import { sql, update } from '#base/db/write.ts'
import { joinNotified, nameOfNotified } from '#people/accounts/account-store.ts'
import type { AttendingPlace, LiveInvitation, Shown } from './invite.ts'

const stored = { shown: 'json', attends: 'json' } as const

const attendedBy = (place: string): string => `(SELECT json_group_array(a.sessionId) FROM PlaceSession a WHERE a.placeId = ${place})`

const live = `
  SELECT i.id, i.placeId, i.personId, i.sessionId, i.uid, i.sequence, i.shown, p.name, p.email, pl.schoolId, r.name AS schoolName, pl.bookingId, pl.attendance,
    ${attendedBy('pl.id')} AS attends
  FROM Invitation i JOIN Place pl ON pl.id = i.placeId JOIN Person p ON p.id = i.personId
    JOIN School s ON s.id = pl.schoolId JOIN School r ON r.id = s.rootId
  WHERE i.state = 'live'`

/** Whom to notify about a booking: its account, and the names on its confirmed places. */
export type BookingContact = {
  bookingId: string
  reference: string
  schoolId: string
  schoolName: string
  accountId: string
  email: string
  name: string | null
  delegates: { name: string | null; email: string | null }[]
}

/** SQL: an event's bookings without a confirmed place that wait or have an offer. */
const bookingsThatWait = (eventId: string): string => `SELECT w.bookingId FROM Place w WHERE w.eventId = ${eventId} AND w.state = 'held'
  AND w.waitsFor IS NOT NULL AND NOT EXISTS (SELECT 1 FROM Place c WHERE c.bookingId = w.bookingId AND c.state = 'confirmed')`

export type Audience = {
  invitations: LiveInvitation[]
  contacts: BookingContact[]
  places: AttendingPlace[]
  /** The contacts of bookings without a confirmed place that wait or have an offer. */
  waiting: BookingContact[]
}

/**
 * Everyone to notify about an event, in one round trip: live invitations, contacts of confirmed and
 * of waiting bookings, and named confirmed places with their sessions.
 */
export const audienceOf = async (db: SqlDatabase, eventId: string): Promise<Audience> => {
  const { invitations, contacts, places, waiting } = await readTogether(db, {
    invitations: all<LiveInvitation>(db.prepare(`${live} AND pl.eventId = ?1 ORDER BY i.id`).bind(eventId), stored),
    contacts: all<BookingContact>(
      db
        .prepare(
          `SELECT b.id AS bookingId, b.reference, b.schoolId, r.name AS schoolName, a.id AS accountId, a.email, ${nameOfNotified} AS name,
             json_group_array(json_object('name', p.name, 'email', p.email)) AS delegates
           FROM Booking b JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId ${joinNotified('JOIN')}
             JOIN Place pl ON pl.bookingId = b.id AND pl.state = 'confirmed' LEFT JOIN Person p ON p.id = pl.personId
           WHERE b.eventId = ?1 GROUP BY b.id ORDER BY b.id`,
        )
        .bind(eventId),
      { delegates: 'json' },
    ),
    places: all<Omit<AttendingPlace, 'bookedByOther'>>(
      db
        .prepare(
          `SELECT pl.id AS placeId, pl.personId, p.name, p.email, pl.schoolId, r.name AS schoolName, pl.bookingId, pl.attendance, ${attendedBy('pl.id')} AS attends
           FROM Place pl JOIN Person p ON p.id = pl.personId JOIN School s ON s.id = pl.schoolId JOIN School r ON r.id = s.rootId
           WHERE pl.eventId = ?1 AND pl.state = 'confirmed' ORDER BY pl.id`,
        )
        .bind(eventId),
      { attends: 'json' },
    ),
    waiting: all<Omit<BookingContact, 'delegates'>>(
      db
        .prepare(
          `SELECT b.id AS bookingId, b.reference, b.schoolId, r.name AS schoolName, a.id AS accountId, a.email, ${nameOfNotified} AS name
           FROM Booking b JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId ${joinNotified('JOIN')}
           WHERE b.id IN (${bookingsThatWait('?1')}) ORDER BY b.id`,
        )
        .bind(eventId),
    ),
  })
  return {
    invitations,
    contacts,
    places: places.map((row) => ({ ...row, bookedByOther: false })),
    waiting: waiting.map((row) => ({ ...row, delegates: [] })),
  }
}

export const liveInvitationsOfPlaces = (db: SqlDatabase, placeIds: readonly string[]): Promise<LiveInvitation[]> =>
  allNow<LiveInvitation>(selectLiveInvitationsOfPlaces(db, placeIds), stored)

export const selectLiveInvitationsOfPlaces = (db: SqlDatabase, placeIds: readonly string[]): SqlStatement =>
  db.prepare(`${live} AND i.placeId IN (SELECT value FROM json_each(?1)) ORDER BY i.id`).bind(JSON.stringify(placeIds))

const asRead = (invitations: readonly LiveInvitation[]): string => JSON.stringify(invitations.map((i) => `${i.id} ${i.sequence}`))

/** Guard: the waiting bookings are those that were read. */
export const sameWaiting = (db: SqlDatabase, eventId: string, waiting: readonly BookingContact[]): SqlStatement =>
  guard(
    db,
    `NOT EXISTS (SELECT 1 FROM Booking b WHERE b.bookedById IS NOT NULL AND b.id IN (${bookingsThatWait('?1')})
       AND b.id NOT IN (SELECT value FROM json_each(?2)))`,
    eventId,
    JSON.stringify(waiting.map((contact) => contact.bookingId)),
  )

/** Guard: the event's live invitations are those that were read. */
export const sameInvitations = (db: SqlDatabase, eventId: string, invitations: readonly LiveInvitation[]): SqlStatement =>
  guard(
    db,
    `(SELECT json_group_array(x) FROM (SELECT i.id || ' ' || i.sequence AS x FROM Invitation i JOIN Place pl ON pl.id = i.placeId
      WHERE pl.eventId = ?1 AND i.state = 'live' ORDER BY i.id)) = ?2`,
    eventId,
    asRead(invitations),
  )

/** The same for some places. */
export const sameInvitationsOfPlaces = (
  db: SqlDatabase,
  placeIds: readonly string[],
  invitations: readonly LiveInvitation[],
): SqlStatement =>
  guard(
    db,
    `(SELECT json_group_array(x) FROM (SELECT i.id || ' ' || i.sequence AS x FROM Invitation i
      WHERE i.placeId IN (SELECT value FROM json_each(?1)) AND i.state = 'live' ORDER BY i.id)) = ?2`,
    JSON.stringify(placeIds),
    asRead(invitations),
  )

export type NewInvitation = { id: string; placeId: string; personId: string; sessionId: string; uid: string; shown: Shown }

export const insertInvitations = (act: Act, invitations: readonly NewInvitation[]): SqlStatement[] =>
  inChunks(invitations, (invitation) => invitation).map((json) =>
    act.db
      .prepare(
        `INSERT INTO Invitation (id, placeId, personId, sessionId, uid, sequence, state, shown, createdAt, changedAt)
         SELECT value ->> '$.id', value ->> '$.placeId', value ->> '$.personId', value ->> '$.sessionId', value ->> '$.uid', 0, 'live',
           json(value -> '$.shown'), ?2, ?2 FROM json_each(?1)`,
      )
      .bind(json, instant(act.now)),
  )

/** Adds a session for everyone to its event's places. */
export const attachSession = (db: SqlDatabase, eventId: string, sessionId: string): SqlStatement =>
  db
    .prepare(
      `INSERT INTO PlaceSession (placeId, sessionId) SELECT id, ?2 FROM Place WHERE eventId = ?1 AND state IN ('held', 'confirmed')
       ON CONFLICT (placeId, sessionId) DO NOTHING`,
    )
    .bind(eventId, sessionId)

export type NewPlaceLink = LinkHashes & { id: string; placeId: string; personId: string }

/** Inserts links to people's own places; none for somebody no longer on the place. */
export const insertPlaceLinks = (act: Act, links: readonly NewPlaceLink[]): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO PlaceLink (id, placeId, personId, tokenHash, joinHash, createdAt)
       SELECT j.value ->> '$.id', p.id, p.personId, j.value ->> '$.tokenHash', j.value ->> '$.joinHash', ?2
       FROM json_each(?1) j JOIN Place p ON p.id = j.value ->> '$.placeId' AND p.personId = j.value ->> '$.personId' AND p.state <> 'cancelled'`,
    )
    .bind(JSON.stringify(links), instant(act.now))

export const showInvitations = (act: Act, changes: readonly { id: string; shown: Shown }[]): SqlStatement[] =>
  inChunks(changes, ({ id, shown }) => ({ id, shown })).map((json) =>
    act.db
      .prepare(
        `UPDATE Invitation SET sequence = sequence + 1, shown = json(j.value -> '$.shown'), changedAt = ?2
         FROM json_each(?1) AS j WHERE Invitation.id = j.value ->> '$.id'`,
      )
      .bind(json, instant(act.now)),
  )

/** Identifies invitations by another session of the same day. */
export const reassignInvitations = (act: Act, moved: readonly { id: string; sessionId: string }[]): SqlStatement[] =>
  inChunks(moved, (one) => one).map((json) =>
    act.db
      .prepare(
        `UPDATE Invitation SET sessionId = j.value ->> '$.sessionId' FROM json_each(?1) AS j WHERE Invitation.id = j.value ->> '$.id'`,
      )
      .bind(json),
  )

export const cancelInvitations = (act: Act, ids: readonly string[]): SqlStatement =>
  update(
    act.db,
    'Invitation',
    { sequence: sql('sequence + 1'), state: 'cancelled', changedAt: instant(act.now) },
    { id: ids, state: 'live' },
  )

export type LinkHashes = { tokenHash: string; joinHash: string }
