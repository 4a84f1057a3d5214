import { expect, it } from 'vitest'
import { comparedLines, costBetween, floorShape, type Report, type Row, short, tableLines } from '#tools/bench/figures.ts'

const row = (what: string, perSecond: number, floorPerSecond: number, trips: number): Row => ({
  ...{ what, perSecond, p50: 12.34, p99: 45.6, cpuMs: 7.5, cost: { trips, statements: 11, rows: 120 }, aim: '≥ 140 /s' },
  floor: { shape: '3-3-3', perSecond: floorPerSecond, p50: 5, p99: 9, cpuMs: 2 },
})
const report = (more: Partial<Report>): Report => ({
  commit: 'abcdef0123',
  machine: {},
  rows: [],
  facts: [],
  notes: [],
  problems: [],
  ...more,
})

it('what a request cost is what the database was asked for between, shared among the requests', () => {
  const before = { trips: 100, statements: 300, rows: 1000 }
  expect(costBetween(before, { trips: 140, statements: 350, rows: 1010 }, 10)).toEqual({ trips: 4, statements: 5, rows: 1 })
})

it('the floor makes as many trips with as many statements, as far as its route goes', () => {
  expect(floorShape({ trips: 0.2, statements: 0.2, rows: 0 })).toBe('0')
  expect(floorShape({ trips: 1, statements: 7, rows: 0 })).toBe('7')
  expect(floorShape({ trips: 3, statements: 8, rows: 0 })).toBe('3-3-2')
  expect(floorShape({ trips: 2, statements: 1, rows: 0 })).toBe('1-1')
  expect(floorShape({ trips: 2, statements: 40, rows: 0 })).toBe('9-9')
  expect(floorShape({ trips: 24, statements: 30, rows: 0 }).split('-')).toHaveLength(10)
})

it('figures have as many digits as say something', () => {
  expect([0, 4, 3.017, 12.34, 345.6, undefined, Number.NaN].map(short)).toEqual(['0', '4', '3.02', '12.3', '346', '', ''])
})

it('the table shows each row beside its floor, then single figures and what is wrong', () => {
  const lines = tableLines(
    report({
      rows: [row('Booking accepted', 72, 288, 3)],
      facts: [{ what: 'Rush', value: 3.21, unit: 's', aim: '≤ 3.3 s' }],
      notes: ['A note'],
      problems: ['299 places were given of 300'],
    }),
  )
  expect(lines.map((line) => line.split(/\s{2,}/))).toEqual([
    ['', 'req/s', 'p50 ms', 'p99 ms', 'CPU ms', 'trips', 'stmts', 'rows', 'floor', 'req/s', 'CPU ms', '÷ floor', 'to reach'],
    ['Booking accepted', '72', '12.3', '45.6', '7.50', '3', '11', '120', '3-3-3', '288', '2', '0.25', '≥ 140 /s'],
    ['Rush', '3.21 s', '(to reach: ≤ 3.3 s)'],
    ['A note'],
    ['WRONG', '299 places were given of 300'],
  ])
})

it('an earlier run is compared by ratios, to its own floor too, row by row of the same name', () => {
  const then = report({
    rows: [row('Booking accepted', 36, 288, 24), row('Gone since', 1, 1, 1)],
    facts: [{ what: 'Rush', value: 11.5, unit: 's', aim: '' }],
  })
  const now = report({
    rows: [row('Booking accepted', 72, 144, 3), row('New', 1, 1, 1)],
    facts: [{ what: 'Rush', value: 3.2, unit: 's', aim: '' }],
  })
  expect(comparedLines(now, then).map((line) => line.split(/\s{2,}/))).toEqual([
    ['Beside the run of abcdef0: above 1 is more'],
    ['', 'req/s', '÷ floor', 'CPU', 'trips'],
    ['Booking accepted', '2.00', '4.00', '1.00', '24→3'],
    ['Rush', '11.5 → 3.20 s'],
  ])
})
