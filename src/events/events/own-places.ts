// What the reader already has at an event: their schools' places and limits, and their requests.
import type { Instant } from '#base/dates.ts'
import type { EventDetails } from './event.ts'

/** Places of one booking as they stand, and until when those are on offer or held. */
type OwnBooking = {
  reference: string
  confirmed: number
  offered: number
  held: number
  forApproval: number
  offeredUntil: Instant | null
  heldUntil: Instant | null
}

/**
 * `places`: taken, with those on offer or held; `waiting`: places on the list; `heldBack`: kept for
 * it and not taken; `trustPlaces`: of all its trust's schools, null without a trust; `bookings`:
 * current ones, latest first.
 */
export type OwnPlaces = {
  schoolId: string
  name: string
  places: number
  waiting: number
  heldBack: number
  trustPlaces: number | null
  bookings: OwnBooking[]
}

/**
 * The reader's request before being confirmed; `mailbox`: the school's own, which was asked about
 * them.
 */
export type OwnRequest = { id: string; schoolName: string; places: number; requestedAt: Instant; mailbox: string | null }

export type Own = { own: OwnPlaces[]; requests: OwnRequest[] }

/** Another future date of the series. */
export type OtherDate = { code: string; title: string; startsAt: string }

/** The limit the school has reached, waiting places included, so it can have no more. */
export const limitReached = (event: Pick<EventDetails, 'placesPerSchool' | 'rules'>, school: OwnPlaces): 'school' | 'trust' | undefined => {
  if (event.placesPerSchool !== null && school.places + school.waiting >= event.placesPerSchool) return 'school'
  const { placesPerTrust } = event.rules
  return placesPerTrust !== null && school.trustPlaces !== null && school.trustPlaces >= placesPerTrust ? 'trust' : undefined
}
