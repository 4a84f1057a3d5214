import { expect, it } from 'vitest'
import { categoryLabel, type Dimension, dimensions, offered, periodBounds, usualPeriod } from '#attendance/coverage/coverage.ts'
import { reached } from '#attendance/coverage/evidence.ts'
import { type Category, type ColumnSet, type Figures, figureNames, sayShare, share } from '#attendance/coverage/figures.ts'
import { FiguresTable } from '#attendance/coverage/views/figures.tsx'

it('a percentage is whole, is of ten or more, and says all only of all and none only of none', () => {
  expect([share(9, 9), share(0, 9), share(5, 10)]).toEqual([undefined, undefined, 50])
  expect([share(999, 1000), share(1, 1000), share(1000, 1000), share(0, 1000)]).toEqual([99, 1, 100, 0])
  expect([sayShare(81, 114), sayShare(3, 7)]).toEqual(['71%', '–'])
})

it('what the national register calls “Not applicable” is said in words that a committee understands', () => {
  expect(categoryLabel('phase', 'Not applicable', 'Not applicable')).toBe('No phase: special, independent and other schools')
  expect([categoryLabel('phase', 'Primary', 'Primary'), categoryLabel('phase', '', '')]).toEqual([
    'Primary',
    'Not recorded by the register',
  ])
})

it('the usual period is the two years that end today, in leap years too', () => {
  expect(usualPeriod('2026-11-24')).toEqual({ from: '2024-11-25', to: '2026-11-24' })
  expect(usualPeriod('2028-02-29')).toEqual({ from: '2026-03-01', to: '2028-02-29' })
  expect(usualPeriod('2026-12-31')).toEqual({ from: '2025-01-01', to: '2026-12-31' })
  expect(usualPeriod('2030-02-28')).toEqual({ from: '2028-02-29', to: '2030-02-28' })
})

it('a period begins and ends at midnight in London, summer and winter', () => {
  expect(periodBounds({ from: '2026-01-01', to: '2026-06-30' })).toEqual({
    start: '2026-01-01T00:00:00.000Z',
    end: '2026-06-30T23:00:00.000Z',
  })
  expect(periodBounds({ from: '2026-03-29', to: '2026-03-29' })).toEqual({
    start: '2026-03-29T00:00:00.000Z',
    end: '2026-03-29T23:00:00.000Z',
  })
})

it('a code of the database says how a school was reached', () => {
  expect(reached(null)).toBeUndefined()
  expect(reached(101)).toEqual({ grade: 'own_attended', basis: 'signed', throughPredecessor: false })
  expect(reached(213)).toEqual({ grade: 'own_part', basis: 'provisional', throughPredecessor: true })
  expect(reached(302)).toEqual({ grade: 'represented_attended', basis: 'earlier', throughPredecessor: false })
  expect(reached(411)).toEqual({ grade: 'represented_part', basis: 'signed', throughPredecessor: true })
})

it('a table of more than 200 rows says so, and explains a dash only where one is shown', () => {
  const figuresOf = (open: number): Figures => ({
    ...(Object.fromEntries(figureNames.map((name) => [name, 0])) as Figures),
    ...{ open, tookPart: open, ownAttended: open, signed: open },
  })
  const trusts = (sizes: readonly number[]): { dimension: 'trust'; categories: Category[]; whole: Figures } => ({
    dimension: 'trust',
    categories: sizes.map((open, n) => ({ ...figuresOf(open), key: `${n}`, label: `Trust ${n}` })),
    whole: figuresOf(2000),
  })
  const notes = (html: unknown): string[] => [...String(html).matchAll(/<p class="govuk-body-s">(.*?)<\/p>/g)].map(([, said = '']) => said)
  const rows = 'The first 200 of 201 rows. The CSV file has all of them.'
  const dash = '– No percentage is given of fewer than ten schools.'
  const large = Array.from({ length: 200 }, () => 10)
  const table = (sizes: readonly number[], columns: ColumnSet) => FiguresTable({ ...trusts(sizes), columns })
  expect(notes(table([...large, 3], 'reach'))).toEqual([rows])
  expect(notes(table([3, ...large], 'reach'))).toEqual([rows, dash])
  expect(notes(table(large, 'reach'))).toEqual([])
  for (const columns of ['how', 'basis'] as const) {
    expect(notes(table([...large, 3], columns))[0]).toBe(rows)
    expect(notes(table(large, columns))[0]).not.toBe(rows)
  }
})

// “Reports offer six breakdowns, and the rest where the council wants them or an address asks for one.”
it('six breakdowns are offered, and the rest by a setting or where one is asked', () => {
  const six: Dimension[] = ['sector-kind', 'phase', 'trust', 'ward', 'district', 'free-meals']
  expect(offered(false, 'ward')).toEqual(six)
  expect(offered(false, 'faith').toSorted()).toEqual([...six, 'faith'].toSorted())
  expect(offered(true, 'ward')).toEqual(dimensions)
})
