// Price lists, codes and VAT codes as they are kept, with where they are in use.
import type { Instant } from '#base/dates.ts'
import type { CodeFacts, PriceList, VatCode } from './price.ts'

/** A version as it is kept: an edit makes another, and nothing of this one changes but that it is retired. */
export type StoredPriceList = PriceList & { createdAt: Instant; retiredAt: Instant | null }

/** `events`: published events to come whose new bookings accept this version; `bookings`: those that accepted it and stand. */
export type ListedPrices = StoredPriceList & { events: number; bookings: number }

/** An event whose new bookings accept some version of a list. */
export type PricedEvent = { code: string; title: string; startsAt: string | null; version: number }

/** `used`: places that have their price by it now. */
export type KeptCode = CodeFacts & { id: string; createdAt: Instant; endedAt: Instant | null; used: number }

/** `lists`: newest versions of price lists, not retired, that name the code. */
export type KeptVatCode = VatCode & { createdAt: Instant; retiredAt: Instant | null; lists: number }
