import { type Act, hasRole } from '#base/act.ts'
import { addDays, addMinutes, type Instant, instant, londonDay, londonInstant } from '#base/dates.ts'
import { manyTries } from '#base/db/failed-job.ts'
import { all, only } from '#base/db/read.ts'
import { firstIdAt } from '#base/id.ts'
import { unreadDays } from '#events/events/list-scope.ts'
import { conditions, selectListed, start } from '#events/events/list-store.ts'
import { sharedSpent, strangersSpent } from '#messages/outbox/claim-store.ts'
import { proposalsOverdueSql, proposalsWaitSql } from '#people/proposals/store.ts'
import { type EventWaits, type OpenRegisters, type ToDo, type WeekEvent, weekEnd } from './today.ts'

const placesThat = (which: string): string => `(SELECT COUNT(*) FROM Place p WHERE p.eventId = a.id AND ${which})`

const accessOf = (event: string): string =>
  `w.eventId = ${event} AND w.answerBy IS NOT NULL AND w.doneAt IS NULL AND NOT EXISTS (SELECT 1 FROM ReplacedPlace h WHERE h.placeId = w.placeId)`

/** Of events ahead, at ?1. */
const waitsSql = `WITH ahead AS MATERIALIZED (SELECT e.id, e.namesDueAt FROM Event e WHERE ${conditions.upcoming}),
  needs AS MATERIALIZED (SELECT a.id AS eventId, COUNT(*) AS access, COUNT(*) FILTER (WHERE w.answeredAt IS NULL AND w.answerBy < substr(?1, 1, 10)) AS accessLate,
    MIN(IIF(w.answeredAt IS NULL, w.answerBy, NULL)) AS answerBy, w.ownerId FROM ahead a CROSS JOIN Need w ON ${accessOf('a.id')} GROUP BY a.id),
  waits AS MATERIALIZED (SELECT a.id, ${placesThat(`a.namesDueAt <= ?1 AND p.state = 'confirmed' AND p.personId IS NULL`)} AS unnamed,
    ${placesThat(`p.state = 'held' AND p.waitsFor = 'approval'`)} AS approvals,
    ${placesThat(`p.state = 'held' AND p.waitsFor = 'list' AND p.offerId IS NULL AND p.heldUntil <= ?1`)} AS waiting FROM ahead a)
  SELECT e.code, e.title, ${start} AS startsAt, e.namesDueAt, a.unnamed, a.approvals, a.waiting, COALESCE(n.access, 0) AS access,
    COALESCE(n.accessLate, 0) AS accessLate, n.answerBy, COALESCE(op.name, o.email, NULLIF(e.contactName, '')) AS answers
  FROM waits a CROSS JOIN Event e ON e.id = a.id LEFT JOIN needs n ON n.eventId = a.id LEFT JOIN Account o ON o.id = n.ownerId
    LEFT JOIN Person op ON op.id = o.personId
  WHERE a.unnamed + a.approvals + a.waiting > 0 OR n.access > 0`

/** At ?1, of sessions that begin before ?2. */
const registersSql = `SELECT e.title, s.id AS sessionId, MIN(s.startsAt) AS startsAt, COUNT(*) AS registers, s.endsAt <= ?1 AS isOver
  FROM ActiveSession s JOIN Event e ON e.id = s.eventId AND e.state = 'published'
  WHERE s.startsAt < ?2 AND NOT EXISTS (SELECT 1 FROM RegisterSignOff o WHERE o.sessionId = s.id)
    AND (s.endsAt > ?1 OR EXISTS (SELECT 1 FROM PlaceSession ps WHERE ps.sessionId = s.id))
  GROUP BY e.id, isOver ORDER BY MIN(s.startsAt)`

/** Of sessions that begin from ?2 until ?3 and are not over at ?1. */
const weekSql = `WITH week AS MATERIALIZED (SELECT s.eventId AS id, MIN(s.startsAt) AS startsAt FROM Session s
    WHERE s.startsAt >= ?2 AND s.startsAt < ?3 AND s.endsAt > ?1 AND s.calledOffAt IS NULL GROUP BY s.eventId)
  SELECT e.code, e.title, a.startsAt, e.attendanceMode, e.venueName, e.joiningLink <> '' AS hasLink,
    ${placesThat(`p.state = 'confirmed'`)} AS places, ${placesThat(`p.state = 'confirmed' AND p.personId IS NULL`)} AS unnamed,
    (SELECT COUNT(DISTINCT x.block) FROM ActiveSession x WHERE x.eventId = a.id AND x.block <> '') AS blocks,
    ${placesThat(`p.state = 'confirmed' AND (SELECT COUNT(*) FROM PlaceSession ps JOIN ActiveSession x ON x.id = ps.sessionId AND x.block <> '' WHERE ps.placeId = p.id)
      < (SELECT COUNT(DISTINCT x.block) FROM ActiveSession x WHERE x.eventId = a.id AND x.block <> '')`)} AS unchosen,
    (SELECT COUNT(*) FROM ActiveSession x WHERE x.eventId = a.id AND x.block <> '' AND x.room = '' AND e.attendanceMode <> 'online') AS roomless,
    (SELECT COUNT(*) FROM Need w WHERE w.eventId = a.id AND w.answerBy IS NOT NULL) AS access,
    (SELECT COUNT(*) FROM Need w WHERE ${accessOf('a.id')} AND w.answeredAt IS NULL) AS unanswered,
    (SELECT COUNT(*) FROM Material m WHERE m.eventId = a.id) AS materials
  FROM week a CROSS JOIN Event e ON e.id = a.id AND e.state = 'published' ORDER BY a.startsAt, e.id`

/** At ?1, with today ?2, yesterday ?3, and log entries from ?4 on. */
const toDoSql = (act: Pick<Act, 'actor' | 'now'>): string => {
  const complaints = (which: string): string =>
    hasRole(act.actor, 'administrator') ? `(SELECT COUNT(*) FROM DataComplaint WHERE answeredAt IS NULL AND ${which})` : '0'
  return `SELECT (SELECT COUNT(*) FROM Claim WHERE state = 'requested') + (SELECT COUNT(*) FROM TrustClaim WHERE state = 'requested')
      + (SELECT COUNT(*) FROM UnlistedClaim WHERE state = 'requested') AS claims,
    (SELECT COUNT(*) FROM Message m WHERE m.state = 'failed' AND m.withheld = 0 AND NOT EXISTS (SELECT 1 FROM Message a WHERE a.resendOfId = m.id)) AS unsent,
    (SELECT COUNT(*) FROM Sending WHERE state = 'paused') AS paused,
    (SELECT COUNT(*) FROM Sending WHERE state = 'draft' AND notStarted IS NOT NULL) AS notStarted,
    (SELECT COUNT(*) FROM AddressProblem WHERE solvedAt IS NULL) AS failing,
    (SELECT COUNT(*) FROM FailedJob WHERE tries >= ${manyTries}) AS failedJobs,
    (SELECT COALESCE(SUM(n), 0) FROM RefusalCount WHERE reason = 'ceiling_reached' AND day >= ?3)
      + (SELECT COUNT(*) FROM MailEvent WHERE outcome = 'ceiling' AND followedAt >= ?3) AS ceilings,
    ${sharedSpent} AS sharedSpent, ${strangersSpent} AS strangersSpent,
    (SELECT COALESCE(SUM(n), 0) FROM RefusalCount WHERE reason = 'too_many_factors' AND day >= ?3) AS factorTries,
    (SELECT COUNT(*) FROM Log WHERE act = 'mail.not_read' AND id >= ?4) AS unread,
    (SELECT COUNT(*) FROM RegisterReview WHERE decision IS NULL) AS reviews,
    ${proposalsWaitSql(act.actor)} AS proposals, ${proposalsOverdueSql(act.actor, londonDay(act.now))} AS overdue,
    (SELECT COUNT(*) FROM AskedSession WHERE state = 'asked') AS sessions,
    ${complaints('1')} AS complaints, ${complaints('answerBy < ?2')} AS complaintsLate,
    (SELECT COUNT(*) FROM Event WHERE state = 'draft') AS drafts,
    (SELECT COUNT(*) FROM UndecidedAdvice) AS advice,
    (SELECT CAST(julianday(?2) - julianday(MIN(publishedOn)) AS INTEGER) FROM UndecidedAdvice) AS adviceDays,
    NOT EXISTS (SELECT 1 FROM School WHERE urn IS NOT NULL) AS noSchools`
}

/** @param limit of the next events */
export const selectToday = ({ db, now, actor }: Pick<Act, 'db' | 'now' | 'actor'>, limit: number) => {
  const at = instant(now)
  const today = londonDay(now)
  const beginning = (day: string): Instant => instant(londonInstant(day, '00:00') ?? now)
  return {
    next: selectListed({ db, now }, 'upcoming', { terms: [] }, { limit, offset: 0 }),
    waits: all<EventWaits>(db.prepare(waitsSql).bind(at)),
    registers: all<OpenRegisters>(db.prepare(registersSql).bind(at, beginning(addDays(today, 1))), { isOver: 'flag' }),
    week: all<WeekEvent>(db.prepare(weekSql).bind(at, beginning(today), beginning(weekEnd(today))), { hasLink: 'flag' }),
    toDo: only<ToDo>(
      db.prepare(toDoSql({ actor, now })).bind(at, today, addDays(today, -1), firstIdAt(addMinutes(now, -unreadDays * 24 * 60))),
    ),
  }
}
