import type { Act, Moment } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { type Day, type Instant, londonDay, londonTime } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, type Read, together } from '#base/db/read.ts'
import { insertEach, sql, update } from '#base/db/write.ts'
import { leastShown, type Wave, waveKinds, waves } from './evaluation.ts'

/** Each wave is looked at once a day, from this London time on. */
const looksAt = '08:00'

/** SQL: waves that were not looked at on day ?1. */
const unseen = `FROM EvaluationWave w WHERE w.closedOn IS NULL AND w.lookedOn < ?1 AND ${triable('followEvaluations', `w.eventId || ' ' || w.wave`)}`

/** The day, once it is time to look. */
export const dayToLook = (now: Date): Day | undefined => (londonTime(now) < looksAt ? undefined : londonDay(now))

export const evaluationsDue = ({ now }: Moment): Condition[] => {
  const day = dayToLook(now)
  return day === undefined ? [] : [exists(`SELECT 1 ${unseen}`, day)]
}

export type DueWave = {
  eventId: string
  wave: Wave
  weeks: number
  released: number
  state: 'draft' | 'published' | 'cancelled'
  endsAt: Instant | null
  openRegisters: number
  askedOn: Day | null
  inTray: number
  switchedOff: number
  /** Certificates of the event wait for the answers. */
  waits: number
}

/** SQL: certificates wait for this wave, w, or asking. */
export const certificatesWait = (of: string): string =>
  `(${of}.wave = 'after' AND EXISTS (SELECT 1 FROM EventCertificates g WHERE g.eventId = ${of}.eventId AND g.isOn = 1 AND g.afterEvaluation = 1))`

const kindOf = `CASE w.wave ${waves.map((wave) => `WHEN '${wave}' THEN '${waveKinds[wave]}'`).join(' ')} END`

export const selectDueWaves = (db: SqlDatabase, day: Day, most: number): Read<{ due: DueWave[]; calendar: Calendar }> =>
  together({
    calendar: selectCalendar(db),
    due: all<DueWave>(
      db
        .prepare(
          `SELECT w.eventId, w.wave, w.weeks, w.released, (SELECT e.state FROM Event e WHERE e.id = w.eventId) AS state,
             (SELECT MAX(s.endsAt) FROM ActiveSession s WHERE s.eventId = w.eventId) AS endsAt,
             (SELECT COUNT(*) FROM ActiveSession s WHERE s.eventId = w.eventId
                AND NOT EXISTS (SELECT 1 FROM RegisterSignOff o WHERE o.sessionId = s.id)) AS openRegisters,
             (SELECT MAX(a.askedOn) FROM EvaluationAsked a WHERE a.eventId = w.eventId AND a.wave = w.wave) AS askedOn,
             (SELECT COUNT(*) FROM EvaluationTray t WHERE t.eventId = w.eventId AND t.wave = w.wave) AS inTray,
             EXISTS (SELECT 1 FROM EventMessage m WHERE m.eventId = w.eventId AND m.kind = ${kindOf} AND m.isOn = 0) AS switchedOff, ${certificatesWait('w')} AS waits
           ${unseen} ORDER BY w.lookedOn, w.eventId, w.wave LIMIT ?2`,
        )
        .bind(day, most),
    ),
  })

/** Somebody to ask; `subjectId`: their place or walk-in, or the school whose head it is. */
export type ToAsk = {
  subjectId: string
  personId: string
  name: string
  email: string
  placeId: string | null
  schoolId: string | null
  schoolName: string | null
}

const notAsked = 'NOT EXISTS (SELECT 1 FROM EvaluationAsked a WHERE a.eventId = ?1 AND a.wave = ?2 AND a.subjectId'

// Whoever came, once, whatever stands about them in registers. Erased people have no address.
const delegates = `WITH came AS (
    SELECT COALESCE(p.personId, v.personId) AS personId, MIN(COALESCE(m.placeId, m.walkInId)) AS subjectId, MAX(m.placeId) AS placeId,
      MAX(COALESCE(p.schoolId, v.schoolId)) AS schoolId
    FROM ActiveSession s CROSS JOIN CurrentMark m ON m.sessionId = s.id AND m.markType IN ('attended', 'part')
      LEFT JOIN Place p ON p.id = m.placeId LEFT JOIN WalkIn v ON v.id = m.walkInId
    WHERE s.eventId = ?1 GROUP BY 1)
  SELECT c.subjectId, c.personId, n.name, n.email, c.placeId, r.id AS schoolId, r.name AS schoolName
  FROM came c JOIN Person n ON n.id = c.personId AND n.email <> '' LEFT JOIN School o ON o.id = c.schoolId LEFT JOIN School r ON r.id = o.rootId
  WHERE ${notAsked} IN (SELECT x.id FROM Place x WHERE x.eventId = ?1 AND x.personId = c.personId
    UNION ALL SELECT y.id FROM WalkIn y WHERE y.personId = c.personId AND y.eventId = ?1)) ORDER BY c.subjectId LIMIT ?3`

const heads = `WITH came AS (
    SELECT DISTINCT o.rootId FROM ActiveSession s CROSS JOIN CurrentMark m ON m.sessionId = s.id AND m.markType IN ('attended', 'part')
      LEFT JOIN Place p ON p.id = m.placeId LEFT JOIN WalkIn v ON v.id = m.walkInId JOIN School o ON o.id = COALESCE(p.schoolId, v.schoolId)
    WHERE s.eventId = ?1)
  SELECT r.id AS subjectId, n.id AS personId, n.name, n.email, NULL AS placeId, r.id AS schoolId, r.name AS schoolName
  FROM came c JOIN School r ON r.id = c.rootId JOIN Person n ON n.id = (
    SELECT MIN(h.id) FROM School o CROSS JOIN RoleAtSchool x ON x.schoolId = o.id AND x.roleId = 'head' AND x.confirmedAt IS NOT NULL
      AND x.supersededAt IS NULL AND (x.fromDate IS NULL OR x.fromDate <= ?4) AND (x.toDate IS NULL OR x.toDate > ?4)
      CROSS JOIN Person h ON h.id = x.personId AND h.email <> '' WHERE o.rootId = c.rootId)
  WHERE ${notAsked} = c.rootId) ORDER BY r.id LIMIT ?3`

/** Some of those whom a wave asks and who were not asked. */
export const selectToAsk = (db: SqlDatabase, { eventId, wave }: DueWave, day: Day, most: number): Read<ToAsk[]> =>
  all<ToAsk>(wave === 'head' ? db.prepare(heads).bind(eventId, wave, most, day) : db.prepare(delegates).bind(eventId, wave, most))

export const insertAsked = (
  act: Act,
  { eventId, wave }: DueWave,
  asked: readonly { subjectId: string; tokenHash: string }[],
): SqlStatement => insertEach(act.db, 'EvaluationAsked', asked, ['tokenHash', 'subjectId'], { eventId, wave, askedOn: londonDay(act.now) })

/** What waits in the tray of a wave, by ids that are random. */
export const selectTray = (db: SqlDatabase, { eventId, wave }: DueWave): Read<{ id: string; answers: string }[]> =>
  all(db.prepare('SELECT id, answers FROM EvaluationTray WHERE eventId = ?1 AND wave = ?2 ORDER BY id').bind(eventId, wave))

/** Takes people's answers out of the tray and puts each with the rest, under an id of its own. */
export const releaseAnswers = (
  act: Act,
  { eventId, wave }: DueWave,
  trayIds: readonly string[],
  answers: readonly { id: string; questionId: string; value: string | null }[],
): SqlStatement[] => {
  const ids = JSON.stringify(trayIds)
  return [
    guard(
      act.db,
      `?2 >= ${leastShown} AND (SELECT COUNT(*) FROM EvaluationTray WHERE id IN (SELECT value FROM json_each(?1))) = ?2`,
      ids,
      trayIds.length,
    ),
    act.db.prepare('DELETE FROM EvaluationTray WHERE id IN (SELECT value FROM json_each(?1))').bind(ids),
    insertEach(act.db, 'EvaluationAnswer', answers, ['id', 'questionId', 'value'], { releasedOn: londonDay(act.now) }),
    update(act.db, 'EvaluationWave', { released: sql('released + ?1', trayIds.length) }, { eventId, wave }),
  ]
}

/** Ends a wave: what still waits is too little to be shown, and goes. */
export const closeWave = (act: Act, { eventId, wave }: DueWave): SqlStatement[] => {
  const bound = (sql: string, ...more: unknown[]) => act.db.prepare(sql).bind(eventId, wave, ...more)
  return [
    bound(
      `UPDATE EvaluationWave SET closedOn = ?3, dropped = (SELECT COUNT(*) FROM EvaluationTray t WHERE t.eventId = ?1 AND t.wave = ?2)
       WHERE eventId = ?1 AND wave = ?2`,
      londonDay(act.now),
    ),
    bound('DELETE FROM EvaluationTray WHERE eventId = ?1 AND wave = ?2'),
  ]
}

export const noteLooked = (act: Act, { eventId, wave }: DueWave): SqlStatement =>
  update(act.db, 'EvaluationWave', { lookedOn: londonDay(act.now) }, { eventId, wave })
