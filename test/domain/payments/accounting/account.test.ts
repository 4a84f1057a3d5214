import { expect, it } from 'vitest'
import { financialYearTo, type StatementLine, statementOf, statementRows } from '#payments/accounting/account.ts'
import { readSpan } from '#payments/accounting/forms.ts'

const line = (facts: Partial<StatementLine>): StatementLine => ({
  ...{ number: 1, kind: 'charge', pence: 0, vatPence: 0, happenedOn: '2026-04-01', rule: {}, reason: '', route: 'invoice' },
  ...{ reference: 'ABC234', eventTitle: 'Conference' },
  ...facts,
})

it('a statement runs from the balance before to the balance after, line by line', () => {
  const statement = statementOf({ from: '2026-04-01', to: '2026-04-30' }, -501, [
    line({ number: 7, pence: 10_001, vatPence: 2_000 }),
    line({ number: 8, kind: 'waiver', pence: -1, reason: 'A child was ill' }),
    line({ number: 9, kind: 'payment', pence: -11_499, reference: null, eventTitle: null, reason: 'BACS 7' }),
  ])
  expect({ ...statement, lines: statement.lines.map(({ number, gross, balance }) => [number, gross, balance]) }).toEqual({
    from: '2026-04-01',
    to: '2026-04-30',
    opening: -501,
    lines: [
      [7, 12_001, 11_500],
      [8, -1, 11_499],
      [9, -11_499, 0],
    ],
    charged: 12_001,
    received: 11_500,
    closing: 0,
  })
  // why something was waived is finance's own
  expect(statementRows(statement)).toEqual([
    ['2026-04-01', '', 'Balance brought forward', '', '', '', '', '', -5.01],
    ['2026-04-01', 7, 'Charge. Conference', 'ABC234', 'Invoice of the council', 100.01, 20, 120.01, 115],
    ['2026-04-01', 8, 'Waived. Conference', 'ABC234', 'Invoice of the council', -0.01, 0, -0.01, 114.99],
    ['2026-04-01', 9, 'Payment. On account. BACS 7', '', 'Invoice of the council', -114.99, 0, -114.99, 0],
    ['2026-04-30', '', 'Balance carried forward', '', '', '', '', '', 0],
  ])
})

it('the financial year begins on 1 April, and is looked at up to the day', () => {
  expect(['2026-03-31', '2026-04-01', '2026-12-31'].map(financialYearTo)).toEqual([
    { from: '2025-04-01', to: '2026-03-31' },
    { from: '2026-04-01', to: '2026-04-01' },
    { from: '2026-04-01', to: '2026-12-31' },
  ])
})

it.each([
  [{}, undefined],
  [{ from: '2026-05-01', to: '2026-05-31' }, undefined],
  [{ to: '2026-12-31' }, undefined],
  [{ from: 'yesterday' }, { from: 'Enter the first day as a date' }],
  [{ to: '2026-02-30' }, { to: 'Enter the last day as a date' }],
  [{ from: '2026-06-01', to: '2026-05-31' }, { to: 'Enter a last day that is not before the first day' }],
  [{ to: '2027-01-01' }, { to: 'Enter a last day that is not after today: what is owed then is not known yet' }],
  [{ from: '2027-01-01', to: '2027-01-02' }, { from: 'Enter a first day that is not after today' }],
])('days of a statement %j, on the last day of 2026: %j', (query: { from?: string; to?: string }, problems) => {
  const usual = { from: '2026-04-01', to: '2026-12-31' }
  const typed = { ...usual, ...query }
  expect(readSpan(query, usual, '2026-12-31')).toEqual(problems ? { ...usual, typed, problems } : { ...typed, typed })
})
