import { stillHolds } from '../accounts/role-store.ts'
import type { Act } from '../act.ts'
import { atomically, guardBroken } from '../db/atomically.ts'
import { saveSetting } from '../ledger/setting-store.ts'
import { logged } from '../log/store.ts'
import { ok, type Result, refuse } from '../result.ts'
import type { BatchKind } from './batch.ts'
import { type Column, columnProblems } from './column.ts'

/** Sets the columns of the files that are made from now on; what was set before is kept, and files that are there are not touched. */
export const saveColumns = async (
  act: Act,
  ask: { kind: BatchKind; columns: readonly Column[] },
): Promise<Result<undefined, 'columns_wrong' | 'changed_meanwhile'>> => {
  if (columnProblems(ask.columns).length > 0) return refuse('columns_wrong')
  const done = await atomically(
    act.db,
    [
      stillHolds(act, ['finance', 'administrator']),
      ...saveSetting(act, ask.kind, { columns: ask.columns }),
      logged(act, { act: 'file_columns.set', subject: ['money_setting', ask.kind], after: { columns: ask.columns.length } }),
    ],
    { 'MoneySetting.key': 'changed_meanwhile', [guardBroken]: 'changed_meanwhile' },
  )
  return done.ok ? ok(undefined) : done
}
