// The bench's results: the cost of a request, its floor, a table for people, and the comparison
// with an earlier run.

/** What requests asked of the database, one with another. */
export type Cost = { trips: number; statements: number; rows: number }
/** `cpuMs`: of workerd for each request, where the system tells. */
export type Figures = { perSecond: number; p50: number; p99: number; cpuMs: number | undefined }
/** `floor`: a route of the same run that asks as often for nothing much. */
export type Row = Figures & { what: string; cost: Cost; floor: Figures & { shape: string }; aim: string }
/** A single figure, such as how long a rush took. */
export type Fact = { what: string; value: number; unit: string; aim: string }
export type Report = {
  commit: string
  machine: Record<string, string | number>
  rows: Row[]
  facts: Fact[]
  notes: string[]
  problems: string[]
}

export const costBetween = (before: Cost, after: Cost, requests: number): Cost => ({
  trips: (after.trips - before.trips) / requests,
  statements: (after.statements - before.statements) / requests,
  rows: (after.rows - before.rows) / requests,
})

const mostTrips = 10
const mostStatements = 9

/**
 * The route that asks for nothing much, with as many trips and statements: '3-3-2' is three trips;
 * '0' asks nothing.
 */
export const floorShape = (cost: Cost): string => {
  const trips = Math.min(mostTrips, Math.round(cost.trips))
  if (trips === 0) return '0'
  const statements = Math.max(trips, Math.round(cost.statements))
  return Array.from({ length: trips }, (_, n) =>
    Math.min(mostStatements, Math.floor(statements / trips) + (n < statements % trips ? 1 : 0)),
  ).join('-')
}

export const mean = (a: Figures, b: Figures): Figures => ({
  perSecond: (a.perSecond + b.perSecond) / 2,
  p50: (a.p50 + b.p50) / 2,
  p99: (a.p99 + b.p99) / 2,
  cpuMs: a.cpuMs === undefined || b.cpuMs === undefined ? undefined : (a.cpuMs + b.cpuMs) / 2,
})

/** As many digits as say something. */
export const short = (figure: number | undefined): string => {
  if (figure === undefined || Number.isNaN(figure)) return ''
  return figure.toFixed(Number.isInteger(figure) || Math.abs(figure) >= 100 ? 0 : Math.abs(figure) < 10 ? 2 : 1)
}

const inColumns = (rows: readonly (readonly string[])[], width: number): string[] =>
  rows.map((cells) =>
    cells
      .map((cell, n) => (n === 0 ? cell.padEnd(46) : n === cells.length - 1 ? `   ${cell}` : ` ${cell.padStart(width - 1)}`))
      .join('')
      .trimEnd(),
  )

const ofFloor = ({ perSecond, floor }: Row): number => perSecond / floor.perSecond

export const tableLines = ({ rows, facts, notes, problems }: Report): string[] => [
  ...inColumns(
    [
      ['', 'req/s', 'p50 ms', 'p99 ms', 'CPU ms', 'trips', 'stmts', 'rows', 'floor', 'req/s', 'CPU ms', '÷ floor', 'to reach'],
      ...rows.map((row) => [
        ...[row.what, short(row.perSecond), short(row.p50), short(row.p99), short(row.cpuMs)],
        ...[short(row.cost.trips), short(row.cost.statements), short(row.cost.rows)],
        ...[row.floor.shape, short(row.floor.perSecond), short(row.floor.cpuMs), ofFloor(row).toFixed(2), row.aim],
      ]),
    ],
    9,
  ),
  ...facts.map(
    ({ what, value, unit, aim }) => `${what.padEnd(46)}${short(value).padStart(9)} ${unit}${aim ? `   (to reach: ${aim})` : ''}`,
  ),
  ...notes,
  ...problems.map((problem) => `WRONG  ${problem}`),
]

const ratio = (now: number | undefined, then: number | undefined): string =>
  now === undefined || then === undefined || then === 0 ? '' : (now / then).toFixed(2)

/**
 * This run beside an earlier one, as ratios. On a busy machine compare each with its own floor:
 * what slows the one slows the other.
 */
export const comparedLines = (now: Report, then: Report): string[] => {
  const rows = now.rows.flatMap((row) => {
    const before = then.rows.find(({ what }) => what === row.what)
    return before ? [{ row, before }] : []
  })
  const facts = now.facts.flatMap((fact) => {
    const before = then.facts.find(({ what, unit }) => what === fact.what && unit === fact.unit)
    return before ? [[fact.what, `${short(before.value)} → ${short(fact.value)} ${fact.unit}`]] : []
  })
  return [
    `Beside the run of ${then.commit.slice(0, 7)}: above 1 is more`,
    ...inColumns(
      [
        ['', 'req/s', '÷ floor', 'CPU', 'trips', ''],
        ...rows.map(({ row, before }) => [
          row.what,
          ratio(row.perSecond, before.perSecond),
          ratio(ofFloor(row), ofFloor(before)),
          ratio(row.cpuMs, before.cpuMs),
          `${short(before.cost.trips)}→${short(row.cost.trips)}`,
          '',
        ]),
      ],
      12,
    ),
    ...facts.map(([what = '', change = '']) => `${what.padEnd(46)}${change}`),
  ]
}
