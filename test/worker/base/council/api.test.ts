import { beforeEach, expect, it } from 'vitest'
import { noteClockRan } from '#base/council/health-store.ts'
import { emptyDatabase } from '#test/support/database.ts'
import { anAccount, db, request, run, tripsOf } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'

const aKey = `k1:${btoa('k'.repeat(32))}`

const live: Record<string, unknown> = {
  LOCAL_MAIL: undefined,
  BASE_URL: 'https://conferences.herefordshire.gov.uk',
  RESEND_API_KEY: 're_abcdefgh',
  MAIL_FROM: 'Conferences <conferences@herefordshire.gov.uk>',
  FIRST_ADMINISTRATOR: 'web@herefordshire.gov.uk',
  SEAL_KEY: btoa('k'.repeat(32)),
  FACTOR_KEYS: aKey,
  TICKET_KEY: 'a long random text',
  HEALTH_TOKEN: 'a long random text',
}
const token = { authorization: 'Bearer a long random text' }

type Told = { ok: boolean; checks: { name: string; ok: boolean; says: string }[] }

const health = async (bindings: Record<string, unknown>, headers: Record<string, string> = {}) => {
  const response = await request('/health', { bindings: { ...live, ...bindings }, headers })
  return [response.status, await response.json()] as const
}

/** What is not well, by name, and what is said of it. */
const unwell = async (bindings: Record<string, unknown>) => {
  const [status, told] = await health(bindings, token)
  const wrong = (told as Told).checks.filter(({ ok }) => !ok).map(({ name, says }) => [name, says])
  expect(status).toBe(wrong.length === 0 ? 200 : 503)
  return wrong
}

beforeEach(async () => {
  await emptyDatabase()
  await noteClockRan(db, new Date()).run()
})

it('the public is told whether all is well, and nothing else', async () => {
  expect(await health({})).toEqual([200, { ok: true }])
  expect(await health({ RESEND_API_KEY: undefined })).toEqual([503, { ok: false }])
  expect(await health({ LOCAL_MAIL: '1', RESEND_API_KEY: undefined, BASE_URL: undefined })).toEqual([200, { ok: true }])
})

it('what is not well is told to whoever shows the token, and to nobody where none is set', async () => {
  const [, told] = await health({}, token)
  expect((told as Told).checks.map(({ name, ok }) => [name, ok])).toEqual(
    [
      ...['database', 'schema', 'address', 'mail', 'administrator', 'clock', 'jobs', 'sweep'],
      ...['erasures', 'outbox', 'seal', 'factors', 'tickets', 'scanner', 'webhooks'],
    ].map((name) => [name, true]),
  )
  expect(await health({}, { authorization: 'Bearer a long random tex' })).toEqual([200, { ok: true }])
  expect(await health({ HEALTH_TOKEN: undefined }, { authorization: 'Bearer ' })).toEqual([200, { ok: true }])
  expect(await health({ HEALTH_TOKEN: '' }, { authorization: 'Bearer ' })).toEqual([200, { ok: true }])
})

it('says when nobody signs the protected record: no key, or something that is none', async () => {
  expect(await unwell({ SEAL_KEY: undefined })).toEqual([
    ['seal', 'SEAL_KEY is not set: nobody signs the checkpoints of the protected record.'],
  ])
  expect((await unwell({ SEAL_KEY: 'secret' })).map(([name]) => name)).toEqual(['seal'])
})

it('says when nobody is asked for a second factor: no key, or something that is none', async () => {
  expect(await unwell({ FACTOR_KEYS: undefined })).toEqual([['factors', 'FACTOR_KEYS is not set: nobody is asked for a second factor.']])
  for (const FACTOR_KEYS of ['secret', `${aKey},k2:short`])
    expect((await unwell({ FACTOR_KEYS })).map(([name]) => name)).toEqual(['factors'])
  expect(await unwell({ FACTOR_KEYS: `${aKey}, ${aKey.replace('k1', 'k2')}` })).toEqual([])
})

it('says when nothing can be scanned at a door, for want of the key of tickets', async () => {
  expect(await unwell({ TICKET_KEY: undefined })).toEqual([
    ['tickets', 'TICKET_KEY is not set: no ticket has a code that is scanned at the door.'],
  ])
})

// “Service check says whether files are scanned for viruses.”
it('says whether files are scanned for viruses, and when the address of the scanner is none', async () => {
  const said = async (SCANNER_URL?: string) =>
    ((await health({ SCANNER_URL }, token))[1] as Told).checks.find(({ name }) => name === 'scanner')
  expect(await said()).toEqual({ name: 'scanner', ok: true, says: 'SCANNER_URL is not set: files are not scanned for viruses.' })
  expect(await said('https://scan.example.gov.uk/v2/scan')).toEqual({
    name: 'scanner',
    ok: true,
    says: 'Each file is scanned for viruses before it is kept.',
  })
  for (const none of ['http://scan.example.gov.uk/v2/scan', 'https://scan.example.gov.uk', 'clamav'])
    expect(await said(none)).toEqual({
      name: 'scanner',
      ok: false,
      says: 'SCANNER_URL must be the whole address of a scanner, with https:// and a path such as /v2/scan.',
    })
})

it('fails when the deployment cannot send mail: no key, something that is none, no sender, or the sender of the example', async () => {
  expect(await unwell({ RESEND_API_KEY: undefined })).toEqual([['mail', 'RESEND_API_KEY is not set: no mail is sent.']])
  expect(await unwell({ RESEND_API_KEY: 'invented' })).toEqual([['mail', 'RESEND_API_KEY is no key of Resend: it begins with re_.']])
  for (const MAIL_FROM of [undefined, '', 'Conferences', 'Muster <conferences@example.gov.uk>'])
    expect(await unwell({ MAIL_FROM })).toEqual([['mail', 'MAIL_FROM names no address, or that of the example.']])
})

it('fails without an address of its own and without a first administrator, or with those of the example', async () => {
  for (const BASE_URL of [
    undefined,
    'http://conferences.herefordshire.gov.uk',
    'https://x.herefordshire.gov.uk/',
    'https://conferences.example.gov.uk',
  ])
    expect((await unwell({ BASE_URL })).map(([name]) => name)).toEqual(['address'])
  for (const FIRST_ADMINISTRATOR of [undefined, '', 'administrator@example.gov.uk'])
    expect((await unwell({ FIRST_ADMINISTRATOR })).map(([name]) => name)).toEqual(['administrator'])
})

it('fails when the database does not answer', async () => {
  const failing = { prepare: () => ({ all: () => Promise.reject(new Error('D1_ERROR: Network connection lost.')) }) }
  expect(await unwell({ DB: failing })).toEqual([
    ['database', 'The database does not answer.'],
    ['clock', 'What falls due with time has never been looked at.'],
  ])
})

it('fails when a migration is missing, a trigger is gone or another one, or a table is of no migration', async () => {
  await run('DROP TRIGGER Log_never_changes')
  expect(await unwell({})).toEqual([['schema', 'trigger Log_never_changes is missing. Apply the migrations.']])
  await run(`CREATE TRIGGER Log_never_changes BEFORE UPDATE ON Log BEGIN SELECT 1; END`)
  expect(await unwell({})).toEqual([['schema', 'trigger Log_never_changes is another one. Apply the migrations.']])
  await run('DROP TABLE MailEvent')
  expect((await unwell({})).map(([name]) => name)).toEqual(['schema', 'clock'])
  await emptyDatabase()
  await noteClockRan(db, new Date()).run()
  await run('CREATE TABLE OfTheNextVersion (id TEXT)')
  expect(await unwell({})).toEqual([['schema', 'table OfTheNextVersion is of no migration. Apply the migrations.']])
})

it('fails when what falls due was not looked at for ten minutes', async () => {
  await run(`DELETE FROM Setting WHERE key = 'clock'`)
  expect((await unwell({})).map(([name]) => name)).toEqual(['clock'])
  await noteClockRan(db, new Date(Date.now() - 11 * 60_000)).run()
  expect((await unwell({})).map(([name]) => name)).toEqual(['clock'])
  await noteClockRan(db, new Date(Date.now() - 9 * 60_000)).run()
  expect(await unwell({})).toEqual([])
})

const aMessage = (id: string, dueMinutesAgo: number, lastError: string | null, sendingId: string | null = null) => {
  const dueAt = new Date(Date.now() - dueMinutesAgo * 60_000).toISOString()
  return add('Message', { id, kind: 'mailing', state: 'queued', recipient: 'r', createdAt: dueAt, dueAt, lastError, sendingId })
}

it('fails when a message that nothing holds back waits for ten minutes, or the provider does not know the key, and says no address', async () => {
  await aMessage('m1', 3, '500 application_error: for ann@ashfield.example')
  expect(await unwell({})).toEqual([])
  await aMessage('m2', 4, '401 validation_error: API key is invalid')
  const [[name, says] = []] = await unwell({})
  expect([name, says]).toEqual(['outbox', expect.stringContaining('(401 validation_error)')])
  await run('DELETE FROM Message')
  await aMessage('m3', 11, '500 application_error: for ann@ashfield.example')
  expect(await unwell({})).toEqual([['outbox', expect.stringMatching(/waits since .* \(500 application_error\)\.$/)]])
  await run('DELETE FROM Message')
  await add('Sending', { id: 'g1', subject: 's', state: 'paused', createdAt: '2026-03-02T09:00:00.000Z' })
  await aMessage('m4', 60, null, 'g1')
  expect(await unwell({})).toEqual([])
})

it('takes two round trips, however much is stored, and one more only when the schema differs', async () => {
  expect(await tripsOf((on) => health({ DB: on }))).toBe(2)
})

it('an administrator sees the same on a page; to others it does not exist', async () => {
  const { cookie } = await anAccount({ roles: ['administrator'] })
  // Within the days of grace for a second factor.
  await run('UPDATE StaffRole SET grantedAt = ?1', new Date().toISOString())
  const page = await (await request('/organiser/ready', { cookie, bindings: { ...live, RESEND_API_KEY: '' } })).text()
  expect(page).toContain('1 of 15 are not as they should be.')
  expect(page).toContain('RESEND_API_KEY is not set: no mail is sent.')
  expect(await (await request('/organiser/ready', { cookie, bindings: live })).text()).toContain('The service has all that it needs.')
  expect((await request('/organiser/ready', { cookie: (await anAccount({ roles: ['organiser'] })).cookie })).status).toBe(404)
})
