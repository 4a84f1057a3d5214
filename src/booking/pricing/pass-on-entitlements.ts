// An entitlement (a free first place, an agreement's place, a code) does not end with its place
// while the school pays for another place of the event: it passes to that one in the batch that
// ends the place.
import type { Act } from '#base/act.ts'
import { asBooked, type MoneyGround, priceOf } from '#booking/bookings/pricing.ts'
import { insertPlacePrices, readMoneyGrounds, samePayer } from '#booking/bookings/pricing-store.ts'
import type { EventDetails } from '#events/events/event.ts'
import { payerIdOf } from '#money/payers/payer.ts'
import { totalOf } from '#money/prices/price.ts'
import { entitledGround, notBeingPaidFor, type PayingBooking, sameStanding } from './entitlement-store.ts'
import { supersedePrices } from './reprice-store.ts'

export type PassedOn = {
  statements: SqlStatement[]
  /** Repriced bookings, with their new price and what they save, with VAT. */
  saved: { bookingId: string; reference: string; placeIds: string[]; gross: number; pence: number }[]
}

/**
 * Passes entitlements on when places end; put the statements after the ones that end them. @param
 * first the booking served first; its school is a root @param places.ending those that end @param
 * places.becoming confirmed in this batch, in case an entitlement ended while they were paid for
 */
export const passOnEntitlements = async (
  act: Act,
  event: EventDetails,
  first: { id: string; schoolId: string },
  { ending, becoming = [] }: { ending: readonly string[]; becoming?: readonly string[] },
): Promise<PassedOn> => {
  const { schoolId } = first
  const nothing: PassedOn = { statements: [], saved: [] }
  if (event.priceId === null) return nothing
  const { freed, standing, bookings } = await entitledGround(act.db, event.id, schoolId, ending, becoming)
  if (freed === 0 && becoming.length === 0) return nothing
  const passed: PassedOn = { statements: [sameStanding(act.db, event.id, schoolId, [...ending, ...becoming], standing)], saved: [] }
  // Reprice everything the school has at the event in order, so that each entitlement covers one
  // place.
  const leaving = [...ending, ...bookings.flatMap(({ places }) => places.map(({ placeId }) => placeId))]
  const used = { free: 0, agreements: new Map<string, number>(), codes: new Map<string, number>() }
  const priced = inOrder(bookings, first.id).flatMap((one) => (one.payer.priceId ? [{ ...one, priceId: one.payer.priceId }] : []))
  const accepted = priced.map(({ priceId, payer }) => ({ priceId, code: payer.codeId ? { id: payer.codeId } : undefined }))
  const grounds = await readMoneyGrounds(act, event, schoolId, accepted, leaving)
  for (const [index, booking] of priced.entries()) {
    const { payer, places, priceId } = booking
    const ground = lessUsed(grounds[index] as MoneyGround, used)
    const { decision, quotes, gross } = priceOf(
      ground,
      event,
      schoolId,
      places.map(({ onlineLess }) => ({ online: onlineLess !== null })),
      asBooked(payer, act.stripe !== undefined),
    )
    const pence = totalOf(places).gross - gross
    const samePayerAsBefore = payerIdOf(decision.payer) === payer.payerId
    const quoted = pence > 0 && samePayerAsBefore ? quotes : places
    for (const quote of quoted) {
      if (quote.basis === 'first_free') used.free += 1
      if (quote.agreementId) used.agreements.set(quote.agreementId, (used.agreements.get(quote.agreementId) ?? 0) + 1)
      if (quote.codeId) used.codes.set(quote.codeId, (used.codes.get(quote.codeId) ?? 0) + 1)
    }
    if (pence <= 0 || !samePayerAsBefore) continue
    passed.saved.push({
      bookingId: booking.bookingId,
      reference: booking.reference,
      gross,
      pence,
      placeIds: places.map(({ placeId }) => placeId),
    })
    passed.statements.push(
      samePayer(act, booking.bookingId, payer),
      notBeingPaidFor(
        act.db,
        places.map(({ placeId }) => placeId),
      ),
      ...supersedePrices(
        act,
        places.map(({ id }) => id),
      ),
      ...insertPlacePrices(
        act,
        {
          bookingId: booking.bookingId,
          eventId: event.id,
          schoolId: payer.schoolId,
          priceId,
          decision: { ...decision, route: payer.route },
        },
        places.map(({ placeId }) => placeId),
        quotes,
      ),
    )
  }
  return passed
}

const inOrder = (bookings: readonly PayingBooking[], firstId: string): PayingBooking[] => [
  ...bookings.filter(({ bookingId }) => bookingId === firstId),
  ...bookings.filter(({ bookingId }) => bookingId !== firstId),
]

type Used = { free: number; agreements: ReadonlyMap<string, number>; codes: ReadonlyMap<string, number> }

/** The ground without what earlier bookings have used of it. */
const lessUsed = (ground: MoneyGround, used: Used): MoneyGround => ({
  ...ground,
  freeUsed: ground.freeUsed + used.free,
  payer: {
    ...ground.payer,
    agreements: ground.payer.agreements.map((one) => ({
      ...one,
      left: one.left === null ? null : one.left - (used.agreements.get(one.id) ?? 0),
    })),
  },
  code: ground.code && { ...ground.code, left: ground.code.left - (used.codes.get(ground.code.id) ?? 0) },
})
