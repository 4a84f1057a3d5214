import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import type { Result } from '#base/result.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import type { SecondPerson } from './second-person.ts'
import { saveSetting, selectSecondPerson } from './setting-store.ts'

export const setSecondPerson = async (act: Act, setting: SecondPerson): Promise<Result<SqlResult[], 'changed_meanwhile'>> => {
  const before = await readNow(act.db, selectSecondPerson(act.db))
  return atomically(
    act.db,
    [
      stillHolds(act, ['finance', 'administrator']),
      ...saveSetting(act, 'second_person', setting),
      logged(act, { act: 'setting.changed', subject: ['money_setting', 'second_person'], before, after: setting }),
    ],
    { [guardBroken]: 'changed_meanwhile', 'MoneySetting.key': 'changed_meanwhile' } as const,
  )
}
