// `npm run bench -- --rows`: what each page of the demonstration reads as it is, and once the council
// has England's schools and 112,000 places; it names those that read more than what they show asks
// for.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { migrate, startWorker } from '#commands/worker.ts'
import { loadDemonstration } from '#tools/demonstration/demonstrate.ts'
import { type Database, madeUpSchools, pourAttendances, pourEvents, pourSchools, pourSignOffs, withoutTriggers } from './data.ts'
import { ask, saidBy } from './load.ts'
import { askedOf, localVars, note, problem, token } from './report.ts'
import { pourRoles } from './roles.ts'

const sizes = [
  { schools: 600, places: 2500 },
  { schools: 26_509, places: 112_000 },
] as const
/** Fewer are read at any size without anybody noticing. */
const unnoticed = 2000
const mostMinutes = 60
const mostPages = 900
const people = [
  [
    'administrator',
    'administrator@muster.example',
    ['/organiser', '/coverage', '/reached', '/requirements', '/register', '/reports', '/account'],
  ],
  ['school', 'head.office@ladyhawthorns.example', ['/school', '/account', '/events', '/']],
  ['trust', 'safeguarding@hedgerowtrust.example', ['/school', '/account', '/events']],
] as const

type Page = { who: string; cookie: string; path: string; shape: string }
type Read = { rows: number; shown: number; ms: number }

const signIn = async (db: Database, who: string, email: string): Promise<string> => {
  const secret = `rows-${who}`
  const found = await db
    .prepare(
      `INSERT INTO SignIn (id, accountId, createdAt, seenAt, provenAt, expiresAt)
       SELECT ?1, id, ?2, ?2, '2099-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z' FROM Account WHERE email = ?3`,
    )
    .bind(createHash('sha256').update(secret).digest('hex'), new Date().toISOString(), email)
    .run()
  if (found.meta.changes === 0) problem(`Rows: nobody has the address ${email}`)
  return `muster=${secret}`
}

/** An address without what names one thing of many, and without what is asked of it. */
const shapeOf = (path: string): string =>
  path
    .replace(/\?.*/, '')
    .split('/')
    .map((part) => (/\d{3}|[0-9a-f]{8}-|^\d+$|^[2-9A-HJKMNP-TV-Z]{6}$|^[\w-]{43}$/.test(part) ? ':' : part))
    .join('/')

const linksIn = (html: string): string[] =>
  [...html.matchAll(/<a\b[^>]*?\shref="(\/[^"#]*)/g)].map(([, found = '']) => found.replaceAll('&amp;', '&'))

/** How much a page lists: rows, items and choices, or the lines of a file. */
const shownIn = (text: string): number =>
  text.startsWith('<!DOCTYPE') ? (text.match(/<(tr|li|option|dt|summary)\b/g)?.length ?? 0) : text.split('\n').length

const readOf = async (url: string, { path, cookie }: Page): Promise<Read & { status: number; text: string; said: string }> => {
  const from = await askedOf(url)
  const sentAt = performance.now()
  const answer = await ask(url, { path, cookie })
  const ms = performance.now() - sentAt
  const { rows } = await askedOf(url)
  return { rows: rows - from.rows, ms, shown: shownIn(answer.text), status: answer.status, text: answer.text, said: saidBy(answer) }
}

/** One address of each shape that somebody is led to, with what it reads. */
const walk = async (url: string, db: Database): Promise<Map<Page, Read>> => {
  const found = new Map<Page, Read>()
  for (const [who, email, begins] of people) {
    const cookie = await signIn(db, who, email)
    const waiting: string[] = [...begins]
    const seen = new Set<string>()
    for (let next = 0; next < waiting.length && found.size < mostPages; next += 1) {
      const path = waiting[next] ?? ''
      const page = { who, cookie, path, shape: shapeOf(path) }
      if (seen.has(page.shape) || /^\/(dev|sign-out)/.test(path)) continue
      const { status, text, ...read } = await readOf(url, page)
      if (status !== 200) continue
      seen.add(page.shape)
      found.set(page, read)
      waiting.push(...linksIn(text))
    }
  }
  return found
}

const first = 1000
const event = { event: 100, events: 60 }

/** Pours in what is missing to this size, and lets the clock follow it. */
const growTo = async ({ db, minute }: { db: Database; minute: () => Promise<unknown> }, size: (typeof sizes)[number]): Promise<void> => {
  const count = async (table: string): Promise<number> => (await db.prepare(`SELECT COUNT(*) AS n FROM ${table}`).first<number>('n')) ?? 0
  const [schools, places, poured] = [
    await count('School WHERE id = rootId'),
    await count('Place'),
    await count(`School WHERE id LIKE '01900001-%'`),
  ]
  await withoutTriggers(db, async () => {
    const more = madeUpSchools(Math.max(0, size.schools - schools), 200_000 + poured, '884')
    await pourSchools(db, more, first + poured)
    if (poured === 0) {
      await pourEvents(db, event.event, event.events, -90)
      await pourSignOffs(db, event.event, event.events)
    }
    const all = { ...event, school: first, schools: poured + more.length, marked: true }
    for (let n = places; n < size.places; n += 20_000)
      await pourAttendances(db, { first: 1_000_000 + n, count: Math.min(20_000, size.places - n), ...all })
    await pourRoles(db, { school: first + poured, schools: more.length })
  })
  let minutes = 0
  while (minutes < mostMinutes && (await count('StandingToFollow')) > 0) {
    await minute()
    minutes += 1
  }
  note(`${await count('School WHERE id = rootId')} schools, ${await count('Place')} places, followed in ${minutes} minutes of the clock`)
}

export const measureRows = async (built: string, scratch: string): Promise<void> => {
  const running = await startWorker({
    ...{ port: 0, persist: join(scratch, 'rows'), built, log: () => {} },
    vars: { ...localVars, BASE_URL: 'http://localhost:8787' },
  })
  try {
    const { url, miniflare } = running
    await migrate(miniflare)
    await loadDemonstration({ url, token }, () => {})
    const db = await miniflare.getD1Database('DB')
    const worker = await miniflare.getWorker()
    const minute = () => worker.scheduled({ cron: '* * * * *', scheduledTime: new Date() })
    await growTo({ db, minute }, sizes[0])
    const pages = await walk(url, db)
    await growTo({ db, minute }, sizes[1])
    const named: { page: Page; small: Read; large: Read }[] = []
    for (const [page, small] of pages) {
      const { status, said, ...large } = await readOf(url, page)
      if (status !== 200) problem(`Rows: ${page.who} ${page.path} answered ${said}`)
      const inProportion = (small.rows * Math.max(1, large.shown)) / Math.max(1, small.shown)
      if (large.rows > unnoticed && large.rows > 1.5 * inProportion) named.push({ page, small, large })
    }
    named.sort((a, b) => b.large.rows - a.large.rows)
    note(
      `Of ${pages.size} pages, ${named.length} read more rows than in proportion to what they show:`,
      `${'rows'.padStart(9)}${'shown'.padStart(7)} →${'rows'.padStart(9)}${'shown'.padStart(7)}${'ms'.padStart(6)}`,
      ...named.map(
        ({ page, small, large }) =>
          `${String(small.rows).padStart(9)}${String(small.shown).padStart(7)} →${String(large.rows).padStart(9)}${String(large.shown).padStart(7)}${large.ms.toFixed(0).padStart(6)}  ${page.who} ${page.shape}`,
      ),
    )
  } finally {
    await running.stop()
  }
}
