import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { type ClaimRow, type Decision, outcomeOf } from '#people/claims/claim.ts'
import { claimById, claimStillIn } from '#people/claims/claim-store.ts'
import { settlement } from '#people/claims/settle-claim.ts'

export type DecideReason = 'already_decided' | 'no_such_claim' | 'not_allowed' | 'own_claim'

/** The first of two decisions counts, and nobody approves their own claim. */
export const decideClaim = async (
  act: Act,
  ask: { claimId: string; decision: Decision; reason: string | undefined; council: Council },
): Promise<Result<ClaimRow, DecideReason>> => {
  const claim = await claimById(act.db, ask.claimId)
  if (!claim) return refuse('no_such_claim')
  const from = ask.decision === 'end' ? 'approved' : 'requested'
  const to = outcomeOf[ask.decision]
  if (claim.state !== from) return refuse('already_decided')
  const reason = ask.decision === 'approve' ? undefined : ask.reason
  const result = await atomically(
    act.db,
    [claimStillIn(act, claim.id, from), ...(await settlement(act, claim, { to, reason, by: 'council' }, ask.council))],
    { [guardBroken]: 'guard', own_claim: 'own_claim', claim_is_decided: 'already_decided' } as const,
  )
  if (result.ok) return ok({ ...claim, state: to })
  if (result.reason !== 'guard') return refuse(result.reason)
  return refuse((await claimById(act.db, claim.id))?.state === from ? 'not_allowed' : 'already_decided')
}
