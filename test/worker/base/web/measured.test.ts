// What a request cost: told to whoever runs the service, and left in one line that names nobody.
import { Hono } from 'hono'
import { contextStorage } from 'hono/context-storage'
import { afterEach, expect, it, vi } from 'vitest'
import type { AppEnv } from '#base/web/env.ts'
import { measuredDatabase, nothingAsked } from '#base/web/measured-database.ts'
import { anAccount, anEvent, aSchool, counting, db, request, rows, run } from '#test/support/factories.ts'

afterEach(() => vi.restoreAllMocks())

/** What the page says of itself: trips, statements and rows. */
const costOf = (response: Response): number[] =>
  (response.headers.get('server-timing')?.match(/(\d+) trips, (\d+) statements, (\d+) rows read/) ?? []).slice(1).map(Number)

const lines = () => {
  const said: string[] = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
  return said
}

it('on one’s own computer every page says what it cost, as it was', async () => {
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const counted = counting()
  await request(`/school/${school.id}`, { cookie, bindings: { DB: counted.db } })
  const before = counted.trips()
  const page = await request(`/school/${school.id}`, { cookie, bindings: { DB: counted.db } })
  const [trips, statements, read] = costOf(page)
  expect(trips).toBe(counted.trips() - before)
  expect(statements).toBeGreaterThan(trips ?? 0)
  expect(read).toBeGreaterThan(0)
})

it('a local copy counts all that was asked, what follows after an answer too', async () => {
  const all = async () =>
    (await (await request('/dev/commands/asked', { headers: { 'x-muster-token': 'test-token' } })).json()) as {
      trips: number
      rows: number
    }
  const { cookie } = await anAccount({ schoolIds: [(await aSchool()).id] })
  const counted = counting()
  const before = await all()
  await request('/account/name', { cookie, form: { name: 'Gwenllian Rees' }, bindings: { DB: counted.db } })
  const after = await all()
  expect(after.trips - before.trips).toBe(counted.trips())
  expect(after.rows).toBeGreaterThan(before.rows)
})

it('pages that are asked for at once are counted apart', async () => {
  const { cookie } = await anAccount()
  const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
  const paths = [`/events/${event.code}`, '/account', '/privacy', '/account', `/events/${event.code}`]
  const ask = (path: string) => request(path, path === '/account' ? { cookie } : {})
  await ask('/account')
  const alone: number[][] = []
  for (const path of paths) alone.push(costOf(await ask(path)))
  const together = (await Promise.all(paths.map(ask))).map(costOf)
  expect(together).toEqual(alone)
})

it('a deployment tells administrators alone', async () => {
  const administrator = await anAccount({ roles: ['administrator'] })
  const organiser = await anAccount({ roles: ['organiser'] })
  await run('UPDATE StaffRole SET grantedAt = ?1', new Date().toISOString())
  lines()
  const told = async (cookie?: string) =>
    costOf(await request('/events', { ...(cookie ? { cookie } : {}), bindings: { LOCAL_MAIL: '' } })).length
  expect([await told(administrator.cookie), await told(organiser.cookie), await told()]).toEqual([3, 0, 0])
})

it('a request leaves one line: which, what kind of page, what kind of actor and what it cost, and nothing of anybody', async () => {
  const school = await aSchool()
  const { cookie, email, accountId } = await anAccount({ schoolIds: [school.id], name: 'Gwenllian Rees' })
  const said = lines()
  await request(`/school/${school.id}?q=secret`, { cookie, bindings: { LOCAL_MAIL: '' } })
  await request(`/place/${'s'.repeat(43)}`, { bindings: { LOCAL_MAIL: '' } })
  await request('/sign-in', { form: { email: 'not an address of anybody' }, bindings: { LOCAL_MAIL: '' } })
  const told = said.map((line) => JSON.parse(line))
  expect(told).toEqual(
    [
      ['GET /school/:schoolId', 200, 'school'],
      ['GET /place/:token', 404, 'nobody'],
      ['POST /sign-in', 422, 'nobody'],
    ].map(([route, status, actor]) => ({
      request: expect.stringMatching(/^[0-9a-f-]{36}$/),
      ...{
        route,
        status,
        actor,
        trips: expect.any(Number),
        statements: expect.any(Number),
        rows: expect.any(Number),
        ms: expect.any(Number),
      },
    })),
  )
  for (const word of [email, accountId, school.id, 'Gwenllian', 'secret', 's'.repeat(43), 'anybody'])
    expect(said.join()).not.toContain(word)
})

it('an act in the log names the request that it came by, whose line says which page it was', async () => {
  const { cookie, accountId } = await anAccount({ schoolIds: [(await aSchool()).id] })
  const said = lines()
  await request('/account/name', { cookie, form: { name: 'Gwenllian Rees' }, bindings: { LOCAL_MAIL: '' } })
  const [line] = said.map((one) => JSON.parse(one))
  expect(line).toMatchObject({ route: 'POST /account/name', status: 303 })
  expect(await rows('SELECT act, origin, requestId FROM Log WHERE accountId = ?1', accountId)).toEqual([
    { act: 'person.renamed', origin: 'web', requestId: line.request },
  ])
})

it('a statement that walks a table leaves a line with its text and none of its values', async () => {
  const warned: string[] = []
  vi.spyOn(console, 'warn').mockImplementation((line: string) => void warned.push(line))
  const measured = measuredDatabase(db)
  await measured.prepare('SELECT id FROM Role WHERE id = ?1').bind('dsl').first()
  expect(warned).toEqual([])
  const roles = (await rows<{ n: number }>('SELECT COUNT(*) AS n FROM Role'))[0]?.n ?? 0
  await measured.batch([
    measured
      .prepare(
        'SELECT COUNT(*) AS n FROM Role a, Role b, Role c, Role d, Role e WHERE a.label || b.label || c.label || d.label || e.label <> ?1',
      )
      .bind('Siân'),
  ])
  expect(roles ** 5).toBeGreaterThan(10_000)
  expect(warned.map((line) => JSON.parse(line))).toEqual([
    {
      slow: 'SELECT COUNT(*) AS n FROM Role a, Role b, Role c, Role d, Role e WHERE a.label || b.label || c.label || d.label || e.label <> ?1',
      ms: expect.any(Number),
      rows: expect.any(Number),
    },
  ])
})

it('what a page reads at once goes in one trip, and what writes goes by itself', async () => {
  const counted = counting()
  const apart = new Hono<AppEnv>()
    .use(contextStorage(), async (c, next) => {
      c.set('asked', nothingAsked())
      c.env = { ...c.env, DB: measuredDatabase(counted.db) }
      await next()
    })
    .get('/', async (c) => {
      const { DB } = c.env
      const role = (id: string) => DB.prepare('SELECT id FROM Role WHERE id = ?1').bind(id).first<string>('id')
      const [one, two, batch, written] = await Promise.all([
        role('dsl'),
        role('nobody'),
        DB.batch([DB.prepare('SELECT 1 AS n'), DB.prepare('SELECT 2 AS n')]),
        DB.prepare(`UPDATE Role SET label = label WHERE id = 'dsl'`).run(),
      ])
      const failed = await Promise.all([role('dsl'), DB.prepare('SELECT id FROM Nowhere').all()]).catch((error: Error) => error.message)
      return c.json({ one, two, batch: batch.map(({ results }) => results), wrote: written.meta.changes, failed, asked: c.var.asked.trips })
    })
  const answer = await apart.request('/')
  expect(await answer.json()).toEqual({
    ...{ one: 'dsl', two: null, batch: [[{ n: 1 }], [{ n: 2 }]], wrote: 1 },
    failed: expect.stringContaining('no such table: Nowhere'),
    asked: 3,
  })
  expect(counted.trips()).toBe(3)
})
