import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { type ListRefusal, type Plan, readList, savePlan } from '#base/list/plan.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { maxRows } from './contact.ts'
import { type PlannedProvider, planProviders } from './provider.ts'
import { insertProviders, providersUnchanged, selectProviderBatch, selectProviders, undoProviders } from './provider-store.ts'

/** Writes nothing. */
export const planProviderImport = async (act: Act, text: string): Promise<Result<Plan<PlannedProvider>, ListRefusal>> => {
  const list = readList(text, maxRows, (has) => ['reference', 'name', 'kind'].every(has))
  if (!list.ok) return list
  const { standing, state } = await readNow(act.db, selectProviders(act.db))
  return ok({ planned: planProviders(list.value, standing), state: state.state })
}

/** Saves the previewed list in one batch, once for each `batchId`. */
export const importProviders = async (act: Act, ask: { text: string; source: string; state: string; batchId: string }) => {
  const before = await readNow(act.db, selectProviderBatch(act.db, ask.batchId))
  return savePlan(
    act,
    before?.rows,
    ask.state,
    () => planProviderImport(act, ask.text),
    (due) => [
      providersUnchanged(act.db, ask.state, ask.batchId),
      ...insertProviders(act, ask, due),
      logged(act, { act: 'early_years_list.loaded', subject: ['early_years_list', ask.batchId], after: { rows: due.length } }),
    ],
  )
}

/** Only the last one loaded. */
export const undoProviderImport = async (act: Act, batchId: string): Promise<Result<undefined, 'no_such_batch' | 'not_the_last'>> => {
  const batch = await readNow(act.db, selectProviderBatch(act.db, batchId))
  if (!batch) return refuse('no_such_batch')
  const result = await atomically(
    act.db,
    [
      ...undoProviders(act, batchId),
      logged(act, { act: 'early_years_list.undone', subject: ['early_years_list', batchId], before: { rows: batch.standing } }),
    ],
    { [guardBroken]: 'not_the_last' } as const,
  )
  return result.ok ? ok(undefined) : result
}
