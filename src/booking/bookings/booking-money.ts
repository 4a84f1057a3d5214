// The money of one booking as its page shows it.
import type { LineKind } from '#money/ledger/line.ts'
import type { Waits } from '#money/ledger/second-person.ts'
import type { PlacePrice } from './pricing.ts'

export type MoneyLine = {
  number: number
  kind: LineKind
  placeId: string | null
  happenedOn: string
  pence: number
  vatPence: number
  reason: string
}

/**
 * `billed`: a line is in a file for finance or on an invoice, so references are fixed. `byCard`:
 * debts on the council's invoice may be paid by card.
 */
export type BookingMoneyShown = {
  prices: PlacePrice[]
  lines: MoneyLine[]
  waits: Waits
  billed: boolean
  trustName: string | null
  stripe: boolean
  byCard: boolean
}
