import type { Act } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId, sha256 } from '#base/id.ts'
import { type Limit, limitsOf, type NotYet, notYet } from '#base/limits/limit.ts'
import { spending } from '#base/limits/spend-budget.ts'
import { counted, limitedUntil, limitReached } from '#base/limits/store.ts'
import { noted } from '#base/log/refusal.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { mailLimits } from '#messages/outbox/mail-plan.ts'
import { type ClaimRow, isPublicDomain } from './claim.ts'
import { claimById } from './claim-store.ts'
import { insertLinks } from './link-store.ts'
import { linkDays, linkLimits, type Mailbox, mailboxToAsk } from './vouch.ts'
import { selectMailboxes } from './vouch-store.ts'

export type AskMailboxReason = 'no_such_claim' | 'claim_is_decided' | 'no_mailbox'

type Asking = Pick<ClaimRow, 'id' | 'schoolId' | 'email'>

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

/** The mail is counted for whoever causes it. Refused with `limitReached`. */
export const mailboxAsked = async (act: Act, claim: Asking, mailbox: Mailbox): Promise<SqlStatement[]> => {
  const id = newId(act.now)
  const expiresAt = instant(addMinutes(act.now, linkDays * 24 * 60))
  return [
    counted(act.db, act.now, await limitsOfLink(claim, mailbox)),
    ...spending(act, mailLimits(act, [{ kind: 'vouch_request', recipient: mailbox.contactId, to: mailbox, schoolId: claim.schoolId }])),
    insertLinks(act, [{ id, claimId: claim.id, contactId: mailbox.contactId, expiresAt }]),
    logged(act, {
      act: 'claim.mailbox_asked',
      subject: ['claim', claim.id],
      schoolId: claim.schoolId,
      after: { linkId: id, contactId: mailbox.contactId },
    }),
  ]
}

/** At most one link in five minutes and five a day. They see its first letter and domain. */
export const askMailbox = async (
  act: Act & { actor: { accountId: string } },
  ask: { claimId: string },
): Promise<Result<undefined, AskMailboxReason> | NotYet<'link_not_yet'>> => {
  const claim = await claimById(act.db, ask.claimId)
  if (claim?.accountId !== act.actor.accountId) return refuse('no_such_claim')
  if (claim.state !== 'requested') return refuse('claim_is_decided')
  const mailbox = mailboxToAsk(await readNow(act.db, selectMailboxes(act.db, claim.schoolId, claim.id, claim.accountId)), claim.email)
  if (!mailbox) return refuse('no_mailbox')
  const result = await atomically(act.db, await mailboxAsked(act, claim, mailbox), {
    claim_is_decided: 'claim_is_decided',
    [limitReached]: 'link_not_yet',
  } as const)
  if (result.ok) return ok(undefined)
  if (result.reason === 'claim_is_decided') return refuse('claim_is_decided')
  return noted(act, notYet('link_not_yet', (await limitedUntil(act.db, act.now, await limitsOfLink(claim, mailbox))) ?? instant(act.now)))
}
