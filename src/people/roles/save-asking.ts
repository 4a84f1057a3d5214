import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import type { AskingTerms } from './asked.ts'
import { updateAskingTerms } from './asking-store.ts'

/** What schools were asked already stands. */
export const saveAsking = async (act: Act, before: AskingTerms, after: AskingTerms): Promise<Result<undefined, never>> => {
  await atomically(act.db, [
    updateAskingTerms(act, after),
    logged(act, { act: 'asking.changed', subject: ['setting', 'asking'], before, after }),
  ])
  return ok(undefined)
}
