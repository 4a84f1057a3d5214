import type { Question } from '#attendance/coverage/coverage.ts'
import type { Act } from '#base/act.ts'
import { usualThresholds } from '#base/council/thresholds.ts'
import { type Day, type Instant, instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, type Read } from '#base/db/read.ts'
import { insert, update } from '#base/db/write.ts'
import type { Candidate, Line, Publication } from './publication.ts'

/** SQL: the days to answer that report `f` was frozen with. */
const replyDaysSql = `COALESCE(f.sources ->> '$.thresholds.replyDays', ${usualThresholds.replyDays})`

const candidates = `SELECT f.number, f.id, f.question, f.frozenAt, ${replyDaysSql} AS replyDays, (SELECT COUNT(*) FROM FrozenSchool s WHERE s.reportId = f.id) AS schools,
    (SELECT COUNT(*) FROM FrozenSchool s LEFT JOIN ReportReply r ON r.reportId = s.reportId AND r.schoolId = s.schoolId
     WHERE s.reportId = f.id AND r.reportId IS NULL) AS notShown,
    (SELECT COUNT(*) FROM ReportReply r WHERE r.reportId = f.id AND r.reachedAt IS NULL) AS leftOut,
    (SELECT COUNT(*) FROM ReportReply r WHERE r.reportId = f.id AND r.reachedAt IS NOT NULL AND r.replyBy IS NULL) AS uncounted,
    (SELECT MAX(r.replyBy) FROM ReportReply r WHERE r.reportId = f.id) AS replyBy,
    (SELECT COUNT(*) FROM ReportReply r WHERE r.reportId = f.id AND r.answer <> 'right' AND r.decision IS NULL) AS undecided
  FROM FrozenReport f
  WHERE f.about = 'attendance' AND f.question ->> '$.event' IS NULL AND f.question ->> '$.from' LIKE '____-09-01' AND f.question ->> '$.to' LIKE '____-08-31'`

const candidateColumns = { question: 'json' } as const

/** Reports of school years, newest first. */
export const selectCandidates = (db: SqlDatabase, most: number): Read<Candidate[]> =>
  all<Candidate>(db.prepare(`${candidates} ORDER BY f.number DESC LIMIT ?1`).bind(most), candidateColumns)

export const selectCandidate = (db: SqlDatabase, number: number): Read<Candidate | undefined> =>
  one<Candidate>(db.prepare(`${candidates} AND f.number = ?1`).bind(number), candidateColumns)

/** Roots of the schools of a report whose answer led to a correction. */
export const selectCorrected = (db: SqlDatabase, number: number): Read<string[]> =>
  mapped(
    all<{ id: string }>(
      db
        .prepare(
          `SELECT r.schoolId AS id FROM ReportReply r WHERE r.decision = 'corrected' AND r.reportId = (SELECT id FROM FrozenReport WHERE number = ?1)`,
        )
        .bind(number),
    ),
    (rows) => rows.map(({ id }) => id),
  )

/**
 * SQL: lines of report ?1 that reached their schools. ?2: as JSON, corrected schools known today to
 * have taken part.
 */
const lines = `SELECT s.schoolId, s.urn, s.name, COALESCE(i.laCode, '') AS laCode, COALESCE(i.laName, '') AS laName, s.phase,
    CASE r.decision WHEN 'corrected' THEN s.schoolId IN (SELECT value FROM json_each(?2)) ELSE s.code IS NOT NULL END AS attended,
    CASE WHEN r.answer IS NULL THEN 'none' WHEN r.answer = 'right' THEN 'agreed' WHEN r.decision = 'corrected' THEN 'corrected' ELSE 'disputed' END AS reply
  FROM FrozenSchool s JOIN ReportReply r ON r.reportId = s.reportId AND r.schoolId = s.schoolId AND r.reachedAt IS NOT NULL
  LEFT JOIN SchoolIdentity i ON i.id = (
    SELECT x.id FROM SchoolIdentity x WHERE x.urn = s.urn AND x.supersededAt IS NULL ORDER BY x.validFrom DESC LIMIT 1)
  WHERE s.reportId = ?1`

const linesRead = (statement: SqlStatement): Read<Line[]> => all<Line>(statement, { attended: 'flag' })

/** The lines as they would be published now. */
export const selectLines = (db: SqlDatabase, reportId: string, tookPart: readonly string[]): Read<Line[]> =>
  linesRead(db.prepare(`SELECT * FROM (${lines}) ORDER BY name COLLATE NOCASE, urn`).bind(reportId, JSON.stringify(tookPart)))

/** So many lines have reached their schools: an arrival that came back is not in the log. */
export const areAsMany = (db: SqlDatabase, reportId: string, lines: number): SqlStatement =>
  guard(db, '(SELECT COUNT(*) FROM ReportReply WHERE reportId = ?1 AND reachedAt IS NOT NULL) = ?2', reportId, lines)

/** Publishes the lines in place of what is public. */
export const insertPublication = (
  { db, now }: Pick<Act, 'db' | 'now'>,
  byId: string,
  publication: { id: string; reportId: string; tookPart: readonly string[] },
): SqlStatement[] => [
  withdrawPublic({ db, now }, byId),
  insert(db, 'Publication', {
    id: publication.id,
    reportId: publication.reportId,
    publishedOn: londonDay(now),
    publishedAt: instant(now),
    publishedById: byId,
  }),
  db
    .prepare(
      `INSERT INTO PublishedLine (publicationId, schoolId, urn, name, laCode, laName, phase, attended, reply)
       SELECT ?3, schoolId, urn, name, laCode, laName, phase, attended, reply FROM (${lines})`,
    )
    .bind(publication.reportId, JSON.stringify(publication.tookPart), publication.id),
]

export const withdrawPublic = ({ db, now }: Pick<Act, 'db' | 'now'>, byId: string): SqlStatement =>
  update(db, 'Publication', { withdrawnAt: instant(now), withdrawnById: byId }, { withdrawnAt: null })

const newest = 'SELECT id FROM Publication WHERE withdrawnAt IS NULL ORDER BY publishedAt DESC LIMIT 1'

/** What is public. */
export const selectPublic = (db: SqlDatabase): Read<Publication | undefined> =>
  one<{ id: string; number: number; question: Question; frozenAt: Instant; replyDays: number; publishedOn: Day; leftOut: number }>(
    db.prepare(
      `SELECT p.id, f.number, f.question, f.frozenAt, ${replyDaysSql} AS replyDays, p.publishedOn,
           (SELECT COUNT(*) FROM FrozenSchool s WHERE s.reportId = f.id) - (SELECT COUNT(*) FROM PublishedLine l WHERE l.publicationId = p.id) AS leftOut
         FROM Publication p JOIN FrozenReport f ON f.id = p.reportId WHERE p.id = (${newest})`,
    ),
    { question: 'json' },
  )

export const selectPublicLines = (db: SqlDatabase): Read<Line[]> =>
  linesRead(
    db.prepare(
      `SELECT schoolId, urn, name, laCode, laName, phase, attended, reply FROM PublishedLine WHERE publicationId = (${newest})
       ORDER BY name COLLATE NOCASE, urn`,
    ),
  )
