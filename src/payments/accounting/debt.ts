// What is owed and by whom. How old a debt is: money/ledger/age.ts.
import type { Day } from '#base/dates.ts'
import { type Ages, bands, noAges } from '#money/ledger/age.ts'
import type { Route } from '#money/payers/payer.ts'

export type Debtor = Ages & {
  payerId: string
  name: string
  kind: 'school' | 'trust'
  owed: number
  /** Above zero when bookings or the account are in credit. */
  inFavour: number
  /** When the oldest open charge was first asked for. */
  askedSince: Day | null
  bookings: number
}

export type OwedByRoute = Ages & { route: Route; owed: number }

export const agesOf = (rows: readonly Ages[]): Ages =>
  rows.reduce((sum, row) => {
    for (const band of bands) sum[band] += row[band]
    return sum
  }, noAges())

export type ToReview = { proposals: number; absences: number; disputes: number; failedCalls: number }
