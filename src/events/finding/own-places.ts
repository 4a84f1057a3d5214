// The reader's schools' places and limits at an event, and their requests.
import { type Instant, instant, londonDay } from '#base/dates.ts'
import { type EventDetails, firstStart } from '#events/events/event.ts'
import { quoteNext } from '#events/events/own-price.ts'
import { type PriceGround, priceGroundOn } from '#money/payers/payer.ts'
import type { PriceList } from '#money/prices/price.ts'
import type { OwnPrice } from '#money/prices/shown-price.ts'

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
 * `places`: taken, offered and held; `heldBack`: reserved and not taken; `freeUsed`: of its free
 * first places; `trustPlaces`: of the whole trust, null without one; `bookings`: current ones,
 * latest first.
 */
export type OwnPlaces = {
  schoolId: string
  name: string
  places: number
  waiting: number
  heldBack: number
  freeUsed: number
  trustPlaces: number | null
  bookings: OwnBooking[]
}

/** `asksSchool`: the school answers; else it waits for them to be confirmed, by `mailbox` too. */
export type OwnRequest = {
  id: string
  schoolName: string
  places: number
  requestedAt: Instant
  mailbox: string | null
  asksSchool: boolean
}

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
 * places in use; `grounds`: what decides the prices of their only school.
 */
export type ListReader = {
  own: Readonly<Record<string, { booked: number; free: number }>>
  grounds: readonly PriceGround[]
}

/** What the next place costs each school, by its legal status on the day. */
export const ownPrices = (
  event: Pick<EventDetails, 'sessions' | 'earlyUntil'>,
  list: PriceList,
  own: readonly Pick<OwnPlaces, 'schoolId' | 'name' | 'freeUsed'>[],
  grounds: readonly PriceGround[],
  now: Date,
): OwnPrice[] =>
  own.flatMap(({ schoolId, name, freeUsed }) => {
    const day = londonDay(firstStart(event) ?? now)
    const ground = priceGroundOn(
      grounds.filter(({ rootId }) => rootId === schoolId),
      day,
    )
    const quotes = ground && quoteNext(list, ground, { earlyUntil: event.earlyUntil, asOf: instant(now), freeUsed })
    return quotes ? [{ name, ...quotes }] : []
  })
