import { grossOf } from '../../ledger/line.ts'
import { sayMoney } from '../../money.ts'

export const money = (text: string) => ({ text, numeric: true }) as const

export const sums = [money('Net'), money('VAT'), money('Total')]

export const sumCells = (of: { pence: number; vatPence: number }): string[] => [
  sayMoney(of.pence),
  sayMoney(of.vatPence),
  sayMoney(grossOf(of)),
]
