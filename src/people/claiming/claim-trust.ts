import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { noted } from '#base/log/refusal.ts'
import { logged } from '#base/log/store.ts'
import { nameKey } from '#base/person-name.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { insertPeople, setAccountUser } from '#people/accounts/account-store.ts'
import { waitingLimit } from '#people/claims/claim.ts'
import { insertTrustClaim, trustStanding } from '#people/claims/trust-claim-store.ts'

export type ClaimTrustReason = 'no_such_trust' | 'no_such_role' | 'already_claimed' | 'too_many_waiting'

/** Only an organiser confirms it; the council is notified. */
export const claimTrust = async (
  act: Act & { actor: { accountId: string; email: string } },
  ask: { trustUid: string; name: string; roleId: string; council: Council },
): Promise<Result<undefined, ClaimTrustReason>> => {
  const { db, now } = act
  const { accountId, email } = act.actor
  const standing = await trustStanding(db, { ...ask, accountId, laCodes: ask.council.laCodes })
  if (!standing.trust) return refuse('no_such_trust')
  if (!standing.roleKnown) return refuse('no_such_role')
  if (standing.waiting >= waitingLimit) return noted(act, refuse('too_many_waiting'))
  const isNew = act.actor.personId === undefined || nameKey(act.actor.name ?? '') !== nameKey(ask.name)
  const personId = isNew ? newId(now) : (act.actor.personId ?? newId(now))
  const id = newId(now)
  const result = await atomically(
    db,
    [
      ...(isNew
        ? [...insertPeople(db, instant(now), [{ id: personId, name: ask.name, email }]), setAccountUser(db, accountId, personId)]
        : []),
      insertTrustClaim(act, { id, accountId, trustUid: ask.trustUid, personId, roleId: ask.roleId }),
      logged(act, {
        act: 'trust_claim.requested',
        subject: ['trustClaim', id],
        after: { accountId, personId, roleId: ask.roleId, trustUid: ask.trustUid },
      }),
    ],
    { 'TrustClaim.accountId': 'already_claimed', too_many_waiting: 'too_many_waiting' } as const,
  )
  return result.ok ? ok(undefined) : noted(act, result)
}
