// What is published of few is tried to be worked out here by a reader who knows the rules: who tries
// every table that agrees with what is shown, and who reasons line by line.
import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import {
  type CountTable,
  confidential,
  ofRoles,
  ofShown,
  ofTakingPart,
  type Shown,
  type ShownTable,
  suppress,
  suppressTogether,
} from '#attendance/coverage/suppression.ts'

vi.setConfig({ testTimeout: 60_000 })

const threshold = 5
const tableOf = (cells: readonly (readonly number[])[], columns = 'abcdefgh'): CountTable => ({
  columns: (cells[0] ?? []).map((_, x) => columns[x] ?? ''),
  rows: cells.map((row, y) => ({ key: `row ${y}`, cells: row })),
})

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0)

/** All counts with their totals: those that are true, or those that are shown. */
const whole = (cells: readonly (readonly number[])[]): number[][] => {
  const rows = cells.map((row) => [...row, sum(row)])
  return [...rows, (rows[0] ?? []).map((_, x) => sum(rows.map((row) => row[x] ?? 0)))]
}
const shownWhole = ({ rows, totals, total }: ShownTable): Shown[][] => [...rows.map((row) => [...row.cells, row.total]), [...totals, total]]
const columnsOf = <T>(rows: readonly (readonly T[])[]): T[][] => (rows[0] ?? []).map((_, x) => rows.map((row) => row[x] as T))
const linesOf = (rows: readonly (readonly Shown[])[]): (readonly Shown[])[] => [...rows, ...columnsOf(rows)]

type Bounds = { least: number; most: number }[][]

/** Line by line, again and again: a part is its total less the rest, a total the sum of its parts. */
const reasoned = (shown: readonly (readonly Shown[])[], least: number): Bounds => {
  const bounds = shown.map((row) => row.map((one) => (one === confidential ? { least, most: 10_000 } : { least: one, most: one })))
  const lines = [...bounds, ...columnsOf(bounds)]
  for (let turn = 0; turn < 60; turn += 1)
    for (const line of lines) {
      const [parts, all] = [line.slice(0, -1), line.at(-1)]
      if (!all) continue
      all.least = Math.max(all.least, sum(parts.map((one) => one.least)))
      all.most = Math.min(all.most, sum(parts.map((one) => one.most)))
      for (const part of parts) {
        part.least = Math.max(part.least, all.least - sum(parts.filter((one) => one !== part).map((one) => one.most)))
        part.most = Math.min(part.most, all.most - sum(parts.filter((one) => one !== part).map((one) => one.least)))
      }
    }
  return bounds
}

const counts = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 })).chain(([height, width]) =>
  fc.array(
    fc.array(fc.oneof({ arbitrary: fc.integer({ min: 0, max: 6 }), weight: 3 }, fc.integer({ min: 0, max: 60 })), {
      minLength: width,
      maxLength: width,
    }),
    { minLength: height, maxLength: height },
  ),
)

it('every count from one to four is hidden, and every count that is shown is the true one', () => {
  fc.assert(
    fc.property(counts, (cells) => {
      const shown = shownWhole(suppress(tableOf(cells), ofRoles))
      const all = whole(cells)
      for (const [y, row] of all.entries())
        for (const [x, value] of row.entries())
          expect([value === 0 || value >= threshold ? value : confidential, confidential]).toContain(shown[y]?.[x])
    }),
    { numRuns: 600 },
  )
})

it('no row and no column has exactly one hidden count, and those hidden in a line of known total are not few', () => {
  fc.assert(
    fc.property(counts, (cells) => {
      const shown = shownWhole(suppress(tableOf(cells), ofRoles))
      const all = whole(cells)
      const [lines, truths] = [linesOf(shown), [...all, ...columnsOf(all)]]
      for (const [at, line] of lines.entries()) {
        const hidden = line.flatMap((one, x) => (one === confidential ? [truths[at]?.[x] ?? 0] : []))
        expect(hidden.length).not.toBe(1)
        if (hidden.length > 0 && line.at(-1) !== confidential) expect(sum(hidden)).toBeGreaterThanOrEqual(threshold)
      }
    }),
    { numRuns: 600 },
  )
})

it('whoever reasons line by line, knowing that nothing hidden is zero, is certain of no hidden count and not even that a small one is small', () => {
  fc.assert(
    fc.property(counts, fc.constantFrom(0, 1), (cells, least) => {
      const shown = shownWhole(suppress(tableOf(cells), ofRoles))
      const all = whole(cells)
      const bounds = reasoned(shown, least)
      for (const [y, row] of shown.entries())
        for (const [x, one] of row.entries()) {
          const value = all[y]?.[x] ?? 0
          const { least: from, most: to } = bounds[y]?.[x] ?? { least: 0, most: 0 }
          // A hidden zero misleads who takes it for more: nothing true follows from that.
          if (
            one !== confidential ||
            (least === 1 && shown.flat().some((_, at) => all.flat()[at] === 0 && shown.flat()[at] === confidential))
          )
            continue
          expect(from).toBeLessThan(to)
          if (value > 0 && value < threshold) expect(to).toBeGreaterThanOrEqual(threshold)
        }
    }),
    { numRuns: 600 },
  )
})

/** Every table of small numbers that agrees with what is shown. */
const agreeing = (shown: readonly (readonly Shown[])[], most: number): number[][][] => {
  const [height, width] = [shown.length - 1, (shown[0]?.length ?? 1) - 1]
  const found: number[][][] = []
  const cells: number[][] = Array.from({ length: height }, () => Array.from({ length: width }, () => 0))
  const at = (n: number): void => {
    if (n === height * width) {
      const all = whole(cells)
      if (shown.every((row, y) => row.every((one, x) => one === confidential || one === all[y]?.[x])))
        found.push(all.map((row) => [...row]))
      return
    }
    const [y, x] = [Math.floor(n / width), n % width]
    const row = cells[y]
    const one = shown[y]?.[x]
    if (!row) return
    for (
      let value = one === confidential || one === undefined ? 0 : one;
      value <= (one === confidential ? most : Number(one));
      value += 1
    ) {
      row[x] = value
      at(n + 1)
    }
    row[x] = 0
  }
  at(0)
  return found
}

it('whoever tries every table that agrees with what is shown finds several values for each hidden count', () => {
  const small = fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 }))
    .chain(([height, width]) =>
      fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: width, maxLength: width }), { minLength: height, maxLength: height }),
    )
  fc.assert(
    fc.property(small, (cells) => {
      const shown = shownWhole(suppress(tableOf(cells), ofRoles))
      const tables = agreeing(shown, 7)
      for (const [y, row] of shown.entries())
        for (const [x, one] of row.entries())
          if (one === confidential) expect(new Set(tables.map((table) => table[y]?.[x])).size).toBeGreaterThan(1)
    }),
    { numRuns: 120 },
  )
})

it('hiding the small counts alone gives them away: the guard that hides others is needed', () => {
  const cells = [
    [3, 20, 30],
    [9, 40, 50],
  ]
  const all = whole(cells)
  const bare = all.map((row) => row.map((one): Shown => (one > 0 && one < threshold ? confidential : one)))
  expect(reasoned(bare, 0)[0]?.[0]).toEqual({ least: 3, most: 3 })
  expect(suppress(tableOf(cells), ofRoles)).toEqual({
    columns: ['a', 'b', 'c'],
    rows: [
      { key: 'row 0', cells: ['c', 'c', 30], total: 53 },
      { key: 'row 1', cells: ['c', 'c', 50], total: 99 },
    ],
    totals: [12, 60, 80],
    total: 152,
  })
})

it('two small counts whose sum shows that both are small take a third with them', () => {
  const shown = suppress(tableOf([[1, 1, 30, 40]]), ofRoles)
  expect(shown.rows[0]?.cells).toEqual(['c', 'c', 'c', 40])
  expect(shown.total).toBe(72)
})

it('a true zero is shown, and a small total is hidden with its parts', () => {
  const shown = suppress(
    tableOf([
      [0, 0, 2],
      [0, 30, 40],
      [0, 25, 50],
    ]),
    ofRoles,
  )
  expect(shown.rows[0]).toEqual({ key: 'row 0', cells: [0, 0, 'c'], total: 'c' })
  expect(shown.totals[0]).toBe(0)
  expect(suppress(tableOf([[0, 0]]), ofRoles)).toEqual({
    columns: ['a', 'b'],
    rows: [{ key: 'row 0', cells: [0, 0], total: 0 }],
    totals: [0, 0],
    total: 0,
  })
})

it('a policy without a threshold hides nothing, and an empty table stays empty', () => {
  const cells = [
    [1, 0, 2],
    [4, 3, 1],
  ]
  expect(shownWhole(suppress(tableOf(cells), ofTakingPart))).toEqual(whole(cells))
  expect(suppress({ columns: [], rows: [] }, ofRoles)).toEqual({ columns: [], rows: [], totals: [], total: 0 })
})

it('the same count is hidden in every table in which it stands, and each table is safe with what the others show', () => {
  const columns = ['in date', 'not in date']
  const named = (row: string | undefined, column: string | undefined): string => `${row ?? 'all'}/${column ?? 'all'}`
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), { minLength: 2, maxLength: 4 }),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), { minLength: 1, maxLength: 3 }),
      (mainstream, special) => {
        // The second table says again what special schools are, beside the sum of all others.
        const rest: [number, number] = [sum(mainstream.map(([n]) => n)), sum(mainstream.map(([, n]) => n))]
        const specials = special.map((cells, n) => ({ key: `special ${n}`, cells }))
        const tables: CountTable[] = [
          { columns, rows: [...mainstream.map((cells, n) => ({ key: `mainstream ${n}`, cells })), ...specials], nameOf: named },
          { columns, rows: [{ key: 'mainstream', cells: rest }, ...specials], nameOf: named },
        ]
        const shown = suppressTogether(tables, ofRoles)
        const [first, second] = shown
        for (const { key, cells, total } of second?.rows ?? []) {
          const same = first?.rows.find((row) => row.key === key)
          if (same) expect(same).toEqual({ key, cells, total })
        }
        expect(first?.totals).toEqual(second?.totals)
        expect(first?.total).toEqual(second?.total)
        for (const [n, table] of shown.entries()) {
          const all = whole(tables[n]?.rows.map(({ cells }) => cells) ?? [])
          for (const line of linesOf(shownWhole(table))) expect(line.filter((one) => one === confidential).length).not.toBe(1)
          for (const [y, row] of shownWhole(table).entries())
            for (const [x, one] of row.entries()) {
              const { least, most } = reasoned(shownWhole(table), 0)[y]?.[x] ?? { least: 0, most: 0 }
              if (one !== confidential) continue
              expect(least).toBeLessThan(most)
              const value = all[y]?.[x] ?? 0
              if (value > 0 && value < threshold) expect(most).toBeGreaterThanOrEqual(threshold)
            }
        }
      },
    ),
    { numRuns: 300 },
  )
})

it('a percentage of a hidden count is hidden with it', () => {
  expect(ofShown([3, 12], (n, of) => `${n} of ${of}`)).toBe('3 of 12')
  expect(ofShown([confidential, 12], (n, of) => `${n} of ${of}`)).toBe('c')
})
