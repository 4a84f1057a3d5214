// A ledger line is one sum that somebody owes or has paid. Lines are never changed or deleted: a
// mistake is corrected by another line, and what is owed is the sum of the lines. Triggers post the
// lines of places; this file has the words for them and how sums are read.
import { type Day, type Instant, sayDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import type { Route } from '#money/payers/payer.ts'
import { routeWords } from '#money/payers/words.ts'
import { sayLess, usualPrice } from '#money/prices/price.ts'

const lineKinds = [
  'charge',
  'cancellation_charge',
  'not_attending_charge',
  'waiver',
  'credit',
  'payment',
  'refund',
  'write_off',
  'taken_back',
] as const
export type LineKind = (typeof lineKinds)[number]

export const kindWords: Record<LineKind, string> = {
  charge: 'Charge',
  cancellation_charge: 'Charge for cancelling',
  not_attending_charge: 'Charge for not attending',
  waiver: 'Waived',
  credit: 'Credit',
  payment: 'Payment',
  refund: 'Paid back',
  write_off: 'Written off',
  taken_back: 'Payment undone',
}

export { routeWords }

/** True for lines that charge something; the others reduce it or are money. */
export const isCharge = (kind: LineKind): boolean => kind === 'charge' || kind === 'cancellation_charge' || kind === 'not_attending_charge'

/** Money received or returned, or a payment that was taken back. */
export const isMoney = (kind: LineKind): boolean => kind === 'payment' || kind === 'refund' || kind === 'taken_back'

/** A line as lists show it. `pence` is without VAT; above zero the council is owed it. */
export type Line = {
  number: number
  kind: LineKind
  payerId: string
  route: Route
  bookingId: string | null
  placeId: string | null
  pence: number
  vatPence: number
  /** `2026-06` */
  period: string
  happenedOn: Day
  rule: LineRule
  reason: string
  at: Instant
  reversesNumber: number | null
  chargeId: string | null
}

/** Why a line exists, as stored: the rule of a price, a charge or money. */
export type LineRule = { readonly [key: string]: unknown }

export const grossOf = ({ pence, vatPence }: { pence: number; vatPence: number }): number => pence + vatPence

/** Sums of lines in pence; `owed` below zero is credit. */
export type Sums = { charged: number; takenOff: number; paid: number; owed: number }

/**
 * `charged`: places and charges; `takenOff`: credits, waivers and write-offs; `paid`: payments less
 * what was refunded or taken back.
 */
export const sumsOf = (lines: readonly Pick<Line, 'kind' | 'pence' | 'vatPence'>[]): Sums => {
  const sums = { charged: 0, takenOff: 0, paid: 0, owed: 0 }
  for (const line of lines) {
    const gross = grossOf(line)
    sums.owed += gross
    if (isCharge(line.kind)) sums.charged += gross
    else if (isMoney(line.kind)) sums.paid -= gross
    else sums.takenOff -= gross
  }
  return sums
}

/** VAT of part of a line, to the nearest penny. The last part gets all that is left. */
export const vatOfPart = (left: { pence: number; vatPence: number }, pence: number): number =>
  left.pence === 0 || pence >= left.pence ? left.vatPence : Math.min(left.vatPence, Math.floor((left.vatPence * pence) / left.pence + 0.5))

const listed = (value: unknown): string => (typeof value === 'string' ? value : '')

const statusWords: Record<string, string> = {
  maintained: 'maintained school',
  academy: 'academy or free school',
  independent: 'independent school',
  further_education: 'further education',
  other: 'other organisation',
}

const basisWords: Record<string, string> = {
  early: 'early price',
  first_free: 'one of the first free places',
  agreement: 'covered by a service agreement',
  code: 'with a code',
}

const whyWords: Record<string, string> = {
  place_ended: 'The place was given back',
  event_called_off: 'The event was called off by the council',
  names_missing: 'The place was given back: it had no name in time',
  priced_anew: 'The price of the place has changed',
  charge_withdrawn: 'The charge was withdrawn',
  let_off: 'Waived by two people',
  written_off: 'Written off by two people',
  refunded: 'Paid back by the council',
  by_hand: 'Recorded by hand',
  journalled: 'Journalled between cost centres',
  journal_rejected: 'The finance system rejected the journal',
  request_paid: 'Paid to the council on its invoice',
  put_to_booking: 'Put from money on account to a booking',
  put_back: 'On account again: it had been put to a booking, and that was undone',
  invoice_paid: 'Paid through Stripe',
  paid_outside: 'Paid otherwise, recorded by finance',
  invoice_refunded: 'Paid back through Stripe',
  refund_failed: 'A refund did not arrive and came back',
  dispute_lost: 'The bank of the payer took the payment back',
  transfer_received: 'Bank transfer received',
  transfer_used: 'Put to an invoice, or returned',
  card: 'Paid by card',
  card_terms: 'Paid back to the card, by the terms of cancelling',
  card_paid_late: 'Paid back to the card: it was paid when the places were gone',
  card_approved: 'Paid back to the card: waived by two people',
  card_at_stripe: 'Paid back to the card on Stripe’s own pages',
  card_refund_failed: 'What was paid back to the card came back',
  card_dispute_lost: 'Taken back by the bank of the card',
  moved_with_places: 'Went with places to another date',
  nobody_came: 'Nobody came on this place, by the terms that were accepted',
}

/** Why a payment is taken back, as its school reads it after “because”. */
export const takeBackWords = {
  wrong_request: 'it was recorded for the wrong booking or request',
  wrong_sum: 'it was recorded with the wrong sum',
  returned: 'the bank returned the transfer',
  not_received: 'the money did not come in',
} as const
export type WhyTakenBack = keyof typeof takeBackWords

/** `onAccount`: the money returns to its account; `invoice`: it was recorded as paid elsewhere. */
export const takenBackRule = (of: {
  because: WhyTakenBack
  pence: number
  recordedOn: Day
  line: number
  onAccount?: true
  invoice?: string
}): LineRule => ({
  why: 'taken_back',
  ...of,
})

export const backOnAccount = 'It is on account again, and can be put to another booking or paid back'

const sayTakenBack = (of: { because: WhyTakenBack; pence: number; recordedOn: Day; onAccount?: true }): string =>
  `The payment of ${sayMoney(of.pence)} recorded on ${sayDay(of.recordedOn)} was undone because ${takeBackWords[of.because]}${of.onAccount ? `. ${backOnAccount}` : ''}`

export const ruleOfSource = (source: string): LineRule => {
  const [from, id] = source.split(':')
  if (from === 'request') return { why: 'request_paid', request: id }
  return from === 'outside' ? { why: 'paid_outside', invoice: id } : { why: 'by_hand' }
}

/** `Conference, version 2: academy or free school, in the area, without an agreement` */
export const sayLineRule = (rule: LineRule): string => {
  if (typeof rule['list'] === 'string') {
    const row =
      rule['row'] === 'default'
        ? usualPrice
        : `${statusWords[listed(rule['status'])] ?? listed(rule['status'])}, ${rule['area'] === 'inside' ? 'in the area' : 'outside the area'}, ${rule['agreement'] === 'with' ? 'with a service agreement' : 'without a service agreement'}`
    const basis = basisWords[listed(rule['basis'])]
    const less = sayLess(typeof rule['onlineLess'] === 'number' ? rule['onlineLess'] : undefined)
    return `${rule['list']}, version ${String(rule['version'])}: ${row}${less}${basis ? `; ${basis}` : ''}`
  }
  if (rule['why'] === 'taken_back') return sayTakenBack(rule as Parameters<typeof sayTakenBack>[0])
  const words = whyWords[listed(rule['why'])]
  const version = typeof rule['version'] === 'number' ? `version ${rule['version']} of the terms` : ''
  if (words) return version && rule['why'] === 'nobody_came' ? `${words} (${version})` : words
  return version ? `By ${version}` : ''
}
