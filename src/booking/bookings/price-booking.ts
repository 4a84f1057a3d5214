import type { Act } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { EventDetails } from '#events/events/event.ts'
import { type PayerDecision, payerIdOf, type Route } from '#money/payers/payer.ts'
import type { Quote } from '#money/prices/price.ts'
import { type Channel, holdMinutes, type Refusal } from './booking.ts'
import type { BookingPayer } from './pricing.ts'
import { type MoneyGround, type Paying, type Priced, priceOf, type References, referencesOf } from './pricing.ts'
import { insertBookingPayer, insertPlacePrices, readMoneyGround, sameFreeUsed } from './pricing-store.ts'
import type { NewBooking } from './store.ts'

/** What a new booking says of money. */
export type Accepting = {
  channel: Channel
  paying: Paying | undefined
  /** An organiser books, and the school has agreed to the price. */
  schoolAgreed: boolean
  /** A request of earlier: it is priced as early as it was made, and nobody waits at Stripe's page for it. */
  requestedAt: Instant | undefined
  /** The places come from another date and end there in the same batch. */
  moving: { placeIds: readonly string[]; payer: BookingPayer | undefined } | undefined
}

export type BookingMoney = {
  /** To be put after the row of the booking and before its places. */
  statements: D1PreparedStatement[]
  /** Of the places that are certain, or held while somebody pays. */
  quotes: Quote[]
  gross: number
  /** What the places that wait would cost as things stand. */
  waitingQuotes: Quote[]
  decision: PayerDecision | undefined
  /** As the confirmation says it. */
  payer: (References & { payerId: string; route: Route; priceId: string | null }) | undefined
  trustName: string | null
  /** Somebody of the school has agreed to it. */
  agreed: boolean
  /** The places are held until then while the booker pays by card; undefined: they are certain at once. */
  heldUntil: Instant | undefined
}

/**
 * What a new booking costs and who pays for it. Nothing is read for an event that costs nothing, neither a place nor cancelling it. A school's
 * own booking has to have accepted the version of the prices that holds, and pays what it saw; a request that was made earlier, and places
 * that come from another date, may turn out cheaper than that.
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
  const { paying, moving, channel } = accepting
  const own = channel === 'school' && !moving
  if (own && event.priceId !== null && paying?.priceId !== event.priceId) return refuse('price_not_accepted')
  const ground = await readMoneyGround(act, event, rootId, {
    priceId: event.priceId,
    code: paying?.code ? { text: paying.code } : moving?.payer?.codeId ? { id: moving.payer.codeId } : undefined,
    leaving: moving?.placeIds,
  })
  const asOf = accepting.requestedAt ?? moving?.payer?.pricedAsOf ?? instant(act.now)
  const chosen = (paying?.choose === 'card' && ground.cardAtBooking) || moving?.payer?.rule.why === 'chosen' ? 'card' : undefined
  const all = priceOf(ground, event, rootId, booking.places.length, { asOf, stripe: act.stripe !== undefined, chosen })
  const refusal = event.priceId === null ? undefined : refusalOf(accepting, ground, all)
  if (refusal) return refuse(refusal)
  const certain = booking.places.filter((place) => !place.waitsFor)
  const quotes = all.quotes.slice(0, certain.length)
  const gross = quotes.reduce((sum, { pence, vatPence }) => sum + pence + vatPence, 0)
  const { decision } = all
  const agreed = agreedBy(act, accepting, booking, ground, all)
  const held = own && accepting.requestedAt === undefined && decision.route === 'card' && gross > 0
  const references = referencesOf(decision.route, paying ?? moving?.payer, ground.payer.details)
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
        ...{ bookingId: booking.id, decision, priceId: event.priceId, codeId: ground.code?.id ?? null, pricedAsOf: asOf, ...agreed },
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

/** Nobody pays what they did not see. A council that books for a school need not have seen the price; if it has, it has to hold. */
const refusalOf = ({ paying, moving, channel, requestedAt }: Accepting, ground: MoneyGround, { gross }: Priced): Refusal | undefined => {
  if (paying?.code?.trim() && !ground.code) return 'code_unknown'
  if (paying?.code?.trim() && (ground.code?.left ?? 0) <= 0) return 'code_used_up'
  if (!paying) return channel === 'school' && moving && gross > leftBehind(ground) ? 'price_changed' : undefined
  if (paying.priceId !== ground.list?.id) return 'price_not_accepted'
  return requestedAt === undefined
    ? gross === paying.seenPence
      ? undefined
      : 'price_changed'
    : gross > paying.seenPence
      ? 'price_changed'
      : undefined
}

/** Since when somebody of the school has agreed to pay. What costs no more at another date was agreed with the first booking. */
const agreedBy = (
  act: Act,
  { channel, schoolAgreed, requestedAt, moving }: Accepting,
  booking: NewBooking,
  ground: MoneyGround,
  { gross }: Priced,
): Pick<BookingPayer, 'agreedAt' | 'agreedById'> => {
  if (channel === 'school') return { agreedAt: requestedAt ?? instant(act.now), agreedById: booking.bookedById ?? null }
  if (moving?.payer && gross <= leftBehind(ground)) return { agreedAt: moving.payer.agreedAt, agreedById: moving.payer.agreedById }
  return schoolAgreed ? { agreedAt: instant(act.now), agreedById: booking.bookedById ?? null } : { agreedAt: null, agreedById: null }
}
