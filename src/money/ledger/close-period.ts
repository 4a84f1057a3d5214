import { type Act, hasRole } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import { insertClosedPeriod } from './money-store.ts'

export type PeriodRefusal = 'no_such_month' | 'not_over' | 'already_closed' | 'not_finance'

/** Closes a month that is over and all before it. Cannot be undone. */
export const closePeriod = async (act: Act, period: string): Promise<Result<null, PeriodRefusal>> => {
  if (act.origin === 'web' && !hasRole(act.actor, 'finance', 'administrator')) return refuse('not_finance')
  if (!/^20\d\d-(0[1-9]|1[0-2])$/.test(period)) return refuse('no_such_month')
  if (period >= londonDay(act.now).slice(0, 7)) return refuse('not_over')
  const result = await atomically(
    act.db,
    [
      ...insertClosedPeriod(act, period),
      stillHolds(act, ['finance', 'administrator']),
      logged(act, { act: 'period.closed', subject: ['period', period] }),
    ],
    { [guardBroken]: 'already_closed' as const },
  )
  return result.ok ? ok(null) : result
}
