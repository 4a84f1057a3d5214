// Income is what was charged less credits, waivers and write-offs, without VAT, in the month of
// each line. Payments are not income: they settle charges.
import type { Instant } from '#base/dates.ts'
import { moneyForFiles } from '#base/money.ts'

/** Pence without VAT, except `vatPence` and write-offs; credits are negative. */
export type Income = { charged: number; takenOff: number; writtenOff: number; vatPence: number }

export type IncomeOfMonth = Income & { period: string }
/** `startsAt` null: the event has no session. */
export type IncomeOfEvent = Income & { code: string; title: string; startsAt: Instant | null }

export const incomeOf = ({ charged, takenOff, writtenOff }: Income): number => charged + takenOff + writtenOff

export const totalIncome = (rows: readonly Income[]): Income =>
  rows.reduce(
    (sum, row) => ({
      charged: sum.charged + row.charged,
      takenOff: sum.takenOff + row.takenOff,
      writtenOff: sum.writtenOff + row.writtenOff,
      vatPence: sum.vatPence + row.vatPence,
    }),
    { charged: 0, takenOff: 0, writtenOff: 0, vatPence: 0 },
  )

export const sumColumns = ['Charged', 'Credited or waived', 'Written off', 'Income', 'VAT', 'With VAT'] as const

/** In the order of `sumColumns`, in pence. */
export const sumsOfIncome = (income: Income): readonly number[] => {
  const net = incomeOf(income)
  return [income.charged, income.takenOff, income.writtenOff, net, income.vatPence, net + income.vatPence]
}

const fileSums = (income: Income): number[] => sumsOfIncome(income).map((pence) => Number(moneyForFiles(pence)))

export const monthColumns = ['Month', ...sumColumns]
/** The rows of the file by month; the last is the total. */
export const monthRows = (months: readonly IncomeOfMonth[]): (string | number)[][] => [
  ...months.map((month) => [month.period, ...fileSums(month)]),
  ['All', ...fileSums(totalIncome(months))],
]

export const eventColumns = ['Event', 'Code', 'Date', ...sumColumns]
/** The rows of the file by event; `dayOf` gives its day, or '' when it has none. */
export const eventRows = (events: readonly IncomeOfEvent[], dayOf: (startsAt: Instant) => string): (string | number)[][] => [
  ...events.map((event) => [event.title, event.code, event.startsAt ? dayOf(event.startsAt) : '', ...fileSums(event)]),
  ['All', '', '', ...fileSums(totalIncome(events))],
]
