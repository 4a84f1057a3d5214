// Mail that comes to the sending address: answers of calendars, which put a mark beside a place and never cancel it; machines, which nobody
// answers; and people who write to us, whose mail is passed on to whoever looks after the event.
import type { Instant } from '#base/dates.ts'
import type { Answer } from '#calendars/invites/answer.ts'

/** Mail larger than this is no answer of a calendar, and is not looked at. */
export const largestMail = 2_000_000
/** What is taken apart of a mail: parts, calendars among them, and bytes of one part. */
export const mostParts = 50
export const calendarsAtMost = 3
export const longestCalendar = 100_000
export const longestRead = 200_000
/** So much of somebody's mail is passed on, and so many mails of one writer in a day. */
const longestPassedOn = 10_000
export const mostPassedOn = 5
/** Where the mail provider takes mail in: Amazon SES, on behalf of Resend. */
const provider = 'amazonses.com'

export type ReceivedMail = {
  /** Lower case, without a name; '' when there is none. */
  from: string
  fromName: string
  subject: string
  text: string
  calendars: string[]
  /** Its domain vouches for the writer's address (DMARC), as the provider found. */
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

/** What became of a received mail, as the event that told of it keeps it. */
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

/** What nobody has read, or was not believed, and somebody may have written: organisers are told, and find it at the provider. */
export const isUnread = (outcome: Outcome): boolean =>
  ['unreadable', 'too_large', 'unavailable', 'not_finished', 'not_vouched'].includes(outcome)

/** The entry that an answer names, with whom it is of. */
export type AnsweredEntry = { state: 'live' | 'cancelled'; sequence: number; email: string | null }

/**
 * Whether an answer is taken, from what is known of the entry: only from its own person, by their own address, for which its domain vouches,
 * and to a version that we sent.
 */
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

/** Of several calendars in a mail the one that counts: an answer, if any is one. */
export const answerAmong = (read: readonly CalendarReply[]): CalendarReply | undefined =>
  read.find(({ kind }) => kind === 'reply') ?? read[0]

/** Written by a machine: an absence note, a report of a failure, a list. Nobody answers those, or two machines would answer each other for ever. */
export const isAutomatic = ({ from, headers }: Pick<ReceivedMail, 'from' | 'headers'>): boolean =>
  from === '' ||
  (headers.autoSubmitted !== '' && headers.autoSubmitted !== 'no') ||
  /^(bulk|junk|list|auto_reply)\b/.test(headers.precedence) ||
  headers.returnPath === '<>' ||
  headers.contentType.startsWith('multipart/report') ||
  headers.isAutoReply ||
  /^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)[@+-]/.test(from)

/** A subject as it was before anybody answered it, to find what it answers. */
export const answeredSubject = (subject: string): string =>
  subject.replace(/^(\s*(re|aw|antw|sv|fwd?|wg|tr)\s*(\[\d+\])?\s*:\s*)+/i, '').trim()

/**
 * Whether the provider that took the mail in found that its domain vouches for the writer (RFC 7489). Only its own statement counts, which it
 * puts above whatever the mail brought along. It repeats in it what the stranger's server called itself and the sender: so there must be one
 * result of DMARC, the last that is said, and nothing that could hide another.
 *
 * @param results of the headers Authentication-Results, the topmost first
 */
export const isVouchedFor = (from: string, results: readonly string[]): boolean => {
  const said = (results[0] ?? '').toLowerCase()
  const plain = said.replaceAll(/\([^()]*\)/g, ' ')
  if (/["\\()]/.test(plain) || said.split('dmarc').length !== 2) return false
  const parts = plain.split(';').map((part) => part.trim().split(/\s+/).join(' '))
  const last = parts.findLast((part) => part !== '')
  return parts[0] === provider && last === `dmarc=pass header.from=${from.slice(from.lastIndexOf('@') + 1)}`
}

/** What is passed on: text alone, so much of it, without what was quoted below. */
export const passedText = (text: string): string => {
  const plain = text
    .replaceAll(/\r\n?/g, '\n')
    // Characters that do nothing but move the cursor.
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
  return plain.length > longestPassedOn ? `${plain.slice(0, longestPassedOn)} …` : plain
}

export type StandingAnswer = { id: string; answer: Answer; sequence: number; stamp: Instant }

/**
 * Whether a decline is answered: when it is what stands from now on, and the same was not said of the same version before. Accepting and
 * declining again is a new decline.
 */
export const answersDecline = (
  reply: { answer: Answer; sequence: number; stamp: Instant },
  standing: StandingAnswer | undefined,
): boolean => {
  if (reply.answer !== 'declined') return false
  if (!standing) return true
  const isNewer = reply.sequence > standing.sequence || (reply.sequence === standing.sequence && reply.stamp >= standing.stamp)
  return isNewer && !(standing.answer === 'declined' && standing.sequence === reply.sequence)
}
