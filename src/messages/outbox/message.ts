// A message is something that must reach a person: rendered once, stored in the batch of the act
// that caused it, and delivered afterwards. It is retried until it is sent, or until a retry could
// send it twice.

import type { Instant } from '#base/dates.ts'
import { addMinutes, instant } from '#base/dates.ts'
import type { Attachment, StoredMail } from '#base/mail.ts'
import { cutTo } from '#base/words.ts'
import type { MessageKind, MessageNature } from './kind.ts'

/** As the provider reports it; it never says whether anybody read it. */
export type DeliveryStatus = 'delayed' | 'delivered' | 'complained' | 'bounced' | 'suppressed' | 'failed'

export type MessageState = 'queued' | 'sending' | 'sent' | 'failed'

export type Address = { name?: string | undefined; email: string }

export type Mail = {
  to: Address
  /** In whose name it is sent; undefined: in that of the deployment. */
  senderName?: string | undefined
  replyTo?: string | undefined
  subject: string
  text: string
  html: string
  attachments?: Attachment[] | undefined
  /** Further headers, such as List-Unsubscribe. */
  headers?: Record<string, string> | undefined
}

/**
 * What a message tells a school, to know which school it reached: `line`: what is published of it;
 * `deadline`: a later one of its audit.
 */
export type NoticeOf = { notice: 'guidance' | 'line' | 'return' | 'deadline' | 'roles'; subjectId: string }

/** Shown to others instead of a discreet title. */
export const neutralTitle = 'Safeguarding training'

export type OutgoingMessage = Mail & {
  id: string
  kind: MessageKind
  /** A stable id of the recipient, not a name; keeps one recipient's messages in order. */
  recipient: string
  eventId?: string | undefined
  schoolId?: string | undefined
  bookingId?: string | undefined
  placeId?: string | undefined
  personId?: string | undefined
  invitationId?: string | undefined
  /** When the day that it is about begins; undefined: its event. */
  startsAt?: Instant | undefined
  method?: 'REQUEST' | 'CANCEL' | undefined
  sequence?: number | undefined
  nature?: MessageNature | undefined
  /** The sending it belongs to, with which it can be paused. */
  sendingId?: string | undefined
  /** What it tells the school `schoolId`, or another. */
  tells?: NoticeOf | readonly (NoticeOf & { schoolId?: string })[] | undefined
}

/** A mail stored here instead of being sent. */
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

/** The provider's rate limit: calls left, and seconds until it resets. */
export type Pace = { limit: number | undefined; remaining: number | undefined; resetSeconds: number | undefined }

/** Retry it; `limited`: the provider asks everybody to wait, for `retryAfterSeconds` if given. */
type Later = { kind: 'later'; error: string; limited?: boolean; retryAfterSeconds?: number | undefined; pace?: Pace }
type Refused = { kind: 'refused'; error: string; pace?: Pace }

export type Outcome = { kind: 'sent'; providerId: string; pace?: Pace } | Later | Refused
/** Of mails sent in one call; `providerIds` in the same order, without `refused` indices. */
export type BatchOutcome = { kind: 'sent'; providerIds: string[]; refused?: ReadonlySet<number>; pace?: Pace } | Later | Refused

/** How `lastError` of a withheld message begins; the reason follows. */
export const notTried = 'not tried: '
/** The only withheld messages for which somebody must act. */
export const addressFails = `${notTried}this address does not work`

/** Why it was withheld, such as `the event was called off`; undefined where nothing says so. */
export const whyWithheld = (lastError: string | null): string | undefined =>
  lastError?.startsWith(notTried) ? lastError.slice(notTried.length) : undefined

/** Minutes for which a claim holds a message: longer than an attempt with its time-out can last. */
export const claimMinutes = 5

/** Seconds after which an attempt counts as unanswered; the idempotency key makes a retry safe. */
export const answerSeconds = 20

// Resend keeps idempotency keys for 24 hours,
// https://resend.com/docs/dashboard/emails/idempotency-keys; one hour is our margin.
const keyHours = 23
const longestWaitMinutes = 120

/** After 1, 2, 4 … minutes, at most two hours; undefined once the key may have expired. */
export const nextAttempt = (firstTriedAt: Instant, attempts: number, now: Date): Instant | undefined => {
  const next = addMinutes(now, Math.min(2 ** (attempts - 1), longestWaitMinutes))
  return keyStillHeld(firstTriedAt, next) ? instant(next) : undefined
}

export const keyStillHeld = (firstTriedAt: Instant, at: Date): boolean => at.getTime() < Date.parse(firstTriedAt) + keyHours * 3_600_000

/** `"Siân Pritchard" <office@example.sch.uk>`, safe in a header with any name. */
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

/** The address mail is sent from, in the council's name. */
export const sentAs = (from: string, name: string | undefined): string => (name ? spellAddress({ ...readAddress(from), name }) : from)

/** Builds what is stored and what is sent at once: a retry must match to the byte. */
export const sendable = (message: OutgoingMessage, from: string): StoredMail => ({
  key: message.id,
  messageId: message.id,
  kind: message.kind,
  from: sentAs(from, message.senderName).toWellFormed(),
  to: spellAddress(message.to).toWellFormed(),
  replyTo: message.replyTo || undefined,
  subject: oneLine(message.subject).toWellFormed(),
  text: message.text.toWellFormed(),
  html: message.html.toWellFormed(),
  attachments: message.attachments ?? [],
  headers: message.headers ?? {},
})

/** Makes a subject a single header line. */
export const oneLine = (text: string): string => cutTo(text.replaceAll(/\p{Cc}+/gu, ' ').trim(), 250)
