// A sending is what somebody sent to a group with one press: a change of an event, its
// cancellation, or a mailing written by hand. It can be watched while it goes out, paused and taken
// up again.

import { type Instant, sayLongDay } from '#base/dates.ts'
import type { MessageNature } from './kind.ts'
import type { Outcomes } from './listed-message.ts'

export type SendingKind = 'change' | 'cancellation' | 'mailing'
/** `waiting`: of a mailing, until its time. */
export type SendingState = 'draft' | 'waiting' | 'sending' | 'paused' | 'done' | 'stopped'

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

/** `recipients`: of a mailing, not queued yet; `outcomes` leave out those that were sent again. */
export type Progress = {
  recipients: number
  waiting: number
  sent: number
  delivered: number
  failed: number
  bounced: number
  outcomes: Outcomes
}

export type WatchedSending = Sending & {
  progress: Progress
  eventCode: string | null
  eventTitle: string | null
  /** When the event begins; null: no event, or no day yet. */
  startsAt: string | null
  by: string | null
  /** An earlier paused sending to some of the same people, read only for a single sending. */
  waitsFor?: string | null
  /** The day's part of the mail plan for what goes to many is used up; likewise. */
  waitsForPlan?: 0 | 1
}

/** A subject as an organiser wrote it, with its event filled in. */
export const sayWritten = (subject: string, eventTitle: string | null, startsAt: Instant | null): string =>
  subject.replaceAll('{title}', (field) => eventTitle ?? field).replaceAll('{day}', (field) => (startsAt ? sayLongDay(startsAt) : field))

export const leftOf = ({ recipients, waiting }: Progress): number => recipients + waiting

export const wholeOf = ({ recipients, outcomes }: Progress): number =>
  recipients + Object.values(outcomes).reduce((sum, count) => sum + count, 0)

/** Later changes than this before the start: people who may have missed them are phoned. */
const lateHours = 48

/** Whether something sent at `at` is late, so that people are phoned. */
export const isLate = (startsAt: string | null, at: string): boolean =>
  startsAt !== null && startsAt > at && Date.parse(startsAt) - Date.parse(at) <= lateHours * 3_600_000
