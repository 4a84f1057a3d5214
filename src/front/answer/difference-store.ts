// SQL: the last final report on a topic, what schools answered to it, and what is on record of why
// a position differs from it.
import { selectCauses } from '#attendance/reports/store.ts'
import { mapped, one, type Read, readNow, readTogether, together } from '#base/db/read.ts'
import type { DocumentBlock } from '#base/document.ts'
import { type Before, type CameRow, differing, type Last, type Replies, type Since, sinceOf } from './difference.ts'
import type { About, AnswerRow, Population } from './population.ts'
import { askedOf } from './report-addition.ts'

type Asked = { topic: Pick<About['topic'], 'id'>; on: About['on'] }

/** Of a report for members alone nothing is said to others, so nothing is compared with it. */
const selectBefore = <Row>(db: SqlDatabase, { topic, on }: Asked, rows: string): Read<Before<Row> | undefined> =>
  mapped(
    one<Omit<Before, 'rows' | 'asked'> & { rows: string; beside: string }>(
      db
        .prepare(
          `SELECT r.number, r.onDay, r.knownAt, ${rows} AS rows, f.beside FROM Report r JOIN FinalReport f ON f.reportId = r.id
           WHERE r.topicId = ?1 AND r.onDay <= ?2 AND f.form <> 'private' ORDER BY r.number DESC LIMIT 1`,
        )
        .bind(topic.id, on),
    ),
    (row) => row && { ...row, rows: JSON.parse(row.rows) as Row[], asked: askedOf(JSON.parse(row.beside) as DocumentBlock[]) },
  )

const cameAlone = `(SELECT json_group_array(json_object('schoolId', j.value ->> '$.schoolId', 'came', j.value ->> '$.came')) FROM json_each(r.content, '$.rows') j)`

/** What schools say of the last report shown to them. @param all also of one not for everybody */
const selectReplies = (db: SqlDatabase, { topic }: Asked, all: boolean): Read<Replies | undefined> =>
  one<Replies>(
    db
      .prepare(
        `SELECT r.number, COUNT(*) AS named, COUNT(y.reachedAt) AS reached, COUNT(y.answer) AS answered, COUNT(*) FILTER (WHERE y.answer = 'right') AS "right",
           COUNT(*) FILTER (WHERE y.decision = 'corrected') AS corrected, COUNT(*) FILTER (WHERE y.decision = 'stands') AS stands
         FROM Report r JOIN ReportLine s ON s.reportId = r.id LEFT JOIN ReportReply y ON y.reportId = s.reportId AND y.schoolId = s.schoolId
         WHERE r.id = (SELECT n.id FROM Report n LEFT JOIN FinalReport o ON o.reportId = n.id
           WHERE n.topicId = ?1 AND (o.form = 'named' OR ?2 = 1 AND COALESCE(o.form, 'private') = 'private')
             AND EXISTS (SELECT 1 FROM ReportLine l WHERE l.reportId = n.id) ORDER BY n.number DESC LIMIT 1)
         GROUP BY r.id`,
      )
      .bind(topic.id, all ? 1 : 0),
  )

/** What stands beside an answer of today of the reports before it. */
export const selectLast = (db: SqlDatabase, asked: Asked, all: boolean): Read<Omit<Last, 'differ'>> =>
  together({ before: selectBefore<CameRow>(db, asked, cameAlone), replies: selectReplies(db, asked, all) })

export const readSince = async (db: SqlDatabase, population: Population): Promise<Since | null> => {
  const before = await readNow(db, selectBefore<AnswerRow>(db, population.about, `r.content -> '$.rows'`))
  if (!before) return null
  const { was, is, ids } = differing(before, population)
  const evidence = [...new Set([...was, ...is].flatMap((row) => row.evidence))]
  return sinceOf(before, population, await readTogether(db, selectCauses(db, evidence, ids, before.knownAt)))
}
