import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { insertCodeLimit } from './store.ts'

/** Above how much a link asks for a code before it books for a school (a root). */
export const setCodeLimit = async (act: Act, schoolId: string, pence: number): Promise<Result<void, never>> => {
  await atomically(act.db, [
    insertCodeLimit(act, schoolId, pence),
    logged(act, { act: 'school.code_limit_set', subject: ['school', schoolId], schoolId, after: { pence } }),
  ])
  return ok(undefined)
}
