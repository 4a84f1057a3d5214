// What a booking's places cost and who pays, decided from what was read: the accepted price
// version, the school's legal status on the day of the event, and finance's settings.

import { type Day, type Instant, londonDay } from '#base/dates.ts'
import { cutTo } from '#base/words.ts'
import { decidePayer, type PayerDecision, type PayerDetails, type Route } from '#money/payers/payer.ts'
import type { PayerGround } from '#money/payers/store.ts'
import {
  type PlacesToPrice,
  type PriceCode,
  type PriceList,
  type Quote,
  type QuoteRule,
  quotePlaces,
  totalOf,
} from '#money/prices/price.ts'

export const longestReference = 60

/** What a booker accepts about money. `seenPence`: the shown total with VAT. */
export type Paying = {
  priceId: string
  seenPence: number
  choose?: 'card' | undefined
  code?: string | undefined
  poNumber?: string | undefined
  costCentre?: string | undefined
  subjectiveCode?: string | undefined
  billingEmail?: string | undefined
}

export type References = { poNumber: string; costCentre: string; subjectiveCode: string; billingEmail: string }

export type MoneyGround = {
  list: PriceList | undefined
  payer: PayerGround
  /** Free first places the school has at the event. */
  freeUsed: number
  code: (PriceCode & { left: number }) | undefined
  cardAtBooking: boolean
  /** Live prices of places ending in the same batch: their entitlements are free for others. */
  leaving: { agreementId: string | null; codeId: string | null; pence: number; vatPence: number }[]
}

/** The London day that decides the schools' legal status: the event's first. */
export const pricedDay = (event: { sessions: readonly { startsAt: Instant }[] }, now: Date): Day =>
  londonDay(event.sessions.map(({ startsAt }) => startsAt).toSorted()[0] ?? now)

export type Priced = { decision: PayerDecision; quotes: Quote[]; gross: number }

/** If finance set the agreement route but something is to pay, it follows the legal status. */
export const payerFor = (
  { standing, rules }: Pick<PayerGround, 'standing' | 'rules'>,
  schoolId: string,
  gross: number,
  options: { stripe: boolean; chosen?: 'card' | undefined },
): PayerDecision => {
  const decision = decidePayer(schoolId, standing, rules, options)
  return decision.route === 'agreement' && gross > 0
    ? decidePayer(schoolId, standing, { ...rules, override: undefined }, options)
    : decision
}

/**
 * Prices of `places` in order, with payer and route. @param options.asOf the instant for early
 * prices @param options.free booked when the event was free
 */
export const priceOf = (
  ground: MoneyGround,
  event: { earlyUntil: Instant | null },
  schoolId: string,
  places: PlacesToPrice,
  options: { asOf: Instant; stripe: boolean; chosen?: 'card' | undefined; free?: boolean | undefined },
): Priced => {
  const quotes = ground.list ? quotesOf(ground, ground.list, event, places, options) : []
  const { gross } = totalOf(quotes)
  return { decision: payerFor(ground.payer, schoolId, gross, options), quotes, gross }
}

/** How a booking is priced again: at the early price of when it was booked, and paid as before. */
export const asBooked = ({ pricedAsOf, rule }: Pick<BookingPayer, 'pricedAsOf' | 'rule'>, stripe: boolean) => ({
  asOf: pricedAsOf,
  stripe,
  chosen: rule.why === 'chosen' ? ('card' as const) : undefined,
})

const quotesOf = (
  ground: MoneyGround,
  list: PriceList,
  event: { earlyUntil: Instant | null },
  places: PlacesToPrice,
  { asOf, free }: { asOf: Instant; free?: boolean | undefined },
): Quote[] => {
  const { standing, hasAgreement } = ground.payer
  const agreements = list.forSession ? [] : ground.payer.agreements
  const back = (key: 'agreementId' | 'codeId', id: string): number => ground.leaving.filter((price) => price[key] === id).length
  const quotes = quotePlaces(
    {
      list,
      status: standing.status,
      area: standing.area,
      earlyUntil: event.earlyUntil,
      asOf,
      freeLeft: free ? 0 : list.freePlaces - ground.freeUsed,
      agreements: free ? [] : agreements.map(({ id, left }) => ({ id, left: left === null ? null : left + back('agreementId', id) })),
      hasAgreement,
      code: free || !ground.code ? undefined : { ...ground.code, left: ground.code.left + back('codeId', ground.code.id) },
    },
    places,
  )
  return free
    ? quotes.map((quote) => ({ ...quote, basis: 'price', pence: 0, vatPence: 0, rule: { ...quote.rule, basis: 'price' } }))
    : quotes
}

/** A place priced anew keeps the price of the room or online, whatever moved it since. */
export const asPriced = ({ rule }: { rule: Pick<QuoteRule, 'onlineLess'> }) => ({ online: rule.onlineLess !== undefined })

/** Of the place's own row: one that a service agreement covers is paid by nobody. */
export const routeOf = (quote: Pick<Quote, 'basis'>, decision: Pick<PayerDecision, 'route'>): Route =>
  quote.basis === 'agreement' ? 'agreement' : decision.route

/** What whoever books says for the bill. */
export const billOf: Record<Route, 'cost_centre' | 'invoice' | 'receipt'> = {
  recharge: 'cost_centre',
  invoice: 'invoice',
  stripe_invoice: 'invoice',
  card: 'receipt',
  agreement: 'invoice',
}

/** The bill's references: typed, else known of the payer; only those the route uses. */
export const referencesOf = (
  route: Route,
  paying: { [name in keyof References]?: string | undefined } | undefined,
  details: PayerDetails | undefined,
): References => {
  const typed = (name: keyof References): string => cutTo((paying?.[name] ?? '').trim(), longestReference)
  const recharge = billOf[route] === 'cost_centre'
  return {
    poNumber: recharge ? '' : typed('poNumber'),
    costCentre: recharge ? typed('costCentre') || (details?.costCentre ?? '') : '',
    subjectiveCode: recharge ? typed('subjectiveCode') || (details?.subjectiveCode ?? '') : '',
    billingEmail: recharge ? '' : cutTo((paying?.billingEmail ?? '').trim(), 254) || (details?.billingEmail ?? ''),
  }
}

/** A booking's current payer. `schoolId` is the booking's own, perhaps a predecessor's id. */
export type BookingPayer = References & {
  id: string
  bookingId: string
  schoolId: string
  payerId: string
  route: Route
  priceId: string | null
  codeId: string | null
  pricedAsOf: Instant
  agreedAt: Instant | null
  agreedById: string | null
  /** Their name, else address; undefined: not read. */
  agreedBy?: string | null | undefined
  rule: PayerDecision['rule']
}

export type PlacePrice = Pick<Quote, 'pence' | 'vatPence' | 'basis' | 'rule'> & { placeId: string; route: Route }

/** A refusal by a price trigger means retry: somebody else used an entitlement just then. */
export const movedPrices = <R extends string>(reason: R) => ({
  agreement_used_up: reason,
  free_places_used: reason,
  code_used_up: reason,
  place_without_payer: reason,
  place_without_price: reason,
})
