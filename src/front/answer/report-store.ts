import { type Act, signed } from '#base/act.ts'
import { thresholdsSql } from '#base/council/threshold-store.ts'
import { type Day, instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import type { Rows } from '#base/db/list-rows.ts'
import { mapped, one, only, type Read } from '#base/db/read.ts'
import { insert } from '#base/db/write.ts'
import type { DocumentBlock } from '#base/document.ts'
import type { Content, FinalFile, Finishing, ListedReport, Report } from './report.ts'

export const insertReport = (
  { db, now, actor }: Act,
  report: { id: string; topicId: string; onDay: Day; content: string; contentHash: string },
): SqlStatement =>
  db
    .prepare(
      `INSERT INTO Report (number, id, topicId, onDay, knownAt, content, contentHash, madeById, replyDays)
       SELECT COALESCE(MAX(number), 0) + 1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ${thresholdsSql} ->> '$.replyDays' FROM Report`,
    )
    .bind(report.id, report.topicId, report.onDay, instant(now), report.content, report.contentHash, actor.accountId ?? null)

/** Its files come before the row that makes it final. */
export const insertFinal = (
  act: Act,
  reportId: string,
  { form, exemption, interest }: Finishing,
  beside: readonly DocumentBlock[],
  files: readonly { name: FinalFile; hash: string; base64: string }[],
): SqlStatement[] => [
  ...files.map(({ name, hash, base64 }) => insert(act.db, 'FinalFile', { reportId, name, hash, base64 })),
  insert(act.db, 'FinalReport', {
    reportId,
    ...signed(act, 'final'),
    finalOn: londonDay(act.now),
    form,
    ...(form === 'private' ? { exemption, interest } : { exemption: '', interest: '' }),
    beside: JSON.stringify(beside),
  }),
]

const entryOf = (kind: 'position' | 'final'): string =>
  `(SELECT l.number FROM SealedLeaf l WHERE l.subjectId = r.id AND l.kind = '${kind}')`

const found = `SELECT r.number, r.content ->> '$.about.topic.label' AS topic, r.onDay, r.knownAt, f.finalAt, f.form, f.exemption, f.interest, r.id, r.madeById, r.replyDays, json_array_length(r.content, '$.rows') AS schools,
    (SELECT MAX(n.number) FROM Report n JOIN FinalReport o ON o.reportId = n.id WHERE n.topicId = r.topicId AND n.number > r.number AND o.form <> 'private') AS newer,
    (SELECT COALESCE(p.name, '') FROM Account a LEFT JOIN Person p ON p.id = a.personId WHERE a.id = r.madeById) AS madeBy,
    (SELECT COALESCE(p.name, '') FROM Account a LEFT JOIN Person p ON p.id = a.personId WHERE a.id = f.finalById) AS finalBy,
    ${entryOf('position')} AS entry, ${entryOf('final')} AS finalEntry,
    (SELECT json_group_object(i.name, i.hash) FROM FinalFile i WHERE i.reportId = r.id) AS hashes`

const from = `FROM Report r LEFT JOIN FinalReport f ON f.reportId = r.id
  WHERE (?1 = 1 OR f.reportId IS NOT NULL) AND (?2 = 1 OR COALESCE(f.form, '') <> 'private')`

/** Which reports somebody finds beside those that are final and public. */
export type Sees = { drafts: boolean; privates: boolean }

const seeing = ({ drafts, privates }: Sees): [number, number] => [drafts ? 1 : 0, privates ? 1 : 0]

const reportColumns = { hashes: 'json' } as const

export const reportsFor = (sees: Sees): Rows<ListedReport> => ({
  sql: `SELECT r.number, r.content ->> '$.about.topic.label' AS topic, r.onDay, f.finalAt, f.form ${from}`,
  values: seeing(sees),
  by: ['number DESC'],
})

export const selectReport = (db: SqlDatabase, number: number, sees: Sees): Read<Report | undefined> =>
  one<Report>(db.prepare(`${found} ${from} AND r.number = ?3`).bind(...seeing(sees), number), reportColumns)

/** Without rows of schools where only lines are shown. */
export const selectContent = (db: SqlDatabase, number: number, withRows: boolean): Read<Content | undefined> =>
  mapped(
    one<{ content: string }>(
      db
        .prepare(`SELECT IIF(?2, content, json_set(content, '$.rows', json('[]'))) AS content FROM Report WHERE number = ?1`)
        .bind(number, withRows ? 1 : 0),
    ),
    (row) => row && (JSON.parse(row.content) as Content),
  )

/** What a final report says beside the answer; of a draft nothing. */
export const selectBeside = (db: SqlDatabase, number: number): Read<readonly DocumentBlock[]> =>
  mapped(
    one<{ beside: string }>(
      db.prepare('SELECT f.beside FROM FinalReport f JOIN Report r ON r.id = f.reportId WHERE r.number = ?1').bind(number),
    ),
    (row) => (row ? (JSON.parse(row.beside) as DocumentBlock[]) : []),
  )

const answersSql =
  'SELECT COUNT(w.id) + COUNT(d.id) AS n FROM ReplyWord w LEFT JOIN ReplyDecision d ON d.replyId = w.id WHERE w.reportId = ?1'

export const selectAnswers = (db: SqlDatabase, reportId: string): Read<{ n: number }> => only(db.prepare(answersSql).bind(reportId))

/** Nothing was answered or decided since. */
export const isAsAnswered = (db: SqlDatabase, reportId: string, answers: number): SqlStatement =>
  guard(db, `(${answersSql}) = ?2`, reportId, answers)

export const selectFile = (db: SqlDatabase, number: number, name: FinalFile): Read<{ base64: string } | undefined> =>
  one<{ base64: string }>(
    db
      .prepare('SELECT f.base64 FROM FinalFile f JOIN Report r ON r.id = f.reportId WHERE r.number = ?1 AND f.name = ?2')
      .bind(number, name),
  )

export const numberOfReport = (db: SqlDatabase, id: string): Read<{ number: number; topicId: string; onDay: Day } | undefined> =>
  one<{ number: number; topicId: string; onDay: Day }>(db.prepare('SELECT number, topicId, onDay FROM Report WHERE id = ?1').bind(id))
