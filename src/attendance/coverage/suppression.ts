// Which counts are not published, because they would say something of so few that somebody could be
// recognised. For what leaves the council; officers see every number. Rows are groups of schools
// and columns what they are counted by, so that each line adds up to its total, and all totals are
// given. Small counts are hidden, then as many others as it takes that no hidden one can be worked
// out. A count in several tables is hidden in all or in none; of two tables of which one puts
// together rows of the other, only one may be published.
import { usualThresholds } from '#base/council/thresholds.ts'
import { type Arc, type Range, rangeOf } from './suppression-range.ts'

/** The mark of the Department for Education for a number that is confidential. */
export const confidential = 'c'

/** A policy, and what is said of it beside the table. Below 2 it hides nothing. */
export type Suppression = { threshold: number; reason: string }

/** Of how a role stands at schools: its one holder could be recognised. */
export const ofRolesFrom = (smallest: number): Suppression => ({
  threshold: smallest,
  reason: `Counts from 1 to ${smallest - 1} are shown as “c”, and so are others from which they could be worked out: most schools have one person in each role, who could be recognised.`,
})

/** Of what schools answered: what is said of few says which they are. */
export const ofAnswersFrom = (smallest: number): Suppression => ({
  threshold: smallest,
  reason: `Counts from 1 to ${smallest - 1} are shown as “c”, and so are others from which they could be worked out, so that no figure names a school.`,
})

export const ofRoles = ofRolesFrom(usualThresholds.smallest)

/** Of whether a school took part: a school is no person, and this is a public fact of it. */
export const ofTakingPart: Suppression = {
  threshold: 0,
  reason: 'No count is hidden: that a school took part says nothing of any one person.',
}

/** `key`: the name of the row. What bears the same name in another table is the same count. */
type CountRow = { key: string; cells: readonly number[] }
export type CountTable = {
  columns: readonly string[]
  rows: readonly CountRow[]
  /** Names a count; undefined is the total. By default all tables share totals of columns alone. */
  nameOf?: (row: string | undefined, column: string | undefined) => string
}

export type Shown = number | typeof confidential
export type ShownTable = {
  columns: readonly string[]
  rows: readonly { key: string; cells: readonly Shown[]; total: Shown }[]
  totals: readonly Shown[]
  total: Shown
}

/** Totals are cells too, the last of each row and column: a small total is as small as a count. */
type Cell = { row: number; column: number; value: number; name: string; hidden: boolean; isTotal: boolean }
type Grid = { table: CountTable; cells: Cell[][]; height: number; width: number }

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0)

const gridOf = (table: CountTable, at: number): Grid => {
  const [height, width] = [table.rows.length, table.columns.length]
  const inner = table.rows.map(({ cells }) => [...cells, sum(cells)])
  const values = [...inner, Array.from({ length: width + 1 }, (_, column) => sum(inner.map((row) => row[column] ?? 0)))]
  const named = table.nameOf ?? ((row, column) => (row === undefined ? `total ${column ?? ''}` : `${at} ${row} ${column ?? ''}`))
  const cells = values.map((row, y) =>
    row.map((value, x): Cell => {
      const name = named(table.rows[y]?.key, table.columns[x])
      return { row: y, column: x, value, name, hidden: false, isTotal: y === height || x === width }
    }),
  )
  return { table, cells, height, width }
}

const linesOf = ({ cells, width }: Grid): Cell[][] => [
  ...cells,
  ...Array.from({ length: width + 1 }, (_, x) => cells.flatMap((row) => row[x] ?? [])),
]

/** Counts are hidden before totals, the smallest first; a true zero if nothing else is left. */
const cost = ({ value, isTotal }: Cell): readonly number[] => [value === 0 ? 2 : isTotal ? 1 : 0, value]
const cheaper = (a: Cell, b: Cell): number =>
  (cost(a)[0] ?? 0) - (cost(b)[0] ?? 0) || a.value - b.value || a.row - b.row || a.column - b.column

/** Of equal cost, one whose other line hides something already spreads the least. */
const nextOf = (grid: Grid, candidates: readonly Cell[]): Cell | undefined => {
  const shown = candidates.filter(({ hidden }) => !hidden).toSorted(cheaper)
  const [first] = shown
  const equal = shown.filter((one) => first && cost(one).join() === cost(first).join())
  const lines = (one: Cell): number =>
    Number((grid.cells[one.row] ?? []).some(({ hidden }) => hidden)) + Number(grid.cells.some((row) => row[one.column]?.hidden))
  return equal.find((one) => lines(one) === 2) ?? first
}

/** One hidden in a line is its total less the others; a small sum of hidden ones tells of them. */
const isOpen = (line: readonly Cell[], threshold: number): boolean => {
  const hidden = line.filter((one) => one.hidden)
  const total = line.at(-1)
  if (hidden.length === 0) return false
  return hidden.length === 1 || (!total?.hidden && sum(hidden.map(({ value }) => value)) < threshold)
}

// A line is a node, and a count an arc from its row to its column; totals run so that what flows
// into a line also flows out of it.
const arcOf = ({ height, width }: Grid, cell: Cell): Arc & { cell: Cell } => {
  const { row, column, name, value } = cell
  const [ofRow, ofColumn] = [column === width, row === height]
  const columnOf = (x: number): number => height + 1 + x
  const between = (from: number, to: number) => ({ from, to, name, value, cell })
  if (ofRow && ofColumn) return between(height, columnOf(width))
  if (ofRow) return between(columnOf(width), row)
  if (ofColumn) return between(columnOf(column), height)
  return between(row, columnOf(column))
}

const networkOf = (grid: Grid) => {
  const hidden = grid.cells.flat().filter((cell) => cell.hidden)
  return { nodes: grid.height + grid.width + 2, arcs: hidden.map((cell) => arcOf(grid, cell)) }
}

/** What to hide so that a count can be more: the cheapest by which further lines give way. */
const besideOf = (grid: Grid, reached: ReadonlySet<number>): Cell | undefined => {
  const further = grid.cells.flat().filter((cell) => {
    const { from, to } = arcOf(grid, cell)
    return (reached.has(from) && !reached.has(to)) || (reached.has(to) && !reached.has(from) && cell.value > 1)
  })
  return nextOf(grid, further) ?? nextOf(grid, grid.cells.flat())
}

/** What a reader can work out of counts that stand in several tables, from each in turn. */
const workedOut = (grids: readonly Grid[], shared: ReadonlySet<string>, enough: number): ReadonlyMap<string, Range> => {
  const known = new Map<string, Range>()
  const networks = grids.map(networkOf)
  for (let changed = true, turns = 0; changed && turns < 4; turns += 1) {
    changed = false
    for (const network of networks)
      for (const arc of network.arcs) {
        if (!shared.has(arc.name)) continue
        const range = rangeOf(network, arc, known, enough)
        const was = known.get(arc.name)
        if (was && was.least === range.least && was.most === range.most) continue
        known.set(arc.name, range)
        changed = true
      }
  }
  return known
}

const isSmall = (value: number, threshold: number): boolean => value > 0 && value < threshold

/** A count hidden for its smallness must be able to be one that is not, and none may be certain. */
const isSafe = ({ least, most }: Range, value: number, threshold: number): boolean =>
  least < most && (!isSmall(value, threshold) || most >= threshold)

/** The same table, or several that are published together, with what must be hidden as “c”. */
export const suppressTogether = (tables: readonly CountTable[], { threshold }: Suppression): ShownTable[] => {
  const grids = tables.map(gridOf)
  const all = grids.flatMap((grid) => grid.cells.flat())
  const alike = Map.groupBy(all, ({ name }) => name)
  const shared = new Set([...alike].flatMap(([name, cells]) => (cells.length > 1 ? [name] : [])))
  const enough = threshold * 2
  const hide = (cell: Cell): void => {
    for (const one of alike.get(cell.name) ?? []) one.hidden = true
  }
  /** Hides what each line still needs. @returns whether any did */
  const closeLines = (): boolean => {
    let did = false
    for (let again = true; again; ) {
      again = false
      for (const grid of grids)
        for (const line of linesOf(grid)) {
          const next = isOpen(line, threshold) ? nextOf(grid, line) : undefined
          if (!next) continue
          hide(next)
          again = did = true
        }
    }
    return did
  }
  /** Hides others beside each count that could still be worked out. @returns whether any was */
  const closeRanges = (): boolean => {
    let did = false
    let known = workedOut(grids, shared, enough)
    for (const grid of grids)
      for (const cell of grid.cells.flat())
        while (cell.hidden) {
          const network = networkOf(grid)
          const arc = network.arcs.find((one) => one.cell === cell)
          const range = arc && rangeOf(network, arc, known, enough)
          if (!range || isSafe(range, cell.value, threshold)) break
          const next = besideOf(grid, range.reached)
          if (!next) break
          hide(next)
          closeLines()
          known = workedOut(grids, shared, enough)
          did = true
        }
    return did
  }
  for (const cell of all) if (isSmall(cell.value, threshold)) hide(cell)
  closeLines()
  // What is hidden more in one table leaves more open in another, so this ends.
  while (closeRanges());
  return grids.map(shownOf)
}

export const suppress = (table: CountTable, policy: Suppression): ShownTable => {
  const [shown] = suppressTogether([table], policy)
  if (!shown) throw new Error('A table was suppressed and is not there')
  return shown
}

const shownOf = ({ table, cells, height, width }: Grid): ShownTable => {
  const say = (y: number, x: number): Shown => {
    const cell = cells[y]?.[x]
    return cell === undefined || cell.hidden ? confidential : cell.value
  }
  const line = (y: number): Shown[] => table.columns.map((_, x) => say(y, x))
  return {
    columns: table.columns,
    rows: table.rows.map(({ key }, y) => ({ key, cells: line(y), total: say(y, width) })),
    totals: line(height),
    total: say(height, width),
  }
}

/** What hangs on a hidden count is hidden with it, such as a percentage. */
export const ofShown = <T>(counts: readonly Shown[], say: (...known: number[]) => T): T | typeof confidential => {
  const known = counts.filter((one) => one !== confidential)
  return known.length === counts.length ? say(...known) : confidential
}
