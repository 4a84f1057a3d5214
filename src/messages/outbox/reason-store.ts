import { type SentWhile, sentWhile } from './kind.ts'

// SQL: why a message that waited does not leave: what it says was no longer so. `m` is the message,
// `e` its event, ?1 the instant at which it would leave.

/** SQL: the school with this root has, waits for, or asked for places at an event. */
export const hasBooked = (eventId: string, rootId: string): string =>
  `EXISTS (SELECT 1 FROM Place pl JOIN School o ON o.id = pl.schoolId
       WHERE pl.eventId = ${eventId} AND pl.state IN ('confirmed', 'held') AND o.rootId = ${rootId}
     UNION ALL SELECT 1 FROM BookingRequest a JOIN School o ON o.id = a.schoolId
       WHERE a.eventId = ${eventId} AND a.state = 'waiting' AND o.rootId = ${rootId})`

const start = '(SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id)'
const end = '(SELECT MAX(x.endsAt) FROM ActiveSession x WHERE x.eventId = e.id)'
const places = (how: string): string => `SELECT 1 FROM Place p WHERE p.bookingId = m.bookingId AND ${how}`

const calledOffOrMoved = `WHEN e.state <> 'published' THEN 'the event was called off'
  WHEN ${start} IS NOT m.eventStartsAt THEN 'the event now begins at another time'`

/** SQL: of the trust that message m invites, a school that was invited beside it has not booked. */
const hasSchoolToBook = `EXISTS (SELECT 1 FROM SendingRecipient t CROSS JOIN SendingRecipient q ON q.sendingId = t.sendingId
      JOIN School s ON s.id = q.schoolId JOIN School r ON r.id = s.rootId AND r.trustUid = t.trustUid
      WHERE t.sendingId = m.sendingId AND t.number = CAST(substr(m.recipient, length(m.sendingId) + 2) AS INTEGER) AND NOT ${hasBooked('e.id', 'r.id')})`

const whys: Record<SentWhile, string> = {
  bookable: `${calledOffOrMoved}
    WHEN e.bookingClosedAt <= ?1 OR e.bookingClosesAt <= ?1 OR ${start} <= ?1 THEN 'booking had closed'
    WHEN ${hasBooked('e.id', '(SELECT s.rootId FROM School s WHERE s.id = m.schoolId)')} THEN 'the school had booked'
    WHEN m.schoolId IS NULL AND NOT ${hasSchoolToBook} THEN 'its schools had booked'`,
  coming: `${calledOffOrMoved}
    WHEN ${end} <= ?1 THEN 'the event was over'
    WHEN NOT EXISTS (SELECT 1 FROM Place p WHERE p.bookingId = m.bookingId AND p.id = COALESCE(m.placeId, p.id) AND p.state = 'confirmed')
      THEN 'no place was confirmed any more'`,
  unnamed: `${calledOffOrMoved}
    WHEN ${start} <= ?1 THEN 'the event had begun'
    WHEN NOT EXISTS (${places(`p.state = 'confirmed' AND p.personId IS NULL`)}) THEN 'no place was without a name'`,
  offered: `WHEN NOT EXISTS (SELECT 1 FROM Offer o WHERE o.bookingId = m.bookingId AND o.state = 'open' AND o.expiresAt > ?1) THEN 'the offer had ended'`,
  held: `WHEN NOT EXISTS (${places(`p.state = 'held' AND p.heldUntil > ?1`)}) THEN 'the places were no longer held'`,
  owed: `WHEN NOT EXISTS (SELECT 1 FROM Invoice i WHERE i.bookingId = m.bookingId AND i.state IN ('sent', 'overdue')) THEN 'the invoice was settled'`,
}

/** SQL: why message `m` is not sent any more; NULL: what it says is still so. */
export const whyNotSent = `COALESCE(
  (SELECT CASE ${Object.entries(sentWhile)
    .map(([one, messages]) => `WHEN ${messages} THEN CASE ${whys[one as SentWhile]} END`)
    .join(' ')} END FROM Event e WHERE e.id = m.eventId),
  IIF(EXISTS (SELECT 1 FROM ChaseSending z JOIN Chase c ON c.id = z.chaseId AND c.endedAt IS NOT NULL JOIN School o ON o.id = c.schoolId
    JOIN School s ON s.id = m.schoolId AND s.rootId = o.rootId WHERE z.sendingId = m.sendingId), 'the school had answered, or the matter was over', NULL))`
