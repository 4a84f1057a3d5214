// A delegate is the person on a place. A place that was booked without one is named later; until the event begins a school may send somebody
// else at any time and free of charge, also when the event is full or booking has closed, because nobody else's place is touched.

import type { Instant } from '#base/dates.ts'
import type { Booker } from '#booking/bookings/booker.ts'
import type { DelegateAsked } from '#booking/bookings/booking.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { Typed } from '#events/questions/forms.ts'
import type { SchoolName } from '#schools/schools/school.ts'

/** Who is to be on a place from now on, with what was answered about them, and who was on it when that was decided (null: nobody yet). */
export type Naming = { placeId: string; was: string | null; delegate: DelegateAsked & { answers?: Typed | undefined } }

export type NamingRefusal =
  | 'no_such_booking'
  | 'place_changed'
  | 'event_started'
  | 'event_cancelled'
  | 'place_has_marks'
  | 'not_a_name'
  | 'same_person_twice'
  | 'already_has_place'
  | 'unknown_role'
  | 'role_not_invited'
  | 'kind_not_invited'
  | 'unknown_school'
  | 'event_changed'
  | 'too_much_mail'

/** `place`: who was named, or put in somebody's place; `again`: all of it had been done before. */
export type Named = { named: number; swapped: number; changed: number }

export type CorrectionRefusal =
  | 'no_such_booking'
  | 'place_changed'
  | 'event_started'
  | 'event_cancelled'
  | 'relied_on'
  | 'not_a_name'
  | 'someone_else'
  | 'too_much_mail'

/** The sessions that a place attends: those for everyone, and the workshops chosen on it. */
export const sessionsOf = (event: Pick<EventDetails, 'sessions'>, workshopIds: readonly string[]): EventDetails['sessions'] =>
  event.sessions.filter((session) => session.block === '' || workshopIds.includes(session.id))

const chaseSteps = ['week_before', 'day_before', 'overdue'] as const
export type ChaseStep = (typeof chaseSteps)[number]

/** Places of one booking without a name, for which something is due: a reminder, or their release. */
export type DueNames = {
  bookingId: string
  reference: string
  eventId: string
  /** The date for names, as it was when they were found to be due. */
  namesDueAt: Instant
  schoolId: string
  school: SchoolName
  booker: Booker
  /** The places that are due; others of the booking may be without a name for less than a day. */
  placeIds: string[]
  unnamed: number
  kept: string[]
} & ({ step: ChaseStep } | { step: 'release' })
