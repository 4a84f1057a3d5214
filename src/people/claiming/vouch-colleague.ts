import { type Act, hasRole } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import type { ClaimRow } from '#people/claims/claim.ts'
import type { ColleagueReason } from '#people/claims/colleague.ts'
import { anotherApprover, claimAt, updateApprover } from '#people/claims/colleague-store.ts'
import { settlement } from '#people/claims/settle-claim.ts'
import { stillApprover } from '#people/claims/vouch-store.ts'

/** Nobody confirms themselves, nor becomes an approver so. The first of two decisions counts. */
export const vouchForColleague = async (
  act: Act,
  ask: { schoolId: string; claimId: string; decision: 'approve' | 'refuse'; council: Council },
): Promise<Result<ClaimRow, ColleagueReason>> => {
  const claim = await claimAt(act.db, ask.schoolId, ask.claimId)
  if (!claim || !act.actor.approverSchoolIds.includes(ask.schoolId)) return refuse('no_such_claim')
  if (claim.accountId === act.actor.accountId) return refuse('own_claim')
  if (claim.state !== 'requested') return refuse('already_decided')
  const to = ask.decision === 'approve' ? 'approved' : 'refused'
  const result = await atomically(
    act.db,
    [stillApprover(act, ask.schoolId), ...(await settlement(act, claim, { to, reason: undefined, by: 'colleague' }, ask.council))],
    { own_claim: 'own_claim', claim_is_decided: 'already_decided', not_approver: 'not_approver', [guardBroken]: 'not_approver' } as const,
  )
  return result.ok ? ok({ ...claim, state: to }) : result
}

export type ApproverReason = 'no_such_claim' | 'own_claim' | 'already_decided'

/**
 * Says whether a colleague approves others; the last approver goes on. An organiser may make one,
 * for a school that has none.
 */
export const setApprover = async (
  act: Act,
  { approver, ...ask }: { schoolId: string; claimId: string; approver: 0 | 1 },
): Promise<Result<ClaimRow, ApproverReason>> => {
  const claim = await claimAt(act.db, ask.schoolId, ask.claimId)
  const byCouncil = hasRole(act.actor, 'organiser', 'administrator')
  if (claim?.state !== 'approved' || !(byCouncil || act.actor.approverSchoolIds.includes(ask.schoolId))) return refuse('no_such_claim')
  if (approver === 0 && claim.accountId === act.actor.accountId) return refuse('no_such_claim')
  if (byCouncil && claim.accountId === act.actor.accountId) return refuse('own_claim')
  const result = await atomically(
    act.db,
    [
      byCouncil ? stillHolds(act, ['organiser', 'administrator']) : stillApprover(act, ask.schoolId),
      ...(approver === 0 ? [anotherApprover(act.db, ask.schoolId, claim.id)] : []),
      ...updateApprover(act, claim.id, approver),
      logged(act, {
        act: approver === 1 ? 'claim.approver_made' : 'claim.approver_ended',
        subject: ['claim', claim.id],
        schoolId: ask.schoolId,
        after: { accountId: claim.accountId },
      }),
    ],
    { [guardBroken]: 'already_decided' } as const,
  )
  return result.ok ? ok({ ...claim, approver }) : result
}
