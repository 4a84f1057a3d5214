// `npm run bench`: how many requests the built Worker answers a second, each row beside a route
// that asks the database as often for nothing much. It prints results; only wrong answers fail.
// `-- --only booking,rush` measures some, `--all` also what takes minutes; `--json FILE` keeps
// the results, `--against FILE` compares with kept ones. `--rows` names pages that read too much.
import { mkdtempSync, openAsBlob, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { builtWorker, migrate, type Running, startWorker } from '#commands/worker.ts'
import { measureArrivals, measureRegister } from './arrivals.ts'
import { writeBigRegister } from './big-register.ts'
import { measureBodies } from './bodies.ts'
import { measureBooking, measureMarks, measureRush } from './bookings.ts'
import { measureCertificates } from './certificates.ts'
import { measureClock } from './clock.ts'
import { measureCoverage } from './coverage.ts'
import {
  type BenchSchool,
  type Database,
  englishSchools,
  madeUpSchools,
  pourAccounts,
  pourArea,
  pourAttendances,
  pourEvents,
  pourSchools,
  pourSignOffs,
  withoutTriggers,
} from './data.ts'
import { measureExport } from './export.ts'
import { comparedLines, type Report, tableLines } from './figures.ts'
import { measureGuidance } from './guidance.ts'
import { measureMemory } from './isolate-memory.ts'
import { ask } from './load.ts'
import { measureReport } from './meeting.ts'
import { peakAbove, workerdCpu } from './memory.ts'
import { measureMessages } from './messages.ts'
import { measureEmpty, measurePages, measurePolls } from './pages.ts'
import { localVars, note, problem, report, token, writeJson } from './report.ts'
import { measureReturn } from './return.ts'
import { measureRows } from './rows.ts'
import { measureStart } from './start.ts'

const usual = ['pages', 'bodies', 'booking', 'rush', 'marks', 'arrivals', 'register', 'report', 'clock', 'start', 'memory']
const longer = ['certificates', 'coverage', 'feeds', 'export', 'guidance', 'import', 'messages', 'return']
const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    all: { type: 'boolean' },
    rows: { type: 'boolean' },
    json: { type: 'string' },
    against: { type: 'string' },
  },
})
const asked = flags.rows ? ['rows'] : (flags.only?.split(',') ?? (flags.all ? [...usual, ...longer] : usual))
const unknown = asked.filter((name) => ![...usual, ...longer, 'rows'].includes(name))
if (unknown.length > 0) {
  console.error(`npm run bench knows ${[...usual, ...longer].join(', ')}, not ${unknown.join(', ')}.`)
  process.exit(1)
}
const isAsked = (...names: string[]): boolean => names.some((name) => asked.includes(name))
const earlier = flags.against === undefined ? undefined : (JSON.parse(readFileSync(flags.against, 'utf8')) as Report)

// Numbers of rows in the scratch database: which belong to the small county, which to England.
const county = { schools: 120, event: 1, events: 12, past: 20, pastEvents: 20, attendances: 2000 }
const england = { first: 1000, event: 100, events: 40, attendance: 100_000, attendances: 100_000 }
const today = { event: 200, events: 60, first: 400_000, count: 6000 }
const bookers = 3000
const organiser = 900_000

const pourCounty = (db: Database): Promise<void> =>
  withoutTriggers(db, async () => {
    await pourSchools(db, madeUpSchools(county.schools, 900_001, '999'), 1)
    await pourAccounts(db, organiser, 1, 'organiser')
    await pourEvents(db, county.event, county.events, 20)
    await pourEvents(db, county.past, county.pastEvents, -60)
    const past = { event: county.past, events: county.pastEvents, school: 1, schools: county.schools, marked: true }
    await pourAttendances(db, { first: 1, count: county.attendances, ...past })
    await pourSignOffs(db, county.past, county.pastEvents)
    await pourArea(db, ['999'])
  })

const pourEngland = (db: Database, schools: readonly BenchSchool[]): Promise<void> =>
  withoutTriggers(db, async () => {
    await pourSchools(db, schools, england.first)
    await pourAccounts(db, england.first, bookers)
    const all = { school: england.first, schools: schools.length }
    await pourEvents(db, england.event, england.events, -60)
    const past = { event: england.event, events: england.events, ...all, marked: true }
    for (let poured = 0; poured < england.attendances; poured += 20_000)
      await pourAttendances(db, { first: england.attendance + poured, count: 20_000, ...past })
    await pourSignOffs(db, england.event, england.events)
    await pourEvents(db, today.event, today.events, -today.events)
    await pourAttendances(db, { ...today, ...all, marked: false })
  })

const measureImport = async (built: string, scratch: string, area: string, aim: string): Promise<void> => {
  const file = join(scratch, 'edubasealldata20260901.csv')
  const bytes = await writeBigRegister(file)
  const running = await startWorker({ port: 0, persist: join(scratch, `import-${area.replace('&', '-')}`), vars: localVars, built })
  try {
    await migrate(running.miniflare)
    await ask(running.url, { path: '/events' })
    const body = new FormData()
    body.append('file', await openAsBlob(file), 'edubasealldata20260901.csv')
    const [at, cpu] = [performance.now(), workerdCpu() ?? 0]
    const { value, idle, peak } = await peakAbove(async () => {
      const answer = await fetch(`${running.url}/dev/commands/import?la=${area}`, {
        method: 'POST',
        headers: { 'x-muster-token': token, origin: running.url },
        body,
      })
      return `${answer.status} ${(await answer.text()).slice(0, 200)}`
    })
    const seconds = (performance.now() - at) / 1000
    const memory = peak === undefined ? 'memory not readable here' : `${peak.toFixed(0)} MB above ${idle?.toFixed(0)} MB idle`
    note(
      `Import of la=${area}, ${(bytes / 1e6).toFixed(0)} MB and 50,000 rows: ${seconds.toFixed(1)} s, ${(((workerdCpu() ?? 0) - cpu) / 1000).toFixed(1)} s of processor time, workerd ${memory}   ${aim}`,
    )
    if (!value.startsWith('200')) problem(`Import: ${value}`)
  } finally {
    await running.stop()
  }
}

const measureServed = async (running: Running): Promise<void> => {
  const { url, miniflare } = running
  const db = await miniflare.getD1Database('DB')
  await pourCounty(db)
  await ask(url, { path: '/events' })
  await measureEmpty(url)
  if (isAsked('pages')) await measurePages(url, organiser)
  if (isAsked('bodies')) await measureBodies(running)
  if (isAsked('certificates')) {
    const certificates = await measureCertificates(running, organiser)
    note(...certificates.lines)
    problem(...certificates.problems)
  }
  if (isAsked('return')) await measureReturn(running)
  if (!isAsked('booking', 'rush', 'marks', 'arrivals', 'register', 'report', 'feeds', 'export')) return
  const { schools, from } = englishSchools()
  const startedAt = performance.now()
  await pourEngland(db, schools)
  note(
    `${schools.length} schools of England (${from}) and ${england.attendances} attendances, poured in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`,
  )
  if (isAsked('feeds')) await measurePolls(url, db, england.first)
  if (isAsked('booking')) await measureBooking(running, 'BNCH02', { first: england.first, count: bookers })
  if (isAsked('rush')) await measureRush(running, england.first)
  if (isAsked('export')) {
    const taken = await measureExport(running, { organiser, school: england.first, schools: schools.length })
    note(...taken.lines)
    problem(...taken.problems)
  }
  if (isAsked('marks')) await measureMarks(running, today, organiser)
  const area = { first: england.first, count: schools.length }
  if (isAsked('arrivals')) await measureArrivals(running, area, organiser)
  if (isAsked('register')) await measureRegister(running, area, organiser)
  if (isAsked('report')) await measureReport(running, area, organiser)
}

const scratch = mkdtempSync(join(tmpdir(), 'muster-bench-'))
const startedAt = Date.now()
try {
  console.log(`${Object.values(report.machine).join(', ')} processors; 16 connections unless said otherwise`)
  const built = await builtWorker()
  const persist = join(scratch, 'state')
  if (isAsked('rows')) await measureRows(built, scratch)
  else {
    const running = await startWorker({ port: 0, persist, vars: localVars, built })
    try {
      await migrate(running.miniflare)
      await measureServed(running)
    } finally {
      await running.stop()
    }
  }
  if (isAsked('start')) await measureStart(persist)
  if (isAsked('memory')) await measureMemory(built, persist)
  if (isAsked('clock')) await measureClock(built, scratch)
  if (isAsked('coverage')) await measureCoverage(built, scratch)
  if (isAsked('guidance')) await measureGuidance(built, scratch)
  if (isAsked('import')) {
    await measureImport(built, scratch, '884&apply=1', '(to reach: < 15 s, < 100 MB)')
    // Twice its processor time is `cpu_ms` of wrangler.toml.
    await measureImport(built, scratch, 'all', '')
  }
  if (isAsked('messages')) {
    const messages = await measureMessages(built, scratch)
    note(...messages.lines)
    problem(...messages.problems)
  }
} finally {
  for (const line of tableLines(report)) console.log(line)
  if (earlier) for (const line of comparedLines(report, earlier)) console.log(line)
  if (flags.json) writeJson(flags.json)
  console.log(`(${((Date.now() - startedAt) / 1000).toFixed(0)} s)`)
  rmSync(scratch, { recursive: true, force: true })
}
if (report.problems.length > 0) process.exitCode = 1
