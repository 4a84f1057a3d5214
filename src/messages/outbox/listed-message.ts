// A message as an organiser sees it: what was sent to whom, and what became of it.
import type { Day, Instant } from '#base/dates.ts'
import type { Attachment } from '#base/mail.ts'
import type { DeliveryStatus, MessageState } from './message.ts'

export const pageSize = 50

/** A file holds at most so many messages. */
export const mostExported = 20_000

/** At most so many are sent again with one press. */
export const mostAgain = 500

/**
 * What became of a message, as far as is known. 'sent': handed over, and nothing heard since; 'accepted': by the recipient's mail server, which
 * says nothing of anybody having read it; 'bounced': handed over, and then not delivered; 'withheld': not tried, because its address fails.
 */
export type Became = 'waiting' | 'sent' | 'delayed' | 'accepted' | 'complained' | 'bounced' | 'failed' | 'withheld'

export type Outcomes = Record<Became, number>

export const noOutcomes: Outcomes = { waiting: 0, sent: 0, delayed: 0, accepted: 0, complained: 0, bounced: 0, failed: 0, withheld: 0 }

/** Not delivered, in whichever way. */
const troubles: readonly Became[] = ['failed', 'bounced', 'withheld']

export const shownStates = ['all', 'troubled', 'failed', 'bounced', 'withheld', 'waiting', 'sent', 'accepted'] as const
export type ShownState = (typeof shownStates)[number]

/** What each choice of the list shows. Of troubles, only those that were not sent again. */
export const deliveryStatusOf: Record<Exclude<ShownState, 'all'>, readonly Became[]> = {
  troubled: troubles,
  failed: ['failed'],
  bounced: ['bounced', 'complained'],
  withheld: ['withheld'],
  waiting: ['waiting'],
  sent: ['sent', 'delayed'],
  accepted: ['accepted'],
}

/** '' is everything. `event`: its id or code; `school`, `person`, `sending`: ids; `q`: words of the address or the subject; days in London. */
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

/** What a list asks for, besides the state. `since` and `until` are the instants of its days. */
export type Asked = { filter: MessageFilter; words: string[]; since: Instant | ''; until: Instant | '' }

/** The filter as the end of an address: `?state=failed&event=ABC234`, or nothing. */
export const messageQuery = (filter: MessageFilter): string => {
  const query = new URLSearchParams(Object.entries(filter).filter(([key, value]) => value !== everyMessage[key as keyof MessageFilter]))
  return query.size > 0 ? `?${query}` : ''
}

export type ListedMessage = {
  id: string
  kind: string
  state: MessageState
  became: Became
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
  /** It has been sent again as another message. */
  replaced: 0 | 1
}

export type MessageList = {
  messages: ListedMessage[]
  total: number
  /** Of everything but the state; troubles that were sent again are none. */
  counts: Outcomes
  events: { id: string; code: string; title: string; startsAt: string | null }[]
  /** What the list is narrowed to, by name. */
  school: string | null
  person: string | null
}

/** A message in a file: with all its instants. */
export type ExportedMessage = {
  id: string
  kind: string
  became: Became
  toAddress: string
  subject: string
  eventCode: string | null
  eventTitle: string | null
  schoolName: string | null
  urn: string | null
  reference: string | null
  createdAt: Instant
  firstTriedAt: Instant | null
  attempts: number
  sentAt: Instant | null
  providerId: string | null
  delayedAt: Instant | null
  acceptedAt: Instant | null
  bouncedAt: Instant | null
  complainedAt: Instant | null
  suppressedAt: Instant | null
  lastError: string | null
  method: string | null
  sequence: number | null
  resendOfId: string | null
  againAs: string | null
}

export type FailedMessages = {
  /** Those that can be sent again, in the order in which they were written. */
  ids: string[]
  /** Those that a newer message about the same calendar entry has overtaken, and the newest of them. */
  overtaken: number
  overtakenOnes: { id: string; subject: string; toAddress: string }[]
  /** Those whose address is known to fail. */
  addressFails: number
}

/** One of a chain of messages, each of which sends the one before once more. */
export type ChainLink = { id: string; createdAt: Instant; became: Became; toAddress: string }

/** What the provider said of it, as it was stored. */
export type ToldOfMail = { type: string; at: Instant; receivedAt: Instant; detail: string }

/** Who did what it was written for. */
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
  /** The message by which this one was sent again. */
  sentAgainAs: string | null
  /** A later message about the same calendar entry exists, so this one says what is no longer so. */
  overtaken: 0 | 1
}

/** A message with everything that is known of it. */
export type MessageHistory = {
  message: MessageDetails
  causedBy: CausedBy[]
  told: ToldOfMail[]
  /** Oldest first, with the message itself. */
  chain: ChainLink[]
  /** The later message about the same calendar entry. */
  overtakenBy: { id: string; createdAt: Instant; sequence: number } | undefined
  /** What the recipient's calendar answered to it. */
  replies: { answer: string; receivedAt: Instant; sequence: number }[]
  /** Whether its address is known to fail: when it was found, by which message, and when that was solved. */
  address: { kind: string; at: Instant; messageId: string | null; solved: string | null; solvedAt: Instant | null }[]
}
