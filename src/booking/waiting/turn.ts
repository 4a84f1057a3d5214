// Schools that are served first on a waiting list, because an officer or organiser said so.

import type { Instant } from '#base/dates.ts'

/** A booking that waits at an event, of one of the schools that were asked for. */
export type WaitingSchool = {
  bookingId: string
  /** A root. */
  schoolId: string
  eventId: string
  code: string
  title: string
  startsAt: Instant
  first: 0 | 1
}

export type TurnRefusal = 'nothing_waits' | 'changed'
