// Income is what was charged less credits, waivers and write-offs, without VAT, in the month of
// each line. Payments are not income: they settle charges.
import { type Instant, londonDay } from '#base/dates.ts'
import { moneyForFiles } from '#base/money.ts'
import type { Column } from '#base/web/csv.ts'

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

const fileColumns: readonly Column<Income>[] = sumColumns.map((name, at) => ({
  name,
  value: (income) => Number(moneyForFiles(sumsOfIncome(income)[at] ?? 0)),
}))

export const monthColumns: readonly Column<IncomeOfMonth>[] = [{ name: 'Month', value: ({ period }) => period }, ...fileColumns]
/** The last row is the total. */
export const monthRows = (months: readonly IncomeOfMonth[]): IncomeOfMonth[] => [...months, { period: 'All', ...totalIncome(months) }]

export const eventColumns: readonly Column<IncomeOfEvent>[] = [
  { name: 'Event', value: ({ title }) => title },
  { name: 'Code', value: ({ code }) => code },
  { name: 'Date', value: ({ startsAt }) => startsAt && londonDay(startsAt) },
  ...fileColumns,
]
/** The last row is the total. */
export const eventRows = (events: readonly IncomeOfEvent[]): IncomeOfEvent[] => [
  ...events,
  { title: 'All', code: '', startsAt: null, ...totalIncome(events) },
]
