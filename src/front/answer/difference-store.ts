// SQL: the last final report on a topic, and what is on record of why a position differs from it.
import { selectCauses } from '#attendance/reports/store.ts'
import { mapped, one, type Read, readNow, readTogether } from '#base/db/read.ts'
import { type Before, differing, type Since, sinceOf } from './difference.ts'
import type { Population } from './population.ts'

const selectBefore = (db: D1Database, topicId: string): Read<Before | undefined> =>
  mapped(
    one<Omit<Before, 'rows'> & { rows: string }>(
      db
        .prepare(
          `SELECT r.number, r.onDay, r.knownAt, r.content -> '$.rows' AS rows FROM Report r JOIN FinalReport f ON f.reportId = r.id
           WHERE r.topicId = ?1 ORDER BY r.number DESC LIMIT 1`,
        )
        .bind(topicId),
    ),
    (row) => row && { ...row, rows: JSON.parse(row.rows) as Before['rows'] },
  )

export const readSince = async (db: D1Database, population: Population): Promise<Since | null> => {
  const before = await readNow(db, selectBefore(db, population.about.topic.id))
  if (!before) return null
  const { was, is } = differing(before, population)
  const ids = [...new Set([...was, ...is].flatMap(({ evidence }) => evidence))]
  const roots = [...new Set([...was, ...is].map(({ schoolId }) => schoolId))]
  return sinceOf(before, population, await readTogether(db, selectCauses(db, ids, roots, before.knownAt)))
}
