import type { Instant } from '#base/dates.ts'
import { all, type Read } from '#base/db/read.ts'
import { bound, filtered, start } from '#events/events/list-store.ts'
import type { SearchTerms } from '#events/events/search.ts'

/** Of every state, the newest first. */
export const selectEvents = (
  db: SqlDatabase,
  terms: SearchTerms,
  now: Date,
  most: number,
): Read<{ code: string; title: string; state: string; startsAt: Instant | null }[]> =>
  all(
    db
      .prepare(
        `SELECT e.code, e.title, e.state, ${start} AS startsAt FROM Event e WHERE ?1 IS NOT NULL AND ${filtered} ORDER BY startsAt DESC LIMIT ${most}`,
      )
      .bind(...bound({ terms }, now)),
  )

/** Bookings whose reference begins so, in capital letters. */
export const selectBookings = (
  db: SqlDatabase,
  reference: string,
  most: number,
): Read<{ reference: string; title: string; school: string }[]> =>
  all(
    db
      .prepare(
        `SELECT b.reference, e.title, r.name AS school FROM Booking b JOIN Event e ON e.id = b.eventId
         JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId
         WHERE b.reference >= ?1 AND b.reference < ?1 || '~' ORDER BY b.reference LIMIT ${most}`,
      )
      .bind(reference),
  )
