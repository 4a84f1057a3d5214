import { stillHolds } from '../accounts/role-store.ts'
import type { Act } from '../act.ts'
import { instant, londonDay } from '../dates.ts'
import { atomically, guardBroken } from '../db/atomically.ts'
import { sha256 } from '../id.ts'
import { loggedAll } from '../log/store.ts'
import { ok, type Result, refuse } from '../result.ts'
import { readCsv } from '../web/csv.ts'
import {
  columnsOf,
  type KnownForMarks,
  type MarkAsk,
  type MarkFileRefusal,
  type MarkRefusal,
  mostMarks,
  type PlannedMark,
  planMarks,
  readMark,
} from './mark.ts'
import { standingOf } from './request.ts'
import { insertMarks, requestsIn, selectBeside, selectSources, sourcesIn } from './request-store.ts'

const knownFor = async (act: Act, references: readonly string[]): Promise<KnownForMarks> => {
  const wanted = [...new Set(references.map((reference) => reference.toUpperCase().replaceAll(/\s/g, '')).filter((text) => text !== ''))]
  const [beside, sources] = await act.db.batch([selectBeside(act.db, wanted), selectSources(act.db, wanted)])
  return {
    requests: new Map(standingOf(requestsIn(beside), instant(act.now)).map((request) => [request.reference, request])),
    sources: sourcesIn(sources),
  }
}

/** The payments and their log, in one batch; a source that is there already is left as it is. */
const post = (act: Act, marks: readonly MarkAsk[]) =>
  atomically(
    act.db,
    [
      stillHolds(act, ['finance', 'administrator']),
      insertMarks(act, marks),
      loggedAll(
        act,
        marks.map((mark) => ({
          act: 'invoice_request.paid',
          subject: ['invoice_request', mark.requestId] as const,
          after: { reference: mark.reference, pence: mark.pence, on: mark.happenedOn },
        })),
      ),
    ],
    { [guardBroken]: 'not_finance' as const },
  )

export type MarkPlan = { planned: PlannedMark[]; state: string }

/** Says what a file of paid marks would do; writes nothing. One round trip. */
export const planPaidMarks = async (act: Act, text: string): Promise<Result<MarkPlan, MarkFileRefusal>> => {
  const { columns, rows } = readCsv(text)
  const at = columnsOf(columns)
  if (!at.reference || !at.amount || !at.date || !at.payment) return refuse('columns_missing')
  if (rows.length === 0) return refuse('no_rows')
  if (rows.length > mostMarks) return refuse('too_many_rows')
  const known = await knownFor(
    act,
    rows.map(({ cells }) => cells[at.reference ?? ''] ?? ''),
  )
  const planned = planMarks(rows, columns, known, londonDay(act.now))
  const state = await sha256(JSON.stringify(planned.map((row) => (row.outcome === 'marked' ? [row.mark, row.left] : row.reason))))
  return ok({ planned, state })
}

/** Posts the payments that `planPaidMarks` said it would; when something changed since the preview, nothing is done. */
export const importPaidMarks = async (
  act: Act,
  ask: { text: string; state: string },
): Promise<Result<{ marked: number; pence: number }, MarkFileRefusal | 'changed_meanwhile' | 'nothing_to_do'>> => {
  const plan = await planPaidMarks(act, ask.text)
  if (!plan.ok) return plan
  const marks = plan.value.planned.flatMap((row) => (row.outcome === 'marked' ? [row.mark] : []))
  if (marks.length === 0) return refuse('nothing_to_do')
  if (plan.value.state !== ask.state) return refuse('changed_meanwhile')
  if (!(await post(act, marks)).ok) return refuse('changed_meanwhile')
  return ok({ marked: marks.length, pence: marks.reduce((sum, mark) => sum + mark.pence, 0) })
}

/** Records by hand that a request was paid, in whole, in part or over. */
export const markPaid = async (
  act: Act,
  ask: { reference: string; amount: string; date: string; payment: string },
): Promise<Result<{ left: number }, MarkRefusal>> => {
  const read = readMark(ask, await knownFor(act, [ask.reference]), londonDay(act.now))
  if ('reason' in read) return refuse(read.reason)
  // To somebody who is of finance no more, it does not exist.
  if (!(await post(act, [read.mark])).ok) return refuse('reference_unknown')
  return ok({ left: read.outstanding - read.mark.pence })
}
