// A message as an organiser sees it: what was sent to whom, and how it ended.
import type { Day, Instant } from '#base/dates.ts'
import type { Attachment } from '#base/mail.ts'
import type { DeliveryStatus, MessageState } from './message.ts'

export const pageSize = 12

/** Of those that are not sent again, by name. */
export const mostNamed = 50

/** In one file. */
export const mostExported = 20_000

/** With one press. */
export const mostAgain = 500

/**
 * How a message ended, as far as known. 'sent': handed over, nothing heard since; 'accepted': by
 * the recipient's mail server, which does not mean read; 'bounced': handed over but not delivered;
 * 'withheld': not tried, because its address does not work.
 */
export type MessageOutcome = 'waiting' | 'sent' | 'delayed' | 'accepted' | 'complained' | 'bounced' | 'failed' | 'withheld'

export type Outcomes = Record<MessageOutcome, number>

export const noOutcomes: Outcomes = { waiting: 0, sent: 0, delayed: 0, accepted: 0, complained: 0, bounced: 0, failed: 0, withheld: 0 }

export const troubles: readonly MessageOutcome[] = ['failed', 'bounced', 'withheld']

export const shownStates = ['all', 'troubled', 'failed', 'bounced', 'withheld', 'waiting', 'sent', 'accepted'] as const
export type ShownState = (typeof shownStates)[number]

/** What each choice of the list shows; failures that were sent again are left out. */
export const deliveryStatusOf: Record<Exclude<ShownState, 'all'>, readonly MessageOutcome[]> = {
  troubled: troubles,
  failed: ['failed'],
  bounced: ['bounced', 'complained'],
  withheld: ['withheld'],
  waiting: ['waiting'],
  sent: ['sent', 'delayed'],
  accepted: ['accepted'],
}

/** '' means all. `event`: id or code; `q`: words of the address or subject; London days. */
export type MessageFilter = {
  state: ShownState
  event: string
  school: string
  person: string
  sending: string
  kind: string
  q: string
  from: Day | ''
  to: Day | ''
}

export const everyMessage: MessageFilter = {
  state: 'all',
  event: '',
  school: '',
  person: '',
  sending: '',
  kind: '',
  q: '',
  from: '',
  to: '',
}

/** The filter without the state; `since` and `until` are its days as instants. */
export type Asked = { filter: MessageFilter; words: string[]; since: Instant | ''; until: Instant | '' }

/** The filter as a query string: `?state=failed&event=ABC234`, or ''. */
export const messageQuery = (filter: MessageFilter): string => {
  const query = new URLSearchParams(Object.entries(filter).filter(([key, value]) => value !== everyMessage[key as keyof MessageFilter]))
  return query.size > 0 ? `?${query}` : ''
}

export type ListedMessage = {
  id: string
  kind: string
  state: MessageState
  became: MessageOutcome
  attempts: number
  createdAt: string
  dueAt: string
  sentAt: string | null
  deliveryStatusAt: string | null
  lastError: string | null
  toAddress: string
  subject: string
  eventCode: string | null
  eventTitle: string | null
  schoolName: string | null
  /** 1: it has been sent again as another message. */
  replaced: 0 | 1
}

export type ExportedMessage = ListedMessage & {
  urn: string | null
  reference: string | null
  firstTriedAt: Instant | null
  providerId: string | null
  delayedAt: Instant | null
  acceptedAt: Instant | null
  bouncedAt: Instant | null
  complainedAt: Instant | null
  suppressedAt: Instant | null
  method: string | null
  sequence: number | null
  resendOfId: string | null
  againAs: string | null
}

export type MessageFigures = {
  /** Counts for the whole filter except the state; failures that were sent again are left out. */
  counts: Outcomes
  events: { id: string; code: string; title: string; startsAt: string | null }[]
  /** Names of what the list is filtered by. */
  named: { school: string | null; person: string | null }
}

export type FailedMessages = {
  ids: string[]
  /** `overtaken`: those with a newer message about the same calendar entry. */
  overtaken: number
  overtakenOnes: { id: string; subject: string; toAddress: string }[]
  addressFails: number
}

/** One of a chain of messages in which each sends the one before again. */
export type ChainLink = { id: string; createdAt: Instant; became: MessageOutcome; toAddress: string }

export type ToldOfMail = { type: string; at: Instant; receivedAt: Instant; detail: string }

/** Whose act caused it. */
export type CausedBy = { act: string; who: string | null; origin: string }

export type MessageDetails = Omit<ListedMessage, 'schoolName'> & {
  recipient: string
  eventId: string | null
  schoolId: string | null
  bookingId: string | null
  personId: string | null
  personName: string | null
  schoolName: string | null
  sendingId: string | null
  method: string | null
  sequence: number | null
  firstTriedAt: string | null
  providerId: string | null
  resendOfId: string | null
  withheld: 0 | 1
  deliveryStatus: DeliveryStatus | null
  email: string
  fromAddress: string
  replyTo: string | null
  text: string
  attachments: Attachment[]
  bookingReference: string | null
  sentAgainAs: string | null
  /** 1: a later message about the same calendar entry supersedes it. */
  overtaken: 0 | 1
}

export type MessageHistory = {
  message: MessageDetails
  causedBy: CausedBy[]
  told: ToldOfMail[]
  chain: ChainLink[]
  /** The later message about the same calendar entry. */
  overtakenBy: { id: string; createdAt: Instant; sequence: number } | undefined
  replies: { answer: string; receivedAt: Instant; sequence: number }[]
  /** If its address does not work: since when, by which message, and when that was solved. */
  address: { kind: string; at: Instant; messageId: string | null; solved: string | null; solvedAt: Instant | null }[]
}
