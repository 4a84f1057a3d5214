// `npm run bench`: what the built Worker does in a second, without the development proxy, beside the floor of the same run: an empty route,
// and a route with as many reads as the page. Prints what it gets; nothing fails. `--pages` measures pages of a county alone, `--json FILE` writes all down.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, openAsBlob, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  cookieOf,
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
} from './bench-data.ts'
import { measureExport } from './bench-export.ts'
import { pourFeed } from './bench-feeds.ts'
import { measureMessages } from './bench-messages.ts'
import { beside, ms, note, print, problems, writeJson } from './bench-report.ts'
import { writeBigRegister } from './big-register.ts'
import { type Asked, ask, load } from './load.ts'
import { peakAbove } from './memory.ts'
import { builtWorker, migrate, type Running, startWorker } from './worker.ts'

// Numbers of rows in the scratch database: what belongs to the small county, to England, and to whom.
const county = { schools: 120, event: 1, events: 12, past: 20, pastEvents: 20, attendances: 2000 }
const england = { first: 1000, event: 100, events: 40, attendance: 100_000, attendances: 100_000 }
/** Many schools press at once for too few places of one event. */
const crush = { event: 300, places: 300, schools: 500, attempts: 2000 }
const today = { event: 200, events: 60, marks: 400_000, places: 6000 }
const bookers = 3000
const organiser = 900_000
const token = 'bench'

const scratch = mkdtempSync(join(tmpdir(), 'muster-bench-'))
const started = Date.now()
const { values: flags } = parseArgs({ options: { json: { type: 'string' }, pages: { type: 'boolean' } } })

const run = async (running: Running): Promise<void> => {
  const { url } = running
  const db = await running.miniflare.getD1Database('DB')
  const get = (path: string, cookie?: string) => () => ({ path, cookie })

  await withoutTriggers(db, async () => {
    await pourSchools(db, madeUpSchools(county.schools, 900_001, '999'), 1)
    await pourAccounts(db, organiser, 1, 'organiser')
    await pourEvents(db, county.event, county.events, 20)
    await pourEvents(db, county.past, county.pastEvents, -60)
    await pourAttendances(db, {
      first: 1,
      count: county.attendances,
      event: county.past,
      events: county.pastEvents,
      school: 1,
      schools: county.schools,
      marked: true,
    })
    await pourSignOffs(db, county.past, county.pastEvents)
    await pourArea(db, ['999'])
  })
  await load(url, get('/events'), { seconds: 1 })
  await beside(url, { what: 'Empty route', reads: '0', aim: '' }, () => load(url, get('/dev/floor/0'), { seconds: 1.5 }))
  await pages(url)
  const from = new Date(Date.now() - 90 * 86_400_000).toISOString().slice(0, 10)
  const to = new Date().toISOString().slice(0, 10)
  const coverage = `/coverage?topic=online-safety&from=${from}&to=${to}`
  const ofCounty = { path: coverage, cookie: cookieOf(organiser) }
  await beside(url, { what: 'Coverage, 120 schools', reads: '1-2-4', aim: '', one: ofCounty }, () => load(url, () => ofCounty))
  if (flags.pages) return

  const { schools, from: source } = englishSchools()
  await withoutTriggers(db, async () => {
    await pourSchools(db, schools, england.first)
    await pourAccounts(db, england.first, bookers)
    await pourEvents(db, england.event, england.events, -60)
    for (let poured = 0; poured < england.attendances; poured += 20_000)
      await pourAttendances(db, {
        first: england.attendance + poured,
        count: 20_000,
        event: england.event,
        events: england.events,
        school: england.first,
        schools: schools.length,
        marked: true,
      })
    await pourSignOffs(db, england.event, england.events)
    await pourEvents(db, today.event, today.events, -today.events)
    await pourAttendances(db, {
      first: today.marks,
      count: today.places,
      event: today.event,
      events: today.events,
      school: england.first,
      schools: schools.length,
      marked: false,
    })
  })
  await polling(url, await pourFeed(db, england.first))
  await booking(url)
  await rush(running)
  const taken = await measureExport(running, { organiser, school: england.first, schools: schools.length })
  note(...taken.lines)
  problems.push(...taken.problems)
  await marks(url)
  await pourArea(db, [...new Set(schools.map((school) => school.laCode))])
  // The Worker keeps the council's settings for ten seconds.
  await new Promise((done) => setTimeout(done, 10_500))
  const alone = { seconds: 6, connections: 1 }
  const title = `Coverage, England: ${schools.length} schools (${source}), alone`
  await beside(url, { what: title, reads: '1-2-4', aim: 'p50 < 150 ms', one: ofCounty }, () => load(url, () => ofCounty, alone), 1)
}

/** What visitors and contacts look at; nobody's pages come from memory, and those of who is signed in never. */
const pages = async (url: string): Promise<void> => {
  const signedIn = cookieOf(organiser)
  for (const [what, path, reads, aim, cookie] of [
    ['Event list, 12 events, nobody', '/events', '0', '≥ 0.8', undefined],
    ['Event page, nobody', '/events/BNCH01', '0', '≥ 0.8', undefined],
    ['Event list, signed in', '/events', '1-4', '', signedIn],
    ['Event page, signed in', '/events/BNCH01', '1-7', '≥ 0.75', signedIn],
  ] as const)
    await beside(url, { what, reads, aim, one: { path, cookie } }, () => load(url, () => ({ path, cookie })))
}

const polling = async (url: string, school: string): Promise<void> => {
  const unchanged = { headers: { 'if-none-match': '*' } }
  for (const [what, path] of [
    ['the public feed', '/events.ics'],
    ['a school’s feed', school],
  ] as const) {
    await beside(url, { what: `Poll of ${what}, fresh`, reads: '1', aim: '', one: { path } }, () => load(url, () => ({ path })))
    await beside(url, { what: `Poll of ${what}, 304`, reads: '1', aim: '' }, () =>
      load(url, () => ({ path, ...unchanged }), { isRight: (status) => status === 304 }),
    )
  }
}

const form = (fields: Record<string, string>): string => new URLSearchParams(fields).toString()

const booking = async (url: string): Promise<void> => {
  const asked = (n: number): Asked | undefined =>
    n < bookers
      ? {
          path: '/events/BNCH02/bookings',
          method: 'POST',
          cookie: cookieOf(england.first + n),
          body: form({
            formId: randomUUID(),
            school: idOf(1, england.first + n),
            rows: '1',
            'name-1': `Booking delegate ${n}`,
            'email-1': `delegate${n}@bench.example`,
            'role-1': 'dsl',
          }),
        }
      : undefined
  const isRight = (status: number): boolean => status === 303
  await beside(url, { what: 'Booking, each of its own school', reads: '1-6-9', aim: '' }, () => load(url, asked, { seconds: 6, isRight }))
}

/** Nothing but places and refusals may come back, and exactly as many places as there are. */
const rush = async ({ url, miniflare }: Running): Promise<void> => {
  const db = await miniflare.getD1Database('DB')
  await withoutTriggers(db, () => pourEvents(db, crush.event, 1, 30, crush.places))
  const floorNow = () => load(url, () => ({ path: '/dev/floor/batch', method: 'POST', body: '' }), { seconds: 1 })
  const before = await floorNow()
  const asked = (n: number): Asked | undefined =>
    n < crush.attempts
      ? {
          path: `/events/BNCH${crush.event}/bookings`,
          method: 'POST',
          cookie: cookieOf(england.first + (n % crush.schools)),
          body: form({
            formId: randomUUID(),
            school: idOf(1, england.first + (n % crush.schools)),
            rows: '1',
            'name-1': `Rushing delegate ${n}`,
            'email-1': `rush${n}@bench.example`,
            'role-1': 'dsl',
          }),
        }
      : undefined
  const isRight = (status: number): boolean => status === 303 || status === 409
  const { perSecond, p50, p99, asked: n, wrong, firstWrong } = await load(url, asked, { seconds: 120, connections: 64, isRight })
  const floor = (before.perSecond + (await floorNow()).perSecond) / 2
  const taken = await db
    .prepare(`SELECT COUNT(*) AS n FROM Place WHERE eventId = ?1 AND state = 'confirmed'`)
    .bind(idOf(6, crush.event))
    .first<{ n: number }>()
  note(
    `Rush: ${n} attempts by ${crush.schools} schools at ${crush.places} places gave ${taken?.n}; ${perSecond.toFixed(0)} attempts/s, p50 ${ms(p50)} ms, p99 ${ms(p99)} ms; bare batches ${floor.toFixed(0)}/s, ${(floor / perSecond).toFixed(1)} to one attempt`,
  )
  if (taken?.n !== crush.places) problems.push(`Rush: ${taken?.n} places were given of ${crush.places}`)
  if (wrong > 0) problems.push(`Rush: ${wrong} answers were neither a place nor a refusal. ${firstWrong}`)
}

const marks = async (url: string): Promise<void> => {
  const asked = (n: number): Asked | undefined =>
    n < today.places
      ? {
          path: `/register/${idOf(7, today.event + ((today.marks + n) % today.events))}/marks`,
          method: 'POST',
          cookie: cookieOf(organiser),
          headers: { 'x-muster-parts': 'person' },
          body: form({ person: idOf(8, today.marks + n), mark: randomUUID(), markType: 'attended' }),
        }
      : undefined
  await beside(url, { what: 'Mark, on registers of 100', reads: '1-3-2-4', aim: '' }, () => load(url, asked, { seconds: 4 }))
}

const importing = async (built: string): Promise<void> => {
  const file = join(scratch, 'edubasealldata20260901.csv')
  const bytes = await writeBigRegister(file)
  const running = await startWorker({ port: 0, persist: join(scratch, 'import'), vars: { LOCAL_MAIL: '1', LOCAL_TOKEN: token }, built })
  try {
    await migrate(running.miniflare)
    await ask(running.url, { path: '/events' })
    const body = new FormData()
    body.append('file', await openAsBlob(file), 'edubasealldata20260901.csv')
    const at = performance.now()
    const { value, idle, peak } = await peakAbove(async () => {
      const answer = await fetch(`${running.url}/dev/commands/import?la=884&apply=1`, {
        method: 'POST',
        headers: { 'x-muster-token': token, origin: running.url },
        body,
      })
      return `${answer.status} ${(await answer.text()).slice(0, 200)}`
    })
    const seconds = (performance.now() - at) / 1000
    const memory = peak === undefined ? 'memory not readable here' : `${peak.toFixed(0)} MB above ${idle?.toFixed(0)} MB idle`
    note(`Import, ${(bytes / 1e6).toFixed(0)} MB and 50,000 rows: ${seconds.toFixed(1)} s, workerd ${memory}   (aim < 15 s, < 100 MB)`)
    if (!value.startsWith('200')) note(`  wrong: ${value}`)
  } finally {
    await running.stop()
  }
}

try {
  console.log(
    `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, 16 connections unless said otherwise`,
  )
  const built = await builtWorker()
  const vars = { LOCAL_MAIL: '1', LOCAL_TOKEN: token }
  const running = await startWorker({ port: 0, persist: join(scratch, 'state'), vars, built })
  try {
    await migrate(running.miniflare)
    await run(running)
  } finally {
    await running.stop()
  }
  if (!flags.pages) await importing(built)
  if (!flags.pages) {
    const messages = await measureMessages(built, scratch)
    note(...messages.lines)
    problems.push(...messages.problems)
  }
} finally {
  print()
  if (flags.json) writeJson(flags.json)
  console.log(`(${((Date.now() - started) / 1000).toFixed(0)} s)`)
  rmSync(scratch, { recursive: true, force: true })
}
