// A message is something that must reach a person: rendered once, stored in the batch of the act that caused it, and delivered afterwards.
// It is tried until it is sent or until trying again could send it twice.
import type { Instant } from '#base/dates.ts'
import { addMinutes, instant } from '#base/dates.ts'
import type { Attachment, StoredMail } from '#base/mail.ts'
import type { MessageKind, MessageNature } from './kind.ts'

/** What the recipient's mail server did with a message, as the provider reports. Never that anybody read it. */
export type DeliveryStatus = 'delayed' | 'delivered' | 'complained' | 'bounced' | 'suppressed' | 'failed'

export type MessageState = 'queued' | 'sending' | 'sent' | 'failed'

export type Address = { name?: string | undefined; email: string }

/** What one mail holds, ready to be sent. */
export type Mail = {
  to: Address
  replyTo?: string | undefined
  subject: string
  text: string
  html: string
  attachments?: Attachment[] | undefined
  /** Further headers, such as List-Unsubscribe. */
  headers?: Record<string, string> | undefined
}

export type OutgoingMessage = Mail & {
  id: string
  kind: MessageKind
  /** A stable key of whoever receives it, without naming them (a person's or an account's id): keeps one recipient's messages in order. */
  recipient: string
  eventId?: string | undefined
  schoolId?: string | undefined
  bookingId?: string | undefined
  placeId?: string | undefined
  personId?: string | undefined
  invitationId?: string | undefined
  method?: 'REQUEST' | 'CANCEL' | undefined
  sequence?: number | undefined
  nature?: MessageNature | undefined
  /** The press of a button that sent it with many others; it can be paused with them. */
  sendingId?: string | undefined
}

/** A mail kept on this machine instead of being sent. */
export type LocalMail = {
  id: string
  at: Instant
  from: string
  to: string
  replyTo: string | undefined
  subject: string
  text: string
  html: string
  attachments: Attachment[]
}

/** What the provider says of its own limit: so many calls are left until so many seconds from now. */
export type Pace = { limit: number | undefined; remaining: number | undefined; resetSeconds: number | undefined }

/** Worth another attempt; `limited` says that the provider asks everybody to wait, for `retryAfterSeconds` if it said so. */
type Later = { kind: 'later'; error: string; limited?: boolean; retryAfterSeconds?: number | undefined; pace?: Pace }
type Refused = { kind: 'refused'; error: string; pace?: Pace }

export type Outcome = { kind: 'sent'; providerId: string; pace?: Pace } | Later | Refused
/** Of mails sent in one call: `providerIds` in their order. */
export type BatchOutcome = { kind: 'sent'; providerIds: string[]; pace?: Pace } | Later | Refused

/** How long one deliverer may hold a message before another may take it, in minutes. Longer than an attempt with its time-out can last. */
export const claimMinutes = 5

/** An attempt that has not been answered after this many seconds counts as unanswered; the key makes the next one safe. */
export const answerSeconds = 20

// The provider remembers a key for 24 hours: https://resend.com/docs/dashboard/emails/idempotency-keys. An hour is kept as a margin.
const keyHours = 23
const longestWaitMinutes = 120

/**
 * When to try again after the given number of attempts: 1, 2, 4 … minutes later, at most two hours apart; undefined when that would be so
 * long after the first attempt that the provider could have forgotten the key.
 */
export const nextAttempt = (firstTriedAt: Instant, attempts: number, now: Date): Instant | undefined => {
  const next = addMinutes(now, Math.min(2 ** (attempts - 1), longestWaitMinutes))
  return keyStillHeld(firstTriedAt, next) ? instant(next) : undefined
}

export const keyStillHeld = (firstTriedAt: Instant, at: Date): boolean => at.getTime() < Date.parse(firstTriedAt) + keyHours * 3_600_000

/** `"Siân Pritchard" <office@example.sch.uk>`, safe in a header whatever the name holds. */
export const spellAddress = ({ name, email }: Address): string => {
  const plain = (name ?? '')
    .replaceAll(/[\p{Cc}"\\<>]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return plain ? `"${plain}" <${email}>` : email
}

/** Reads `Name <address>`, with or without quotation marks; a bare address has no name. */
export const readAddress = (spelled: string): Address => {
  const match = spelled.match(/^\s*"?(.*?)"?\s*<([^<>]+)>\s*$/)
  return match ? { name: match[1] || undefined, email: match[2] ?? '' } : { email: spelled.trim() }
}

/**
 * What is stored of a message and what is sent at once, from the same words: a second attempt reads the first one's from the database, and they have
 * to be the same to the byte.
 */
export const sendable = (message: OutgoingMessage, from: string): StoredMail => ({
  key: message.id,
  messageId: message.id,
  kind: message.kind,
  from,
  to: spellAddress(message.to).toWellFormed(),
  replyTo: message.replyTo || undefined,
  subject: oneLine(message.subject).toWellFormed(),
  text: message.text.toWellFormed(),
  html: message.html.toWellFormed(),
  attachments: message.attachments ?? [],
  headers: message.headers ?? {},
})

/** A subject is one header line. */
export const oneLine = (text: string): string =>
  text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 250)
