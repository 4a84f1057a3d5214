// What moving the places of many bookings to another date costs each of them, booking by booking in
// the order in which they are moved: what one takes of an agreement or code is gone for the next.
import { type Instant, instant } from '#base/dates.ts'
import { type StoredPlace, standingOf } from '#base/standing.ts'
import { asBooked, type BookingPayer, type MoneyGround, priceOf } from '#booking/bookings/pricing.ts'
import { inOrderOfMove } from '#booking/series/series.ts'
import type { Attendance, EventDetails } from '#events/events/event.ts'

export type PlaceToMove = StoredPlace & {
  id: string
  bookingId: string
  personId: string | null
  name: string | null
  roleId: string | null
  attendance: Attendance | null
}

export type BookingToMove = {
  bookingId: string
  reference: string
  rootId: string
  school: string
  eventId: string
  attendanceMode: EventDetails['attendanceMode']
  termsId: string | null
  payer: BookingPayer | undefined
  places: PlaceToMove[]
  /** Live prices of the places. */
  leaving: (MoneyGround['leaving'][number] & { placeId: string })[]
}

/** Pence with VAT: what a place costs now, and at the other date. */
type MovedPlace = { id: string; name: string | null; was: number; is: number }

/** `refusal`: why the booking is going to stay. */
export type PricedMove = Pick<BookingToMove, 'bookingId' | 'reference' | 'school'> & {
  refusal: 'same_date' | 'terms_not_accepted' | 'nothing_to_move' | undefined
  places: MovedPlace[]
}

const refusalOf = ({ eventId, termsId, places }: BookingToMove, to: EventDetails, now: Instant): PricedMove['refusal'] => {
  const stays = (place: PlaceToMove): boolean =>
    place.state !== 'confirmed' || (place.personId !== null && (place.name === null || place.roleId === null))
  if (eventId === to.id) return 'same_date'
  if (to.termsId !== null && termsId !== to.termsId) return 'terms_not_accepted'
  return places.some((place) => stays(place) || standingOf(place, now) === 'cancelled') ? 'nothing_to_move' : undefined
}

/** @param groundOf what decides the prices of a booking; undefined: the date is free of charge */
export const pricedMoves = (
  bookings: readonly BookingToMove[],
  to: EventDetails,
  groundOf: (bookingId: string) => MoneyGround | undefined,
  { now, stripe }: { now: Date; stripe: boolean },
): PricedMove[] => {
  const used = new Map<string, number>()
  const use = (of: string | null, by: number): void => void (of === null || used.set(of, (used.get(of) ?? 0) + by))
  const left = <T extends { id: string; left: number | null }>(one: T): T => ({
    ...one,
    left: one.left === null ? null : one.left - (used.get(one.id) ?? 0),
  })
  return bookings.map((booking) => {
    const { bookingId, reference, school, rootId, payer, leaving } = booking
    const refusal = refusalOf(booking, to, instant(now))
    const places = inOrderOfMove(to, booking, booking.places)
    const read = refusal ? undefined : groundOf(bookingId)
    const ground = read && {
      ...read,
      leaving,
      freeUsed: read.freeUsed + (used.get(rootId) ?? 0),
      payer: { ...read.payer, agreements: read.payer.agreements.map(left) },
      code: read.code && { ...read.code, left: read.code.left - (used.get(read.code.id) ?? 0) },
    }
    const how = payer ? asBooked(payer, stripe) : { asOf: instant(now), stripe }
    const quotes = ground ? priceOf(ground, to, rootId, places, how).quotes : []
    for (const { basis, agreementId, codeId } of quotes) {
      use(basis === 'first_free' ? rootId : null, 1)
      use(agreementId, 1)
      use(codeId, 1)
    }
    if (!refusal)
      for (const { agreementId, codeId } of leaving) {
        use(agreementId, -1)
        use(codeId, -1)
      }
    const grossOf = (price: { pence: number; vatPence: number } | undefined): number => (price ? price.pence + price.vatPence : 0)
    return {
      bookingId,
      reference,
      school,
      refusal,
      places: places.map(({ id, name }, index) => ({
        id,
        name,
        was: grossOf(leaving.find(({ placeId }) => placeId === id)),
        is: grossOf(quotes[index]),
      })),
    }
  })
}

export const sumsOfMoves = (moves: readonly PricedMove[]): { was: number; is: number } => {
  const places = moves.flatMap((move) => (move.refusal ? [] : move.places))
  const sum = (of: 'was' | 'is'): number => places.reduce((all, place) => all + place[of], 0)
  return { was: sum('was'), is: sum('is') }
}

/** What each booking is to pay at the other date, pence with VAT: the act refuses another sum. */
export const shownPrices = (moves: readonly PricedMove[]): Record<string, number> =>
  Object.fromEntries(moves.map(({ bookingId, places }) => [bookingId, places.reduce((sum, { is }) => sum + is, 0)]))
