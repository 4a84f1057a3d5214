import { type Act, hasRole } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import type { ClaimRow } from '#people/claims/claim.ts'
import { type ColleagueReason, type Right, type RightReason, sayMay } from '#people/claims/colleague.ts'
import { claimAt, updateRight } from '#people/claims/colleague-store.ts'
import { claimMail, settlement } from '#people/claims/settle-claim.ts'
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

/**
 * Gives a colleague a right at the school, or takes it; nobody their own. The last colleague who
 * both books and approves keeps both. An organiser may make an approver, for a school without one.
 * The colleague is mailed what they may do now.
 */
export const setRight = async (
  act: Act,
  { right, given, council, ...ask }: { schoolId: string; claimId: string; right: Right; given: 0 | 1; council: Council },
): Promise<Result<ClaimRow, RightReason>> => {
  const claim = await claimAt(act.db, ask.schoolId, ask.claimId)
  const byCouncil = right === 'approver' && given === 1 && hasRole(act.actor, 'organiser', 'administrator')
  if (claim?.state !== 'approved' || !(byCouncil || act.actor.approverSchoolIds.includes(ask.schoolId))) return refuse('no_such_claim')
  if (claim.accountId === act.actor.accountId) return refuse('own_claim')
  const after = { ...claim, [right]: given }
  const changed = { may: sayMay(after), noBooking: right === 'mayBook' && given === 0 }
  const result = await atomically(
    act.db,
    [
      byCouncil ? stillHolds(act, ['organiser', 'administrator']) : stillApprover(act, ask.schoolId),
      ...updateRight(act, claim, right, given),
      logged(act, {
        act: given === 1 ? 'claim.right_given' : 'claim.right_taken',
        subject: ['claim', claim.id],
        schoolId: ask.schoolId,
        after: { accountId: claim.accountId, right },
      }),
      ...(await claimMail(
        act,
        claim,
        { decision: 'changed', by: byCouncil ? 'council' : 'colleague', reason: undefined, changed },
        council,
      )),
    ],
    { last_with_rights: 'last_with_rights', [guardBroken]: 'already_decided' } as const,
  )
  return result.ok ? ok(after) : result
}
