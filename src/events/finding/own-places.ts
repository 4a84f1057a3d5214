// The reader's schools' places and limits at an event, and their requests.
import type { Day, Instant } from '#base/dates.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { PriceGround } from '#money/payers/payer.ts'

/** A booking's places, and until when they are offered or held. */
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
 * `places`: taken, offered and held; `heldBack`: reserved and not taken; `trustPlaces`: of the
 * whole trust, null without one; `bookings`: current ones, latest first.
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

/** Before being confirmed; `mailbox`: the school's own, which was asked. */
export type OwnRequest = { id: string; schoolName: string; places: number; requestedAt: Instant; mailbox: string | null }

export type Own = { own: OwnPlaces[]; requests: OwnRequest[] }

/** Another future date of the series. */
export type OtherDate = { code: string; title: string; startsAt: string }

/** Waiting places count too. */
export const limitReached = (event: Pick<EventDetails, 'placesPerSchool' | 'rules'>, school: OwnPlaces): 'school' | 'trust' | undefined => {
  if (event.placesPerSchool !== null && school.places + school.waiting >= event.placesPerSchool) return 'school'
  const { placesPerTrust } = event.rules
  return placesPerTrust !== null && school.trustPlaces !== null && school.trustPlaces >= placesPerTrust ? 'trust' : undefined
}

/**
 * What a list says to its reader. `own`, by event: certain places of their schools, and free first
 * places in use; `grounds`, by day: what decides the prices of their only school.
 */
export type ListReader = {
  own: Readonly<Record<string, { booked: number; free: number }>>
  grounds: ReadonlyMap<Day, PriceGround>
}
