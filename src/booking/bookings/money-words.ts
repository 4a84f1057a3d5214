// Cost, payer and route of a booking in words, for pages and emails.
import { sayLongDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { counted } from '#base/words.ts'
import type { PayerDecision, Route } from '#money/payers/payer.ts'
import { type Quote, type QuoteRule, sayQuote, totalOf } from '#money/prices/price.ts'
import type { References } from './pricing.ts'

type PlacePriced = Pick<Quote, 'pence' | 'vatPence' | 'basis'> & { rule?: Pick<QuoteRule, 'onlineLess'> }

/** Who gets the bill, in mid-sentence. */
const payerWords = (payer: 'school' | 'trust', trustName: string | null): string =>
  payer === 'trust' ? `the trust${trustName ? `, ${trustName},` : ''}` : 'the school'

const routeSentences: Record<Route, (payer: string) => string> = {
  recharge: (payer) => `The council recharges ${payer} within its own accounts.`,
  invoice: (payer) => `The council sends ${payer} an invoice.`,
  stripe_invoice: (payer) => `The council sends ${payer} an invoice that can be paid online or by bank transfer.`,
  card: () => 'You pay by card.',
  agreement: (payer) => `It is covered by the service agreement of ${payer}.`,
}

/** `The council sends the trust, Tall Trees Trust, an invoice.` */
export const sayRoute = (decision: Pick<PayerDecision, 'payer' | 'route'>, trustName: string | null): string =>
  routeSentences[decision.route](payerWords(decision.payer.kind, trustName))

/** Places of the same price together: `2 places: £100.00 and £20.00 VAT each`. */
export const sayPlaces = (prices: readonly PlacePriced[]): string[] => {
  const kinds = [...new Set(prices.map((price) => sayQuote(price)))]
  return kinds.map((words) => {
    const n = prices.filter((price) => sayQuote(price) === words).length
    return `${counted(n, 'place')}: ${words}${n > 1 && !words.startsWith('Free') ? ' (each)' : ''}`
  })
}

/** `£240.00, of which £40.00 is VAT`, `Nothing` */
export const sayTotal = (prices: readonly PlacePriced[]): string => {
  const { gross, vatPence } = totalOf(prices)
  if (gross === 0) return 'Nothing'
  return vatPence === 0 ? sayMoney(gross) : `${sayMoney(gross)}, of which ${sayMoney(vatPence)} is VAT`
}

export const sayWouldCost = (prices: readonly PlacePriced[]): string | undefined => {
  if (prices.length === 0) return undefined
  const total = sayTotal(prices)
  return total === 'Nothing'
    ? 'They cost nothing.'
    : `${total} for ${prices.length === 1 ? 'the place' : `all ${prices.length}`}, as things stand.`
}

const statusSentences: Record<PayerDecision['rule']['status'], string> = {
  maintained: 'a maintained school',
  academy: 'an academy or free school',
  independent: 'an independent school',
  further_education: 'a further education college',
  other: 'an organisation outside the register of schools',
}

/** Why a booking was repriced, from the school and payer then and now. */
export const sayWhyPriced = (was: PayerDecision['rule'], is: PayerDecision['rule']): string => {
  const on = `on the day of the event, ${sayLongDay(is.day)}`
  if (was.status !== is.status) return `You are ${statusSentences[is.status]} ${on}, and not ${statusSentences[was.status]}.`
  if (was.area !== is.area) return `You are ${is.area} the council’s area ${on}.`
  if (was.central !== is.central) return `${is.central ? 'Its trust pays' : 'Its trust no longer pays'} for you ${on}.`
  return was.day === is.day ? 'The council has changed how you pay.' : `The event is on another day, ${sayLongDay(is.day)}.`
}

export const sayReferences = (references: References): [label: string, value: string][] =>
  (
    [
      ['Purchase order', references.poNumber],
      ['Cost centre', references.costCentre],
      ['Subjective code', references.subjectiveCode],
      ['Bills go to', references.billingEmail],
    ] satisfies [string, string][]
  ).filter(([, value]) => value !== '')

/** What was paid and is to pay, in rows. `owed`: pence with VAT. */
type SaidBalance = { rows: readonly [label: string, value: string][]; owed: number }

const asBalance = (label: string, prices: readonly PlacePriced[]): SaidBalance => ({
  rows: [[label, sayTotal(prices)]],
  owed: totalOf(prices).gross,
})

export const toPay = (prices: readonly PlacePriced[]): SaidBalance => asBalance('To pay', prices)

/** The heading of the payer among what `sayPriced` says. */
export const whoPays = 'Who pays'

/** @param balance of a whole booking; else only what the places cost */
export const sayPriced = (
  payer: References & { payerId: string; route: Route; priceId: string | null },
  prices: readonly PlacePriced[],
  trustName: string | null = null,
  balance: SaidBalance = asBalance('Cost', prices),
): [label: string, value: string][] => {
  if (payer.priceId === null || prices.length === 0) return []
  const kind = payer.payerId.startsWith('payer-of-trust-') ? 'trust' : 'school'
  return [
    ['Price', sayPlaces(prices).join('; ')],
    ...balance.rows,
    ...(balance.owed <= 0 ? [] : ([[whoPays, routeSentences[payer.route](payerWords(kind, trustName))]] satisfies [string, string][])),
    ...sayReferences(payer),
  ]
}
