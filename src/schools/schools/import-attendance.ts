import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { type ListRefusal, type Plan, readList, savePlan } from '#base/list/plan.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { maxRows } from './contact.ts'
import { type PlannedEarlier, planEarlier } from './earlier-attendance.ts'
import { earlierUnchanged, insertedEarlier, knownForEarlier, selectEarlierBatch } from './earlier-store.ts'

/** Writes nothing. One round trip. */
export const planEarlierImport = async (act: Act, text: string): Promise<Result<Plan<PlannedEarlier>, ListRefusal>> => {
  const list = readList(text, maxRows, (has) => ['urn', 'date', 'title', 'topic', 'attended'].every(has))
  if (!list.ok) return list
  const urns = list.value.flatMap(({ cells }) => (cells['urn'] ? [cells['urn']] : []))
  const known = await knownForEarlier(act.db, urns)
  return ok({ planned: planEarlier(list.value, known, londonDay(act.now)), state: known.state })
}

/** Adds the previewed rows in one batch, once for each `batchId`. */
export const importAttendance = async (
  act: Act,
  { text, source, state, batchId }: { text: string; source: string; state: string; batchId: string },
) => {
  const before = await readNow(act.db, selectEarlierBatch(act.db, batchId))
  return savePlan(
    act,
    before?.rows,
    state,
    () => planEarlierImport(act, text),
    (due, { added }) => [
      earlierUnchanged(act.db, state, batchId),
      ...insertedEarlier(act, batchId, source, due),
      logged(act, { act: 'earlier_attendance.imported', subject: ['earlier_attendance_batch', batchId], after: { rows: added } }),
    ],
  )
}
