// A charge is what a place costs that was cancelled late or not attended, by the terms its booking
// accepted. It is computed once and stored with its rule; it never changes and can only be
// withdrawn.

import { type Instant, sayInstant } from '#base/dates.ts'
import { sayPence, vatOf } from '#base/money.ts'
import { isCertain, type StoredPlace, standingOf } from '#base/standing.ts'
import type { EventDetails } from '#events/events/event.ts'
import { type Accepted, type Band, bandAt, type Rule } from '#money/terms/terms.ts'
import { sayFreeUntil } from '#money/terms/words.ts'
import type { BookedPlace } from './booked-place.ts'

export type ChargeKind = 'cancellation' | 'not_attending'

/** `waived`: why the organiser asks to waive the charge. */
export type ChargeRule = (Rule & { waived?: string | undefined }) | { why: 'nobody_came'; version: number; sessions: number }

export type Charge = {
  id: string
  placeId: string
  kind: ChargeKind
  pence: number
  vatPence: number
  at: Instant
  rule: ChargeRule
  termsName: string
  version: number
  /** Since when it is owed; one for not attending is reviewed first. */
  postedAt: Instant | null
  withdrawnAt: Instant | null
  /** What became of the last request to waive it. */
  letOff: 'proposed' | 'approved' | 'refused' | 'withdrawn' | null
}

/**
 * `each`: one place without VAT; `total`: all with VAT. `released`: places without a name that are
 * to be released at no cost, which cost nothing. `absent`: what keeping the others, and nobody
 * coming, costs in all.
 */
export type CancelCost = {
  band: Band
  placeIds: string[]
  each: number
  vatEach: number
  total: number
  released: string[]
  absent: number
}

/** Confirmed places count, named or not; waiting ones and those to be released are free. */
export const costOfCancelling = (
  { terms, calendar }: Accepted,
  event: Pick<EventDetails, 'sessions' | 'freeUntil' | 'rules'>,
  places: readonly (StoredPlace & Pick<BookedPlace, 'id' | 'personId'>)[],
  now: Date,
): CancelCost => {
  const band = bandAt(terms, event, now, calendar)
  const certain = places.filter((place) => isCertain(standingOf(place, now.toISOString())))
  const releases = band.pence > 0 && event.rules.namesRelease && event.rules.namesDueAt !== null
  const [released, charged] = [
    certain.filter(({ personId }) => releases && personId === null),
    certain.filter(({ personId }) => !releases || personId !== null),
  ]
  const withVat = (pence: number): number => pence + vatOf(pence, terms?.vatBasisPoints ?? 0)
  const ids = (of: readonly { id: string }[]): string[] => of.map(({ id }) => id)
  return {
    band,
    placeIds: ids(charged),
    each: band.pence,
    vatEach: withVat(band.pence) - band.pence,
    total: withVat(band.pence) * charged.length,
    released: ids(released),
    absent: withVat(terms?.absentPence ?? 0) * charged.length,
  }
}

/** `£70`, `£84 with VAT` */
export const sayWithVat = (pence: number, vatPence: number): string =>
  vatPence > 0 ? `${sayPence(pence + vatPence)} with VAT` : sayPence(pence)

/** A charge in one sentence: amount, reason, terms, and whether it is owed. */
export const sayCharge = (charge: Charge): string => {
  const { rule } = charge
  const terms = `${charge.termsName}, version ${charge.version}`
  const sum = sayWithVat(charge.pence, charge.vatPence)
  const sentence =
    rule.why === 'nobody_came'
      ? `${sum} for not attending`
      : `${sum} for cancelling on ${sayInstant(charge.at)}${rule.lastFree ? `; it was free of charge ${sayFreeUntil(rule)}` : ''}`
  if (charge.withdrawnAt && (charge.letOff === 'approved' || (rule.why !== 'nobody_came' && rule.waived !== undefined)))
    return `Waived by the council. By the terms (${terms}) it would have been ${sum}.`
  if (charge.withdrawnAt) return `${sentence} (${terms}). Withdrawn on ${sayInstant(charge.withdrawnAt)}.`
  const asked = charge.letOff === 'proposed' ? ' The organiser asks to waive the charge: the council decides, and you are told.' : ''
  return `${sentence} (${terms}).${asked}${charge.postedAt ? '' : ' The council looks at it before it is owed.'}`
}
