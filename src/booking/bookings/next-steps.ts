// What can be done with a booking at a moment, for the links of its page. Each verb checks again.

import { type Instant, instant } from '#base/dates.ts'
import { type PlaceStanding, standingOf } from '#base/standing.ts'
import { blocksOf, bookingState, type EventDetails, firstStart, isMixed } from '#events/events/event.ts'
import type { BookedPlace } from './booked-place.ts'
import type { BookingDetails } from './booking-details.ts'

export type NextSteps = {
  /** Name, swap and cancel people: until the event begins. */
  change: boolean
  /** Choose workshops: until the cut-off; organisers until the event begins. */
  choose: boolean
  /** Change between the room and online: until the cut-off; organisers until the event begins. */
  attend: boolean
  move: boolean
}

/** @param organiser may choose workshops past the cut-off */
export const nextSteps = (event: EventDetails, now: Date, organiser = false): NextSteps => {
  const at = instant(now)
  const change = event.state === 'published' && (firstStart(event) ?? '9999') > at
  return {
    change,
    choose: change && blocksOf(event.sessions).length > 0 && (organiser || (event.rules.choicesCloseAt ?? '9999') > at),
    attend: change && isMixed(event) && (organiser || (event.rules.attendanceClosesAt ?? '9999') > at),
    move: change && event.seriesId !== null,
  }
}

/** Of somebody who sees a booking and may not book. */
export const noSteps: NextSteps = { change: false, choose: false, attend: false, move: false }

/** By this event and the school's own limit. */
export const mayBookMore = (event: EventDetails, booking: Pick<BookingDetails, 'places' | 'schoolPlaces'>, now: Date): boolean =>
  mayAskAgain(event, booking, now) && placesThat(booking, instant(now), 'confirmed', 'unnamed').length > 0

/** Whether its school, which lost the places of this booking, could ask again. */
export const mayAskAgain = (event: EventDetails, booking: Pick<BookingDetails, 'schoolPlaces'>, now: Date): boolean =>
  ['open', 'full'].includes(bookingState(event, event.taken, now)) &&
  booking.schoolPlaces < (event.placesPerSchool ?? Number.POSITIVE_INFINITY)

/** It ended because its remaining places moved to another date. */
export const isMoved = (booking: Pick<BookingDetails, 'cancelledAt' | 'movedTo'>): boolean =>
  booking.movedTo.some(({ at }) => at === booking.cancelledAt)

export const placesThat = (booking: Pick<BookingDetails, 'places'>, now: Instant, ...standings: PlaceStanding[]): BookedPlace[] =>
  booking.places.filter((place) => standings.includes(standingOf(place, now)))
