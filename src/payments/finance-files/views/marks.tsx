import type { Child } from 'hono/jsx'
import { sayDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import type { TableHead } from '#base/web/table-head.tsx'
import type { PlannedMark } from '../mark.ts'
import { markRefusals } from './refusals.tsx'

/** In pence, of what would be recorded. */
export const sumOf = (planned: readonly PlannedMark[]): number =>
  planned.reduce((sum, row) => sum + (row.outcome === 'added' ? row.mark.pence : 0), 0)

export const markHeads: readonly TableHead[] = ['Request', { text: 'Amount', numeric: true }, 'Paid on', 'Payment reference']

export const markCells = (row: PlannedMark): Child[] => [
  row.said.reference,
  row.outcome === 'added' ? sayMoney(row.mark.pence) : row.said.amount,
  row.outcome === 'added' ? sayDay(row.mark.happenedOn) : row.said.date,
  row.said.payment,
]

const saysLeft = (left: number): string =>
  left === 0
    ? 'Pays what is outstanding'
    : left > 0
      ? `Leaves ${sayMoney(left)} outstanding`
      : `${sayMoney(-left)} more than is outstanding`

export const markNote = (row: PlannedMark): string => {
  if (row.outcome !== 'added') return markRefusals[row.reason]
  return row.mark.waits ? 'Waits for a second person, and counts for nothing until then' : saysLeft(row.left)
}
