// Mail received at the sending address: calendars' answers, which are shown beside a place and
// never cancel it; machines, which are not answered; and people, whose mail is forwarded to whoever
// looks after the event.

import type { Instant } from '#base/dates.ts'
import { cutTo } from '#base/words.ts'
import type { Answer } from '#calendars/invites/answer.ts'

/** Bytes; a larger mail is no calendar's answer, and is not read. */
export const largestMail = 2_000_000
/** Limits of parsing: parts, calendars among them, and bytes of a part. */
export const mostParts = 50
export const calendarsAtMost = 3
export const longestCalendar = 100_000
export const longestRead = 200_000
/** Limits of forwarding: characters of a mail, and mails of a writer per day. */
const longestPassedOn = 10_000
export const mostPassedOn = 5
/** Who receives mail for the provider: Amazon SES on behalf of Resend. */
const provider = 'amazonses.com'

export type ReceivedMail = {
  /** Lower case, without a name; '' if missing. */
  from: string
  fromName: string
  subject: string
  text: string
  calendars: string[]
  /** The provider found that the writer's domain vouches for the address (DMARC). */
  isVouched: boolean
  headers: {
    autoSubmitted: string
    precedence: string
    returnPath: string
    contentType: string
    isAutoReply: boolean
    passedOn: boolean
  }
}

export type CalendarReply =
  | { kind: 'reply'; uid: string; attendee: string; answer: Answer; sequence: number; stamp: Instant }
  | { kind: 'none'; why: Unusable }

type Unusable = 'unreadable' | 'counter' | 'refresh' | 'other_method' | 'not_one_attendee' | 'delegated' | 'no_answer' | 'no_stamp'

/** The outcome of a received mail, stored with its event. */
export type Outcome =
  | Unusable
  | 'answered'
  | 'known'
  | 'unknown_entry'
  | 'entry_ended'
  | 'unknown_version'
  | 'not_from_attendee'
  | 'automatic'
  | 'loop'
  | 'passed_on'
  | 'too_many'
  | 'not_vouched'
  | 'ceiling'
  | 'nobody_to_pass_to'
  | 'too_large'
  | 'gone'
  | 'unavailable'
  | 'not_finished'

/** A person may have written it: organisers are told, and find it at the provider. */
export const isUnread = (outcome: Outcome): boolean =>
  ['unreadable', 'too_large', 'unavailable', 'not_finished', 'not_vouched'].includes(outcome)

/** The entry an answer names, and its person. */
export type AnsweredEntry = { state: 'live' | 'cancelled'; sequence: number; email: string | null }

/** Only from the entry's own person, by their address with DMARC, to a version that we sent. */
export const judgeAnswer = (
  { from, isVouched }: Pick<ReceivedMail, 'from' | 'isVouched'>,
  reply: CalendarReply & { kind: 'reply' },
  entry: AnsweredEntry | undefined,
): Extract<Outcome, 'answered' | 'unknown_entry' | 'entry_ended' | 'unknown_version' | 'not_from_attendee' | 'not_vouched'> => {
  if (!entry) return 'unknown_entry'
  const own = entry.email?.toLowerCase()
  if (!own || reply.attendee !== own || from !== own) return 'not_from_attendee'
  if (entry.state === 'cancelled') return 'entry_ended'
  if (reply.sequence > entry.sequence) return 'unknown_version'
  return isVouched ? 'answered' : 'not_vouched'
}

/** The calendar that counts of several in a mail: an answer, if there is one. */
export const answerAmong = (read: readonly CalendarReply[]): CalendarReply | undefined =>
  read.find(({ kind }) => kind === 'reply') ?? read[0]

/** An absence note, a failure report, a list. Answering could loop for ever. */
export const isAutomatic = ({ from, headers }: Pick<ReceivedMail, 'from' | 'headers'>): boolean =>
  from === '' ||
  (headers.autoSubmitted !== '' && headers.autoSubmitted !== 'no') ||
  /^(bulk|junk|list|auto_reply)\b/.test(headers.precedence) ||
  headers.returnPath === '<>' ||
  headers.contentType.startsWith('multipart/report') ||
  headers.isAutoReply ||
  /^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)[@+-]/.test(from)

/** The subject without reply prefixes, to find what it answers. */
export const answeredSubject = (subject: string): string =>
  subject.replace(/^(\s*(re|aw|antw|sv|fwd?|wg|tr)\s*(\[\d+\])?\s*:\s*)+/i, '').trim()

/**
 * Whether the receiving provider found that the domain vouches for the writer (DMARC, RFC 7489).
 * Only its own, topmost header counts; it quotes untrusted names, so it must hold one DMARC result,
 * the last, and nothing to hide another. @param results topmost first
 */
export const isVouchedFor = (from: string, results: readonly string[]): boolean => {
  const status = (results[0] ?? '').toLowerCase()
  const plain = status.replaceAll(/\([^()]*\)/g, ' ')
  if (/["\\()]/.test(plain) || status.split('dmarc').length !== 2) return false
  const parts = plain.split(';').map((part) => part.trim().split(/\s+/).join(' '))
  const last = parts.findLast((part) => part !== '')
  return parts[0] === provider && last === `dmarc=pass header.from=${from.slice(from.lastIndexOf('@') + 1)}`
}

/** What is forwarded: plain text up to the limit, without quoted text below. */
export const passedText = (text: string): string => {
  const plain = text
    .replaceAll(/\r\n?/g, '\n')
    // Control characters that only move the cursor.
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
  return plain.length > longestPassedOn ? `${cutTo(plain, longestPassedOn)} …` : plain
}

export type StandingAnswer = { id: string; answer: Answer; sequence: number; stamp: Instant }

/** It is current, and was not said of the same version before; accepting in between counts. */
export const answersDecline = (
  reply: { answer: Answer; sequence: number; stamp: Instant },
  standing: StandingAnswer | undefined,
): boolean => {
  if (reply.answer !== 'declined') return false
  if (!standing) return true
  const isNewer = reply.sequence > standing.sequence || (reply.sequence === standing.sequence && reply.stamp >= standing.stamp)
  return isNewer && !(standing.answer === 'declined' && standing.sequence === reply.sequence)
}
