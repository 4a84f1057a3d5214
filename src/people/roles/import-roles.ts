import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { readCsv } from '#base/web/csv.ts'
import { insertRoleBatch, readRoleBatch, rolesUnchanged, selectKnownForRoles, supersedeRoleBatch } from './batch-store.ts'
import { mostRoles, type PlannedRole, planRoles, type RoleFileRefusal } from './earlier-role.ts'

/** Previews a list of roles; writes nothing. */
export const planRoleImport = async (
  act: Act,
  ask: { text: string; confirmed: boolean },
): Promise<Result<{ planned: PlannedRole[]; state: string }, RoleFileRefusal>> => {
  const { columns, rows } = readCsv(ask.text, mostRoles)
  const names = columns.includes('urn') || columns.includes('laestab') || (columns.includes('school') && columns.includes('postcode'))
  if (!names || !columns.includes('role') || !columns.includes('name')) return refuse('columns_missing')
  if (rows.length === 0) return refuse('no_rows')
  if (rows.length > mostRoles) return refuse('too_many_rows')
  const cells = (name: string): string[] => rows.flatMap((row) => (row.cells[name] ? [row.cells[name]] : []))
  const known = await readNow(
    act.db,
    selectKnownForRoles(act, { urns: cells('urn'), emails: cells('email').map((email) => email.toLowerCase()) }),
  )
  return ok({ planned: planRoles(rows, known, londonDay(act.now), ask.confirmed), state: known.state })
}

/**
 * Adds the rows that `planRoleImport` showed, in one batch, once for each `batchId`. Nobody is
 * written to: each school is asked of what is proposed when it is asked next.
 */
export const importRoles = async (
  act: Act,
  ask: { text: string; source: string; confirmed: boolean; state: string; batchId: string },
): Promise<Result<{ added: number }, RoleFileRefusal | 'changed_meanwhile' | 'nothing_to_do'>> => {
  const there = await readRoleBatch(act.db, ask.batchId)
  if (there) return ok({ added: there.rows })
  const plan = await planRoleImport(act, ask)
  if (!plan.ok) return plan
  if (plan.value.state !== ask.state) return refuse('changed_meanwhile')
  const added = plan.value.planned.filter(({ outcome }) => outcome === 'added').length
  if (added === 0) return refuse('nothing_to_do')
  const done = await atomically(
    act.db,
    [
      rolesUnchanged(act.db, ask.state, ask.batchId),
      ...insertRoleBatch(act, ask, plan.value.planned),
      logged(act, { act: 'roles.imported', subject: ['role_batch', ask.batchId], after: { rows: added, confirmed: ask.confirmed } }),
    ],
    { [guardBroken]: 'changed_meanwhile' } as const,
  )
  return done.ok ? ok({ added }) : done
}

/** Undoes a list: its rows stand no more, and what a school has confirmed of them since stays. */
export const undoRoles = async (act: Act, batchId: string): Promise<Result<{ undone: number }, 'no_such_batch' | 'already_undone'>> => {
  const batch = await readRoleBatch(act.db, batchId)
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
