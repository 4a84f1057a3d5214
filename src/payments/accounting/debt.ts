// What is owed and by whom. How old a debt is: money/ledger/age.ts.
import { type Day, type Instant, londonDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { counted } from '#base/words.ts'
import { type Ages, ageOf, bands, noAges } from '#money/ledger/age.ts'
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

/** What a payer was charged for a booking, in pence with VAT. */
export type BookingDebt = {
  /** Of its first line, which is of no other booking or payer. */
  number: number
  reference: string
  bookedAt: Instant
  school: string
  payerId: string
  payer: string
  /** Less what was credited, waived or written off. */
  price: number
  paid: number
  /** Below zero in favour of the payer. */
  owed: number
  invoices: readonly { number: string; dueOn: Day | null }[]
  /** When the oldest open charge was first asked for. */
  askedOn: Day | null
}

/** How many owe, and what together. */
export const totalOf = (rows: readonly { owed: number }[]) => {
  const open = rows.filter(({ owed }) => owed > 0)
  return { count: open.length, owed: open.reduce((sum, { owed }) => sum + owed, 0) }
}

/** What was paid, is owed, and is held in credit, together. */
export const sumsOf = (rows: readonly Pick<BookingDebt, 'paid' | 'owed'>[]) => ({
  paid: rows.reduce((sum, { paid }) => sum + paid, 0),
  owed: totalOf(rows).owed,
  credit: rows.reduce((sum, { owed }) => sum - Math.min(owed, 0), 0),
})

/** `2 bookings owe £70.00` */
export const sayTotalOwed = (rows: readonly { owed: number }[], one: string): string => {
  const { count, owed } = totalOf(rows)
  return count === 0 ? 'Nobody owes anything' : `${counted(count, one)} ${count === 1 ? 'owes' : 'owe'} ${sayMoney(owed)}`
}

/** Rows whose words hold all that was searched for. */
export const matching = <Row>(rows: readonly Row[], q: string, wordsOf: (row: Row) => readonly string[]): Row[] => {
  const searched = q.toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter((row) => {
    const words = wordsOf(row).join(' ').toLowerCase()
    return searched.every((word) => words.includes(word))
  })
}

/** Days since it was first asked for; undefined where it was not, or nothing is owed. */
export const daysOf = ({ askedOn }: BookingDebt, now: Date): number | undefined =>
  askedOn === null ? undefined : ageOf(askedOn, londonDay(now))

export type OwedByRoute = Ages & { route: Route; owed: number }

export const agesOf = (rows: readonly Ages[]): Ages =>
  rows.reduce((sum, row) => {
    for (const band of bands) sum[band] += row[band]
    return sum
  }, noAges())

export type ToReview = { proposals: number; absences: number; disputes: number; failedCalls: number }
