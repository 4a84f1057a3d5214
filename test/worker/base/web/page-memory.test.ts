// Public pages for nobody come from memory for seconds; nobody else's ever do, and nothing is kept that was written over.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { app } from '#app.tsx'
import type { Bindings } from '#base/web/env.ts'
import { mostBytes } from '#base/web/page-memory.ts'
import { databaseWith } from '#test/support/database-with.ts'
import { anAccount, anEvent, aSchool, bindings, counting, db, rows, run } from '#test/support/factories.ts'

const ahead = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-02T10:00:00.000Z') }))
afterEach(() => void vi.useRealTimers())
const seconds = (later: number): void => void vi.setSystemTime(Date.now() + later * 1000)

/** An isolate: the same bindings for all that is asked of it. */
const anIsolate = (database: SqlDatabase = db) => {
  const counted = counting()
  const env: Bindings = { ...bindings, DB: database === db ? counted.db : database }
  const after: Promise<unknown>[] = []
  const context = { waitUntil: (promise: Promise<unknown>) => void after.push(promise), passThroughOnException: () => {}, props: {} }
  const ask = (path: string, headers: Record<string, string> = {}, form?: Record<string, string>, origin = 'http://localhost:8787') =>
    Promise.resolve(
      app.request(
        origin + path,
        { headers: { ...headers, ...(form ? { origin } : {}) }, ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}) },
        env,
        context as unknown as ExecutionContext,
      ),
    )
  /** How often the database was asked for it. */
  const trips = async (...of: Parameters<typeof ask>): Promise<number> => {
    const before = counted.trips()
    await ask(...of)
    return counted.trips() - before
  }
  const text = async (...of: Parameters<typeof ask>): Promise<string> => (await ask(...of)).text()
  return { ask, text, trips, settled: () => Promise.all(after.splice(0)) }
}

it('who has no cookie gets the page from memory for five seconds, and is told when nothing has changed', async () => {
  const event = await anEvent(ahead)
  const { ask, trips } = anIsolate()
  const first = await ask(`/events/${event.code}`)
  const second = await ask(`/events/${event.code}`)
  const headers = ({ headers: of }: Response) =>
    ['cache-control', 'vary', 'etag', 'content-type', 'x-frame-options'].map((name) => of.get(name))
  expect(headers(second)).toEqual([
    'public, max-age=0, s-maxage=5',
    'Cookie',
    expect.stringMatching(/^"[0-9a-f]{24}"$/),
    'text/html; charset=UTF-8',
    'DENY',
  ])
  expect(headers(second)).toEqual(headers(first))
  expect(await second.text()).toBe(await first.text())
  expect(await trips(`/events/${event.code}`)).toBe(0)
  const unchanged = await ask(`/events/${event.code}`, { 'if-none-match': first.headers.get('etag') ?? '' })
  expect([unchanged.status, await unchanged.text(), unchanged.headers.get('etag')]).toEqual([304, '', first.headers.get('etag')])
  seconds(16)
  expect(await trips(`/events/${event.code}`)).toBeGreaterThan(0)
})

it('who is signed in, or is told something once, never gets a kept page and never leaves one', async () => {
  const event = await anEvent(ahead)
  const contact = await anAccount({ name: 'Gwenllian Rees' })
  const { ask, text, trips } = anIsolate()
  const said = { cookie: 'muster-said=The%20place%20is%20cancelled.' }
  for (const path of ['/', '/events', `/events/${event.code}`, '/privacy']) {
    await ask(path, { cookie: contact.cookie })
    await ask(path, said)
  }
  for (const path of ['/', '/events', '/privacy']) expect([path, await trips(path)]).not.toEqual([path, 0])
  const nobodys = await text(`/events/${event.code}`)
  expect(nobodys).toContain('Sign in')
  for (let time = 0; time < 2; time += 1) {
    expect(await text(`/events/${event.code}`, { cookie: contact.cookie })).toContain('Your account')
    expect(await text(`/events/${event.code}`, said)).toContain('The place is cancelled.')
    expect((await ask(`/events/${event.code}`, { cookie: contact.cookie })).headers.get('cache-control')).toBe('private, no-store')
    expect(await trips(`/events/${event.code}`, { cookie: contact.cookie })).toBeGreaterThan(0)
    expect(await text(`/events/${event.code}`)).toBe(nobodys)
  }
  expect(await trips(`/events/${event.code}`)).toBe(0)
})

it('a cookie of another site of the council counts as none', async () => {
  const event = await anEvent(ahead)
  const { ask, trips } = anIsolate()
  const others = { cookie: '_ga=GA1.2.1; consent=all; notmuster=1' }
  const made = await ask(`/events/${event.code}`, others)
  expect(made.headers.get('cache-control')).toBe('public, max-age=0, s-maxage=5')
  expect(await trips(`/events/${event.code}`, others)).toBe(0)
  expect(await trips(`/events/${event.code}`)).toBe(0)
  for (const ours of ['muster-known=1', 'consent=all; muster=1', '_ga=1;__Host-muster-said=1'])
    expect([ours, await trips(`/events/${event.code}`, { cookie: ours })]).not.toEqual([ours, 0])
})

const booking = (schoolId: string) => ({
  ...{ school: schoolId, formId: crypto.randomUUID(), rows: '1' },
  ...{ 'name-1': 'Gwen Jones', 'email-1': 'gwen@example.sch.uk', 'role-1': 'dsl' },
})

it('a write of the same isolate is on the next page; that somebody was seen again drops nothing', async () => {
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const event = await anEvent({ ...ahead, capacity: 1 })
  const { ask, text, trips, settled } = anIsolate()
  const before = await text(`/events/${event.code}`)
  await run(`UPDATE SignIn SET seenAt = '2026-01-01T09:00:00.000Z', endsAt = '2099-01-01T00:00:00.000Z'`)
  await ask('/account', { cookie: contact.cookie })
  expect((await rows<{ seenAt: string }>('SELECT MAX(seenAt) AS seenAt FROM SignIn'))[0]?.seenAt).toBe('2026-11-02T10:00:00.000Z')
  expect(await trips(`/events/${event.code}`)).toBe(0)
  expect((await ask(`/events/${event.code}/bookings`, { cookie: contact.cookie }, booking(school.id))).status).toBe(303)
  await settled()
  const after = await text(`/events/${event.code}`)
  expect(after).not.toBe(before)
  expect(after).toMatch(/full/i)
})

it('what was written while a page was made is not kept in it', async () => {
  const event = await anEvent({ ...ahead, title: 'As it was' })
  let meanwhile: (() => Promise<unknown>) | undefined
  let batches = 0
  const slow = databaseWith(db, {
    batch: async (statements: SqlStatement[]) => {
      batches += 1
      const results = await db.batch(statements)
      await meanwhile?.()
      return results
    },
  })
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const { ask, settled } = anIsolate(slow)
  meanwhile = async () => {
    meanwhile = undefined
    await ask(`/events/${event.code}/bookings`, { cookie: contact.cookie }, booking(school.id))
  }
  await ask(`/events/${event.code}`)
  await settled()
  const before = batches
  await ask(`/events/${event.code}`)
  expect(batches).toBeGreaterThan(before)
})

it('what another isolate wrote is there after five seconds: one request makes the page anew, the others get the one at hand for ten more', async () => {
  const event = await anEvent({ ...ahead, title: 'As it was' })
  let gate = Promise.resolve()
  const waiting = databaseWith(db, {
    batch: async (statements: SqlStatement[]) => {
      await gate
      return db.batch(statements)
    },
  })
  const { text } = anIsolate(waiting)
  const path = `/events/${event.code}`
  const shown = async (page: Promise<string>) => ((await page).includes('As it is now') ? 'now' : 'before')
  expect(await shown(text(path))).toBe('before')
  await run(`UPDATE Event SET title = 'As it is now' WHERE id = ?1`, event.id)
  seconds(4)
  expect(await shown(text(path))).toBe('before')
  seconds(2)
  let open = () => {}
  gate = new Promise((done) => {
    open = () => done()
  })
  const renewing = text(path)
  expect(await Promise.all([shown(text(path)), shown(text(path))])).toEqual(['before', 'before'])
  open()
  expect(await shown(renewing)).toBe('now')
  expect(await shown(text(path))).toBe('now')
})

it('when making it anew fails, another request tries after two seconds, and after fifteen nobody gets the old page', async () => {
  const event = await anEvent({ ...ahead, title: 'As it was' })
  const state: { fails: boolean } = { fails: false }
  const failing = databaseWith(db, {
    batch: async (statements: SqlStatement[]) => {
      if (state.fails) throw new Error('D1_ERROR: D1 DB is overloaded. Too many requests queued.')
      return db.batch(statements)
    },
  })
  const { ask } = anIsolate(failing)
  const status = async () => (await ask(`/events/${event.code}`)).status
  expect(await status()).toBe(200)
  state.fails = true
  seconds(6)
  expect([await status(), await status(), await status()]).toEqual([503, 200, 200])
  seconds(3)
  expect([await status(), await status()]).toEqual([503, 200])
  seconds(7)
  expect([await status(), await status()]).toEqual([503, 503])
})

it('parameters that change nothing fill no memory and stand on no page, and what is searched for is not kept', async () => {
  await anEvent(ahead)
  const { ask, text, trips } = anIsolate()
  const plain = await text('/events')
  for (let n = 0; n < 25; n += 1) expect(await text(`/events?utm_${n}=${n}&fbclid=${'x'.repeat(500)}`)).toBe(plain)
  for (let n = 25; n < 50; n += 1) expect(await trips(`/events?utm_${n}=${n}&fbclid=${'x'.repeat(500)}`)).toBe(0)
  const another = anIsolate()
  expect(await another.text('/events?utm_source=secret&show=past')).not.toContain('secret')
  expect(await another.trips('/events?show=past')).toBe(0)
  for (const path of ['/events?q=leominster', '/no-such-page', '/events/NOSUCH', '/sign-in', '/events.ics', '/theme.css?colour=00504e'])
    expect([path, (await ask(path)).headers.get('cache-control')]).not.toEqual([path, 'public, max-age=0, s-maxage=5'])
})

it('however many pages are asked for, no more than eight megabytes are kept', async () => {
  for (let n = 0; n < 30; n += 1) await anEvent(ahead)
  const { ask, trips } = anIsolate()
  const bytesOf = async (n: number): Promise<number> => (await (await ask(`/events?kind=${n}`)).arrayBuffer()).byteLength
  const bytes = await bytesOf(0)
  expect(bytes).toBeGreaterThan(20_000)
  const more = Math.ceil(mostBytes / bytes) + 20
  for (let n = 1; n < more; n += 1) await ask(`/events?kind=${n}`)
  // The newest first: one that is not kept takes the place of the oldest.
  const kept: number[] = []
  for (let n = more - 1; n >= 0 && (await trips(`/events?kind=${n}`)) === 0; n -= 1) kept.push(await bytesOf(n))
  const sum = kept.reduce((all, one) => all + one, 0)
  expect(kept.length).toBeLessThan(more)
  expect(sum).toBeLessThanOrEqual(mostBytes)
  expect(sum).toBeGreaterThan(mostBytes - 2 * bytes)
})

it('each address under which the service is reached has its own pages', async () => {
  const { text } = anIsolate()
  const here = await text('/events')
  expect(here).toContain('http://localhost:8787/events')
  expect(await text('/events', {}, undefined, 'https://conferences.example.gov.uk')).toContain('https://conferences.example.gov.uk/events')
  expect(await text('/events')).toBe(here)
})

it('forms have the last word: a kept page may still show places when the last one has gone', async () => {
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const event = await anEvent({ ...ahead, capacity: 1 })
  const here = anIsolate()
  const elsewhere = anIsolate()
  const before = await here.text(`/events/${event.code}`)
  expect((await elsewhere.ask(`/events/${event.code}/bookings`, { cookie: contact.cookie }, booking(school.id))).status).toBe(303)
  expect(await here.text(`/events/${event.code}`)).toBe(before)
  const other = await anAccount({ schoolIds: [(await aSchool()).id] })
  const refused = await here.ask(`/events/${event.code}/bookings`, { cookie: other.cookie }, booking(other.actor.schoolIds[0] ?? ''))
  expect(refused.status).toBe(409)
  expect(await rows('SELECT state FROM Place WHERE eventId = ?1', event.id)).toEqual([{ state: 'confirmed' }])
})
