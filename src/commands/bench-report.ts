// The rows of the bench: what was measured beside the floor of the same run, for people as a table and for programs as JSON.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { type Asked, ask, load, type Measured } from './load.ts'
import { workerdCpu } from './memory.ts'
import { root } from './worker.ts'

/** `cpuMs`: of workerd for each request, where the system tells; `asked`: of the database, as the answer says. */
type Figures = { perSecond: number; p50: number; p99: number; cpuMs: number | undefined }
type Row = Figures & { what: string; asked: Cost | undefined; floor: Figures & { reads: string }; aim: string }
type Cost = { trips: number; statements: number; rows: number }

const measured: (Row | string)[] = []
export const problems: string[] = []

export const note = (...lines: readonly string[]): void => void measured.push(...lines)

/** Measures, and how much of a processor workerd took for each request. */
const withCpu = async (work: () => Promise<Measured>): Promise<Measured & Figures> => {
  const before = workerdCpu()
  const found = await work()
  const after = workerdCpu()
  return { ...found, cpuMs: before === undefined || after === undefined ? undefined : (after - before) / found.asked }
}

const costOf = (told: string | undefined): Cost | undefined => {
  const [trips, statements, rows] = (told?.match(/(\d+) trips, (\d+) statements, (\d+) rows/) ?? []).slice(1).map(Number)
  return trips === undefined || statements === undefined || rows === undefined ? undefined : { trips, statements, rows }
}

const mean = (a: Figures, b: Figures): Figures => ({
  perSecond: (a.perSecond + b.perSecond) / 2,
  p50: (a.p50 + b.p50) / 2,
  p99: (a.p99 + b.p99) / 2,
  cpuMs: a.cpuMs === undefined || b.cpuMs === undefined ? undefined : (a.cpuMs + b.cpuMs) / 2,
})

/**
 * Measures the floor, the page and the floor again, and puts the page beside the mean of both floors.
 *
 * @param reads the floor's round trips with the number of statements in each: '1-2-4' is three trips
 * @param one a request like those that are measured, for what it asks of the database
 */
export const beside = async (
  url: string,
  row: { what: string; reads: string; aim: string; one?: Asked },
  page: () => Promise<Measured>,
  connections = 16,
): Promise<void> => {
  const floorNow = () => withCpu(() => load(url, () => ({ path: `/dev/floor/${row.reads}` }), { seconds: 1, connections }))
  const before = await floorNow()
  const { perSecond, p50, p99, cpuMs, wrong, asked, firstWrong } = await withCpu(page)
  const floor = mean(before, await floorNow())
  const cost = row.one ? costOf((await ask(url, row.one)).headers['server-timing']) : undefined
  measured.push({ ...row, perSecond, p50, p99, cpuMs, asked: cost, floor: { ...floor, reads: row.reads } })
  if (wrong > 0) problems.push(`${row.what}: ${wrong} of ${asked} answers were wrong. ${firstWrong}`)
}

export const ms = (time: number | undefined): string => (time === undefined ? '' : time.toFixed(time < 10 ? 2 : 1))

const cellsOf = ({ what, asked, perSecond, p50, p99, cpuMs, floor, aim }: Row): string[] => [
  ...[what, asked ? `${asked.trips}/${asked.statements}/${asked.rows}` : '', perSecond.toFixed(0), ms(p50), ms(p99), ms(cpuMs)],
  ...[floor.reads, floor.perSecond.toFixed(0), ms(floor.p50), ms(floor.cpuMs), (perSecond / floor.perSecond).toFixed(2), aim],
]

export const print = (): void => {
  const head = ['', 't/st/rows', 'req/s', 'p50 ms', 'p99 ms', 'CPU ms', 'floor', 'req/s', 'p50 ms', 'CPU ms', '÷ floor', 'aim']
  const line = (cells: string[]): string =>
    cells.map((cell, n) => (n === 0 ? cell.padEnd(46) : n === head.length - 1 ? `   ${cell}` : cell.padStart(9))).join('')
  console.log(line(head))
  for (const row of measured) console.log(typeof row === 'string' ? row : line(cellsOf(row)))
  for (const problem of problems) console.log(`WRONG  ${problem}`)
}

export const writeJson = (path: string): void => {
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
  const machine = { node: process.versions.node, processors: cpus().length, processor: cpus()[0]?.model ?? 'unknown' }
  const rows = measured.filter((row) => typeof row !== 'string')
  const notes = measured.filter((row) => typeof row === 'string')
  writeFileSync(path, `${JSON.stringify({ commit, machine, rows, notes, problems }, null, 2)}\n`)
}
