// SQL for offers. Triggers on Place check an offer's places as they are held; those on Offer, that
// it is settled once.

import { type Act, type Moment, stamp } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, mapped, one, type Read, readTogether, together } from '#base/db/read.ts'
import { insertEach, sql, update } from '#base/db/write.ts'
import type { EventDetails } from '#events/events/event.ts'
import { allEvents, eventRow, oneEvent } from '#events/events/store.ts'
import { joinNotified, nameOfNotified, staysContact } from '#people/accounts/account-store.ts'
import { hasCourse, seenBySchool } from '#people/people/earlier-course-store.ts'
import { clashesOfPlace } from '#people/people/spelling-store.ts'
import type { ListedOffer, Offer, OfferDetails, OfferedPlace, OfferState, OpenOffer } from './offer.ts'

export type NewOffer = {
  id: string
  bookingId: string
  tokenHash: string
  expiresAt: string
  places: { id: string; heldBackId: string | null }[]
}

/** Guard: the event is the version that was read and every place still waits. */
export const insertOffers = (act: Act, event: Pick<EventDetails, 'id' | 'version'>, offers: readonly NewOffer[]): SqlStatement[] => {
  const at = instant(act.now)
  const places = JSON.stringify(offers.flatMap((offer) => offer.places.map((p) => ({ ...p, offerId: offer.id, until: offer.expiresAt }))))
  return [
    guard(act.db, '(SELECT version FROM Event WHERE id = ?1) = ?2', event.id, event.version),
    guard(
      act.db,
      `NOT EXISTS (SELECT 1 FROM json_each(?1) j LEFT JOIN Place w ON w.id = j.value ->> '$.id' AND w.state = 'held' AND w.waitsFor = 'list'
         AND w.offerId IS NULL AND w.heldUntil <= ?2 WHERE w.id IS NULL)`,
      places,
      at,
    ),
    insertEach(act.db, 'Offer', offers, ['id', 'bookingId', 'tokenHash', 'expiresAt'], {
      eventId: event.id,
      places: sql(`json_array_length(value, '$.places')`),
      offeredAt: at,
      state: 'open',
    }),
    act.db
      .prepare(
        `UPDATE Place SET offerId = j.value ->> '$.offerId', heldUntil = j.value ->> '$.until', heldBackId = j.value ->> '$.heldBackId', stateAt = ?2
         FROM json_each(?1) AS j WHERE Place.id = j.value ->> '$.id'`,
      )
      .bind(places, at),
  ]
}

type OfferRow = Offer & {
  reference: string
  schoolId: string
  name: string
  town: string
  urn: string | null
  channel: string
  accountId: string | null
  email: string | null
  bookerName: string | null
  waiting: number
  strayed: number
  placesOf: string
}

const selectOffers = `SELECT o.id, o.bookingId, o.places, o.offeredAt, o.expiresAt, o.state, o.settledAt, b.reference, r.id AS schoolId, r.name, r.town, r.urn,
    b.channel, a.id AS accountId, a.email, ${nameOfNotified} AS bookerName, o.eventId,
    NOT ${staysContact} AND (a.id IS b.bookedById
      OR EXISTS (SELECT 1 FROM Claim e JOIN School m ON m.id = e.schoolId
        WHERE e.accountId = b.bookedById AND m.rootId = r.id AND e.state = 'ended' AND e.decidedAt >= o.offeredAt)
      OR EXISTS (SELECT 1 FROM TrustClaim e
        WHERE e.accountId = b.bookedById AND e.trustUid = r.trustUid AND e.state = 'ended' AND e.decidedAt >= o.offeredAt)) AS strayed,
    (SELECT COUNT(*) FROM Place w WHERE w.bookingId = b.id AND w.state = 'held' AND w.waitsFor = 'list' AND w.offerId IS NULL) AS waiting,
    (SELECT json_group_array(json_object('id', p.id, 'state', p.state, 'attendance', p.attendance, 'personId', p.personId, 'name', n.name, 'email', n.email, 'role', ro.label, 'clashes', json(${clashesOfPlace('p')})))
     FROM (SELECT * FROM Place WHERE offerId = o.id ORDER BY id) p LEFT JOIN Person n ON n.id = p.personId LEFT JOIN Role ro ON ro.id = p.roleId) AS placesOf
  FROM Offer o JOIN Booking b ON b.id = o.bookingId JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId
    ${joinNotified('LEFT JOIN')}`

const detailsOf = (row: OfferRow, event: EventDetails, calendar: Calendar, withoutCourse: string[] = []): OfferDetails => ({
  offer: {
    id: row.id,
    bookingId: row.bookingId,
    places: row.places,
    offeredAt: row.offeredAt,
    expiresAt: row.expiresAt,
    state: row.state,
    settledAt: row.settledAt,
  },
  booking: {
    id: row.bookingId,
    reference: row.reference,
    schoolId: row.schoolId,
    school: { name: row.name, town: row.town, urn: row.urn },
    channel: row.channel,
    booker: { accountId: row.accountId, email: row.email, name: row.bookerName },
    waiting: row.waiting,
    strayed: row.strayed === 1,
  },
  places: JSON.parse(row.placesOf) as OfferedPlace[],
  withoutCourse,
  event,
  calendar,
})

export const selectOffer = (
  { db, now }: Pick<Act, 'db' | 'now'>,
  by: { tokenHash: string } | { id: string },
): Read<OfferDetails | undefined> => {
  const [column, value] = 'id' in by ? ['id', by.id] : ['tokenHash', by.tokenHash]
  const read = together({
    row: one<OfferRow>(db.prepare(`${selectOffers} WHERE o.${column} = ?1`).bind(value)),
    event: oneEvent(db.prepare(`${eventRow} WHERE e.id = (SELECT eventId FROM Offer WHERE ${column} = ?2)`).bind(instant(now), value)),
    without: all<{ name: string }>(
      db
        .prepare(
          `SELECT n.name FROM Offer o JOIN Place p ON p.offerId = o.id AND p.state = 'held' JOIN School s ON s.id = p.schoolId JOIN Person n ON n.id = p.personId
             JOIN Event e ON e.id = o.eventId AND e.courseRule = 'only'
           WHERE o.${column} = ?1 AND NOT ${hasCourse('n.id', 'o.eventId', seenBySchool('s.rootId', 'n.id'))} ORDER BY p.id`,
        )
        .bind(value),
    ),
    calendar: selectCalendar(db),
  })
  return mapped(read, ({ row, event, calendar, without }) =>
    row && event
      ? detailsOf(
          row,
          event,
          calendar,
          without.map(({ name }) => name),
        )
      : undefined,
  )
}

/** A booking's newest offer, open or settled. */
export const newestOfferOf = async (db: SqlDatabase, bookingId: string): Promise<string | undefined> =>
  (
    await db
      .prepare('SELECT id FROM Offer WHERE bookingId = ?1 ORDER BY offeredAt DESC, id DESC LIMIT 1')
      .bind(bookingId)
      .first<{ id: string }>()
  )?.id

const ranOut = `o.state = 'open' AND o.expiresAt <= ?1 AND ${triable('expireOffers', 'o.id')}`

export const offersToExpireDue = ({ now }: Moment): Condition[] => [exists(`SELECT 1 FROM Offer o WHERE ${ranOut}`, instant(now))]

/** Still open in their rows; one round trip when there is none, else two. */
export const offersRunOut = async (act: Act, limit: number): Promise<OfferDetails[]> => {
  const at = instant(act.now)
  const rows = (
    await act.db
      .prepare(`${selectOffers} WHERE ${ranOut} ORDER BY o.expiresAt, o.id LIMIT ?2`)
      .bind(at, limit)
      .all<OfferRow & { eventId: string }>()
  ).results
  if (rows.length === 0) return []
  const { events, calendar } = await readTogether(act.db, {
    events: allEvents(
      act.db
        .prepare(`${eventRow} WHERE e.id IN (SELECT value FROM json_each(?2))`)
        .bind(at, JSON.stringify(rows.map((row) => row.eventId))),
    ),
    calendar: selectCalendar(act.db),
  })
  return rows.flatMap((row) => {
    const event = events.find((one) => one.id === row.eventId)
    return event ? [detailsOf(row, event, calendar)] : []
  })
}

/** An event's offers for organisers: open ones, then newest first. */
export const selectOffersOf = (db: SqlDatabase, code: string): Read<ListedOffer[]> =>
  all(
    db
      .prepare(
        `SELECT o.id, o.bookingId, o.places, o.offeredAt, o.expiresAt, o.state, o.settledAt, b.reference, r.id AS schoolId, r.name, r.town, r.urn
         FROM Offer o JOIN Booking b ON b.id = o.bookingId JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId
         WHERE o.eventId = (SELECT id FROM Event WHERE code = ?1) ORDER BY o.state <> 'open', o.offeredAt DESC, o.id DESC LIMIT 200`,
      )
      .bind(code.toUpperCase()),
  )

/** Settles offers; a trigger refuses a settled offer, and a late answer. */
export const settleOffers = (act: Act, ids: readonly string[], state: Exclude<OfferState, 'open'>): SqlStatement =>
  update(act.db, 'Offer', { state, ...stamp(act, 'settled') }, { id: ids })

/** Guard: the event is the version, and the offer's places have the people, that were read. */
export const sameOffer = (act: Act, { offer, places, event }: OfferDetails): SqlStatement[] => [
  guard(act.db, '(SELECT version FROM Event WHERE id = ?1) = ?2', event.id, event.version),
  guard(
    act.db,
    `(SELECT json_group_array(x) FROM (SELECT id || ' ' || COALESCE(personId, '') AS x FROM Place WHERE offerId = ?1 AND state <> 'cancelled' ORDER BY id)) = ?2`,
    offer.id,
    JSON.stringify(places.filter((place) => place.state !== 'cancelled').map((place) => `${place.id} ${place.personId ?? ''}`)),
  ),
]

export const confirmOffered = (act: Act, offerId: string): SqlStatement =>
  update(act.db, 'Place', { state: 'confirmed', heldUntil: null, waitsFor: null, stateAt: instant(act.now) }, { offerId, state: 'held' })

/** Ends offers' places; a booking without other places ends too. */
export const endOffered = (act: Act, offerIds: readonly string[]): SqlStatement[] => {
  const ids = JSON.stringify(offerIds)
  return [
    act.db
      .prepare(
        `UPDATE Place SET state = 'cancelled', heldUntil = NULL, stateAt = ?2, endedById = ?3
         WHERE offerId IN (SELECT value FROM json_each(?1)) AND state = 'held'`,
      )
      .bind(ids, instant(act.now), act.actor.accountId ?? null),
    act.db
      .prepare(
        `UPDATE Booking SET cancelledAt = ?2, cancelledById = ?3
         WHERE id IN (SELECT bookingId FROM Offer WHERE id IN (SELECT value FROM json_each(?1))) AND cancelledAt IS NULL
           AND NOT EXISTS (SELECT 1 FROM Place p WHERE p.bookingId = Booking.id AND p.state <> 'cancelled')`,
      )
      .bind(ids, instant(act.now), act.actor.accountId ?? null),
  ]
}

/** Returns an offer's places to the waiting list with their turn. */
export const returnOffered = (act: Act, offerId: string): SqlStatement =>
  update(
    act.db,
    'Place',
    { heldUntil: instant(act.now), offerId: null, heldBackId: null, stateAt: instant(act.now) },
    { offerId, state: 'held' },
  )

/** An event's offers to one school (a root) that are open and unexpired at ?1. */
export const selectOpenOffers = (db: SqlDatabase, eventId: string, schoolId: string, at: string): Read<OpenOffer[]> =>
  all(
    db
      .prepare(
        `SELECT b.reference, o.places, o.expiresAt FROM Offer o JOIN Booking b ON b.id = o.bookingId JOIN School s ON s.id = b.schoolId
         WHERE o.eventId = ?2 AND s.rootId = ?3 AND o.state = 'open' AND o.expiresAt > ?1 ORDER BY o.expiresAt`,
      )
      .bind(at, eventId, schoolId),
  )
