import type { Question } from '#attendance/coverage/coverage.ts'
import type { Sources } from '#attendance/coverage/evidence.ts'
import { frozenColumns, selectFacts } from '#attendance/coverage/school-facts-store.ts'
import { bound } from '#attendance/coverage/store.ts'
import type { KeptState } from '#attendance/requirements/standing.ts'
import { countsOf } from '#attendance/requirements/state.ts'
import { type Act, stamp } from '#base/act.ts'
import { thresholdsSql } from '#base/council/threshold-store.ts'
import { type Thresholds, usualThresholds } from '#base/council/thresholds.ts'
import type { Instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import type { Rows } from '#base/db/list-rows.ts'
import { all, mapped, one, only, type Read, readNow } from '#base/db/read.ts'
import { type Stored, storedAs } from '#base/db/stored-row.ts'
import { insert, sql } from '#base/db/write.ts'
import { firstIdAt } from '#base/id.ts'
import { type FoundEntry, selectEntryOf } from '#base/seal/entry-store.ts'
import type { Causes, FrozenReport, FrozenSchool, ListedReport } from './frozen.ts'
import { type FrozenRequirement, reachedSql, uncountedSql } from './frozen-standing.ts'

const schoolColumns = { evidence: 'json' } as const

/** Every write has a row there, so what was read holds while nothing was logged since. */
export const selectLogEnd = (db: SqlDatabase): Read<number> =>
  mapped(only<{ n: number }>(db.prepare('SELECT COALESCE(MAX(rowid), 0) AS n FROM Log WHERE rowid > 0')), ({ n }) => n)

// What a rush of bookings writes; who came, who holds a role and what a school is, is none of it.
const apart = ['account', 'booking', 'card', 'invoice', 'mailing', 'message', 'offer', 'waiting']

/** Nothing that a report says was logged since. */
export const isLogEnd = (db: SqlDatabase, end: number): SqlStatement =>
  guard(
    db,
    `NOT EXISTS (SELECT 1 FROM Log WHERE rowid > ?1 AND substr(act, 1, instr(act, '.') - 1) NOT IN (SELECT value FROM json_each(?2)))`,
    end,
    JSON.stringify(apart),
  )

/** The schools as they are known now, in the form in which they are frozen. */
export const selectKnown = (db: SqlDatabase, question: Question): Read<FrozenSchool[]> =>
  all<FrozenSchool>(db.prepare(selectFacts).bind(...bound(question)), schoolColumns)

/** The report and its schools, in one batch with its log row, which must come after. */
export const insertFrozen = (
  { db, now, actor }: Pick<Act, 'db' | 'now' | 'actor'>,
  report: {
    id: string
    question: Question
    sources: Sources
    requirements?: readonly FrozenRequirement[]
    given?: Readonly<Record<string, object>>
    about?: FrozenReport['about']
  },
): SqlStatement[] => [
  insert(db, 'FrozenReport', {
    id: report.id,
    about: report.about ?? (report.requirements ? 'requirements' : 'attendance'),
    question: questionOf(report),
    sources: sql(`json_set(?1, '$.thresholds', json(${thresholdsSql}))`, JSON.stringify({ ...report.sources, given: report.given })),
    ...stamp({ now, actor }, 'frozen'),
  }),
  db
    .prepare(`INSERT INTO FrozenSchool (${frozenColumns}, reportId) SELECT ${frozenColumns}, ?9 FROM (${selectFacts})`)
    .bind(...bound(report.question), report.id),
]

const questionOf = ({ question, requirements }: { question: Question; requirements?: readonly FrozenRequirement[] }): string =>
  JSON.stringify({ ...question, requirements })

/** Whether a form that was sent again asks what it froze before. */
export const frozenAs = (
  db: SqlDatabase,
  id: string,
  asked: { question: Question; requirements?: readonly FrozenRequirement[]; about?: FrozenReport['about'] },
): Promise<Stored> =>
  storedAs(db, 'FrozenReport', id, {
    about: asked.about ?? (asked.requirements ? 'requirements' : 'attendance'),
    question: questionOf(asked),
  })

type ReportRow = Omit<FrozenReport, 'question' | 'requirements' | 'sources' | 'thresholds' | 'given' | 'frozenBy'> & {
  question: string
  sources: string
  frozenBy: string | null
}

const reportOf = (row: ReportRow): FrozenReport => {
  const { requirements = [], ...question } = JSON.parse(row.question) as Question & { requirements?: FrozenRequirement[] }
  type Kept = Sources & { thresholds?: Thresholds; given?: FrozenReport['given'] }
  const { thresholds = usualThresholds, given = {}, ...sources } = JSON.parse(row.sources) as Kept
  return { ...row, question, requirements, sources, thresholds, given, frozenBy: row.frozenBy ?? undefined }
}

const reports = `SELECT f.number, f.id, f.about, f.question, f.sources, f.frozenAt, COALESCE(n.name, a.email) AS frozenBy
  FROM FrozenReport f LEFT JOIN Account a ON a.id = f.frozenById LEFT JOIN Person n ON n.id = a.personId`

type ListedRow = ReportRow & Omit<ListedReport, keyof FrozenReport | 'counts'> & { states: string }

/** Newest first. */
export const listedReports: Rows<ListedReport, ListedRow> = {
  sql: reports,
  by: ['number DESC'],
  shown: `SELECT page.*, (SELECT COUNT(*) FROM FrozenSchool s WHERE s.reportId = page.id) AS open,
      (SELECT COUNT(code) FROM FrozenSchool s WHERE s.reportId = page.id) AS tookPart,
      (SELECT COUNT(*) FROM FrozenStanding s WHERE s.reportId = page.id AND s.state NOT IN ${reachedSql} AND s.state NOT IN ${uncountedSql}) AS named,
      (SELECT COUNT(*) FROM FrozenStanding s WHERE s.reportId = page.id AND s.state IN ${reachedSql}) AS inDate,
      (SELECT json_group_array(json_array(c.state, c.n)) FROM (
         SELECT s.state, COUNT(*) AS n FROM FrozenStanding s WHERE s.reportId = page.id AND page.about = 'requirements' GROUP BY s.state) c) AS states
    FROM page`,
  made: ({ open, tookPart, named, inDate, states, ...row }) => ({
    ...reportOf(row),
    open,
    tookPart,
    named,
    inDate,
    counts: countsOf(JSON.parse(states) as [KeptState, number][]),
  }),
}

export const selectFrozen = (db: SqlDatabase, number: number): Read<FrozenReport | undefined> =>
  mapped(one<ReportRow>(db.prepare(`${reports} WHERE f.number = ?1`).bind(number)), (row) => row && reportOf(row))

/** Its entry of the protected record. */
export const selectFrozenEntry = (db: SqlDatabase, number: number): Read<FoundEntry | undefined> =>
  selectEntryOf(db, 'report', number, '(SELECT id FROM FrozenReport WHERE number = ?1)')

/** Of a report that is there. */
export const frozenNumber = async (db: SqlDatabase, id: string): Promise<number> =>
  (await readNow(db, only<{ number: number }>(db.prepare('SELECT number FROM FrozenReport WHERE id = ?1').bind(id)))).number

/** Not frozen under this id yet, by a service that was in use before `ended`. */
export const isToFreeze = (id: string, ended: Date): Condition =>
  exists(
    `SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM FrozenReport WHERE id = ?1) AND EXISTS (SELECT 1 FROM Log WHERE id < ?2)`,
    id,
    firstIdAt(ended),
  )

/** By name. */
export const selectFrozenSchools = (db: SqlDatabase, number: number): Read<FrozenSchool[]> =>
  all<FrozenSchool>(
    db
      .prepare(
        `SELECT ${frozenColumns} FROM FrozenSchool WHERE reportId = (SELECT id FROM FrozenReport WHERE number = ?1)
           ORDER BY name COLLATE NOCASE, town, urn`,
      )
      .bind(number),
    schoolColumns,
  )

const times = (statement: SqlStatement): Read<ReadonlyMap<string, Instant>> =>
  mapped(all<{ id: string; at: Instant }>(statement), (rows) => new Map(rows.map(({ id, at }) => [id, at])))

/**
 * What is on record of why today differs. @param ids of marks and earlier records @param schools
 * roots
 */
export const selectCauses = (
  db: SqlDatabase,
  ids: readonly string[],
  schools: readonly string[],
  frozenAt: Instant,
): { [Name in keyof Causes]: Read<Causes[Name]> } => {
  const [asked, roots] = [JSON.stringify(ids), JSON.stringify(schools)]
  return {
    came: times(
      db
        .prepare(
          `SELECT m.id, m.receivedAt AS at FROM json_each(?1) j JOIN Mark m ON m.id = j.value
           UNION ALL SELECT a.id, a.learnedAt FROM json_each(?1) j JOIN EarlierAttendance a ON a.id = j.value`,
        )
        .bind(asked),
    ),
    ended: times(
      db
        .prepare(
          `SELECT m.correctsId AS id, m.receivedAt AS at FROM json_each(?1) j JOIN Mark m ON m.correctsId = j.value
           UNION ALL SELECT a.id, a.supersededAt FROM json_each(?1) j JOIN EarlierAttendance a ON a.id = j.value WHERE a.supersededAt IS NOT NULL
           UNION ALL SELECT m.id, w.at FROM json_each(?1) j JOIN Mark m ON m.id = j.value JOIN WalkInSchool w ON w.walkInId = m.walkInId`,
        )
        .bind(asked),
    ),
    register: times(
      db
        .prepare(
          `SELECT r.value AS id, MAX(MAX(i.learnedAt, COALESCE(i.supersededAt, ''))) AS at FROM json_each(?1) r
             JOIN School m ON m.rootId = r.value OR m.id = r.value JOIN SchoolIdentity i ON i.schoolId = m.id
           WHERE i.learnedAt > ?2 OR i.supersededAt > ?2 GROUP BY r.value`,
        )
        .bind(roots, frozenAt),
    ),
    joined: times(
      db
        .prepare(
          `SELECT r.value AS id, MAX(MAX(n.learnedAt, COALESCE(n.supersededAt, ''))) AS at FROM json_each(?1) r
             JOIN School m ON m.rootId = r.value JOIN Succession n ON m.id IN (n.fromSchoolId, n.toSchoolId)
           WHERE n.learnedAt > ?2 OR n.supersededAt > ?2 GROUP BY r.value`,
        )
        .bind(roots, frozenAt),
    ),
    signed: times(
      db
        .prepare(
          `SELECT m.id, MAX(o.signedAt) AS at FROM json_each(?1) j JOIN Mark m ON m.id = j.value JOIN RegisterSignOff o ON o.sessionId = m.sessionId
           WHERE o.signedAt > ?2 GROUP BY m.id`,
        )
        .bind(asked, frozenAt),
    ),
    record: times(
      db
        .prepare(
          `SELECT m.id, MAX(p.doneAt) AS at FROM json_each(?1) j JOIN Mark m ON m.id = j.value JOIN Session x ON x.id = m.sessionId
             JOIN StaffProposal p ON (p.subjectId = x.eventId AND p.kind = 'event') OR (p.subjectId = m.placeId AND p.kind = 'represents')
           WHERE p.doneAt > ?2 GROUP BY m.id`,
        )
        .bind(asked, frozenAt),
    ),
  }
}
