import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { saveSetting } from '#money/ledger/setting-store.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import type { BatchKind } from './batch.ts'
import { readLayout } from './layout.ts'

/** What was set earlier is kept; existing files do not change. */
export const saveLayout = async (
  act: Act,
  { kind, text }: { kind: BatchKind; text: string },
): Promise<Result<undefined, 'changed_meanwhile'>> => {
  const { layout } = readLayout(kind, text)
  const result = await atomically(
    act.db,
    [
      stillHolds(act, ['finance', 'administrator']),
      ...saveSetting(act, kind, { text }),
      logged(act, {
        act: 'file_columns.set',
        subject: ['money_setting', kind],
        after: { columns: layout.columns.length, needs: layout.needed.join(' ') },
      }),
    ],
    { 'MoneySetting.key': 'changed_meanwhile', [guardBroken]: 'changed_meanwhile' },
  )
  return result.ok ? ok(undefined) : result
}
