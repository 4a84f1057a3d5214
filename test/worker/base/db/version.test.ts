import { afterEach, beforeAll, expect, it } from 'vitest'
import { noteClockRan } from '#base/council/health-store.ts'
import { anotherLocalVersion, anotherVersion, storedVersion } from '#base/db/version.ts'
import { newToken } from '#base/id.ts'
import type { Bindings } from '#base/web/env.ts'
import worker from '#index.ts'
import { databaseWith } from '#test/support/database-with.ts'
import { anAccount, anEvent, aSetting, bindings, db, request, rows } from '#test/support/factories.ts'
import { aPlainMessage, store } from '#test/support/outbox.ts'

/** The database as an isolate meets it that has asked nothing yet. */
const unmet = (own: Parameters<typeof databaseWith>[1] = {}): SqlDatabase => databaseWith(db, own)

const run = (sql: string) => db.prepare(sql).run()

const minute = (DB: SqlDatabase) => worker.scheduled?.({} as ScheduledController, { ...bindings, DB, BASE_URL: 'http://localhost:8787' })

/** Every row of every table but the version itself. */
const everything = async (): Promise<unknown[]> => {
  const tables = await rows<{ name: string }>(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_cf%' ESCAPE '\\' ORDER BY name`,
  )
  const held = await db.batch(tables.map(({ name }) => db.prepare(`SELECT * FROM "${name}"`)))
  return held.map(({ results }) => results.filter((row) => (row as { key?: string }).key !== 'version'))
}

const older = '"0123456789abcdef"'

const become = (version: string) => aSetting('version', JSON.parse(version))

let ours: string
beforeAll(async () => {
  ours = (await rows<{ value: string }>(storedVersion))[0]?.value ?? ''
})
afterEach(() => become(ours))

it.each([
  ['an older one', () => become(older)],
  ['one that kept no version', () => run(`DELETE FROM Setting WHERE key = 'version'`)],
])('data of another version, %s, is neither shown nor changed: every address answers with what to do', async (_, change) => {
  const event = await anEvent()
  const { cookie } = await anAccount({ roles: ['administrator'] })
  await change()
  const before = await everything()
  const found: unknown[] = []
  const asked = [
    '/',
    '/events',
    `/events/${event.code}`,
    '/organiser',
    '/sign-in',
    '/no-such-page',
    `/feeds/${newToken()}.ics`,
    '/sitemap.xml',
    '/dev/inbox',
  ]
  for (const path of asked) {
    const answer = await request(path, { cookie, bindings: { DB: unmet() } })
    found.push([path, answer.status, (await answer.text()).includes(anotherLocalVersion)])
  }
  const form = await request('/sign-in', { form: { email: 'head@ashfield.example' }, bindings: { DB: unmet(), LOCAL_MAIL: '' } })
  found.push(['form', form.status, (await form.text()).includes(anotherVersion)])
  expect(found).toEqual([...asked, 'form'].map((path) => [path, 503, true]))
  expect(await everything()).toEqual(before)
})

it('a database without a table is taken for none of this version', async () => {
  await run('ALTER TABLE Setting RENAME TO Elsewhere')
  const answer = await request('/', { bindings: { DB: unmet(), LOCAL_MAIL: '' } })
  expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining(anotherVersion)])
  await run('ALTER TABLE Elsewhere RENAME TO Setting')
})

it('the clock does nothing on data of another version, and does its work once the data is of this one', async () => {
  await store(aPlainMessage())
  await become(older)
  const before = await everything()
  const DB = unmet()
  await expect(minute(DB)).rejects.toThrow(anotherVersion)
  expect(await everything()).toEqual(before)
  await become(ours)
  await minute(DB)
  expect(await rows('SELECT state FROM Message')).toEqual([{ state: 'sent' }])
  expect(await rows(`SELECT key FROM Setting WHERE key = 'clock'`)).toEqual([{ key: 'clock' }])
})

it('health says so, and says no more of data that it does not know', async () => {
  await noteClockRan(db, new Date()).run()
  await become(older)
  const told = async (more: Partial<Bindings>) => {
    const answer = await request('/health', {
      bindings: { DB: unmet(), HEALTH_TOKEN: 'a long random text', ...more },
      headers: { authorization: 'Bearer a long random text' },
    })
    return [answer.status, await answer.json()]
  }
  const saying = (says: string) => [
    503,
    {
      ok: false,
      checks: [
        { name: 'database', ok: true, says: 'The database answers.' },
        { name: 'schema', ok: false, says },
      ],
    },
  ]
  expect(await told({})).toEqual(saying(anotherLocalVersion))
  expect(await told({ LOCAL_MAIL: '' })).toEqual(saying(anotherVersion))
})

it('an isolate looks once, in the trip that reads the settings of the council', async () => {
  const prepared: string[] = []
  const batches: number[] = []
  const DB = unmet({
    prepare: (sql: string) => {
      prepared.push(sql)
      return db.prepare(sql)
    },
    batch: (statements: SqlStatement[]) => {
      batches.push(statements.length)
      return db.batch(statements)
    },
  })
  expect((await request('/privacy', { bindings: { DB } })).status).toBe(200)
  expect([prepared[0], batches[0]]).toEqual([expect.stringContaining(`key = 'council'`), 2])
  expect((await request('/events', { bindings: { DB } })).status).toBe(200)
  await minute(DB)
  expect(prepared.filter((sql) => sql.includes(`key = 'version'`))).toHaveLength(1)
})
