import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { readCsv } from '#base/web/csv.ts'
import { maxRows } from './contact.ts'
import { type EarlierFileRefusal, type PlannedEarlier, planEarlier } from './earlier-attendance.ts'
import { earlierBatch, earlierUnchanged, insertedEarlier, knownForEarlier } from './earlier-store.ts'

type EarlierPlan = { planned: PlannedEarlier[]; state: string }

/** Previews a list of earlier attendance; writes nothing. One round trip. */
export const planEarlierImport = async (act: Act, text: string): Promise<Result<EarlierPlan, EarlierFileRefusal>> => {
  const { columns, rows } = readCsv(text, maxRows)
  if (!['urn', 'date', 'title', 'topic', 'attended'].every((name) => columns.includes(name))) return refuse('columns_missing')
  if (rows.length === 0) return refuse('no_rows')
  if (rows.length > maxRows) return refuse('too_many_rows')
  const known = await knownForEarlier(
    act.db,
    rows.flatMap(({ cells }) => (cells['urn'] ? [cells['urn']] : [])),
  )
  return ok({ planned: planEarlier(rows, known, londonDay(act.now)), state: known.state })
}

type EarlierImportRefusal = EarlierFileRefusal | 'changed_meanwhile' | 'nothing_to_do'

/**
 * Adds the rows `planEarlierImport` showed, in one batch. `batchId` is from the preview, so sending
 * the form twice adds once.
 */
export const importAttendance = async (
  act: Act,
  ask: { text: string; source: string; state: string; batchId: string },
): Promise<Result<{ added: number }, EarlierImportRefusal>> => {
  const there = await earlierBatch(act.db, ask.batchId)
  if (there) return ok({ added: there.rows })
  const plan = await planEarlierImport(act, ask.text)
  if (!plan.ok) return plan
  if (plan.value.state !== ask.state) return refuse('changed_meanwhile')
  const added = plan.value.planned.filter((row) => row.outcome === 'added').length
  if (added === 0) return refuse('nothing_to_do')
  const done = await atomically(
    act.db,
    [
      earlierUnchanged(act.db, ask.state, ask.batchId),
      ...insertedEarlier(act, ask.batchId, ask.source, plan.value.planned),
      logged(act, { act: 'earlier_attendance.imported', subject: ['earlier_attendance_batch', ask.batchId], after: { rows: added } }),
    ],
    { [guardBroken]: 'changed_meanwhile' },
  )
  return done.ok ? ok({ added }) : done
}
