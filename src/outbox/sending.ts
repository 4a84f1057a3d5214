// A sending is what somebody sent to many with one press: a change of an event, its cancellation, or a mailing written by hand. It can be
// watched while it goes out, paused and taken up again.
import type { MessageNature } from './message.ts'

export type SendingKind = 'change' | 'cancellation' | 'mailing'
export type SendingState = 'draft' | 'sending' | 'paused' | 'done' | 'stopped'

export type Sending = {
  id: string
  kind: SendingKind
  eventId: string | null
  nature: MessageNature
  subject: string
  state: SendingState
  createdAt: string
  startedAt: string | null
  endedAt: string | null
}

/** `recipients`: of a mailing, those not queued yet; the rest are messages by what is known of them. */
export type Progress = {
  recipients: number
  waiting: number
  sent: number
  delivered: number
  failed: number
  /** Sent, and then bounced, suppressed or complained of. */
  bounced: number
}

export const isUnderWay = ({ state }: Pick<Sending, 'state'>): boolean => state === 'sending' || state === 'paused'
