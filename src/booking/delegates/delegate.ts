// A delegate is the person on a place. An unnamed place is named later. Until the event begins a
// school may swap a delegate at any time and free of charge, also when the event is full or booking
// has closed, because no place is taken or freed.

import { type Act, actsFor } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import type { Booker } from '#booking/bookings/booker.ts'
import type { DelegateAsked, Unfit } from '#booking/bookings/booking.ts'
import type { BookingDetails } from '#booking/bookings/booking-details.ts'
import { type NamedPeople, namedPeople } from '#booking/placing/compose-booking.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { Typed } from '#events/questions/forms.ts'
import type { KnownPerson } from '#people/people/spelling.ts'
import type { SchoolName } from '#schools/schools/school.ts'

/** `was`: who had it when this was decided; null: nobody. */
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
  | 'who_is_meant'
  | 'other_place'
  | 'unknown_role'
  | 'role_not_invited'
  | Unfit
  | 'kind_not_invited'
  | 'unknown_school'
  | 'event_changed'

/** How many places were named, swapped, or kept their person with other details. */
export type Named = { named: number; swapped: number; changed: number }

export type CorrectionRefusal =
  | 'no_such_booking'
  | 'place_changed'
  | 'event_started'
  | 'event_cancelled'
  | 'relied_on'
  | 'not_a_name'
  | 'someone_else'

export const sessionsOf = (event: Pick<EventDetails, 'sessions'>, workshopIds: readonly string[]): EventDetails['sessions'] =>
  event.sessions.filter((session) => session.block === '' || workshopIds.includes(session.id))

/** Whom those named mean; of records of one spelling, whoever is on the place already. */
export const peopleNamed = (
  { now, actor }: Act,
  booking: Pick<BookingDetails, 'schoolId' | 'places'>,
  namings: readonly Naming[],
  known: readonly KnownPerson[],
): NamedPeople => {
  const there = new Set(namings.map(({ placeId }) => booking.places.find(({ id }) => id === placeId)?.personId))
  return namedPeople(
    now,
    namings.map(({ delegate }) => delegate),
    known.toSorted((a, b) => Number(there.has(b.id)) - Number(there.has(a.id))),
    { own: actsFor(actor, booking.schoolId) ? actor.email : undefined },
  )
}

const chaseSteps = ['week_before', 'day_before', 'overdue'] as const
export type ChaseStep = (typeof chaseSteps)[number]

export type DueNames = {
  bookingId: string
  reference: string
  eventId: string
  namesDueAt: Instant
  /** Since when the first of the places is certain. */
  since: Instant
  schoolId: string
  school: SchoolName
  booker: Booker
  /** The places that are due; others of the booking may have been unnamed for less than a day. */
  placeIds: string[]
  unnamed: number
  kept: string[]
} & ({ step: ChaseStep } | { step: 'release' })
