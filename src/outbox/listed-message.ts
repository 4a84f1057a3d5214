// A message as an organiser sees it: what was sent to whom, and what became of it.
import type { Attachment, MessageState } from './message.ts'

export const pageSize = 50

export type ListedMessage = {
  id: string
  kind: string
  state: MessageState
  attempts: number
  createdAt: string
  dueAt: string
  sentAt: string | null
  lastError: string | null
  toAddress: string
  subject: string
  eventCode: string | null
  eventTitle: string | null
}

export type MessageFilter = { state: MessageState | 'all'; eventId: string }

export type MessageList = {
  messages: ListedMessage[]
  total: number
  counts: Record<MessageState, number>
  events: { id: string; title: string; startsAt: string | null }[]
}

export type MessageDetails = Omit<ListedMessage, 'eventCode' | 'eventTitle'> & {
  recipient: string
  eventId: string | null
  schoolId: string | null
  bookingId: string | null
  method: string | null
  sequence: number | null
  firstTriedAt: string | null
  providerId: string | null
  againOfId: string | null
  fromAddress: string
  replyTo: string | null
  text: string
  attachments: Attachment[]
  eventCode: string | null
  eventTitle: string | null
  bookingReference: string | null
  /** The message by which this one was sent again. */
  sentAgainAs: string | null
  /** A later message about the same calendar entry exists, so this one says what is no longer so. */
  overtaken: 0 | 1
}
