// What is owed, and how old it is. What a payer paid for a booking counts against its oldest charges, so what is open are the newest.
import type { Day } from '../dates.ts'
import type { Route } from '../payers/payer.ts'

export const bands = ['to30', 'to60', 'to90', 'over90'] as const
/** Days since the charge was posted. */
export type Band = (typeof bands)[number]

export const bandWords: Record<Band, string> = {
  to30: '0 to 30 days',
  to60: '31 to 60 days',
  to90: '61 to 90 days',
  over90: 'More than 90 days',
}

export type Ages = Record<Band, number>

/** One payer with something owed or in its favour. */
export type Debtor = Ages & {
  payerId: string
  name: string
  kind: 'school' | 'trust'
  owed: number
  /** Above nothing: what bookings and the account hold for the payer. */
  inFavour: number
  oldest: Day | null
  bookings: number
}

export type OwedByRoute = Ages & { route: Route; owed: number }

export const agesOf = (rows: readonly Ages[]): Ages => ({
  to30: rows.reduce((sum, row) => sum + row.to30, 0),
  to60: rows.reduce((sum, row) => sum + row.to60, 0),
  to90: rows.reduce((sum, row) => sum + row.to90, 0),
  over90: rows.reduce((sum, row) => sum + row.over90, 0),
})

/** What waits for somebody in finance. */
export type ToReview = { proposals: number; absences: number; disputes: number; failedCalls: number }

export const debtorPage = 25

export const debtorColumns = [
  'Payer',
  'Kind',
  'Owed',
  ...bands.map((band) => bandWords[band]),
  'In their favour',
  'Oldest since',
  'Bookings owed for',
  'Payer id',
]
