import type { Act, Moment } from '#base/act.ts'
import { addDays, instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, readNow } from '#base/db/read.ts'
import { firstIdAt } from '#base/id.ts'
import type { BookedPlace } from '#booking/bookings/booked-place.ts'

/** Places of one booking whose people got their first address after they were booked. */
export type ToInvite = { bookingId: string; reference: string; placeIds: string[] }

// The log tells in the order of its ids whose address was their first.
const withoutEntries = `Log l CROSS JOIN Place p ON p.personId = l.subjectId AND p.state = 'confirmed' JOIN Person n ON n.id = p.personId AND n.email IS NOT NULL
  JOIN Event e ON e.id = p.eventId AND e.state = 'published' JOIN Booking b ON b.id = p.bookingId
  WHERE l.act = 'person.spelling_kept' AND l.id > ?2 AND l.after ->> '$.address' = 1 AND ${triable('inviteDelegates', 'b.id')}
    AND EXISTS (SELECT 1 FROM PlaceSession ps JOIN ActiveSession x ON x.id = ps.sessionId WHERE ps.placeId = p.id AND x.startsAt > ?1)
    AND NOT EXISTS (SELECT 1 FROM Invitation i WHERE i.placeId = p.id AND i.personId = p.personId)`

const days = 7
const since = (now: Date): string => firstIdAt(new Date(`${addDays(londonDay(now), -days)}T00:00:00.000Z`))

/** Reads only what the log of the last days says of people who got their first address. */
export const invitesDue = ({ now }: Moment): Condition[] => [exists(`SELECT 1 FROM ${withoutEntries}`, instant(now), since(now))]

export const readToInvite = ({ db, now }: Act): Promise<ToInvite[]> =>
  readNow(
    db,
    all<ToInvite>(
      db
        .prepare(
          `SELECT b.id AS bookingId, b.reference, json_group_array(DISTINCT p.id) AS placeIds FROM ${withoutEntries} GROUP BY b.id ORDER BY b.id LIMIT 50`,
        )
        .bind(instant(now), since(now)),
      { placeIds: 'json' },
    ),
  )

/** Guard: each is still theirs, at that address, of the event as read, and has no entries yet. */
export const stillToInvite = (act: Act, event: { version: number }, places: readonly BookedPlace[]): SqlStatement =>
  guard(
    act.db,
    `(SELECT COUNT(*) FROM json_each(?1) j JOIN Place p ON p.id = j.value ->> '$.id' AND p.personId = j.value ->> '$.personId' AND p.state = 'confirmed'
        JOIN Person n ON n.id = p.personId AND n.email = j.value ->> '$.email' JOIN Event e ON e.id = p.eventId AND e.version = ?2
      WHERE NOT EXISTS (SELECT 1 FROM Invitation i WHERE i.placeId = p.id AND i.personId = p.personId)) = ?3`,
    JSON.stringify(places.map(({ id, personId, email }) => ({ id, personId, email }))),
    event.version,
    places.length,
  )
