import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { nextKey } from './call.ts'
import { failedCall, supersedeCall } from './store.ts'

/** Under a new key, because Stripe keeps the refusal under the old one. */
export const tryAgain = async (act: Act, id: string): Promise<Result<undefined, 'not_failed'>> => {
  const call = await failedCall(act.db, id)
  if (!call) return refuse('not_failed')
  await atomically(act.db, [
    ...supersedeCall(act, call, nextKey(call.idempotencyKey)),
    logged(act, { act: 'stripe.call_retried', subject: ['call', id], after: { kind: call.kind, of: call.subjectId } }),
  ])
  return ok(undefined)
}
