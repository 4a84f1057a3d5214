import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { type Limit, limitsOf, type NotYet, notYet } from '#base/limits/limit.ts'
import { counted, limitedUntil, limitReached } from '#base/limits/store.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { vouchRequestMail } from '#emails/people/vouch-request.tsx'
import { queued } from '#messages/outbox/store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { type ClaimRow, isPublicDomain } from './claim.ts'
import { claimById } from './claim-store.ts'
import { insertLink } from './link-store.ts'
import { linkDays, linkLimits, type Mailbox, mailboxToAsk } from './vouch.ts'
import { selectMailboxes } from './vouch-store.ts'

export type AskMailboxReason = 'no_such_claim' | 'claim_is_decided' | 'no_mailbox'

type Asking = Pick<ClaimRow, 'id' | 'schoolId' | 'school' | 'email' | 'name' | 'role'>

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1)

const limitsOfLink = async (claim: Asking, mailbox: Mailbox): Promise<Limit[]> => {
  const domain = domainOf(claim.email)
  const near = domain === domainOf(mailbox.email) && !isPublicDomain(domain)
  const key = await sha256(mailbox.email)
  return [
    ...limitsOf(`link:claim:${claim.id}`, linkLimits.claim),
    ...(near ? limitsOf(`link:domain:${key}`, linkLimits.sameDomain) : limitsOf(`link:mailbox:${key}`, linkLimits.others)),
  ]
}

/**
 * Statements that send a link about a waiting claim to a mailbox; only the token's hash is stored.
 * Refused with `limitReached`.
 */
export const mailboxAsked = async (act: Act, claim: Asking, mailbox: Mailbox, council: Council): Promise<D1PreparedStatement[]> => {
  const token = newToken()
  const id = newId(act.now)
  const expiresAt = instant(addMinutes(act.now, linkDays * 24 * 60))
  return [
    counted(act.db, act.now, await limitsOfLink(claim, mailbox)),
    insertLink(act, { id, claimId: claim.id, contactId: mailbox.contactId, tokenHash: await sha256(token), expiresAt }),
    logged(act, {
      act: 'claim.mailbox_asked',
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
 * The claimant asks the school's mailbox again, or its next one: at most one link in five minutes
 * and five a day. They see only its first letter and domain.
 */
export const askMailbox = async (
  act: Act & { actor: { accountId: string } },
  ask: { claimId: string; council: Council },
): Promise<Result<undefined, AskMailboxReason> | NotYet<'link_not_yet'>> => {
  const claim = await claimById(act.db, ask.claimId)
  if (claim?.accountId !== act.actor.accountId) return refuse('no_such_claim')
  if (claim.state !== 'requested') return refuse('claim_is_decided')
  const mailbox = mailboxToAsk(await readNow(act.db, selectMailboxes(act.db, claim.schoolId, claim.id, claim.accountId)), claim.email)
  if (!mailbox) return refuse('no_mailbox')
  const written = await atomically(act.db, await mailboxAsked(act, claim, mailbox, ask.council), {
    claim_is_decided: 'claim_is_decided',
    [limitReached]: 'link_not_yet',
  } as const)
  if (written.ok) return ok(undefined)
  if (written.reason === 'claim_is_decided') return refuse('claim_is_decided')
  return notYet('link_not_yet', (await limitedUntil(act.db, act.now, await limitsOfLink(claim, mailbox))) ?? instant(act.now))
}
