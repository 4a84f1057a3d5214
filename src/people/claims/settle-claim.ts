import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { type ClaimDecidedFacts, claimDecidedMail } from '#emails/people/claim-decided.tsx'
import { queued, readOwnWords } from '#messages/outbox/store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { ClaimRow } from './claim.ts'
import { insertRoleAtSchool } from './claim-store.ts'
import { insertEvidence, settleClaim } from './evidence-store.ts'

export type ClaimSettlement = {
  to: 'approved' | 'refused' | 'ended'
  reason: string | undefined
  by: 'council' | 'mailbox' | 'colleague'
  contactId?: string | undefined
}

/** To whom the claim is about, in the batch of what was decided. */
export const claimMail = async (
  act: Act,
  claim: ClaimRow,
  facts: Pick<ClaimDecidedFacts, 'decision' | 'by' | 'reason' | 'changed'>,
  council: Council,
): Promise<SqlStatement[]> =>
  queued(act, {
    id: newId(act.now),
    kind: 'claim_decided',
    recipient: claim.accountId,
    to: { name: claim.name ?? undefined, email: claim.email },
    replyTo: council.contactEmail || undefined,
    schoolId: claim.schoolId,
    ...claimDecidedMail({
      ...facts,
      forWhat: schoolLabel(claim.school),
      council,
      serviceUrl: act.baseUrl,
      words: await readOwnWords(act.db),
    }),
  })

const evidenceOf = { council: 'organiser', mailbox: 'mailbox_link', colleague: 'approver' } as const

/**
 * Statements that decide or end a claim: evidence, claim, the person's role, log and message.
 * Confirmed by the council or the school's mailbox, a person becomes an approver; by a colleague,
 * not. Whoever ends their own is not mailed what they did.
 */
export const settlement = async (act: Act, claim: ClaimRow, ask: ClaimSettlement, council: Council): Promise<SqlStatement[]> => {
  const { to, reason, by } = ask
  const approver = by !== 'colleague'
  // Others who read a shared mailbox learn of it by the mail alone.
  const isOwn = to === 'ended' && claim.accountId === act.actor.accountId && !act.actor.shared
  return [
    ...(to === 'approved'
      ? [
          insertEvidence(act, {
            claimId: claim.id,
            kind: evidenceOf[by],
            accountId: by === 'mailbox' ? undefined : act.actor.accountId,
            contactId: ask.contactId,
          }),
        ]
      : []),
    settleClaim(act, claim.id, { state: to, reason, approver, byOrganiser: by === 'council' }),
    ...(to === 'approved'
      ? [insertRoleAtSchool(act.db, act.now, newId(act.now), claim.id, by === 'council' ? act.actor.accountId : undefined)]
      : []),
    // The reason may name people: it is kept with the claim, where it can be erased.
    logged(act, {
      act: `claim.${to}`,
      subject: ['claim', claim.id],
      schoolId: claim.schoolId,
      before: { state: claim.state },
      after: { state: to, accountId: claim.accountId, by, ...(to === 'approved' ? { approver } : {}), contactId: ask.contactId },
    }),
    ...(isOwn ? [] : await claimMail(act, claim, { decision: to, by, reason }, council)),
  ]
}
