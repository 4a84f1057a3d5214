import type { Day, Instant } from '#base/dates.ts'
import { standingOf } from '#base/standing.ts'
import { type BalanceLine, balanceOf, balanceRows } from '#money/ledger/balance.ts'
import type { Waits } from '#money/ledger/second-person.ts'
import type { BookingDetails } from './booking-details.ts'
import type { PlacePrice } from './pricing.ts'

export type MoneyLine = BalanceLine & { number: number; placeId: string | null; reason: string }

/** `billed`: a line is in a file for finance or on an invoice, so references are fixed. */
export type BookingMoneyShown = {
  prices: PlacePrice[]
  lines: MoneyLine[]
  waits: Waits
  billed: boolean
  trustName: string | null
  /** When an invoice goes without a purchase order number; null: none waits for one. */
  invoiceAt: Instant | null
  /** The first that Stripe asks to be paid. */
  invoice: { number: number; dueOn: Day } | null
  stripe: boolean
  /** Debts on the council's invoice may be paid by card. */
  byCard: boolean
}

/** The prices of places that are held for now, until they are paid for: nothing is charged yet. */
export const heldPrices = (
  booking: Pick<BookingDetails, 'places'>,
  { prices }: Pick<BookingMoneyShown, 'prices'>,
  now: Instant,
): PlacePrice[] => {
  const held = new Set(booking.places.flatMap((place) => (standingOf(place, now) === 'held' ? [place.id] : [])))
  return prices.filter(({ placeId }) => held.has(placeId))
}

/** What was paid for a booking and is to pay, for a page or mail. */
export const sayBalance = (
  booking: Pick<BookingDetails, 'places'>,
  money: BookingMoneyShown,
  now: Instant,
): ReturnType<typeof balanceRows> => balanceRows(balanceOf(money.lines, heldPrices(booking, money, now)))
