// A sending is what somebody sent to a group with one press: a change of an event, its cancellation, or a mailing written by hand. It can be
// watched while it goes out, paused and taken up again.

import type { MessageNature } from './kind.ts'
import type { Outcomes } from './listed-message.ts'

export type SendingKind = 'change' | 'cancellation' | 'mailing'
export type SendingState = 'draft' | 'sending' | 'paused' | 'done' | 'stopped'

type Sending = {
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

/** `recipients`: of a mailing, those not queued yet; the rest are messages by what is known of them, without those that were sent again. */
export type Progress = {
  recipients: number
  waiting: number
  sent: number
  delivered: number
  failed: number
  /** Sent, and then bounced, suppressed or complained of. */
  bounced: number
  outcomes: Outcomes
}

/** A sending with what is known of it. */
export type WatchedSending = Sending & {
  progress: Progress
  eventCode: string | null
  eventTitle: string | null
  /** When the event begins; null: no event, or no day yet. */
  startsAt: string | null
  by: string | null
  /** A paused sending, earlier to some of the same people: what waits of this one goes after it. Read of one sending, not of a list. */
  waitsFor?: string | null
}

export const sendingsPageSize = 25

/** Messages that are still to go. */
export const leftOf = ({ recipients, waiting }: Progress): number => recipients + waiting

/** All of them, whatever has become of them. */
export const wholeOf = ({ recipients, outcomes }: Progress): number =>
  recipients + Object.values(outcomes).reduce((sum, count) => sum + count, 0)

/** Within so many hours before the start a change is late: whoever is not known to have got it is rung. */
const lateHours = 48

/** Whether something sent at `at` is so late that people are rung. */
export const isLate = (startsAt: string | null, at: string): boolean =>
  startsAt !== null && startsAt > at && Date.parse(startsAt) - Date.parse(at) <= lateHours * 3_600_000
