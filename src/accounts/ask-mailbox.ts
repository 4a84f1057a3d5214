import { vouchRequestMail } from '../../emails/vouch-request.tsx'
import type { Act } from '../act.ts'
import type { Council } from '../council/council.ts'
import { addMinutes, instant } from '../dates.ts'
import { atomically } from '../db/atomically.ts'
import { newId, newToken, sha256 } from '../id.ts'
import { logged } from '../log/store.ts'
import { queued } from '../outbox/store.ts'
import { ok, type Result, refuse } from '../result.ts'
import { schoolLabel } from '../schools/school.ts'
import type { ClaimRow } from './claim.ts'
import { claimById } from './claim-store.ts'
import { insertLink } from './link-store.ts'
import { linkDays, type Mailbox, mailboxToAsk } from './vouch.ts'
import { mailboxesIn, selectMailboxes } from './vouch-store.ts'

export type AskMailboxReason = 'no_such_claim' | 'claim_is_decided' | 'no_mailbox' | 'link_too_soon' | 'links_too_many'

type Asking = Pick<ClaimRow, 'id' | 'schoolId' | 'school' | 'email' | 'name' | 'role'>

/** The statements that send one link about a waiting claim to a mailbox; only the hash of the link's token is kept. */
export const mailboxAsked = async (act: Act, claim: Asking, mailbox: Mailbox, council: Council): Promise<D1PreparedStatement[]> => {
  const token = newToken()
  const id = newId(act.now)
  const expiresAt = instant(addMinutes(act.now, linkDays * 24 * 60))
  return [
    insertLink(act, { id, claimId: claim.id, contactId: mailbox.contactId, tokenHash: await sha256(token), expiresAt }),
    logged(act, {
      act: 'claim.mailboxAsked',
      subject: ['claim', claim.id],
      schoolId: claim.schoolId,
      after: { linkId: id, contactId: mailbox.contactId },
    }),
    ...queued(act, {
      id: newId(act.now),
      kind: 'vouch_request',
      recipient: mailbox.contactId,
      to: { email: mailbox.email },
      replyTo: council.contactEmail || undefined,
      schoolId: claim.schoolId,
      ...vouchRequestMail({
        who: claim.name ?? claim.email,
        email: claim.email,
        role: claim.role ?? '',
        school: schoolLabel(claim.school),
        link: `${act.baseUrl}/vouch/${token}`,
        expiresAt,
        council,
        serviceUrl: act.baseUrl,
      }),
    }),
  ]
}

/**
 * The claimant asks the school's own mailbox once more; the next one that the council holds, if there are several. Never more than one link in
 * five minutes and five a day. The claimant is told its first letter and its domain alone.
 */
export const askMailbox = async (
  act: Act & { actor: { accountId: string } },
  ask: { claimId: string; council: Council },
): Promise<Result<undefined, AskMailboxReason>> => {
  const claim = await claimById(act.db, ask.claimId)
  if (claim?.accountId !== act.actor.accountId) return refuse('no_such_claim')
  if (claim.state !== 'requested') return refuse('claim_is_decided')
  const mailbox = mailboxToAsk(mailboxesIn(await selectMailboxes(act.db, claim.schoolId, claim.id).all()), claim.email)
  if (!mailbox) return refuse('no_mailbox')
  const written = await atomically(act.db, await mailboxAsked(act, claim, mailbox, ask.council), {
    claim_is_decided: 'claim_is_decided',
    link_too_soon: 'link_too_soon',
    links_too_many: 'links_too_many',
  } as const)
  return written.ok ? ok(undefined) : written
}
