import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { type ColleagueReason, isLastApprover } from '#people/claims/colleague.ts'
import { anotherApprover, claimAt, selectPeople } from '#people/claims/colleague-store.ts'
import { settlement } from '#people/claims/settle-claim.ts'
import { stillApprover } from '#people/claims/vouch-store.ts'

/**
 * An approver ends a colleague's permission, or their own, at once; bookings stay. For the last
 * approver it must be confirmed.
 * @param ask.sure confirmed that no approver is left
 */
export const removeColleague = async (
  act: Act,
  ask: { schoolId: string; claimId: string; reason?: string | undefined; sure: boolean; council: Council },
): Promise<Result<{ self: boolean }, ColleagueReason>> => {
  const claim = await claimAt(act.db, ask.schoolId, ask.claimId)
  if (!claim || !act.actor.approverSchoolIds.includes(ask.schoolId)) return refuse('no_such_claim')
  if (claim.state !== 'approved') return refuse('already_decided')
  const result = await atomically(
    act.db,
    [
      stillApprover(act, ask.schoolId),
      ...(claim.approver === 1 && !ask.sure ? [anotherApprover(act.db, ask.schoolId, claim.id)] : []),
      ...(await settlement(act, claim, { to: 'ended', reason: ask.reason, by: 'colleague' }, ask.council)),
    ],
    { claim_is_decided: 'already_decided', [guardBroken]: 'guard' } as const,
  )
  if (result.ok) return ok({ self: claim.accountId === act.actor.accountId })
  if (result.reason !== 'guard') return refuse(result.reason)
  const people = await readNow(act.db, selectPeople(act.db, ask.schoolId))
  return refuse(people && isLastApprover(people, claim.id) ? 'last_approver' : 'not_approver')
}
