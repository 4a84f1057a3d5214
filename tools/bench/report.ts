// Measures rows of the bench beside their floor, and keeps the results as a table and as JSON.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { askAudit } from '#commands/auditing.ts'
import { root } from '#commands/settings.ts'
import type { Running } from '#commands/worker.ts'
import { type Cost, costBetween, type Fact, type Figures, floorShape, mean, type Report, short } from './figures.ts'
import { type Asked, ask, load, type Measured, type Right } from './load.ts'
import { workerdCpu } from './memory.ts'

export const token = 'bench'
export const localVars = { LOCAL_MAIL: '1', LOCAL_TOKEN: token, TICKET_KEY: 'bench' }

const git = (...words: string[]): string => execFileSync('git', words, { cwd: root, encoding: 'utf8' }).trim()

export const report: Report = {
  commit: git('rev-parse', 'HEAD') + (git('status', '--porcelain') ? ' and what was changed since' : ''),
  machine: { node: process.versions.node, processors: cpus().length, processor: cpus()[0]?.model ?? 'unknown' },
  ...{ rows: [], facts: [], notes: [], problems: [] },
}

const startedAt = performance.now()
/** What is known so far: a run takes minutes. */
const tell = (line: string): void => console.error(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s  ${line}`)

export const fact = (...facts: readonly Fact[]): void => {
  report.facts.push(...facts)
  for (const { what, value, unit } of facts) tell(`${what}: ${short(value)} ${unit}`)
}
export const note = (...lines: readonly string[]): void => {
  report.notes.push(...lines)
  for (const line of lines) tell(line)
}
export const problem = (...lines: readonly string[]): void => {
  for (const line of lines.filter((one) => !report.problems.includes(one))) {
    report.problems.push(line)
    tell(`WRONG  ${line}`)
  }
}

export const askedOf = async (url: string): Promise<Cost> =>
  JSON.parse((await ask(url, { path: '/dev/commands/asked', headers: { 'x-muster-token': token } })).text) as Cost

type Work = () => Promise<Measured>

/**
 * Measures, with workerd's processor time for each request and what it asked of the database, also
 * after its answers.
 */
const costing = async (url: string, work: Work): Promise<Measured & Figures & { cost: Cost }> => {
  const [before, from] = [workerdCpu(), await askedOf(url)]
  const found = await work()
  const [after, to] = [workerdCpu(), await askedOf(url)]
  const cpuMs = before === undefined || after === undefined ? undefined : (after - before) / found.asked
  return { ...found, cpuMs, cost: costBetween(from, to, found.asked) }
}

/**
 * Measures the floor's route, the row and the floor again; the row is compared with the mean of
 * both floors.
 * @param first a few of its requests, which show how often they ask the database
 */
export const beside = async (
  url: string,
  { what, aim, first }: { what: string; aim: string; first: Work },
  work: Work,
  connections = 16,
): Promise<void> => {
  // The very first of them may find nothing in memory.
  await first()
  const shape = floorShape((await costing(url, first)).cost)
  const floorNow = () => costing(url, () => load(url, () => ({ path: `/dev/floor/${shape}` }), { seconds: 1, connections }))
  const before = await floorNow()
  const { perSecond, p50, p99, cpuMs, cost, wrong, asked, firstWrong } = await costing(url, work)
  const floor = mean(before, await floorNow())
  report.rows.push({ what, perSecond, p50, p99, cpuMs, cost, floor: { ...floor, shape }, aim })
  tell(
    `${what}: ${short(perSecond)} a second, ${short(cpuMs)} ms CPU, ${short(cost.trips)} trips; floor ${short(floor.perSecond)} a second`,
  )
  if (wrong > 0) problem(`${what}: ${wrong} of ${asked} answers were wrong. ${firstWrong}`)
}

/** The same, of one request again and again. */
export const besideOne = (
  url: string,
  row: { what: string; aim?: string; right?: Right },
  one: Asked,
  more: { seconds?: number; connections?: number } = {},
): Promise<void> => {
  const { right = {} } = row
  const few = () => load(url, (n) => (n < 8 ? one : undefined), { right })
  return beside(url, { what: row.what, aim: row.aim ?? '', first: few }, () => load(url, () => one, { right, ...more }), more.connections)
}

/** What the audit finds broken, and how often. */
const brokenAt = async ({ url }: Running): Promise<Map<string, number>> => {
  const { invariants } = await askAudit({ url, token })
  return new Map(invariants.map(({ name, ok, count }) => [name, ok ? 0 : count]))
}

/**
 * The whole audit before and after a load. Rows poured in without triggers may break some rules;
 * the load must break none.
 */
export const audited = async (running: Running, what: string, work: () => Promise<void>): Promise<void> => {
  const before = await brokenAt(running)
  await work()
  const after = await brokenAt(running)
  for (const [name, count] of after)
    if (count > (before.get(name) ?? 0))
      problem(`The audit after ${what}: ${name} is broken ${count} times, ${before.get(name) ?? 0} before`)
  const broken = (found: Map<string, number>): string[] => [...found].flatMap(([name, count]) => (count > 0 ? [name] : []))
  const poured = broken(before).length > 0 ? `; broken before it, by what was poured in without triggers: ${broken(before).join(', ')}` : ''
  note(`The audit after ${what}: ${broken(after).length} of ${after.size} statements are broken${poured}`)
}

export const writeJson = (path: string): void => writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`)
