import type { Act } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { type Channel, holdMinutes, type Refusal } from '#booking/bookings/booking.ts'
import type { Origin } from '#booking/bookings/booking-ask.ts'
import {
  asBooked,
  type BookingPayer,
  type MoneyGround,
  type Paying,
  type Priced,
  priceOf,
  type References,
  referencesOf,
} from '#booking/bookings/pricing.ts'
import { insertBookingPayer, insertPlacePrices, readMoneyGround, sameFreeUsed } from '#booking/bookings/pricing-store.ts'
import type { NewBooking } from '#booking/bookings/store.ts'
import type { EventDetails } from '#events/events/event.ts'
import { type PayerDecision, payerIdOf, type Route } from '#money/payers/payer.ts'
import type { Quote } from '#money/prices/price.ts'

export type Accepting = {
  channel: Channel
  paying: Paying | undefined
  /** An organiser books, and the school has agreed to the price. */
  schoolAgreed: boolean
  /** An earlier request gets its time's early price and skips Stripe's page. */
  origin: Origin
}

export type BookingMoney = {
  /** Put after the booking's row and before its places. */
  statements: SqlStatement[]
  /** For places confirmed, or held while somebody pays. */
  quotes: Quote[]
  gross: number
  /** What the waiting places would cost now. */
  waitingQuotes: Quote[]
  decision: PayerDecision | undefined
  payer: (References & { payerId: string; route: Route; priceId: string | null }) | undefined
  trustName: string | null
  agreed: boolean
  /** Until when places are held while the booker pays by card; undefined: confirmed at once. */
  heldUntil: Instant | undefined
}

/**
 * The price and payer of a new booking; reads nothing for a free event with free cancelling. A
 * school must accept the current prices and pays what it saw; earlier requests and moved places may
 * be cheaper than that.
 */
export const priceBooking = async (
  act: Act,
  event: EventDetails,
  rootId: string,
  booking: NewBooking,
  accepting: Accepting,
): Promise<Result<BookingMoney, Refusal>> => {
  if (event.priceId === null && event.termsId === null)
    return ok({
      statements: [],
      quotes: [],
      waitingQuotes: [],
      gross: 0,
      decision: undefined,
      payer: undefined,
      trustName: null,
      agreed: true,
      heldUntil: undefined,
    })
  const { paying, channel } = accepting
  const { moved, requested } = accepting.origin
  const own = channel === 'school' && !moved
  if (own && event.priceId !== null && paying?.priceId !== event.priceId) return refuse('price_not_accepted')
  const ground = await readMoneyGround(act, event, rootId, {
    priceId: event.priceId,
    code: paying?.code ? { text: paying.code } : moved?.payer?.codeId ? { id: moved.payer.codeId } : undefined,
    leaving: moved?.placeIds,
  })
  const asOf = requested?.requestedAt ?? moved?.payer?.pricedAsOf ?? instant(act.now)
  const chosen = !moved && paying?.choose === 'card' && ground.cardAtBooking ? 'card' : undefined
  const certain = booking.places.filter((place) => !place.waitsFor)
  const inTurn = [...certain, ...booking.places.filter((place) => place.waitsFor)].map(({ attendance }) => ({
    online: attendance === 'online',
  }))
  const stripe = act.stripe !== undefined
  const all = priceOf(ground, event, rootId, inTurn, moved?.payer ? asBooked(moved.payer, stripe) : { asOf, stripe, chosen })
  const refusal = event.priceId === null ? undefined : refusalOf(accepting, ground, all)
  if (refusal) return refuse(refusal)
  const quotes = all.quotes.slice(0, certain.length)
  const gross = quotes.reduce((sum, { pence, vatPence }) => sum + pence + vatPence, 0)
  const { decision } = all
  const agreed = agreedBy(act, accepting, booking, ground, all)
  const held = own && !requested && decision.route === 'card' && gross > 0
  const references = referencesOf(decision.route, moved ? moved.payer : paying, ground.payer.details)
  return ok({
    quotes,
    gross,
    waitingQuotes: all.quotes.slice(certain.length),
    decision,
    payer: { ...references, payerId: payerIdOf(decision.payer), route: decision.route, priceId: event.priceId },
    trustName: ground.payer.trustName,
    agreed: agreed.agreedAt !== null,
    heldUntil: held ? instant(addMinutes(act.now, holdMinutes)) : undefined,
    statements: [
      ...sameFreeUsed(act.db, event.id, rootId, ground),
      ...insertBookingPayer(act, {
        bookingId: booking.id,
        decision,
        priceId: event.priceId,
        codeId: ground.code?.id ?? null,
        pricedAsOf: asOf,
        ...agreed,
        ...references,
      }),
      ...(event.priceId === null
        ? []
        : insertPlacePrices(
            act,
            { bookingId: booking.id, eventId: event.id, schoolId: booking.schoolId, priceId: event.priceId, decision },
            certain.map((place) => place.id),
            quotes,
          )),
    ],
  })
}

const leftBehind = ({ leaving }: MoneyGround): number => leaving.reduce((sum, { pence, vatPence }) => sum + pence + vatPence, 0)

/** An organiser need not have seen the price, but one they did see must still hold. */
const refusalOf = ({ paying, channel, origin }: Accepting, ground: MoneyGround, { gross }: Priced): Refusal | undefined => {
  if (paying?.code?.trim() && !ground.code) return 'code_unknown'
  if (paying?.code?.trim() && (ground.code?.left ?? 0) <= 0) return 'code_used_up'
  if (!paying) return channel === 'school' && origin.moved && gross > leftBehind(ground) ? 'price_changed' : undefined
  if (paying.priceId !== ground.list?.id) return 'price_not_accepted'
  return !origin.requested
    ? gross === paying.seenPence
      ? undefined
      : 'price_changed'
    : gross > paying.seenPence
      ? 'price_changed'
      : undefined
}

/** At another date, what costs no more was agreed with the first booking. */
const agreedBy = (
  act: Act,
  { channel, schoolAgreed, origin: { requested, moved } }: Accepting,
  booking: NewBooking,
  ground: MoneyGround,
  { gross }: Priced,
): Pick<BookingPayer, 'agreedAt' | 'agreedById'> => {
  if (channel === 'school') return { agreedAt: requested?.requestedAt ?? instant(act.now), agreedById: booking.booker.accountId ?? null }
  if (moved?.payer && gross <= leftBehind(ground)) return { agreedAt: moved.payer.agreedAt, agreedById: moved.payer.agreedById }
  return schoolAgreed ? { agreedAt: instant(act.now), agreedById: booking.booker.accountId ?? null } : { agreedAt: null, agreedById: null }
}
