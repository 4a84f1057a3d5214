import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { type ListRefusal, type Plan, readList, savePlan } from '#base/list/plan.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { insertRoleBatch, rolesUnchanged, selectKnownForRoles, selectRoleBatch, supersedeRoleBatch } from './batch-store.ts'
import { mostRoles, type PlannedRole, planRoles } from './earlier-role.ts'

/** Previews a list of roles; writes nothing. */
export const planRoleImport = async (
  act: Act,
  ask: { text: string; confirmed: boolean },
): Promise<Result<Plan<PlannedRole>, ListRefusal>> => {
  const namesSchools = (has: (column: string) => boolean) => has('urn') || has('laestab') || (has('school') && has('postcode'))
  const list = readList(ask.text, mostRoles, (has) => namesSchools(has) && has('role') && has('name'))
  if (!list.ok) return list
  const cells = (name: string): string[] => list.value.flatMap((row) => (row.cells[name] ? [row.cells[name]] : []))
  const known = await readNow(
    act.db,
    selectKnownForRoles(act, { urns: cells('urn'), emails: cells('email').map((email) => email.toLowerCase()) }),
  )
  return ok({ planned: planRoles(list.value, known, londonDay(act.now), ask.confirmed), state: known.state })
}

/** In one batch, once for each `batchId`. Nobody is written to. */
export const importRoles = async (act: Act, ask: { text: string; source: string; confirmed: boolean; state: string; batchId: string }) => {
  const before = await readNow(act.db, selectRoleBatch(act.db, ask.batchId))
  return savePlan(
    act,
    before?.rows,
    ask.state,
    () => planRoleImport(act, ask),
    (due, { added }) => [
      rolesUnchanged(act.db, ask.state, ask.batchId),
      ...insertRoleBatch(act, ask, due),
      logged(act, { act: 'roles.imported', subject: ['role_batch', ask.batchId], after: { rows: added, confirmed: ask.confirmed } }),
    ],
  )
}

/** What a school has confirmed of it since stays. */
export const undoRoles = async (act: Act, batchId: string): Promise<Result<{ undone: number }, 'no_such_batch' | 'already_undone'>> => {
  const batch = await readNow(act.db, selectRoleBatch(act.db, batchId))
  if (!batch) return refuse('no_such_batch')
  if (batch.undoable === 0) return refuse('already_undone')
  await atomically(
    act.db,
    [
      supersedeRoleBatch(act, batchId),
      logged(act, { act: 'roles.import_undone', subject: ['role_batch', batchId], before: { rows: batch.undoable } }),
    ],
    {},
  )
  return ok({ undone: batch.undoable })
}
