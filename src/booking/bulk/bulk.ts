// An act on many bookings at once: which places it affects is decided and stored first, then
// reviewed, then done booking by booking. One booking's failure does not stop the others.

import type { Instant } from '#base/dates.ts'
import { standingOf } from '#base/standing.ts'
import type { ListedPlace } from '#booking/lists/listed-place.ts'

export const bulkActs = ['remind', 'invite_again', 'move', 'cancel'] as const
export type BulkActName = (typeof bulkActs)[number]

/** For more places, narrow the search. */
export const mostPlaces = 10_000
/** Bookings per run, because a Worker request may make only so many database calls. */
export const atOnce = 25

export type LeftOut =
  | 'has_name'
  | 'no_name'
  | 'not_confirmed'
  | 'cancelled'
  | 'begun'
  | 'event_cancelled'
  | 'nobody_to_write_to'
  | 'no_series'

/** `refusal`: why the act cannot be done to this place now. */
const leftOut = (act: BulkActName, place: ListedPlace, now: Instant): LeftOut | undefined => {
  const standing = standingOf(place, now)
  if (place.eventState === 'cancelled') return 'event_cancelled'
  if (standing === 'cancelled' || standing === 'refused' || standing === 'given_up') return 'cancelled'
  if (act === 'invite_again' ? place.endsAt <= now : place.startsAt <= now) return 'begun'
  if (act === 'cancel') return undefined
  if (standing !== 'confirmed' && standing !== 'unnamed') return 'not_confirmed'
  if (act === 'move') return place.seriesId === null ? 'no_series' : undefined
  if (act === 'remind') return standing === 'confirmed' ? 'has_name' : place.booker === null ? 'nobody_to_write_to' : undefined
  return standing === 'unnamed' ? 'no_name' : place.email === null ? 'nobody_to_write_to' : undefined
}

export type Planned = { items: { bookingId: string; placeIds: string[] }[]; leftOut: Partial<Record<LeftOut, number>> }

/** The places the act can be done to, by booking, and counts of the rest by reason. */
export const planned = (act: BulkActName, places: readonly ListedPlace[], now: Instant): Planned => {
  const byBooking = new Map<string, string[]>()
  const out: Planned['leftOut'] = {}
  for (const place of places) {
    const why = leftOut(act, place, now)
    if (why) out[why] = (out[why] ?? 0) + 1
    else byBooking.set(place.bookingId, [...(byBooking.get(place.bookingId) ?? []), place.placeId])
  }
  return { items: [...byBooking].map(([bookingId, placeIds]) => ({ bookingId, placeIds })), leftOut: out }
}

/** What else the act needs, as typed before it began. */
export type Typed = {
  leftOut: Planned['leftOut']
  /** The reason for cancelling, sent to whoever booked. */
  reason?: string
  waive?: boolean
  /** The code of the date to move to. */
  to?: string
  /** What each booking is to pay there by what was shown, pence with VAT. */
  prices?: Record<string, number>
}

export type Bulk = {
  id: string
  act: BulkActName
  typed: Typed
  createdAt: Instant
  createdById: string
  startedAt: Instant | null
  finishedAt: Instant | null
}

export type BulkItem = {
  bookingId: string
  reference: string
  placeIds: string[]
  state: 'waiting' | 'done' | 'refused'
  reason: string | null
  places: number
  school: string
  town: string
  urn: string | null
  eventCode: string
  eventTitle: string
}

/** `settled`: bookings that are done, or were refused. */
export type ListedBulk = Pick<Bulk, 'id' | 'act' | 'startedAt' | 'finishedAt'> & { bookings: number; settled: number }

/** How many items are in each state, and where the rest are stuck. */
export type Progress = {
  bookings: number
  places: number
  schools: number
  events: number
  waiting: number
  done: number
  refused: number
  donePlaces: number
  /** What it would do now: one that writes leaves out whom it cannot write to. */
  reached: { bookings: number; places: number; schools: number }
  /** How many people with an entry, and of those who booked, it would write to. */
  people: number
  bookers: number
}
