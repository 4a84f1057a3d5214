import { claimDecidedMail } from '../../emails/claim-decided.tsx'
import type { Act } from '../act.ts'
import type { Council } from '../council/council.ts'
import { atomically, guardBroken } from '../db/atomically.ts'
import { newId } from '../id.ts'
import { logged } from '../log/store.ts'
import { queued } from '../outbox/store.ts'
import { ok, type Result, refuse } from '../result.ts'
import { schoolLabel } from '../schools/school.ts'
import type { ClaimRow } from './claim.ts'
import { claimById, claimStillIn, insertRoleAtSchool, settleClaim } from './claim-store.ts'

export type Decision = 'approve' | 'refuse' | 'end'
export type DecideReason = 'already_decided' | 'no_such_claim' | 'not_allowed'

const outcome = { approve: 'approved', refuse: 'refused', end: 'ended' } as const

/** Approves or refuses a waiting claim, or ends an approved one, and tells the person. Of two decisions at once the first stands. */
export const decideClaim = async (
  act: Act,
  ask: { claimId: string; decision: Decision; reason: string | undefined; council: Council },
): Promise<Result<ClaimRow, DecideReason>> => {
  const claim = await claimById(act.db, ask.claimId)
  if (!claim) return refuse('no_such_claim')
  const from = ask.decision === 'end' ? 'approved' : 'requested'
  const to = outcome[ask.decision]
  const reason = ask.decision === 'approve' ? undefined : ask.reason
  const written = await atomically(
    act.db,
    [
      claimStillIn(act, claim.id, from),
      settleClaim(act, claim.id, to, reason),
      ...(to === 'approved' ? [insertRoleAtSchool(act.db, act.now, newId(act.now), claim.id)] : []),
      // The reason is free text and may name people: it stays in the claim, where it can be erased.
      logged(act, {
        act: `claim.${to}`,
        subject: ['claim', claim.id],
        schoolId: claim.schoolId,
        before: { state: from },
        after: { state: to, accountId: claim.accountId },
      }),
      ...queued(act, {
        id: newId(act.now),
        kind: 'claim_decided',
        recipient: claim.accountId,
        to: { name: claim.name ?? undefined, email: claim.email },
        replyTo: ask.council.contactEmail || undefined,
        schoolId: claim.schoolId,
        ...claimDecidedMail({
          decision: to,
          reason,
          school: schoolLabel(claim.school),
          council: ask.council,
          serviceUrl: act.baseUrl,
        }),
      }),
    ],
    { [guardBroken]: 'guard' } as const,
  )
  if (written.ok) return ok({ ...claim, state: to })
  return refuse((await claimById(act.db, claim.id))?.state === from ? 'not_allowed' : 'already_decided')
}
