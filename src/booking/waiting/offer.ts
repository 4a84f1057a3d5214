// An offer holds freed places for one school on the waiting list until a stated moment. Until then
// its places count as taken while it is open; afterwards they do not, whether or not a job has
// recorded it yet.

import type { Calendar } from '#base/council/working-day.ts'
import type { Instant } from '#base/dates.ts'
import type { Way } from '#booking/bookings/attendance.ts'
import type { Booker } from '#booking/bookings/booker.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { Clash } from '#people/people/clash.ts'
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

/** An offer's state at a moment: an expired one is lapsed, even if its row still says open. */
export const stateAt = (offer: Pick<Offer, 'state' | 'expiresAt'>, now: Instant): OfferState =>
  offer.state === 'open' && offer.expiresAt <= now ? 'lapsed' : offer.state

export type OfferedPlace = {
  id: string
  attendance: Way
  state: 'held' | 'confirmed' | 'cancelled'
  /** null: to be named later. */
  personId: string | null
  name: string | null
  email: string | null
  role: string | null
  clashes: Clash[]
}

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
    /** The person sent its link no longer acts for the school. */
    strayed: boolean
  }
  places: OfferedPlace[]
  /** Those named without a required earlier course, as far as the school may see. */
  withoutCourse: string[]
  event: EventDetails
  calendar: Calendar
}

/** The places that are kept for it. */
export const heldOf = ({ places }: OfferDetails): OfferedPlace[] => places.filter(({ state }) => state === 'held')

export type SettleRefusal =
  | 'no_such_offer'
  | 'settled'
  | 'lapsed'
  | 'event_cancelled'
  | 'price_changed'
  | 'moved'
  | 'course_missing'
  | 'changed'

/** A fixed list, because the log holds no free text. */
export const outOfTurnReasons = {
  no_record: 'The school has no record of this topic',
  urgent: 'The school needs it urgently',
  our_mistake: 'It puts a mistake of ours right',
  fills_the_gap: 'Its number of places fits what is free',
  other: 'Another reason',
}
export type OutOfTurnReason = keyof typeof outOfTurnReasons

export type OpenOffer = { reference: string; places: number; expiresAt: Instant }

export type ListedOffer = Offer & SchoolName & { reference: string; schoolId: string }

export type ToDecide = { reference: string; schoolId: string; school: SchoolName; places: number; since: Instant }
