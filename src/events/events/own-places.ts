// What the reader has to do with an event already: the places of their own schools beside the limit for each, and what they asked for.
import type { Instant } from '#base/dates.ts'
import type { EventDetails } from './event.ts'

/**
 * `waiting`: places that it waits for; `heldBack`: places kept for it and not yet taken; `trustPlaces`: places of all schools of its trust,
 * null without a trust; `references`: of its bookings that stand, the latest first.
 */
export type OwnPlaces = {
  schoolId: string
  name: string
  places: number
  waiting: number
  heldBack: number
  trustPlaces: number | null
  references: string[]
}

/** What the reader asked for before anybody has confirmed them; `mailbox`: the school's own that was asked whether they work there. */
export type OwnRequest = { id: string; schoolName: string; places: number; requestedAt: Instant; mailbox: string | null }

export type Own = { own: OwnPlaces[]; requests: OwnRequest[] }

/** Another date of the same series that lies ahead. */
export type OtherDate = { code: string; title: string; startsAt: string }

/** Which limit the school has reached, counting what it waits for: then it can have nothing more of this event. */
export const limitReached = (event: Pick<EventDetails, 'placesPerSchool' | 'rules'>, school: OwnPlaces): 'school' | 'trust' | undefined => {
  if (event.placesPerSchool !== null && school.places + school.waiting >= event.placesPerSchool) return 'school'
  const { placesPerTrust } = event.rules
  return placesPerTrust !== null && school.trustPlaces !== null && school.trustPlaces >= placesPerTrust ? 'trust' : undefined
}
