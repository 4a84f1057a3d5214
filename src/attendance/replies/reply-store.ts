import { type Act, signed } from '#base/act.ts'
import { type Day, type Instant, instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import type { Rows } from '#base/db/list-rows.ts'
import { all, mapped, one, only, type Read } from '#base/db/read.ts'
import { insert, insertEach, pick, upsert } from '#base/db/write.ts'
import type { NamedSchool, OwnReport, Progress, Reply, ReplyAnswer, ReplyDecision, ReportLine, ShownLine, ShownReport } from './reply.ts'

const replyColumns = `r.shownAt, r.reachedAt, r.replyBy, r.replyId, r.answer, r.answeredAt, r.decision, r.decidedAt,
  COALESCE((SELECT w.words FROM ReplyWord w WHERE w.id = r.replyId), '') AS words,
  COALESCE((SELECT d.reason FROM ReplyDecision d WHERE d.replyId = r.replyId ORDER BY d.decidedAt DESC, d.id DESC LIMIT 1), '') AS reason`

type ReplyRow = { [Key in keyof Reply]: Exclude<Reply[Key], undefined> | null }

const replyOf = (row: ReplyRow): Reply | undefined =>
  row.shownAt === null
    ? undefined
    : {
        shownAt: row.shownAt,
        reachedAt: row.reachedAt ?? undefined,
        replyBy: row.replyBy ?? undefined,
        replyId: row.replyId ?? undefined,
        answer: row.answer ?? undefined,
        words: row.words ?? '',
        answeredAt: row.answeredAt ?? undefined,
        decision: row.decision ?? undefined,
        reason: row.reason ?? '',
        decidedAt: row.decidedAt ?? undefined,
      }

/** SQL: the school that `s.schoolId` has turned out to be since the report was frozen. */
const rootSql = '(SELECT rootId FROM School WHERE id = s.schoolId)'

/**
 * SQL: addresses that work at which school `s.schoolId` can be told: of its contacts, and of those
 * who act for it.
 */
const addressesSql = `
  SELECT email FROM (
    SELECT c.email FROM School m JOIN SchoolContact c ON c.schoolId = m.id AND c.endedAt IS NULL WHERE m.rootId = ${rootSql}
    UNION SELECT a.email FROM School m JOIN Claim c ON c.schoolId = m.id AND c.state = 'approved' JOIN Account a ON a.id = c.accountId
      WHERE m.rootId = ${rootSql} AND a.erasedAt IS NULL)
  WHERE email NOT IN (SELECT email FROM AddressProblem WHERE solvedAt IS NULL)`

type NamedRow = Omit<NamedSchool, 'reply' | 'says'> & ReplyRow & { says: string }

const schoolOf = (row: NamedRow): NamedSchool => ({
  schoolId: row.schoolId,
  rootId: row.rootId,
  name: row.name,
  town: row.town,
  urn: row.urn,
  trustName: row.trustName,
  says: JSON.parse(row.says) as ShownLine[],
  reply: replyOf(row),
})

/** SQL: every mail to school `s.schoolId` about report `s.reportId` missed it. */
const missed = `EXISTS (SELECT 1 FROM UnreachedNotice u WHERE u.notice = 'line' AND u.subjectId = s.reportId AND u.schoolId = s.schoolId)`

/** SQL: the schools whose lines of report ?1 are shown, with what each answered. */
const namedSql = `SELECT s.schoolId, s.reportId, ${rootSql} AS rootId, s.name, s.town, s.urn, s.trustName, s.says, ${replyColumns}
  FROM ReportLine s LEFT JOIN ReportReply r ON r.reportId = s.reportId AND r.schoolId = s.schoolId WHERE s.reportId = ?1`

/** By name. @param schoolId undefined: all */
export const selectNamed = (db: SqlDatabase, reportId: string, schoolId?: string): Read<NamedSchool[]> =>
  mapped(
    all<NamedRow>(
      db
        .prepare(`${namedSql} AND (?2 IS NULL OR s.schoolId = ?2) ORDER BY s.name COLLATE NOCASE, s.town, s.urn`)
        .bind(reportId, schoolId ?? null),
    ),
    (rows) => rows.map(schoolOf),
  )

const undecided = `answer IS NOT NULL AND answer <> 'right' AND decision IS NULL`

/**
 * How far it is with all schools. `toWrite`: those that can be written to, or were not yet tried;
 * before it is shown, all that will see it.
 */
export const selectProgress = (db: SqlDatabase, reportId: string, today: Day): Read<Progress & { toWrite: number }> =>
  only<Progress & { toWrite: number }>(
    db
      .prepare(
        `SELECT COUNT(*) AS named, COUNT(shownAt) AS shown, COUNT(reachedAt) AS reached,
           COUNT(reachedAt) FILTER (WHERE replyBy IS NULL OR replyBy >= ?2) AS open, COUNT(answer) AS answered, COUNT(*) FILTER (WHERE ${undecided}) AS toDecide,
           IIF(COUNT(*) > 0, COUNT(*) FILTER (WHERE shownAt IS NULL OR (reachedAt IS NULL AND ${missed} AND EXISTS (${addressesSql}))),
             COALESCE((SELECT json_array_length(content, '$.rows') FROM Report WHERE id = ?1), (SELECT COUNT(*) FROM FrozenSchool WHERE reportId = ?1))) AS toWrite
         FROM (${namedSql}) s`,
      )
      .bind(reportId, today),
  )

/** Those that were shown their line, what is to be decided first. */
export const shownSchools = (reportId: string): Rows<NamedSchool, NamedRow> => ({
  sql: `SELECT *, NOT (${undecided}) AS decided, reachedAt IS NULL AS missed FROM (${namedSql}) WHERE shownAt IS NOT NULL`,
  values: [reportId],
  by: ['decided', 'missed', 'name COLLATE NOCASE', 'town', 'urn', 'schoolId'],
  made: schoolOf,
})

/** Whether a report is shown, and to every school. */
export const selectShowing = (db: SqlDatabase, reportId: string): Read<{ doneAt: Instant | null } | undefined> =>
  one(db.prepare('SELECT doneAt FROM ReportShowing WHERE reportId = ?1').bind(reportId))

/** Starts, or goes on for schools of which an address has come since. */
export const startShowing = (
  { db, now, actor }: Act,
  { id, kind, number, knownAt, replyDays }: ShownReport,
  lines: readonly ReportLine[],
): SqlStatement[] => [
  upsert(
    db,
    'ReportShowing',
    ['reportId'],
    { reportId: id, kind, number, knownAt, replyDays, doneAt: null, ...signed({ now, actor }, 'started') },
    ['doneAt', 'startedAt', 'startedById'],
  ),
  insertEach(db, 'ReportLine', lines, ['schoolId', 'urn', 'name', 'town', 'trustName', 'says'], { reportId: id }, ['reportId', 'schoolId']),
]

export const showingDue = (): Condition[] => [exists('SELECT 1 FROM ReportShowing WHERE doneAt IS NULL')]

/** `rootId`: the school whose pages show the line. */
export type ToShow = Pick<ShownReport, 'kind' | 'number' | 'replyDays'> & {
  reportId: string
  schoolId: string
  rootId: string
  school: string
  startedById: string
  emails: string[]
}

/** SQL: report `x.reportId` is final and names no school. */
const namesNone = `EXISTS (SELECT 1 FROM FinalReport f WHERE f.reportId = x.reportId AND f.form = 'unnamed')`

/** Those that were not shown it, and those that every mail missed before it was pressed again. */
const toShow = `FROM ReportShowing x JOIN ReportLine s ON s.reportId = x.reportId
  LEFT JOIN ReportReply r ON r.reportId = x.reportId AND r.schoolId = s.schoolId
  WHERE x.doneAt IS NULL AND NOT ${namesNone} AND (r.reportId IS NULL OR (r.shownAt < x.startedAt AND ${missed} AND EXISTS (${addressesSql})))`

export const selectToShow = (db: SqlDatabase, most: number): Read<ToShow[]> =>
  all<ToShow>(
    db
      .prepare(
        `SELECT x.reportId, x.kind, x.number, x.replyDays, s.schoolId, ${rootSql} AS rootId, x.startedById, s.name AS school,
             (SELECT json_group_array(email) FROM (${addressesSql})) AS emails
           ${toShow} AND ${triable('showLines', `x.reportId || ' ' || s.schoolId`)} ORDER BY x.reportId, s.schoolId LIMIT ?1`,
      )
      .bind(most),
    { emails: 'json' },
  )

/** One that every mail missed is shown anew; the database keeps the days of others. */
export const insertShown = (
  { db, now }: Pick<Act, 'db' | 'now'>,
  shown: { reportId: string; schoolId: string; startedById: string },
): SqlStatement =>
  upsert(db, 'ReportReply', ['reportId', 'schoolId'], {
    reportId: shown.reportId,
    schoolId: shown.schoolId,
    shownAt: instant(now),
    shownById: shown.startedById,
  })

const toCount = 'FROM ReportReply r JOIN ReportShowing x ON x.reportId = r.reportId WHERE r.reachedAt IS NOT NULL AND r.replyBy IS NULL'

export const countingDue = (): Condition[] => [exists(`SELECT 1 ${toCount}`)]

/** Schools that their line has reached, whose last day to answer was not counted yet. */
export const selectToCount = (
  db: SqlDatabase,
  most: number,
): Read<{ reportId: string; schoolId: string; reachedAt: Instant; replyDays: number }[]> =>
  all(db.prepare(`SELECT r.reportId, r.schoolId, r.reachedAt, x.replyDays ${toCount} ORDER BY r.reachedAt LIMIT ?1`).bind(most))

/** Not of one whose arrival has turned out to be another since. */
export const setReplyBy = (
  db: SqlDatabase,
  counted: readonly { reportId: string; schoolId: string; reachedAt: Instant; replyBy: Day }[],
): SqlStatement =>
  db
    .prepare(
      `UPDATE ReportReply SET replyBy = j.value ->> 'replyBy' FROM json_each(?1) j
       WHERE ReportReply.reportId = j.value ->> 'reportId' AND ReportReply.schoolId = j.value ->> 'schoolId'
         AND ReportReply.reachedAt = j.value ->> 'reachedAt' AND ReportReply.replyBy IS NULL`,
    )
    .bind(JSON.stringify(counted))

/** Ends those of which every school that can be told was. */
export const endShown = ({ db, now }: Pick<Act, 'db' | 'now'>): SqlStatement =>
  db
    .prepare(`UPDATE ReportShowing SET doneAt = ?1 WHERE doneAt IS NULL AND reportId NOT IN (SELECT x.reportId ${toShow})`)
    .bind(instant(now))

const ownSql = `SELECT x.reportId AS id, x.kind, x.number, x.knownAt, x.replyDays, ${namesNone} AS namesNone, ${replyColumns}
  FROM School m JOIN ReportReply r ON r.schoolId = m.id JOIN ReportShowing x ON x.reportId = r.reportId WHERE m.rootId = ?1`

type OwnRow = ShownReport & { namesNone: number } & ReplyRow

const ownOf = (row: OwnRow): OwnReport[] => {
  const reply = replyOf(row)
  const { id, kind, number, knownAt, replyDays, namesNone } = row
  return reply ? [{ id, kind, number, knownAt, replyDays, namesNone: namesNone === 1, reply }] : []
}

/** Reports that a school (a root) was shown its line of, newest first. */
export const selectOwnReports = (db: SqlDatabase, schoolId: string): Read<OwnReport[]> =>
  mapped(all<OwnRow>(db.prepare(`${ownSql} ORDER BY x.knownAt DESC, r.replyBy DESC NULLS FIRST LIMIT 100`).bind(schoolId)), (rows) =>
    [...new Map(rows.toReversed().map((row) => [row.id, row])).values()].toReversed().flatMap(ownOf),
  )

export const selectOwnReport = (db: SqlDatabase, schoolId: string, reportId: string): Read<OwnReport | undefined> =>
  mapped(
    one<OwnRow>(
      db.prepare(`${ownSql} AND x.reportId = ?2 ORDER BY r.replyBy DESC NULLS FIRST, r.schoolId LIMIT 1`).bind(schoolId, reportId),
    ),
    (row) => (row ? ownOf(row)[0] : undefined),
  )

/** What a school (a root) was shown, with all that became it since. */
export const selectOwnLines = (
  db: SqlDatabase,
  schoolId: string,
  reportId: string,
): Read<(Pick<ReportLine, 'schoolId' | 'name' | 'says'> & { replyBy: Day | null })[]> =>
  all<{ schoolId: string; name: string; says: ShownLine[]; replyBy: Day | null }>(
    db
      .prepare(
        `SELECT s.schoolId, s.name, s.says, r.replyBy
           FROM School m JOIN ReportReply r ON r.reportId = ?2 AND r.schoolId = m.id JOIN ReportLine s ON s.reportId = ?2 AND s.schoolId = m.id
           WHERE m.rootId = ?1 ORDER BY s.name, s.schoolId`,
      )
      .bind(schoolId, reportId),
    { says: 'json' },
  )

export const insertReply = (
  { db, now, actor }: Act,
  reply: { id: string; reportId: string; schoolId: string; answer: ReplyAnswer; words: string },
): SqlStatement =>
  insert(db, 'ReplyWord', {
    ...pick(reply, ['id', 'reportId', 'schoolId', 'answer', 'words']),
    saidOn: londonDay(now),
    ...signed({ now, actor }, 'said'),
  })

/** The answer is the last of that school to that report. */
export const isAnswerOf = (db: SqlDatabase, of: { reportId: string; schoolId: string; replyId: string }): SqlStatement =>
  guard(
    db,
    'EXISTS (SELECT 1 FROM ReportReply WHERE reportId = ?1 AND schoolId = ?2 AND replyId = ?3)',
    of.reportId,
    of.schoolId,
    of.replyId,
  )

export const insertDecision = (
  { db, now, actor }: Act,
  decided: { id: string; replyId: string; decision: ReplyDecision; reason: string },
): SqlStatement =>
  insert(db, 'ReplyDecision', { ...pick(decided, ['id', 'replyId', 'decision', 'reason']), ...signed({ now, actor }, 'decided') })
