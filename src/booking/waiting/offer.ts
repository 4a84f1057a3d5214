// An offer holds freed places for one school on the waiting list until a stated moment. While it is open and that moment lies ahead, its
// places count as taken; afterwards they do not, whether or not anything has noticed.

import type { Calendar } from '#base/council/working-day.ts'
import type { Instant } from '#base/dates.ts'
import type { Booker } from '#booking/bookings/booker.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { SchoolName } from '#schools/schools/school.ts'

export type OfferState = 'open' | 'accepted' | 'declined' | 'lapsed' | 'withdrawn'

export type Offer = {
  id: string
  bookingId: string
  places: number
  offeredAt: Instant
  expiresAt: Instant
  state: OfferState
  settledAt: Instant | null
}

/** What an offer is at a moment: one that has run out is lapsed, whatever its row has caught up with. */
export const stateAt = (offer: Pick<Offer, 'state' | 'expiresAt'>, now: Instant): OfferState =>
  offer.state === 'open' && offer.expiresAt <= now ? 'lapsed' : offer.state

export type OfferedPlace = {
  id: string
  state: 'held' | 'confirmed' | 'cancelled'
  /** null: to be named later. */
  personId: string | null
  name: string | null
  email: string | null
  role: string | null
}

/** An offer with everything that settling it is decided on. */
export type OfferDetails = {
  offer: Offer
  booking: {
    id: string
    reference: string
    schoolId: string
    school: SchoolName
    channel: string
    booker: Booker
    waiting: number
    /** Whoever was sent its link has stopped acting for the school since. */
    strayed: boolean
  }
  places: OfferedPlace[]
  event: EventDetails
  /** By which school days are counted. */
  calendar: Calendar
}

export type SettleRefusal = 'no_such_offer' | 'settled' | 'lapsed' | 'event_cancelled' | 'price_changed' | 'changed'

/** Why an organiser offered places out of turn: words of a list, because the log holds no free text. */
export const outOfTurnReasons = ['no_record', 'urgent', 'our_mistake', 'fills_the_gap', 'other'] as const
export type OutOfTurnReason = (typeof outOfTurnReasons)[number]

/** An open offer of a school, as its waiting page shows it. */
export type OpenOffer = { reference: string; places: number; expiresAt: Instant }

/** An offer as the event's organisers see it in a list. */
export type ListedOffer = Offer & SchoolName & { reference: string; schoolId: string }

/** A request that an organiser has to decide on. */
export type ToDecide = { reference: string; schoolId: string; school: SchoolName; places: number; since: Instant }
