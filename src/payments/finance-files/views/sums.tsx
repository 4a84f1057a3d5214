import { sayMoney } from '#base/money.ts'
import { Facts } from '#base/web/page-head.tsx'
import { counted } from '#base/words.ts'
import { grossOf } from '#money/ledger/line.ts'

export const money = (text: string) => ({ text, numeric: true }) as const

/** Columns of a list. */
export const sumColumns = <Of extends { pence: number; vatPence: number }>() =>
  ['Net', 'VAT', 'Total'].map((name, at) => ({ name, numeric: true, cell: (of: Of) => sumCells(of)[at] }))

export const sums = [money('Net'), money('VAT'), money('Total')]

export const sumCells = (of: { pence: number; vatPence: number }): string[] => [
  sayMoney(of.pence),
  sayMoney(of.vatPence),
  sayMoney(grossOf(of)),
]

type SumsProps = { lines: number; pence: number; vatPence: number }

export const Sums = ({ lines, ...of }: SumsProps) => (
  <Facts
    facts={[
      counted(lines, 'line'),
      `Net ${sayMoney(of.pence)}`,
      `VAT ${sayMoney(of.vatPence)}`,
      <strong>Total {sayMoney(grossOf(of))}</strong>,
    ]}
  />
)
