// Asks the school itself: a link goes to a mailbox that the council holds for it. Its reader opens
// a page that says who asks, and answers yes or no there. Opening the page changes nothing, so that
// mail scanners cannot answer.

import type { Instant } from '#base/dates.ts'
import { looksShared } from '#base/mailbox.ts'
import type { ClaimRow } from './claim.ts'

// As the Department for Education’s own (Early careers framework, NominationEmail).
export const linkDays = 21
/** Minutes between mails to one mailbox: who asks in between is in the next. */
export const mailboxMinutes = 60

/** Per request; to a mailbox for claimants of its domain; and for all others, counted apart. */
export const linkLimits = {
  claim: [
    { most: 1, minutes: 5 },
    { most: 5, minutes: 24 * 60 },
  ],
  sameDomain: [{ most: 20, minutes: 24 * 60 }],
  others: [{ most: 10, minutes: 24 * 60 }],
} as const

/** A mailbox the council holds for the school, with the links this claim sent there. */
export type Mailbox = { contactId: string; email: string; sent: number }

/** Fewest links first, offices before persons, never the claimant’s own. */
export const mailboxToAsk = (mailboxes: readonly Mailbox[], claimant: string): Mailbox | undefined =>
  mailboxes
    .filter(({ email }) => email !== claimant)
    .toSorted((a, b) => a.sent - b.sent || Number(looksShared(b.email)) - Number(looksShared(a.email)))[0]

export type LinkFacts = {
  id: string
  contactId: string
  contactHeld: 0 | 1
  expiresAt: Instant
  answer: 'yes' | 'no' | null
  claim: ClaimRow
}

export const nameAsked = ({ claim }: LinkFacts): string => claim.name ?? claim.email

/** The claim of a link that somebody answers; without an id, the only one. */
export const linkAbout = <L extends LinkFacts>(links: readonly L[], claimId: string | undefined): L | undefined =>
  links.length === 1 && !claimId ? links[0] : links.find(({ claim }) => claim.id === claimId)

export type LinkRefusal = 'no_such_link' | 'link_run_out' | 'link_is_answered' | 'claim_is_decided' | 'mailbox_given_up' | 'own_claim'

/** Why this reader cannot answer a link at `now`. */
export const linkRefusal = (link: LinkFacts, accountId: string | undefined, now: Instant): LinkRefusal | undefined => {
  if (link.answer) return 'link_is_answered'
  if (link.claim.state !== 'requested') return 'claim_is_decided'
  if (link.expiresAt <= now) return 'link_run_out'
  if (link.contactHeld === 0) return 'mailbox_given_up'
  return link.claim.accountId === accountId ? 'own_claim' : undefined
}
