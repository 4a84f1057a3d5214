import { expect, it } from 'vitest'
import { sayLineRule, sumsOf, vatOfPart } from '#money/ledger/line.ts'

it('VAT of a part is in proportion, half a penny up, and the last part takes what is left', () => {
  const line = { pence: 10_001, vatPence: 2_000 }
  expect([1, 3_333, 5_000, 10_000, 10_001].map((pence) => vatOfPart(line, pence))).toEqual([0, 667, 1_000, 2_000, 2_000])
  expect(vatOfPart({ pence: 0, vatPence: 3 }, 0)).toBe(3)
  expect(vatOfPart({ pence: 100, vatPence: 0 }, 40)).toBe(0)
})

it('parts waived one after another take exactly the line and its VAT', () => {
  for (const [pence, vatPence] of [
    [10_001, 2_000],
    [3_333, 167],
    [7, 1],
  ] as const) {
    const left = { pence, vatPence }
    for (const part of [Math.floor(pence / 3), Math.floor(pence / 3), pence - 2 * Math.floor(pence / 3)]) {
      const vat = vatOfPart(left, part)
      left.pence -= part
      left.vatPence -= vat
      expect(left.vatPence).toBeGreaterThanOrEqual(0)
    }
    expect(left).toEqual({ pence: 0, vatPence: 0 })
  }
})

it('sums say what was charged, taken off, paid and is owed', () => {
  expect(
    sumsOf([
      { kind: 'charge', pence: 10_000, vatPence: 2_000 },
      { kind: 'not_attending_charge', pence: 5_000, vatPence: 0 },
      { kind: 'credit', pence: -10_000, vatPence: -2_000 },
      { kind: 'waiver', pence: -1_000, vatPence: 0 },
      { kind: 'payment', pence: -12_000, vatPence: 0 },
      { kind: 'refund', pence: 2_000, vatPence: 0 },
    ]),
  ).toEqual({ charged: 17_000, takenOff: 13_000, paid: 10_000, owed: -6_000 })
})

it('a rule is said in words that name the row of the table, the terms or who did it', () => {
  const price = { list: 'Conferences', version: 2, status: 'academy', area: 'outside', agreement: 'with', basis: 'early', row: 'row' }
  expect(
    [
      price,
      { ...price, row: 'default', basis: 'code' },
      { ...price, row: 'default', onlineLess: 3_000 },
      { why: 'nobody_came', version: 3 },
      { why: 'by_hand' },
      { version: 4 },
      {},
    ].map(sayLineRule),
  ).toEqual([
    'Conferences, version 2: academy or free school, outside the area, with a service agreement; early price',
    'Conferences, version 2: the usual price; with a code',
    'Conferences, version 2: the usual price, less £30.00 online; early price',
    'Nobody came on this place, by the terms that were accepted (version 3 of the terms)',
    'Recorded by hand',
    'By version 4 of the terms',
    '',
  ])
})
