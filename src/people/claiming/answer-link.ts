import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { sha256 } from '#base/id.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { ClaimRow } from '#people/claims/claim.ts'
import { answerLink, linkStillOpen, linksOf } from '#people/claims/link-store.ts'
import { settlement } from '#people/claims/settle-claim.ts'
import { type LinkRefusal, linkAbout, linkRefusal } from '#people/claims/vouch.ts'

/**
 * The school's mailbox answers whether the person works there: yes confirms the claim, no refuses
 * it. The link needs no account. The first of two answers counts, and a claim decided meanwhile
 * stays decided.
 */
export const answerVouchLink = async (
  act: Act,
  ask: { token: string; claimId?: string | undefined; answer: 'yes' | 'no'; council: Council },
): Promise<Result<ClaimRow, LinkRefusal>> => {
  const link = linkAbout(await linksOf(act.db, await sha256(ask.token)), ask.claimId)
  if (!link) return refuse('no_such_link')
  const refusal = linkRefusal(link, act.actor.accountId, instant(act.now))
  if (refusal) return refuse(refusal)
  const to = ask.answer === 'yes' ? 'approved' : 'refused'
  const result = await atomically(
    act.db,
    [
      linkStillOpen(act, link.id),
      answerLink(act, link.id, ask.answer),
      // The mailbox answers, whatever account is signed in on this browser.
      ...(await settlement(asMailbox(act), link.claim, { to, reason: undefined, by: 'mailbox', contactId: link.contactId }, ask.council)),
    ],
    {
      link_is_answered: 'link_is_answered',
      claim_is_decided: 'claim_is_decided',
      own_contact: 'own_claim',
      [guardBroken]: 'link_run_out',
    } as const,
  )
  return result.ok ? ok({ ...link.claim, state: to }) : result
}

const asMailbox = (act: Act): Act => ({ ...act, actor: { ...act.actor, accountId: undefined, personId: undefined, schoolIds: [] } })
