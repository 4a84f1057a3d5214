import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { sayPriced } from '#booking/bookings/money-words.ts'
import { priceOf, referencesOf } from '#booking/bookings/pricing.ts'
import {
  insertBookingPayer,
  insertPlacePrices,
  readBookingPayer,
  readMoneyGround,
  sameFreeUsed,
  samePayer,
  supersedePayer,
} from '#booking/bookings/pricing-store.ts'
import { type EventDetails, isOfOneSchool } from '#events/events/event.ts'
import { payerIdOf } from '#money/payers/payer.ts'
import type { PlacesToPrice, Quote } from '#money/prices/price.ts'

/** Statements to put before the places are confirmed; `gross`: their price together with VAT. */
export type PlacesPriced = {
  statements: SqlStatement[]
  quotes: Quote[]
  gross: number
  /** The payer; undefined: free. */
  payer: { payerId: string } | undefined
  money: [label: string, value: string][]
}

const nothing: PlacesPriced = { statements: [], quotes: [], gross: 0, payer: undefined, money: [] }

const pricedAs = (booking: { online: string }, placeIds: readonly string[]): PlacesToPrice => {
  const online = JSON.parse(booking.online) as string[]
  return placeIds.map((id) => ({ online: online.includes(id) }))
}

/**
 * Prices places confirmed after booking (approved, offered, or restored) by the accepted price
 * version and at the booking's time; payer and route are decided again. A booking made when the
 * event was free stays free. @param placeIds in the order that entitlements are used
 */
export const pricing = async (act: Act, event: EventDetails, bookingId: string, placeIds: readonly string[]): Promise<PlacesPriced> => {
  // Of a session at a school the booking has a price, and its event has none.
  if ((event.priceId === null && !isOfOneSchool(event)) || placeIds.length === 0) return nothing
  const { payer, booking } = await readBookingPayer(act.db, bookingId)
  const priceId = payer?.priceId ?? event.priceId
  if (priceId === null) return nothing
  const ground = await readMoneyGround(act, event, booking.rootId, { priceId, code: payer?.codeId ? { id: payer.codeId } : undefined })
  const asOf = payer?.pricedAsOf ?? booking.createdAt
  const { decision, quotes, gross } = priceOf(ground, event, booking.rootId, pricedAs(booking, placeIds), {
    asOf,
    stripe: act.stripe !== undefined,
    chosen: payer?.rule.why === 'chosen' ? 'card' : undefined,
    free: !payer?.priceId,
  })
  const same = payer !== undefined && payer.route === decision.route && JSON.stringify(payer.rule) === JSON.stringify(decision.rule)
  const accepted = payer ?? {
    codeId: null,
    agreedAt: booking.termsAcceptedAt,
    agreedById: booking.termsAcceptedAt ? booking.bookedById : null,
  }
  const references = same ? payer : referencesOf(decision.route, payer, ground.payer.details)
  return {
    quotes,
    gross,
    payer: { payerId: payerIdOf(decision.payer) },
    money: sayPriced({ ...references, payerId: payerIdOf(decision.payer), route: decision.route, priceId }, quotes, ground.payer.trustName),
    statements: [
      samePayer(act, bookingId, payer),
      ...sameFreeUsed(act.db, event.id, booking.rootId, ground),
      ...(same ? [] : payer ? [supersedePayer(act, payer)] : []),
      ...(same
        ? []
        : insertBookingPayer(act, {
            bookingId,
            decision,
            priceId: payer?.priceId ?? null,
            codeId: accepted.codeId,
            pricedAsOf: asOf,
            agreedAt: accepted.agreedAt,
            agreedById: accepted.agreedById,
            ...references,
          })),
      ...insertPlacePrices(act, { bookingId, eventId: event.id, schoolId: booking.schoolId, priceId, decision }, placeIds, quotes),
    ],
  }
}

/** For older bookings, and where only late cancelling costs. Put before the charge. */
export const ensureBookingPayer = async (
  act: Act,
  event: Pick<EventDetails, 'id' | 'sessions'>,
  bookingId: string,
): Promise<SqlStatement[]> => {
  const { payer, booking } = await readBookingPayer(act.db, bookingId)
  if (payer) return []
  const ground = await readMoneyGround(act, event, booking.rootId, { priceId: null })
  const { decision } = priceOf(ground, { earlyUntil: null }, booking.rootId, 0, {
    asOf: instant(act.now),
    stripe: act.stripe !== undefined,
  })
  return [
    samePayer(act, bookingId, undefined),
    ...insertBookingPayer(act, {
      bookingId,
      decision,
      priceId: null,
      codeId: null,
      pricedAsOf: booking.createdAt,
      agreedAt: booking.termsAcceptedAt,
      agreedById: booking.termsAcceptedAt ? booking.bookedById : null,
      ...referencesOf(decision.route, undefined, ground.payer.details),
    }),
  ]
}
