// Price lists, codes and VAT codes as stored, with where they are used.
import type { Instant } from '#base/dates.ts'
import type { CodeFacts, PriceList, VatCode } from './price.ts'

/** A stored version: an edit makes another one, and only retiring changes it. */
export type StoredPriceList = PriceList & { createdAt: Instant; retiredAt: Instant | null }

/** Published future events whose new bookings get it; current bookings that accepted it. */
export type ListedPrices = StoredPriceList & { events: number; bookings: number }

/** An event whose new bookings get some version of a list. */
export type PricedEvent = { code: string; title: string; startsAt: string | null; version: number }

/** `used`: places priced with it now. */
export type KeptCode = CodeFacts & { id: string; createdAt: Instant; endedAt: Instant | null; used: number }

/** `lists`: newest versions, not retired, that use the code. */
export type KeptVatCode = VatCode & { createdAt: Instant; retiredAt: Instant | null; lists: number }
