import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { claimDecidedMail } from '#emails/people/claim-decided.tsx'
import { queued, readOwnWords } from '#messages/outbox/store.ts'
import { type Decision, outcomeOf } from '#people/claims/claim.ts'
import type { TrustClaimRow } from '#people/claims/trust-claim.ts'
import { mayDecideTrust, settleTrustClaim, trustClaimById } from '#people/claims/trust-claim-store.ts'
import type { DecideReason } from './decide-claim.ts'

/** The person is notified. The first of two decisions counts. */
export const decideTrustClaim = async (
  act: Act,
  ask: { claimId: string; decision: Decision; reason: string | undefined; council: Council },
): Promise<Result<TrustClaimRow, DecideReason>> => {
  const claim = await trustClaimById(act.db, ask.claimId)
  if (!claim) return refuse('no_such_claim')
  if (claim.state !== (ask.decision === 'end' ? 'approved' : 'requested')) return refuse('already_decided')
  const to = outcomeOf[ask.decision]
  const reason = ask.decision === 'approve' ? undefined : ask.reason
  const words = await readOwnWords(act.db)
  const result = await atomically(
    act.db,
    [
      mayDecideTrust(act),
      settleTrustClaim(act, claim.id, to, reason),
      logged(act, {
        act: `trust_claim.${to}`,
        subject: ['trustClaim', claim.id],
        before: { state: claim.state },
        after: { state: to, accountId: claim.accountId, trustUid: claim.trustUid },
      }),
      ...queued(act, {
        id: newId(act.now),
        kind: 'claim_decided',
        recipient: claim.accountId,
        to: { name: claim.name ?? undefined, email: claim.email },
        replyTo: ask.council.contactEmail || undefined,
        ...claimDecidedMail({
          decision: to,
          by: 'council',
          reason,
          forWhat: `the schools of ${claim.trustName}`,
          council: ask.council,
          serviceUrl: act.baseUrl,
          words,
        }),
      }),
    ],
    { [guardBroken]: 'not_allowed', own_claim: 'own_claim', claim_is_decided: 'already_decided' } as const,
  )
  return result.ok ? ok({ ...claim, state: to }) : result
}
