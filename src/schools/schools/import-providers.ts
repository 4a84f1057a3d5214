import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { readCsv } from '#base/web/csv.ts'
import { maxRows } from './contact.ts'
import { type PlannedProvider, type ProviderFileRefusal, planProviders } from './provider.ts'
import { insertProviders, providersUnchanged, selectProviderBatch, selectProviders, undoProviders } from './provider-store.ts'

/** Previews an early years list; writes nothing. */
export const planProviderImport = async (
  act: Act,
  text: string,
): Promise<Result<{ planned: PlannedProvider[]; state: string }, ProviderFileRefusal>> => {
  const { columns, rows } = readCsv(text, maxRows)
  if (!['reference', 'name', 'kind'].every((name) => columns.includes(name))) return refuse('provider_columns_missing')
  if (rows.length === 0) return refuse('no_rows')
  if (rows.length > maxRows) return refuse('too_many_rows')
  const { standing, state } = await readNow(act.db, selectProviders(act.db))
  return ok({ planned: planProviders(rows, standing), state: state.state })
}

/** Saves what `planProviderImport` showed, in one batch, once for each `batchId`. */
export const importProviders = async (
  act: Act,
  ask: { text: string; source: string; state: string; batchId: string },
): Promise<Result<{ saved: number }, ProviderFileRefusal | 'changed_meanwhile' | 'nothing_to_do'>> => {
  const there = await readNow(act.db, selectProviderBatch(act.db, ask.batchId))
  if (there) return ok({ saved: there.rows })
  const plan = await planProviderImport(act, ask.text)
  if (!plan.ok) return plan
  if (plan.value.state !== ask.state) return refuse('changed_meanwhile')
  const saved = plan.value.planned.filter(({ outcome }) => outcome === 'added' || outcome === 'changed').length
  if (saved === 0) return refuse('nothing_to_do')
  const done = await atomically(
    act.db,
    [
      providersUnchanged(act.db, ask.state, ask.batchId),
      ...insertProviders(act, ask, plan.value.planned),
      logged(act, { act: 'early_years_list.loaded', subject: ['early_years_list', ask.batchId], after: { rows: saved } }),
    ],
    { [guardBroken]: 'changed_meanwhile' } as const,
  )
  return done.ok ? ok({ saved }) : done
}

/** Undoes the list that was loaded last. */
export const undoProviderImport = async (act: Act, batchId: string): Promise<Result<undefined, 'no_such_batch' | 'not_the_last'>> => {
  const batch = await readNow(act.db, selectProviderBatch(act.db, batchId))
  if (!batch) return refuse('no_such_batch')
  const done = await atomically(
    act.db,
    [
      ...undoProviders(act, batchId),
      logged(act, { act: 'early_years_list.undone', subject: ['early_years_list', batchId], before: { rows: batch.standing } }),
    ],
    { [guardBroken]: 'not_the_last' } as const,
  )
  return done.ok ? ok(undefined) : done
}
