import { expect, it } from 'vitest'
import type { Bindings } from '#base/web/env.ts'
import worker from '#index.ts'
import { anAccount, anEvent, aSchool, bindings, db, request, rows, run } from '#test/support/factories.ts'
import { aPlainMessage, store } from '#test/support/outbox.ts'
import { payloadOf, signed, webhookSecret } from '#test/support/resend-webhooks.ts'

const resting: Partial<Bindings> = { MAINTENANCE: 'until about 2pm' }
const said = 'You can read most pages, but nothing can be booked, changed or sent until about 2pm.'

/** How many rows every table holds, and when the newest sign-in was last seen. */
const everything = async (): Promise<Record<string, unknown>[]> => {
  const tables = await rows<{ name: string }>(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_cf%' ESCAPE '\\' ORDER BY name`,
  )
  const counts = await db.batch(tables.map(({ name }) => db.prepare(`SELECT '${name}' AS name, COUNT(*) AS n FROM "${name}"`)))
  return [
    ...counts.flatMap(({ results }) => results as Record<string, unknown>[]),
    ...(await rows('SELECT id, seenAt FROM SignIn ORDER BY id')),
  ]
}

it('while the service rests, pages are read as ever and each says so; nothing of who read them is written', async () => {
  const school = await aSchool()
  const event = await anEvent()
  const { cookie } = await anAccount({ roles: ['administrator'], schoolIds: [school.id] })
  // Long enough ago that reading a page would be noted.
  await run(`UPDATE SignIn SET seenAt = '2026-01-01T09:00:00.000Z', createdAt = '2026-01-01T09:00:00.000Z'`)
  const before = await everything()
  for (const path of [
    '/',
    '/events',
    `/events/${event.code}`,
    '/school',
    '/organiser',
    '/organiser/log',
    '/coverage',
    '/privacy',
    '/sign-in',
  ]) {
    const response = await request(path, { cookie, bindings: resting })
    expect([path, response.status === 200 || response.status === 303]).toEqual([path, true])
    if (response.status === 200) expect(await response.text()).toContain(said)
  }
  const missing = await request('/no-such-page', { cookie, bindings: resting })
  expect([missing.status, (await missing.text()).includes(said)]).toEqual([404, true])
  expect(await everything()).toEqual(before)
  expect(await (await request('/events', { cookie })).text()).not.toContain('nothing can be booked')
})

it('a file that the log has to note is not given out', async () => {
  const { cookie } = await anAccount({ roles: ['administrator'] })
  const file = '/organiser/finance/debtors.csv'
  const before = await everything()
  expect((await request(file, { cookie, bindings: resting })).status).toBe(503)
  expect(await everything()).toEqual(before)
  expect((await request(file, { cookie })).status).toBe(200)
  expect(await everything()).not.toEqual(before)
})

it('no form is taken: it is answered with 503, when to come back, and a page that says that nothing was saved', async () => {
  const { cookie } = await anAccount({ roles: ['administrator'] })
  const before = await everything()
  for (const [path, form] of [
    ['/sign-in', { email: 'ann@ashfield.example' }],
    ['/organiser/settings', { name: 'Other' }],
    ['/sign-out', {}],
    ['/unsubscribe/xyz', { 'List-Unsubscribe': 'One-Click' }],
    ['/no-such-page', {}],
  ] as const) {
    const response = await request(path, { cookie, form, bindings: resting })
    expect([path, response.status, response.headers.get('retry-after')]).toEqual([path, 503, '600'])
    const page = await response.text()
    expect(page).toContain('Nothing of what you sent has been saved.')
    expect(page).toContain(said)
  }
  expect(await everything()).toEqual(before)
})

it('what a provider tells is not taken, so that it tells it again once the service works', async () => {
  const body = payloadOf({ type: 'email.delivered' })
  const headers = signed(body)
  const told = (more: Partial<Bindings>) =>
    request('/resend/webhooks', { method: 'POST', body, headers, bindings: { RESEND_WEBHOOK_SECRET: webhookSecret, ...more } })
  const refused = await told(resting)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '600'])
  expect(await rows('SELECT id FROM MailEvent')).toEqual([])
  const stripe = await request('/stripe/webhooks', { method: 'POST', body: '{}', bindings: resting })
  expect([stripe.status, stripe.headers.get('retry-after')]).toEqual([503, '600'])
  expect((await told({})).status).toBe(200)
  expect(await rows('SELECT type FROM MailEvent')).toEqual([{ type: 'email.delivered' }])
})

it('the clock does nothing and sends nothing, and goes on afterwards', async () => {
  await store(aPlainMessage())
  const minute = (more: Partial<Bindings>) =>
    worker.scheduled?.({} as ScheduledController, { ...bindings, BASE_URL: 'http://localhost:8787', ...more })
  const before = await everything()
  await minute(resting)
  expect(await everything()).toEqual(before)
  expect(await rows('SELECT state FROM Message')).toEqual([{ state: 'queued' }])
  await minute({})
  expect(await rows('SELECT state FROM Message')).toEqual([{ state: 'sent' }])
  expect(await rows(`SELECT key FROM Setting WHERE key = 'clock'`)).toEqual([{ key: 'clock' }])
})

it('whatever would write is refused by the database itself, in whichever words', async () => {
  const { restingDatabase } = await import('#base/db/resting.ts')
  const still = restingDatabase(db)
  for (const sql of [
    'INSERT INTO Setting VALUES (1)',
    'insert or replace into Setting VALUES (1)',
    'REPLACE INTO Setting VALUES (1)',
    'WITH x AS (SELECT 1) UPDATE Setting SET key = 1',
    'UPDATE `main`.`Setting` SET key = 1',
    'DELETE\n FROM Setting',
  ])
    expect(() => still.prepare(sql)).toThrow('nothing is written')
  expect(await still.prepare(`SELECT 'INSERT' AS word`).first('word')).toBe('INSERT')
  expect(restingDatabase(db)).toBe(still)
})
