import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { saveSetting } from '#money/ledger/setting-store.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import type { BatchKind, Need } from './batch.ts'
import { type Column, columnProblems } from './column.ts'
import { type FileFormat, formatProblems } from './file-format.ts'

/**
 * Sets columns, format and needs for files made from now on. Earlier settings are kept; existing
 * files do not change.
 */
export const saveColumns = async (
  act: Act,
  ask: { kind: BatchKind; columns: readonly Column[]; needs: readonly Need[]; format: FileFormat },
): Promise<Result<undefined, 'columns_wrong' | 'changed_meanwhile'>> => {
  if (columnProblems(ask.columns).length > 0 || Object.keys(formatProblems(ask.format)).length > 0) return refuse('columns_wrong')
  const done = await atomically(
    act.db,
    [
      stillHolds(act, ['finance', 'administrator']),
      ...saveSetting(act, ask.kind, { columns: ask.columns, needs: ask.needs, format: ask.format }),
      logged(act, {
        act: 'file_columns.set',
        subject: ['money_setting', ask.kind],
        after: { columns: ask.columns.length, needs: ask.needs.join(' ') },
      }),
    ],
    { 'MoneySetting.key': 'changed_meanwhile', [guardBroken]: 'changed_meanwhile' },
  )
  return done.ok ? ok(undefined) : done
}
