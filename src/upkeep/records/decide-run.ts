import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import { dueBefore, isWithin, type RunClass } from './record.ts'
import { countDue, decideRun, insertRun, readMonths, runById, setMonths } from './retention-store.ts'

export type RunReason = 'nothing_due' | 'under_way' | 'own_destruction' | 'decided' | 'out_of_limits' | 'changed'

/** Sets how long a class is kept, within the limits of `periods`. Administrators. */
export const setPeriod = async (act: Act, of: RunClass, months: number): Promise<Result<{ months: number }, RunReason>> => {
  if (!isWithin(of, months)) return refuse('out_of_limits')
  const before = await readMonths(act.db)
  const result = await atomically(
    act.db,
    [
      stillHolds(act, ['administrator']),
      ...setMonths(act, of, months),
      logged(act, { act: 'retention.period_set', subject: ['record class', of], before: { months: before[of] }, after: { months } }),
    ],
    { [guardBroken]: 'changed', 'RetentionPeriod.class': 'changed' } as const,
  )
  return result.ok ? ok({ months }) : result
}

/** Proposes to destroy what is due of a class; somebody else decides. Organisers. */
export const proposeRun = async (act: Act, of: RunClass): Promise<Result<{ id: string; found: number }, RunReason>> => {
  const before = dueBefore(of, (await readMonths(act.db))[of], act.now)
  const due = await countDue(act.db, of, before)
  if (due === 0 || !act.actor.accountId) return refuse('nothing_due')
  const id = newId(act.now)
  const result = await atomically(
    act.db,
    [
      stillHolds(act, ['administrator', 'organiser']),
      insertRun(act, { id, class: of, dueBefore: before, found: due }),
      logged(act, { act: 'retention.run_proposed', subject: ['retention run', id], after: { class: of, found: due, dueBefore: before } }),
    ],
    { 'RetentionRun.class': 'under_way', [guardBroken]: 'changed' } as const,
  )
  return result.ok ? ok({ id, found: due }) : result
}

/** A job then does an approved run in pieces. Nobody approves their own, under any account. */
export const decideOnRun = async (act: Act, id: string, decision: 'approved' | 'refused'): Promise<Result<{ id: string }, RunReason>> => {
  const run = await runById(act.db, id)
  if (!run) return refuse('decided')
  const result = await atomically(
    act.db,
    [
      stillHolds(act, ['administrator', 'organiser']),
      ...decideRun(act, id, decision),
      logged(act, {
        act: decision === 'approved' ? 'retention.run_approved' : 'retention.run_refused',
        subject: ['retention run', id],
        after: { class: run.class, found: run.found, dueBefore: run.dueBefore },
      }),
    ],
    { own_destruction: 'own_destruction', destruction_is_decided: 'decided', [guardBroken]: 'decided' } as const,
  )
  return result.ok ? ok({ id }) : result
}
