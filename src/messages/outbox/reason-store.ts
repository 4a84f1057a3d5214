import { type SentWhile, type SentWhileOfSchool, sentWhile } from './kind.ts'

// SQL: why a message that waited does not leave: what it says was no longer so. `m` is the message,
// `e` its event, ?1 the instant at which it would leave.

/** SQL: the school with this root has, waits for, or asked for places at an event. */
export const hasBooked = (eventId: string, rootId: string): string =>
  `EXISTS (SELECT 1 FROM Place pl JOIN School o ON o.id = pl.schoolId
       WHERE pl.eventId = ${eventId} AND pl.state IN ('confirmed', 'held') AND o.rootId = ${rootId}
     UNION ALL SELECT 1 FROM BookingRequest a JOIN School o ON o.id = a.schoolId
       WHERE a.eventId = ${eventId} AND a.state = 'waiting' AND a.asksSchool = 0 AND o.rootId = ${rootId})`

const start = '(SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id)'
const end = '(SELECT MAX(x.endsAt) FROM ActiveSession x WHERE x.eventId = e.id)'
const places = (how: string): string => `SELECT 1 FROM Place p WHERE p.bookingId = m.bookingId AND ${how}`

const calledOffOrMoved = `WHEN e.state <> 'published' THEN 'the event was called off'
  WHEN ${start} IS NOT m.eventStartsAt THEN 'the event now begins at another time'`

/** SQL: of the trust that message m invites, a school that was invited beside it has not booked. */
const hasSchoolToBook = `EXISTS (SELECT 1 FROM SendingRecipient t CROSS JOIN SendingRecipient q ON q.sendingId = t.sendingId
      JOIN School s ON s.id = q.schoolId JOIN School r ON r.id = s.rootId AND r.trustUid = t.trustUid
      WHERE t.sendingId = m.sendingId AND t.number = CAST(substr(m.recipient, length(m.sendingId) + 2) AS INTEGER) AND NOT ${hasBooked('e.id', 'r.id')})`

/** SQL: the schools whose root is that of the school of message m. */
const itsSchools = 'School s JOIN School o ON o.rootId = s.rootId WHERE s.id = m.schoolId'
const holds = (role: string): string => `SELECT 1 FROM RoleAtSchool x WHERE x.personId = m.recipient AND x.supersededAt IS NULL
  AND (x.toDate IS NULL OR x.toDate > substr(?1, 1, 10)) AND ${role}`
const ofItsSchool = `x.schoolId IN (SELECT o.id FROM ${itsSchools})`
const attended = `k.markType IN ('attended', 'part')`

const whys: Record<Exclude<SentWhile, SentWhileOfSchool>, string> = {
  bookable: `${calledOffOrMoved}
    WHEN e.bookingClosedAt <= ?1 OR e.bookingClosesAt <= ?1 OR ${start} <= ?1 THEN 'booking had closed'
    WHEN ${hasBooked('e.id', '(SELECT s.rootId FROM School s WHERE s.id = m.schoolId)')} THEN 'the school had booked'
    WHEN m.schoolId IS NULL AND NOT ${hasSchoolToBook} THEN 'its schools had booked'`,
  coming: `WHEN e.state <> 'published' THEN 'the event was called off'
    WHEN NOT EXISTS (SELECT 1 FROM ActiveSession x WHERE x.eventId = e.id AND x.startsAt = m.eventStartsAt)
      THEN 'the day was called off, or begins at another time'
    WHEN ${end} <= ?1 THEN 'the event was over'
    WHEN NOT EXISTS (SELECT 1 FROM Place p WHERE p.bookingId = m.bookingId AND p.id = COALESCE(m.placeId, p.id) AND p.state = 'confirmed')
      THEN 'no place was confirmed any more'`,
  unnamed: `${calledOffOrMoved}
    WHEN ${start} <= ?1 THEN 'the event had begun'
    WHEN NOT EXISTS (${places(`p.state = 'confirmed' AND p.personId IS NULL`)}) THEN 'no place was without a name'`,
  offered: `WHEN NOT EXISTS (SELECT 1 FROM Offer o WHERE o.bookingId = m.bookingId AND o.state = 'open' AND o.expiresAt > ?1) THEN 'the offer had ended'`,
  held: `WHEN NOT EXISTS (${places(`p.state = 'held' AND p.heldUntil > ?1`)}) THEN 'the places were no longer held'`,
  owed: `WHEN NOT EXISTS (SELECT 1 FROM Invoice i WHERE i.bookingId = m.bookingId AND i.state IN ('sent', 'overdue')) THEN 'the invoice was settled'`,
  evaluated: `WHEN e.state <> 'published' THEN 'the event was called off'
    WHEN EXISTS (SELECT 1 FROM EvaluationWave w WHERE w.eventId = e.id AND w.closedOn IS NOT NULL
      AND w.wave = CASE m.kind WHEN 'evaluation' THEN 'after' WHEN 'evaluation_later' THEN 'later' ELSE 'head' END) THEN 'nobody can answer any more'
    WHEN m.kind = 'evaluation_head' AND NOT EXISTS (${holds(`x.roleId = 'head' AND ${ofItsSchool}`)}) THEN 'the head had left'
    WHEN m.kind <> 'evaluation_head' AND NOT EXISTS (
      SELECT 1 FROM Place p JOIN CurrentMark k ON k.placeId = p.id AND ${attended} WHERE p.eventId = e.id AND p.personId = m.recipient
      UNION ALL SELECT 1 FROM WalkIn w JOIN CurrentMark k ON k.walkInId = w.id AND ${attended} WHERE w.eventId = e.id AND w.personId = m.recipient)
      THEN 'they had not attended'`,
}

/** SQL: the issue of guidance of which message m tells, with its version. */
const issueOf = `SELECT 1 FROM GuidanceIssue i JOIN GuidanceReceipt g ON g.issueId = i.id AND g.what = 'sent'
      AND g.messageId IN (m.id, m.resendOfId) JOIN GuidanceVersion v ON v.id = i.versionId`
const toItsSchools = `WHERE i.schoolId IN (SELECT o.id FROM ${itsSchools})`

const whysOfSchool: Record<SentWhileOfSchool, string> = {
  inForce: `WHEN EXISTS (${issueOf} JOIN GuidanceDocument d ON d.id = v.documentId AND d.withdrawnAt IS NOT NULL ${toItsSchools}) THEN 'the guidance was withdrawn'
    WHEN EXISTS (${issueOf} JOIN GuidanceVersion w ON w.documentId = v.documentId AND w.number > v.number
      JOIN GuidanceIssue n ON n.versionId = w.id AND n.schoolId = i.schoolId ${toItsSchools}) THEN 'a newer version was issued'`,
  asked: `WHEN NOT EXISTS (SELECT 1 FROM SchoolReturn r JOIN ReturnRound n ON n.id = r.roundId AND n.openedAt IS NOT NULL AND n.closedAt IS NULL
      WHERE r.schoolId IN (SELECT o.id FROM ${itsSchools}) AND NOT EXISTS (SELECT 1 FROM ReturnSubmission z WHERE z.returnId = r.id UNION ALL SELECT 1 FROM ReturnOtherAudit z WHERE z.returnId = r.id))
      THEN 'the return was submitted, or its round was over'`,
  // Other addresses of the school are told who leads it; only whoever is named holds the role.
  named: `WHEN m.recipient NOT LIKE '%@%' AND NOT EXISTS (${holds(`(m.schoolId IS NULL OR ${ofItsSchool})`)}) THEN 'the role had ended'`,
  // One for several schools has none, and goes while they act for any.
  acting: `WHEN NOT EXISTS (SELECT 1 FROM ActsFor x WHERE x.accountId = m.recipient
      AND (m.schoolId IS NULL OR x.rootId = (SELECT s.rootId FROM School s WHERE s.id = m.schoolId))) THEN 'they no longer acted for the school'`,
}

const casesOf = (reasons: Partial<Record<SentWhile, string>>): string =>
  Object.entries(reasons)
    .map(([one, why]) => `WHEN ${sentWhile[one as SentWhile]} THEN CASE ${why} END`)
    .join(' ')

/** SQL: why message `m` is not sent any more; NULL: what it says is still so. */
export const whyNotSent = `COALESCE(
  (SELECT CASE ${casesOf(whys)} END FROM Event e WHERE e.id = m.eventId),
  CASE ${casesOf(whysOfSchool)} END,
  IIF(EXISTS (SELECT 1 FROM ChaseSending z JOIN Chase c ON c.id = z.chaseId AND c.endedAt IS NOT NULL JOIN School o ON o.id = c.schoolId
    JOIN School s ON s.id = m.schoolId AND s.rootId = o.rootId WHERE z.sendingId = m.sendingId), 'the school had answered, or the matter was over', NULL))`
