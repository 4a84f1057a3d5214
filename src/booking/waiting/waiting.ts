// An event's waiting list: schools that asked for places when none were available, in the order in
// which freed places are offered. A school waits for all its places together, or takes as many as
// come free.

import type { Day, Instant } from '#base/dates.ts'
import type { Way } from '#booking/bookings/attendance.ts'
import type { Booker } from '#booking/bookings/booker.ts'
import type { WaitingOrder } from '#events/events/booking-rules.ts'
import { type EventDetails, eventFor, waysTo } from '#events/events/event.ts'
import type { SchoolName } from '#schools/schools/school.ts'

/** A booking with waiting places, and what decides its offers. */
export type WaitingBooking = {
  bookingId: string
  reference: string
  /** A root. */
  schoolId: string
  school: SchoolName
  trustUid: string | null
  trustName: string | null
  booker: Booker
  /** Its turn. */
  waitingSince: Instant
  /** Takes fewer places than it waits for. */
  acceptsFewer: boolean
  /** Its waiting places, named ones first. */
  placeIds: string[]
  /** Of a mixed event: how each of them comes, in the same order. */
  ways: Way[]
  /** The names on those places, in the same order; null: unnamed. */
  names: (string | null)[]
  /** When the school was last recorded at the event's topic; null: never. */
  lastOn: Day | null
  /** It has another open offer, which must be answered first. */
  offered: boolean
  /** Places that the school and its trust's schools have at the event. */
  taken: number
  trustTaken: number
  /** Ids of those reserved for it and how many are left, the ones released first before others. */
  heldBacks: { id: string; left: number }[]
}

/** Each place is from what is reserved for its school or from what is anyone's. */
export type PlannedOffer = { booking: WaitingBooking; places: { id: string; heldBackId: string | null }[] }

/** The list in serving order: by record where the order says so, then by turn. */
export const inOrder = <B extends Pick<WaitingBooking, 'lastOn' | 'waitingSince' | 'bookingId'>>(
  order: WaitingOrder,
  queue: readonly B[],
): B[] => {
  const key = ({ lastOn, waitingSince, bookingId }: B): string =>
    `${order === 'no_record_first' && lastOn !== null ? 1 : 0} ${waitingSince} ${bookingId}`
  return [...queue].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

type Room = Pick<EventDetails, 'capacity' | 'taken' | 'heldBack' | 'placesPerSchool'> &
  Partial<Pick<EventDetails, 'waiting' | 'onlineCapacity' | 'takenOnline' | 'waitingOnline'>> & {
    rules: Pick<EventDetails['rules'], 'placesPerTrust' | 'waitingOrder'>
  }

/** Why a waiting booking gets nothing now, whatever its turn. */
export type NotNow = 'offered_already' | 'no_room' | 'held_back' | 'school_limit_reached' | 'trust_limit_reached' | 'not_all'

/**
 * What to offer now, and to whom: down the list, each school gets what it asked for within room and
 * limits. A school that wants all its places together when not all fit is skipped and keeps its
 * turn.
 */
export const planOffers = (event: Room, queue: readonly WaitingBooking[]): PlannedOffer[] => {
  const books = newBooks(event)
  return inOrder(event.rules.waitingOrder, queue).flatMap((booking) => {
    const fits = fitting(event, books, booking, booking.placeIds.length)
    if (!fits.ok) return []
    enter(books, booking, fits.offer)
    return [fits.offer]
  })
}

/** What could be offered to one booking out of turn, or why nothing. */
export const fitNow = (
  event: Room,
  booking: WaitingBooking,
  asked: number,
): { ok: true; offer: PlannedOffer } | { ok: false; why: NotNow } => fitting(event, newBooks(event), booking, asked)

/** What is left, by way of coming; what is reserved is in the room. */
type Left = { free: number; open: number }
type Books = { left: Map<Way, Left>; schools: Map<string, number>; trusts: Map<string, number>; heldBacks: Map<string, number> }

const newBooks = (event: Room): Books => ({
  left: new Map(
    waysTo(event).map((way) => {
      const { capacity, taken, heldBack } = eventFor(event, way)
      const free = Math.max(0, capacity - taken)
      return [way, { free, open: Math.max(0, free - heldBack) }]
    }),
  ),
  schools: new Map(),
  trusts: new Map(),
  heldBacks: new Map(),
})

const leftOf = ({ left }: Books, way: Way): Left => left.get(way) ?? { free: 0, open: 0 }

const fitting = (
  event: Room,
  books: Books,
  booking: WaitingBooking,
  asked: number,
): { ok: true; offer: PlannedOffer } | { ok: false; why: NotNow } => {
  if (booking.offered) return { ok: false, why: 'offered_already' }
  const kept = booking.heldBacks.flatMap(({ id, left }) =>
    Array.from({ length: Math.max(0, left - (books.heldBacks.get(id) ?? 0)) }, () => id),
  )
  const wanted = booking.placeIds.map((id, index) => ({ id, way: booking.ways[index] ?? null }))
  // The first ones, unless fewer will do: then those of either way for which there is room.
  const fit = (booking.acceptsFewer ? wanted : wanted.slice(0, asked)).filter(({ way }, index, all) => {
    const { free, open } = leftOf(books, way)
    const before = all.slice(0, index).filter((one) => one.way === way).length
    return before < Math.min(free, open + (way === 'online' ? 0 : kept.length))
  })
  const schoolRoom = (event.placesPerSchool ?? Number.POSITIVE_INFINITY) - booking.taken - (books.schools.get(booking.schoolId) ?? 0)
  const trustRoom =
    booking.trustUid === null
      ? Number.POSITIVE_INFINITY
      : (event.rules.placesPerTrust ?? Number.POSITIVE_INFINITY) - booking.trustTaken - (books.trusts.get(booking.trustUid) ?? 0)
  const n = Math.min(asked, fit.length, schoolRoom, trustRoom)
  if (n < 1 || (!booking.acceptsFewer && n < asked)) {
    const lacking = booking.acceptsFewer ? 1 : asked
    if (schoolRoom < lacking) return { ok: false, why: 'school_limit_reached' }
    if (trustRoom < lacking) return { ok: false, why: 'trust_limit_reached' }
    if (wanted.every(({ way }) => leftOf(books, way).free < 1)) return { ok: false, why: 'no_room' }
    return { ok: false, why: fit.length < 1 ? 'held_back' : 'not_all' }
  }
  const rooms = [...kept]
  const places = fit.slice(0, n).map(({ id, way }) => ({ id, heldBackId: way === 'online' ? null : (rooms.shift() ?? null) }))
  return { ok: true, offer: { booking, places } }
}

const enter = (books: Books, booking: WaitingBooking, offer: PlannedOffer): void => {
  for (const { id, heldBackId } of offer.places) {
    const way = booking.ways[booking.placeIds.indexOf(id)] ?? null
    const { free, open } = leftOf(books, way)
    books.left.set(way, { free: free - 1, open: heldBackId === null ? open - 1 : open })
    if (heldBackId !== null) books.heldBacks.set(heldBackId, (books.heldBacks.get(heldBackId) ?? 0) + 1)
  }
  const n = offer.places.length
  books.schools.set(booking.schoolId, (books.schools.get(booking.schoolId) ?? 0) + n)
  if (booking.trustUid !== null) books.trusts.set(booking.trustUid, (books.trusts.get(booking.trustUid) ?? 0) + n)
}

/** How many bookings and places are ahead of this one now. */
export const aheadOf = (
  order: WaitingOrder,
  queue: readonly Pick<WaitingBooking, 'bookingId' | 'schoolId' | 'lastOn' | 'waitingSince' | 'placeIds'>[],
  bookingId: string,
): { schools: number; places: number } => {
  const list = inOrder(order, queue)
  const mine = list.findIndex((booking) => booking.bookingId === bookingId)
  const ahead = list.slice(0, Math.max(0, mine))
  return {
    schools: new Set(ahead.map((booking) => booking.schoolId)).size,
    places: ahead.reduce((sum, booking) => sum + booking.placeIds.length, 0),
  }
}
