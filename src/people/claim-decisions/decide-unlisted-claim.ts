import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { claimDecidedMail } from '#emails/people/claim-decided.tsx'
import { queued, readOwnWords } from '#messages/outbox/store.ts'
import type { ClaimRow } from '#people/claims/claim.ts'
import { insertClaim } from '#people/claims/claim-store.ts'
import { insertEvidence } from '#people/claims/evidence-store.ts'
import { settlement } from '#people/claims/settle-claim.ts'
import { settingLabel, type UnlistedClaimRow, type UnlistedDecision } from '#people/claims/unlisted-claim.ts'
import { selectUnlistedClaim, settleUnlistedClaim, unlistedStillWaits } from '#people/claims/unlisted-claim-store.ts'
import { insertedOrganisation, selectLikely } from '#schools/schools/outside-store.ts'
import type { OutsideFacts } from '#schools/schools/school.ts'

export type DecideUnlistedReason = 'no_such_claim' | 'no_such_school' | 'already_decided' | 'already_acts' | 'own_claim'

const refusals = {
  [guardBroken]: 'already_decided',
  claim_is_decided: 'already_decided',
  own_claim: 'own_claim',
  'Claim.accountId': 'already_acts',
} as const

/**
 * Decides a claim on an unlisted setting: approving adds the organisation if new, and confirms the
 * claim on it in the same batch. The person is notified. The first of two decisions counts; nobody
 * decides their own.
 */
export const decideUnlistedClaim = async (
  act: Act,
  ask: { claimId: string; decision: UnlistedDecision; council: Council },
): Promise<Result<undefined, DecideUnlistedReason>> => {
  const claim = await readNow(act.db, selectUnlistedClaim(act.db, ask.claimId))
  if (!claim) return refuse('no_such_claim')
  if (claim.state !== 'requested') return refuse('already_decided')
  if (claim.accountId === act.actor.accountId) return refuse('own_claim')
  const { decision } = ask
  const decided =
    'reason' in decision ? await refusing(act, claim, decision.reason, ask.council) : await approving(act, claim, decision, ask.council)
  if (!decided) return refuse('no_such_school')
  const result = await atomically(act.db, [unlistedStillWaits(act, claim.id), ...decided], refusals)
  return result.ok ? ok(undefined) : result
}

const noted = (act: Act, claim: UnlistedClaimRow, to: 'approved' | 'refused', schoolId?: string) =>
  logged(act, {
    act: `unlisted_claim.${to}`,
    subject: ['unlistedClaim', claim.id],
    ...(schoolId ? { schoolId } : {}),
    before: { state: claim.state },
    after: { state: to, accountId: claim.accountId },
  })

const refusing = async (act: Act, claim: UnlistedClaimRow, reason: string, council: Council): Promise<SqlStatement[]> => [
  settleUnlistedClaim(act, claim.id, { reason }),
  noted(act, claim, 'refused'),
  ...queued(act, {
    id: newId(act.now),
    kind: 'claim_decided',
    recipient: claim.accountId,
    to: { name: claim.personName ?? undefined, email: claim.email },
    replyTo: council.contactEmail || undefined,
    ...claimDecidedMail({
      decision: 'refused',
      by: 'council',
      reason,
      forWhat: settingLabel(claim),
      council,
      serviceUrl: act.baseUrl,
      words: await readOwnWords(act.db),
    }),
  }),
]

const approving = async (
  act: Act,
  claim: UnlistedClaimRow,
  as: { schoolId: string } | { organisation: OutsideFacts },
  council: Council,
): Promise<SqlStatement[] | undefined> => {
  const facts = 'organisation' in as ? as.organisation : undefined
  // One of those that were offered.
  const likely = facts ? [] : await readNow(act.db, selectLikely(act.db, claim.name, claim.postcode))
  const listed = 'schoolId' in as ? likely.find(({ id }) => id === as.schoolId) : undefined
  const school = facts ? { name: facts.name, town: facts.town, urn: null } : listed
  if (!school) return undefined
  const schoolId = listed?.id ?? newId(act.now)
  const id = newId(act.now)
  // The evidence dates from the request.
  const then: Act = { ...act, now: new Date(claim.requestedAt) }
  const became: ClaimRow = {
    id,
    state: 'requested',
    evidence: 'self_asserted',
    accountId: claim.accountId,
    email: claim.email,
    name: claim.personName,
    role: claim.role,
    schoolId,
    school: { name: school.name, town: school.town, urn: school.urn },
    requestedAt: claim.requestedAt,
    decidedAt: null,
    decidedBy: null,
    reason: null,
    approver: 0,
    mayBook: 1,
    mayAsk: 1,
    mailboxAnswer: null,
  }
  const { accountId, personId, roleId } = claim
  return [
    ...(facts ? insertedOrganisation(act, schoolId, facts) : []),
    insertClaim(act.db, then.now, { id, accountId, schoolId, personId, roleId, approved: false }),
    insertEvidence(then, { claimId: id, kind: 'self_asserted', accountId }),
    insertEvidence(then, { claimId: id, kind: 'code', accountId }),
    ...(await settlement(act, became, { to: 'approved', reason: undefined, by: 'council' }, council)),
    settleUnlistedClaim(act, claim.id, { claimId: id }),
    noted(act, claim, 'approved', schoolId),
  ]
}
