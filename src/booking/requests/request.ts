// A request is what somebody asks to book for a school before anybody has confirmed that they work
// there. It takes no place and shows them nothing of the school. Once they are confirmed it is
// booked, or put on the waiting list with the turn of its time.
import type { Instant } from '#base/dates.ts'
import {
  allowanceOf,
  type BookingSchool,
  type DelegateAsked,
  limitRefusal,
  type Refusal,
  sayTrustLimit,
} from '#booking/bookings/booking.ts'
import type { Paying } from '#booking/bookings/pricing.ts'
import { allPlaces, type EventDetails } from '#events/events/event.ts'
import type { TypedAnswers } from '#events/questions/forms.ts'
import type { SchoolName } from '#schools/schools/school.ts'

export type TypedRequest = {
  delegates: DelegateAsked[]
  unnamed: number
  unnamedOnline?: number | undefined
  acceptsFewer: boolean
  termsId: string | null
  /** The accepted price; null: the event was free. */
  paying?: Paying | null
  answers: TypedAnswers
  /** Who asked; for a shared mailbox, whoever said they use it. */
  personId: string | null
  /** What they call themselves, where their school is asked. */
  asker?: string
}

export type RequestState = 'waiting' | 'booked' | 'listed' | 'refused' | 'withdrawn'

export type OwnRequest = {
  id: string
  state: RequestState
  eventCode: string
  eventTitle: string
  startsAt: Instant | null
  schoolId: string
  school: SchoolName
  places: number
  /** The school answers, not whoever confirms people. */
  asksSchool: boolean
  requestedAt: Instant
  settledAt: Instant | null
  reason: RequestEnd | null
  /** The booking it became, for those who act for the school. */
  reference: string | null
}

export type ListedRequest = {
  id: string
  claimId: string | null
  school: SchoolName
  schoolId: string
  email: string
  name: string | null
  places: number
  requestedAt: Instant
}

export type RequestRefusal =
  | Extract<
      Refusal,
      | 'event_cancelled'
      | 'event_over'
      | 'booking_not_open'
      | 'booking_closed'
      | 'kind_not_invited'
      | 'role_not_invited'
      | 'unknown_role'
      | 'not_a_name'
      | 'same_person_twice'
      | 'terms_not_accepted'
      | 'price_not_accepted'
      | 'answers_incomplete'
      | 'attendance_missing'
      | 'event_changed'
      | 'form_already_used'
    >
  | 'no_such_event'
  | 'more_than_can_be'
  | 'already_asked'
  | 'too_many_requests'

/**
 * The school said no or nothing, nobody confirmed the person, the event began or was cancelled, or
 * booking was refused.
 */
export type RequestEnd = 'not_this_time' | 'nobody_answered' | 'not_confirmed' | 'event_began' | 'no_such_event' | Refusal

/** Of what no request meets. */
const asTyped = 'What you asked for cannot be booked as it was typed. Ask again.'

const because: Record<RequestEnd, string> = {
  not_this_time: 'The answer was: not this time.',
  nobody_answered: 'Nobody there answered before booking closed.',
  not_confirmed: 'It was not confirmed that you may book for it.',
  event_began: 'The event began before you were confirmed.',
  event_cancelled: 'The event has been cancelled.',
  event_over: 'The event is over.',
  booking_closed: 'Booking had closed when you asked.',
  booking_not_open: 'Booking was not open when you asked.',
  school_limit_reached: 'You have as many places as one school can have at this event, or would have more with those you asked for.',
  trust_limit_reached: 'The schools of the trust have as many places as one trust can have at this event.',
  kind_not_invited: 'The event is not meant for schools of this kind.',
  role_not_invited: 'The event is not meant for people in one of the roles that you gave.',
  course_missing: 'The event needs an earlier course, and our record does not show it for everybody you named.',
  reason_missing: 'The event is meant for others, and you gave no reason.',
  already_has_place: 'One of the people you named has a place at this event already.',
  who_is_meant: 'It is not clear whom you named.',
  price_not_accepted: 'The prices have changed since you accepted them.',
  price_changed: 'It would cost more by now than you saw when you asked.',
  code_unknown: 'The code that you gave does not hold any more.',
  code_used_up: 'The code that you gave has been used for as many places as it is good for.',
  terms_not_accepted: 'The terms of cancelling have changed since you accepted them.',
  attendance_missing: 'You did not say how each person comes: to the room, or online.',
  workshop_full: 'A workshop that you chose is full.',
  workshops_clash: 'Two workshops that you chose for one person are at the same time.',
  event_full: 'The event is full.',
  others_are_waiting: 'Other schools wait for the places that are left.',
  held_back: 'The places that are left are kept for other schools.',
  unknown_role: 'One of the roles that you gave is not on the list any more.',
  unknown_school: 'One of the other schools that you gave is not on the list any more.',
  same_person_twice: 'You named the same person twice.',
  not_a_name: 'One of the names that you typed is not a name.',
  event_changed: 'The event was changed while we booked it.',
  no_such_event: asTyped,
  answers_incomplete: asTyped,
  contact_is_staff: asTyped,
  form_already_used: asTyped,
}

/** For somebody who now acts for it: what it has, and how many more it can have. */
export const sayLimit = (event: EventDetails, school: BookingSchool, asked: number): string => {
  const left = allowanceOf(event, school)
  const more = left === 0 ? 'It can have no more.' : `It can have ${left} more.`
  return limitRefusal(event, school, asked) === 'trust_limit_reached'
    ? `${sayTrustLimit(event, school, asked)} ${more}`
    : `${school.name} has ${school.taken} of the ${event.placesPerSchool ?? allPlaces(event)} places that one school can have at this event${school.waiting > 0 ? `, waits for ${school.waiting}` : ''}, and you asked for ${asked}. ${more}`
}

export const sayEnd = (reason: RequestEnd | null): string => (reason === null ? asTyped : because[reason])
