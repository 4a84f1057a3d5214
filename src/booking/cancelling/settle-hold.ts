import type { Act } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { readBookingMoney } from '#booking/bookings/booking-money-store.ts'
import { readAnyBooking } from '#booking/bookings/booking-store.ts'
import { invitedTo } from '#booking/bookings/invite-booked.ts'
import { sayPriced } from '#booking/bookings/money-words.ts'
import { readPlacePrices } from '#booking/bookings/pricing-store.ts'
import { confirmationOf } from '#booking/placing/confirm-booking.ts'
import { passOnEntitlements } from '#booking/pricing/pass-on-entitlements.ts'
import { invitePlaces } from '#calendars/invites/invite-places.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { type BalanceLine, balanceOf, balanceRows, receiptRow } from '#money/ledger/balance.ts'
import { markLinesNotified } from '#money/ledger/store.ts'
import { endPlaces } from './end-store.ts'
import { confirmPlaces, heldPlaces, priceAsBefore, sameHeld } from './hold-store.ts'
import { reopenBooking } from './undo-store.ts'

/** `gross`: price of its places together with VAT; `placeIds`: the places of the statements. */
export type SettledHold = { statements: SqlStatement[]; placeIds: string[]; bookingId: string; gross: number }

/** How `confirmHeld`'s batch may be refused: something changed (retry), or no room. */
export const holdRefusals = {
  event_full: 'no_room',
  others_are_waiting: 'no_room',
  not_held_back_for_school: 'no_room',
  held_back: 'no_room',
  school_limit_reached: 'no_room',
  trust_limit_reached: 'no_room',
  agreement_used_up: 'no_room',
  free_places_used: 'no_room',
  code_used_up: 'no_room',
  event_cancelled: 'no_room',
  place_without_price: 'changed',
  'PlacePrice.placeId': 'changed',
  'Place.eventId, Place.personId': 'no_room',
  [guardBroken]: 'changed',
} as const

/**
 * Confirms places held for a card payment, also after the hold, at its old price, while there is
 * room (`holdRefusals`); into the batch that records the payment. @param paid pence of it;
 * undefined: nothing is to pay any more @returns undefined when nothing is held
 */
export const confirmHeld = async (act: Act, reference: string, paid: number | undefined): Promise<SettledHold | undefined> => {
  const bookingAndEvent = await readAnyBooking(act, reference)
  if (!bookingAndEvent) return undefined
  const { booking, event } = bookingAndEvent
  const held = await heldPlaces(act.db, booking.id)
  const places = booking.places.filter((place) => held.some(({ id, state }) => id === place.id && state === place.state))
  if (places.length === 0) return undefined
  const ids = places.map((place) => place.id)
  const ended = places.filter((place) => place.state === 'cancelled').map((place) => place.id)
  const [prices, { lines }] = await Promise.all([readPlacePrices(act.db, ids), readBookingMoney(act, booking)])
  const { rows, owed } = balanceRows(balanceOf([...lines, ...linesWhenPaid(act, prices, paid ?? 0)]))
  const balance = { rows: [...rows, ...(paid ? [receiptRow] : [])], owed }
  const messages = await confirmationOf(act, {
    event,
    accepted: bookingAndEvent.accepted,
    booking,
    money: bookingAndEvent.payer && sayPriced(bookingAndEvent.payer, prices, null, balance),
    delegates: places.flatMap((place) => (place.name ? [place.name] : [])),
    waiting: 0,
    waitsFor: undefined,
    unnamed: places.filter((place) => place.personId === null).length,
  })
  return {
    placeIds: ids,
    bookingId: booking.id,
    gross: prices.reduce((sum, { pence, vatPence }) => sum + pence + vatPence, 0),
    statements: [
      sameHeld(act, event, places),
      ...(ended.length > 0 ? [priceAsBefore(act, ended), reopenBooking(act, booking.id)] : []),
      confirmPlaces(act, ids),
      ...(await passOnEntitlements(act, event, booking, { ending: [], becoming: ids })).statements,
      ...queuedAll(act, messages),
      ...messages.map(({ id }) => markLinesNotified(act, booking.id, id)),
      ...(await invitePlaces(act, event, invitedTo(act, bookingAndEvent, places))),
      logged(act, {
        act: paid === undefined ? 'booking.confirmed_unpaid' : 'booking.paid_and_confirmed',
        subject: ['booking', booking.id],
        eventId: event.id,
        schoolId: booking.schoolId,
        before: { state: 'held' },
        after: { state: 'confirmed', places: places.map(({ id, personId }) => ({ id, personId })) },
      }),
    ],
  }
}

/** What the batch posts when the places are paid for. */
const linesWhenPaid = (act: Act, prices: readonly { pence: number; vatPence: number }[], paid: number): BalanceLine[] => {
  const of = { happenedOn: londonDay(act.now), route: 'card' as const, byItself: 1 }
  const charges = prices.map(({ pence, vatPence }): BalanceLine => ({ ...of, kind: 'charge', pence, vatPence, rule: {} }))
  return paid === 0 ? charges : [...charges, { ...of, kind: 'payment', pence: -paid, vatPence: 0, rule: { why: 'card' } }]
}

/** A free place passed to them. @returns false when something changed, or there is no room */
export const confirmCostingNothing = async (act: Act, reference: string): Promise<boolean> => {
  const confirming = await confirmHeld(act, reference, undefined)
  return confirming !== undefined && (await atomically(act.db, confirming.statements, holdRefusals)).ok
}

/** No payment came; nothing was charged. @returns undefined when nothing is held */
export const endHeld = async (act: Act, reference: string): Promise<SettledHold | undefined> => {
  const bookingAndEvent = await readAnyBooking(act, reference)
  const places = bookingAndEvent?.booking.places.filter((place) => place.state === 'held' && place.waitsFor === null) ?? []
  if (!bookingAndEvent || places.length === 0) return undefined
  const { booking, event } = bookingAndEvent
  const ids = places.map((place) => place.id)
  const prices = await readPlacePrices(act.db, ids)
  return {
    placeIds: ids,
    bookingId: booking.id,
    gross: prices.reduce((sum, { pence, vatPence }) => sum + pence + vatPence, 0),
    statements: [
      sameHeld(act, event, places),
      ...endPlaces(act, booking.id, ids),
      ...(await passOnEntitlements(act, event, booking, { ending: ids })).statements,
      logged(act, {
        act: 'booking.hold_ended',
        subject: ['booking', booking.id],
        eventId: event.id,
        schoolId: booking.schoolId,
        before: { state: 'held', places: places.map(({ id, personId }) => ({ id, personId })) },
        after: { state: 'cancelled', at: instant(act.now) },
      }),
    ],
  }
}
