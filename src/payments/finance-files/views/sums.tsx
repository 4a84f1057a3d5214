import { sayMoney } from '#base/money.ts'
import { grossOf } from '#money/ledger/line.ts'

export const money = (text: string) => ({ text, numeric: true }) as const

export const sums = [money('Net'), money('VAT'), money('Total')]

export const sumCells = (of: { pence: number; vatPence: number }): string[] => [
  sayMoney(of.pence),
  sayMoney(of.vatPence),
  sayMoney(grossOf(of)),
]
