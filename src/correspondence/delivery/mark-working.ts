import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { resolveAddressProblem, stillFails } from './correction-store.ts'

/** Mail goes to it from now on, and a job sends what was missed. */
export const markWorking = async (act: Act, troubleId: string): Promise<Result<undefined, 'solved_before'>> => {
  const result = await atomically(
    act.db,
    [
      stillFails(act, troubleId),
      resolveAddressProblem(act, troubleId, 'works_again'),
      logged(act, { act: 'address.works_again', subject: ['address', troubleId] }),
    ],
    { [guardBroken]: 'solved_before' } as const,
  )
  return result.ok ? ok(undefined) : result
}
