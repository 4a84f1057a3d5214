// A charge is what a place costs that was cancelled late or that nobody came to, by the terms that its booking accepted. It is computed once,
// kept with the rule that made it, and never changed: only withdrawn.
import { type Instant, sayInstant } from '../dates.ts'
import type { EventDetails } from '../events/event.ts'
import { sayPence } from '../money.ts'
import { type Accepted, type Band, bandAt, type Rule } from '../terms/terms.ts'
import { sayMoment } from '../terms/words.ts'
import type { BookedPlace } from './booking.ts'
import { standingOf } from './next-steps.ts'

export type ChargeKind = 'cancellation' | 'not_attending'

/** `waived`: the organiser's reason for cancelling without the charge that the terms would have made. */
export type ChargeRule = (Rule & { waived?: string | undefined }) | { why: 'nobody_came'; version: number; sessions: number }

export type Charge = {
  id: string
  placeId: string
  kind: ChargeKind
  pence: number
  at: Instant
  rule: ChargeRule
  termsName: string
  version: number
  withdrawnAt: Instant | null
}

export type CancelCost = { band: Band; placeIds: string[]; each: number; total: number }

/** What cancelling these places costs at `now`: only places that are certain cost anything, named or not; one that waited never does. */
export const costOfCancelling = (
  { terms, calendar }: Accepted,
  event: Pick<EventDetails, 'sessions' | 'freeUntil'>,
  places: readonly BookedPlace[],
  now: Date,
): CancelCost => {
  const band = bandAt(terms, event, now, calendar)
  const charged = places.filter((place) => ['confirmed', 'unnamed'].includes(standingOf(place, now.toISOString())))
  return { band, placeIds: charged.map(({ id }) => id), each: band.pence, total: band.pence * charged.length }
}

/** A person's charge in one sentence: how much, for what, by which terms. */
export const sayCharge = (charge: Charge): string => {
  const { rule } = charge
  const terms = `${charge.termsName}, version ${charge.version}`
  const what =
    rule.why === 'nobody_came'
      ? `${sayPence(charge.pence)} for not attending`
      : `${sayPence(charge.pence)} for cancelling on ${sayInstant(charge.at)}${rule.lastFree ? `; it was free of charge until ${sayMoment(rule.lastFree)}` : ''}`
  if (rule.why !== 'nobody_came' && rule.waived !== undefined)
    return `Cancelled without charge by the organiser. By the terms (${terms}) it would have been ${sayPence(charge.pence)}.`
  return `${what} (${terms})${charge.withdrawnAt ? `. Withdrawn on ${sayInstant(charge.withdrawnAt)}` : ''}.`
}
