import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { update } from '#base/db/write.ts'
import type { BookedPlace } from '#booking/bookings/booked-place.ts'
import type { Attendance, EventDetails } from '#events/events/event.ts'

/** Guard: event, person and way are as read. What was reserved in the room goes back. */
export const setAttendance = (
  act: Act,
  event: Pick<EventDetails, 'id' | 'version'>,
  place: Pick<BookedPlace, 'id' | 'personId' | 'attendance'>,
  to: Attendance,
): SqlStatement[] => [
  guard(
    act.db,
    `(SELECT version FROM Event WHERE id = ?1) = ?2
       AND EXISTS (SELECT 1 FROM Place WHERE id = ?3 AND state = 'confirmed' AND personId IS ?4 AND attendance IS ?5)`,
    event.id,
    event.version,
    place.id,
    place.personId,
    place.attendance,
  ),
  update(act.db, 'Place', { attendance: to, attendanceAt: instant(act.now), heldBackId: null }, { id: place.id }),
]
