// Coverage of a council and of all England: which schools took part, how they stand with a
// requirement by each dimension, and a school's own first page; the standings are those that the
// clock has kept.
import { join } from 'node:path'
import { dimensions } from '#attendance/coverage/coverage.ts'
import { askAudit } from '#commands/auditing.ts'
import { migrate, type Running, startWorker } from '#commands/worker.ts'
import {
  type BenchSchool,
  cookieOf,
  type Database,
  englishSchools,
  idOf,
  madeUpSchools,
  pourAccounts,
  pourArea,
  pourAttendances,
  pourEvents,
  pourSchools,
  pourSignOffs,
  withoutTriggers,
} from './data.ts'
import { ask } from './load.ts'
import { askedOf, besideOne, fact, localVars, note, problem, report, token } from './report.ts'
import { pourRoles } from './roles.ts'

const organiser = 900_000
const first = 1000
const events = { event: 100, events: 40 }
const alone = { seconds: 2, connections: 1 }
const daysFromNow = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString()

const pour = (db: Database, schools: readonly BenchSchool[], attendances: number): Promise<void> =>
  withoutTriggers(db, async () => {
    await pourSchools(db, schools, first)
    await pourAccounts(db, first, 50)
    await pourAccounts(db, organiser, 1, 'organiser')
    await pourEvents(db, events.event, events.events, -60)
    const all = { ...events, school: first, schools: schools.length, marked: true }
    for (let poured = 0; poured < attendances; poured += 20_000)
      await pourAttendances(db, { first: 100_000 + poured, count: Math.min(20_000, attendances - poured), ...all })
    await pourSignOffs(db, events.event, events.events)
    await pourRoles(db, all)
    // Prices are followed, and reports frozen: work of other nights.
    await db.prepare('UPDATE PricesFollowed SET doneUpTo = ?1, upTo = NULL').bind(daysFromNow(0)).run()
  })

/** Lets the clock's minutes follow every school: how many, how long and what the longest took. */
const followAll = async ({ miniflare, url }: Running, db: Database, what: string, aim: string): Promise<void> => {
  const worker = await miniflare.getWorker()
  const left = async () => (await db.prepare('SELECT COUNT(*) AS n FROM StandingToFollow').first<number>('n')) ?? 0
  const minute = async (): Promise<void> => {
    const { outcome } = await worker.scheduled({ cron: '* * * * *', scheduledTime: new Date() })
    if (outcome !== 'ok') problem(`${what}: the clock ended with ${outcome}`)
  }
  // The first minute does what else is due of what was poured in.
  await db.prepare('DELETE FROM StandingToFollow').run()
  await minute()
  await db.prepare('INSERT INTO StandingToFollow (rootId, version) SELECT id, 1 FROM School WHERE rootId = id').run()
  const schools = await left()
  let [minutes, longest] = [0, 0]
  const [startedAt, before] = [performance.now(), await askedOf(url)]
  for (let was = schools; ; minutes += 1) {
    const at = performance.now()
    await minute()
    longest = Math.max(longest, performance.now() - at)
    const now = await left()
    if (now === 0) break
    if (now === was && minutes > 2) return problem(`${what}: the clock follows no school`)
    was = now
  }
  const after = await askedOf(url)
  fact({ what: `${what}, all followed anew`, value: minutes + 1, unit: 'runs of the clock', aim })
  fact({ what: `${what}, the longest of them`, value: longest, unit: 'ms', aim: '' })
  fact({ what: `${what}, each school`, value: (performance.now() - startedAt) / schools, unit: 'ms', aim: '' })
  fact({ what: `${what}, statements of a run`, value: (after.statements - before.statements) / (minutes + 1), unit: '', aim: '≤ 300' })
  const states = await db.prepare('SELECT state, COUNT(*) AS n FROM SchoolStanding GROUP BY state').all<{ state: string; n: number }>()
  note(`${what}: ${states.results.map(({ state, n }) => `${n} ${state}`).join(', ')}`)
  const { invariants } = await askAudit({ url, token })
  const agree = invariants.find(({ name }) => name === 'standings_agree')
  if (!agree?.ok) problem(`${what}: what is kept is not what the function says`)
}

const useArea = async (db: Database, laCodes: readonly string[]): Promise<void> => {
  await pourArea(db, laCodes)
  // The Worker keeps the council's settings for ten seconds.
  await new Promise((done) => setTimeout(done, 10_500))
}

const cookie = cookieOf(organiser)
const anyone = `/coverage?topic=online-safety&from=${daysFromNow(-90).slice(0, 10)}&to=${daysFromNow(0).slice(0, 10)}`
const standing = (by: string): string => `/coverage/requirements?requirement=lead&by=${by}`

const begun = async (built: string, persist: string, work: (running: Running, db: Database) => Promise<void>): Promise<void> => {
  const vars = { ...localVars, BASE_URL: 'http://localhost:8787' }
  const running = await startWorker({ port: 0, persist, vars, built })
  try {
    await migrate(running.miniflare)
    const db = await running.miniflare.getD1Database('DB')
    await ask(running.url, { path: '/events' })
    await work(running, db)
  } finally {
    await running.stop()
  }
}

const measureCouncil = (built: string, persist: string): Promise<void> =>
  begun(built, persist, async (running, db) => {
    const { url } = running
    await pour(db, madeUpSchools(600, 200_000, '999'), 20_000)
    await followAll(running, db, 'Council of 600 schools', '1')
    await useArea(db, ['999'])
    await besideOne(url, { what: '600 schools: anyone' }, { path: anyone, cookie }, alone)
    for (const by of dimensions)
      await besideOne(url, { what: `600 schools: leads by ${by}`, aim: 'p50 ≤ 60 ms' }, { path: standing(by), cookie }, alone)
    const home = { path: `/school/${idOf(1, first)}`, cookie: cookieOf(first) }
    await besideOne(url, { what: '600 schools: a school’s home', aim: 'p50 ≤ 20 ms' }, home, alone)
  })

const measureEngland = (built: string, persist: string): Promise<void> =>
  begun(built, persist, async (running, db) => {
    const { url } = running
    const { schools, from } = englishSchools()
    await pour(db, schools, 100_000)
    note(`${schools.length} schools of England (${from}), 100000 attendances, ${schools.length * 4} roles`)
    await followAll(running, db, 'England', '')
    const authorities = [...new Set(schools.map(({ laCode }) => laCode))]
    for (const share of [0.1, 0.4, 1]) {
      const some = authorities.slice(0, Math.ceil(authorities.length * share))
      const many = schools.filter(({ laCode }) => some.includes(laCode)).length
      await useArea(db, some)
      await besideOne(url, { what: `${many} schools: anyone` }, { path: anyone, cookie }, alone)
      for (const by of share === 1 ? dimensions : (['kind', 'size'] as const))
        await besideOne(url, { what: `${many} schools: leads by ${by}` }, { path: standing(by), cookie }, alone)
    }
    const p50 = (what: string): number => report.rows.find((row) => row.what === `${schools.length} schools: ${what}`)?.p50 ?? Number.NaN
    const worst = Math.max(...dimensions.map((by) => p50(`leads by ${by}`)))
    fact({ what: 'England: leads beside anyone', value: worst / p50('anyone'), unit: 'times', aim: '≤ 1.5' })
  })

export const measureCoverage = async (built: string, scratch: string): Promise<void> => {
  await measureCouncil(built, join(scratch, 'council'))
  await measureEngland(built, join(scratch, 'england'))
}
