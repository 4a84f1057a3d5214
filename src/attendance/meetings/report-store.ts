// SQL of attendance reports: what was read, what was decided, and the stays that are kept of it.

import { takesAllRegisters } from '#attendance/attendance/register.ts'
import { readRegister } from '#attendance/attendance/register-store.ts'
import { type Act, type Actor, stamp } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, one, readTogether } from '#base/db/read.ts'
import { insert, insertEach, sql, update, upsert } from '#base/db/write.ts'
import { type Threshold, usualThreshold } from './match.ts'
import type { KeptStay, Meeting, ReportOfMeeting } from './meeting.ts'
import { type Participant, parserVersion, type ReadReport } from './report.ts'
import { selectSaid } from './together-store.ts'

type StayRow = Omit<KeptStay, 'spans' | 'open' | 'lines'> & { spans: string; open: string; lines: string }
type ReportRow = Omit<ReportOfMeeting, 'pending'> & { pending: string }
type PlaceRow = { placeId: string; name: string | null; email: string | null; school: string; expected: number }

/** Everything of an online session's reports; undefined if the actor may not take its register. */
export const readMeeting = async (db: SqlDatabase, actor: Actor, sessionId: string): Promise<Meeting | undefined> => {
  if (!takesAllRegisters(actor)) return undefined
  const [register, { threshold, reports, stays, places, joinings, said }] = await Promise.all([
    readRegister(db, actor, sessionId),
    readTogether(db, {
      said: selectSaid(db, sessionId),
      threshold: one<Threshold>(db.prepare('SELECT kind, amount FROM MeetingThreshold WHERE sessionId = ?1').bind(sessionId)),
      reports: all<ReportRow>(
        db
          .prepare(
            `SELECT r.id, r.uploadedAt, n.name AS "by", r.people, r.telephones, r.bots, r.zone, r.turn, r.pending, r.takenBackAt
             FROM MeetingReport r LEFT JOIN Account a ON a.id = r.uploadedById LEFT JOIN Person n ON n.id = a.personId
             WHERE r.sessionId = ?1 ORDER BY r.uploadedAt, r.id`,
          )
          .bind(sessionId),
      ),
      stays: all<StayRow>(
        db
          .prepare(
            `SELECT t.reportId, t.placeId, t.how, t.evidence, t.spans, t.open, t.stated, t.lines
             FROM MeetingAttendance t JOIN MeetingReport r ON r.id = t.reportId AND r.takenBackAt IS NULL WHERE t.sessionId = ?1 ORDER BY t.id`,
          )
          .bind(sessionId),
      ),
      places: all<PlaceRow>(
        db
          .prepare(
            `SELECT p.id AS placeId, n.name, n.email, r.name AS school,
               EXISTS (SELECT 1 FROM PlaceSession ps WHERE ps.placeId = p.id AND ps.sessionId = s.id) AS expected
             FROM Session s JOIN Place p ON p.eventId = s.eventId AND p.state = 'confirmed' JOIN School o ON o.id = p.schoolId
               JOIN School r ON r.id = o.rootId LEFT JOIN Person n ON n.id = p.personId WHERE s.id = ?1`,
          )
          .bind(sessionId),
      ),
      joinings: all<{ placeId: string; at: Instant; otherName: string }>(
        db
          .prepare(
            `SELECT l.placeId, j.joinedAt AS at, j.otherName FROM Session s JOIN Session o ON o.eventId = s.eventId JOIN Joining j ON j.sessionId = o.id
               JOIN PlaceLink l ON l.id = j.linkId JOIN Place p ON p.id = l.placeId AND p.personId = l.personId WHERE s.id = ?1 ORDER BY j.joinedAt`,
          )
          .bind(sessionId),
      ),
    }),
  ])
  if (!register) return undefined
  const pressed = Map.groupBy(joinings, ({ placeId }) => placeId)
  return {
    register,
    threshold: threshold ?? usualThreshold,
    said,
    reports: reports.map((row) => ({ ...row, pending: row.pending === '' ? [] : (JSON.parse(row.pending) as Participant[]) })),
    stays: stays.map((row) => ({
      ...row,
      spans: JSON.parse(row.spans) as KeptStay['spans'],
      open: JSON.parse(row.open) as number[],
      lines: JSON.parse(row.lines) as number[],
    })),
    places: places.map((row) => ({
      ...row,
      expected: row.expected === 1,
      joinings: (pressed.get(row.placeId) ?? []).map(({ at, otherName }) => ({ at: Date.parse(at), otherName })),
    })),
  }
}

export const setThreshold = (act: Act, sessionId: string, { kind, amount }: Threshold): SqlStatement =>
  upsert(act.db, 'MeetingThreshold', ['sessionId'], { sessionId, kind, amount, ...stamp(act, 'set') })

export const readReportOfFile = async (db: SqlDatabase, sessionId: string, fileHash: string): Promise<string | undefined> =>
  (
    await db
      .prepare('SELECT id FROM MeetingReport WHERE sessionId = ?1 AND fileHash = ?2 AND takenBackAt IS NULL')
      .bind(sessionId, fileHash)
      .first<{ id: string }>()
  )?.id

export const insertReport = (
  act: Act,
  { id, sessionId, fileHash, read }: { id: string; sessionId: string; fileHash: string; read: ReadReport },
): SqlStatement =>
  insert(act.db, 'MeetingReport', {
    id,
    sessionId,
    fileHash,
    parserVersion,
    people: read.participants.length,
    telephones: read.telephones,
    bots: read.bots,
    zone: read.zone,
    pending: JSON.stringify(read.participants),
    ...stamp(act, 'uploaded'),
  })

/** Guard: nobody decided anything of the report meanwhile. */
export const sameTurn = (db: SqlDatabase, reportId: string, turn: number): SqlStatement =>
  guard(db, 'EXISTS (SELECT 1 FROM MeetingReport WHERE id = ?1 AND turn = ?2 AND takenBackAt IS NULL)', reportId, turn)

export const keepPending = (db: SqlDatabase, reportId: string, pending: readonly Participant[]): SqlStatement =>
  update(db, 'MeetingReport', { turn: sql('turn + 1'), pending: pending.length === 0 ? '' : JSON.stringify(pending) }, { id: reportId })

export const takeBack = (act: Act, reportId: string): SqlStatement =>
  update(act.db, 'MeetingReport', { turn: sql('turn + 1'), pending: '', ...stamp(act, 'takenBack') }, { id: reportId })

export type NewStay = Pick<KeptStay, 'reportId' | 'placeId' | 'how' | 'evidence' | 'spans' | 'open' | 'stated' | 'lines'> & {
  id: string
  minutes: number | null
  withPlaceId: string | null
}

export const insertStays = (act: Act, sessionId: string, stays: readonly NewStay[]): SqlStatement =>
  insertEach(
    act.db,
    'MeetingAttendance',
    stays,
    ['id', 'reportId', 'placeId', 'minutes', 'spans', 'open', 'stated', 'lines', 'how', 'evidence', 'withPlaceId'],
    { sessionId, at: instant(act.now), byId: act.actor.accountId ?? null },
  )
