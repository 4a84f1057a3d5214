import type { Act, Moment } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { type Instant, instant } from '#base/dates.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, mapped, type Read, readTogether, together } from '#base/db/read.ts'
import type { Way } from '#booking/bookings/attendance.ts'
import type { Booker } from '#booking/bookings/booker.ts'
import type { EventDetails } from '#events/events/event.ts'
import { eventRow, oneEvent, takenAt } from '#events/events/store.ts'
import { joinNotified, nameOfNotified } from '#people/accounts/account-store.ts'
import { lastCame } from '#schools/schools/attendance-store.ts'
import type { WaitingBooking } from './waiting.ts'

/** SQL: a place on the waiting list at ?1; not one whose offer has expired. */
const waitsAt = (w: string): string => `${w}.state = 'held' AND ${w}.waitsFor = 'list' AND ${w}.offerId IS NULL AND ${w}.heldUntil <= ?1`

type QueueRow = Omit<
  WaitingBooking,
  'school' | 'booker' | 'acceptsFewer' | 'placeIds' | 'ways' | 'names' | 'lastOn' | 'offered' | 'heldBacks'
> & {
  name: string
  town: string
  urn: string | null
  acceptsFewer: number
  places: string
  offered: number
  accountId: string | null
  email: string | null
  bookerName: string | null
}

type HeldBackRow = { id: string; left: number; roots: string }

/** SQL: the event, by its id or its code (?2). */
const theEvent = '(SELECT id FROM Event WHERE id = ?2 OR code = ?2)'

/** ?1 is the instant. */
const selectQueue = `SELECT b.id AS bookingId, b.reference, r.id AS schoolId, r.name, r.town, r.urn, r.trustUid, r.trustName,
    COALESCE(b.waitingSince, b.createdAt) AS waitingSince, b.acceptsFewer, a.id AS accountId, a.email,
    ${nameOfNotified} AS bookerName,
    (SELECT json_group_array(json_object('id', w.id, 'name', w.name, 'way', w.attendance)) FROM (
     SELECT w.id, n.name, w.attendance FROM Place w LEFT JOIN Person n ON n.id = w.personId WHERE w.bookingId = b.id AND ${waitsAt('w')}
     ORDER BY w.personId IS NULL, w.rowid) w) AS places,
    EXISTS (SELECT 1 FROM Offer o WHERE o.bookingId = b.id AND o.state = 'open') AS offered,
    (SELECT COUNT(*) FROM Place p JOIN School m ON m.id = p.schoolId WHERE p.eventId = b.eventId AND m.rootId = r.id AND ${takenAt('p')}) AS taken,
    CASE WHEN r.trustUid IS NULL THEN 0 ELSE
      (SELECT COUNT(*) FROM Place p JOIN School m ON m.id = p.schoolId JOIN School t ON t.id = m.rootId
       WHERE p.eventId = b.eventId AND t.trustUid = r.trustUid AND ${takenAt('p')}) END AS trustTaken
  FROM Booking b JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId
    ${joinNotified('LEFT JOIN')}
  WHERE b.id IN (SELECT w.bookingId FROM Place w WHERE w.eventId = ${theEvent} AND ${waitsAt('w')})`

const waitingRoots = `SELECT s.rootId FROM Place w JOIN School s ON s.id = w.schoolId WHERE w.eventId = ${theEvent} AND ${waitsAt('w')}`

/** Unsorted, for a page that reads more in its trip. @param event its id, or code in capitals */
export const selectWaitingList = (db: SqlDatabase, event: string, at: Instant): Read<WaitingBooking[]> =>
  mapped(
    together({
      queue: all<QueueRow>(db.prepare(selectQueue).bind(at, event)),
      records: all<{ rootId: string; lastOn: string | null }>(
        db
          .prepare(
            `SELECT r.rootId, substr(${lastCame('r.rootId', `c.how = 'own' AND c.topicId = (SELECT topicId FROM Event WHERE id = ${theEvent})`)}, 1, 10) AS lastOn
             FROM (SELECT DISTINCT rootId FROM (${waitingRoots})) r`,
          )
          .bind(at, event),
      ),
      heldBacks: all<HeldBackRow>(
        db
          .prepare(
            `SELECT h.id, h.places - (SELECT COUNT(*) FROM Place p WHERE p.heldBackId = h.id AND ${takenAt('p')}) AS left,
               (SELECT json_group_array(x.rootId) FROM HeldBackEntitled x WHERE x.heldBackId = h.id AND x.rootId IN (${waitingRoots})) AS roots
             FROM HeldBack h WHERE h.eventId = ${theEvent} AND h.withdrawnAt IS NULL AND h.releaseAt > ?1 ORDER BY h.releaseAt, h.id`,
          )
          .bind(at, event),
      ),
    }),
    ({ queue, records, heldBacks }) => {
      const lastOn = new Map(records.map((row) => [row.rootId, row.lastOn]))
      const kept = heldBacks.map(({ roots, ...one }) => ({ ...one, roots: JSON.parse(roots) as string[] }))
      return queue.map(({ name, town, urn, accountId, email, bookerName, places, ...row }) => {
        const waiting = JSON.parse(places) as { id: string; name: string | null; way: Way }[]
        return {
          ...row,
          school: { name, town, urn },
          booker: { accountId, email, name: bookerName } satisfies Booker,
          acceptsFewer: row.acceptsFewer === 1,
          placeIds: waiting.map((place) => place.id),
          ways: waiting.map((place) => place.way),
          names: waiting.map((place) => place.name),
          lastOn: lastOn.get(row.schoolId) ?? null,
          offered: row.offered === 1,
          heldBacks: kept.flatMap(({ id, left, roots }) => (left > 0 && roots.includes(row.schoolId) ? [{ id, left }] : [])),
        }
      })
    },
  )

/** An event with its waiting list, in one round trip; undefined if unknown. */
export const readWaitingList = async (
  act: Act,
  eventId: string,
): Promise<{ event: EventDetails; queue: WaitingBooking[]; calendar: Calendar } | undefined> => {
  const at = instant(act.now)
  const { event, ...read } = await readTogether(act.db, {
    event: oneEvent(act.db.prepare(`${eventRow} WHERE e.id = ?2`).bind(at, eventId)),
    calendar: selectCalendar(act.db),
    queue: selectWaitingList(act.db, eventId, at),
  })
  return event && { event, ...read }
}

/**
 * SQL: published events with room that begin in an hour or later and have a waiting booking without
 * an open offer. It starts from the waiting places: + stops SQLite from scanning all events.
 */
const toOffer = `SELECT e.id FROM Event e
  WHERE +e.state = 'published' AND ${triable('offerFreedPlaces', 'e.id')}
    AND e.id IN (SELECT d.eventId FROM (SELECT DISTINCT w.eventId, w.attendance FROM Place w WHERE ${waitsAt('w')}
        AND NOT EXISTS (SELECT 1 FROM Offer o WHERE o.bookingId = w.bookingId AND o.state = 'open')) d
      JOIN Event f ON f.id = d.eventId
      WHERE IIF(d.attendance IS 'online', f.onlineCapacity, f.capacity)
        > (SELECT COUNT(*) FROM Place p WHERE p.eventId = d.eventId AND ${takenAt('p')} AND p.attendance IS d.attendance))
    AND (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) >= strftime('%Y-%m-%dT%H:%M:%fZ', ?1, '+1 hour')`

export const offersDue = ({ now }: Moment): Condition[] => [exists(toOffer, instant(now))]

/** In random order, so that events where nothing fits do not block others. */
export const eventsToOffer = async (act: Act, limit: number): Promise<string[]> =>
  (await act.db.prepare(`${toOffer} ORDER BY random() LIMIT ?2`).bind(instant(act.now), limit).all<{ id: string }>()).results.map(
    (row) => row.id,
  )
