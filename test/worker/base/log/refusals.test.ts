import { afterEach, expect, it, vi } from 'vitest'
import { codeFor } from '#test/support/browsing.ts'
import { anAccount, cookiesOf, htmlOf, request, rows } from '#test/support/factories.ts'

const told = vi.spyOn(console, 'log')
afterEach(() => told.mockReset())

const lines = () => told.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, string>)
const counts = () => rows('SELECT reason, route, n FROM RefusalCount ORDER BY reason, route')

it('somebody who is turned away leaves a line without address or network, and is counted by day', async () => {
  told.mockReset()
  const reader = await anAccount({ roles: ['reader'], email: 'rhiannon@example.gov.uk' })
  const from = { 'cf-connecting-ip': '203.0.113.9' }
  const pepper = { LOG_PEPPER: 'a secret of this council' }
  const asked = { cookie: reader.cookie, headers: from, bindings: pepper }
  expect((await request('/organiser/log', asked)).status).toBe(404)
  expect((await request('/organiser/people/01900000-0000-7000-8000-000000000000', asked)).status).toBe(404)
  await request('/sign-in', { form: { email: 'a@b.example' }, headers: { ...from, origin: 'https://evil.example' }, bindings: pepper })
  await request('/sign-in/code', { form: { code: '123456' }, headers: from, bindings: pepper })
  const [first, ...others] = lines()
  expect(first).toEqual({
    refused: 'not_theirs',
    route: 'GET /organiser/log',
    address: expect.stringMatching(/^[0-9a-f]{16}$/),
    network: expect.stringMatching(/^[0-9a-f]{16}$/),
    reference: expect.any(String),
  })
  // One network is one hash, and one secret makes it.
  expect(new Set(others.map(({ network }) => network))).toEqual(new Set([first?.['network']]))
  expect(JSON.stringify(lines())).not.toMatch(/203\.0\.113|rhiannon|secret/)
  expect(await counts()).toEqual([
    { reason: 'not_theirs', route: 'GET /organiser/log', n: 1 },
    { reason: 'not_theirs', route: 'GET /organiser/people/:id', n: 1 },
    { reason: 'other_browser', route: 'POST /sign-in/code', n: 1 },
    { reason: 'other_site', route: 'POST /sign-in', n: 1 },
  ])
  await request('/organiser/log', asked)
  expect(await rows(`SELECT n FROM RefusalCount WHERE route = 'GET /organiser/log'`)).toEqual([{ n: 2 }])
})

it('hashes under another secret tell nothing of those under this one', async () => {
  told.mockReset()
  const reader = await anAccount({ roles: ['reader'] })
  const headers = { 'cf-connecting-ip': '203.0.113.9' }
  for (const secret of ['one', 'two', undefined]) {
    await request('/organiser/log', { cookie: reader.cookie, headers, bindings: secret ? { LOG_PEPPER: secret } : {} })
  }
  expect(new Set(lines().map(({ network }) => network)).size).toBe(3)
})

// “Who signs in leaves a line with hashes of address and network, as whoever is turned away does; nothing else is kept of the network.”
it('who signs in leaves a line under the same hashes as when they mistyped the code, and is not counted', async () => {
  const { accountId, email } = await anAccount({ email: 'nesta@example.sch.uk' })
  const headers = { 'cf-connecting-ip': '203.0.113.77' }
  const bindings = { LOG_PEPPER: 'a secret of this council' }
  const asked = await request('/sign-in', { form: { email }, headers, bindings })
  const [cookie, code] = [cookiesOf(asked), await codeFor(email)]
  const before = await counts()
  told.mockReset()
  await request('/sign-in/code', { cookie, form: { code: code === '111111' ? '222222' : '111111' }, headers, bindings })
  expect((await request('/sign-in/code', { cookie, form: { code }, headers, bindings })).status).toBe(303)
  const [mistyped, through] = lines()
  expect(mistyped).toMatchObject({ refused: 'wrong_code', route: 'POST /sign-in/code' })
  expect(through).toEqual({
    signedIn: true,
    route: 'POST /sign-in/code',
    address: mistyped?.['address'],
    network: mistyped?.['network'],
    reference: expect.any(String),
  })
  expect(await rows('SELECT requestId FROM Log WHERE act = ?1 AND subjectId = ?2', 'account.signed_in', accountId)).toEqual([
    { requestId: through?.['reference'] },
  ])
  expect(JSON.stringify(lines())).not.toMatch(/203\.0\.113|nesta/)
  expect((await counts()).length - before.length).toBe(1)
})

it('organisers see the counts, and nobody else', async () => {
  const [organiser, reader] = [await anAccount({ roles: ['organiser'] }), await anAccount({ roles: ['reader'] })]
  await request('/organiser/log', { cookie: reader.cookie })
  const html = await htmlOf(request('/organiser/refusals', { cookie: organiser.cookie }), 200)
  expect(html).toContain('Signed in, and asked for what is not there or not theirs')
  expect(html).toContain('The log')
  // Addresses say nothing to whoever organises conferences.
  expect(html).not.toMatch(/(GET|POST) \/|\/:/)
  expect((await request('/organiser/refusals', { cookie: reader.cookie })).status).toBe(404)
})

it('what is asked for in the right way leaves no line and no count', async () => {
  told.mockReset()
  const before = await counts()
  const organiser = await anAccount({ roles: ['organiser'] })
  await request('/organiser/log', { cookie: organiser.cookie })
  await request('/events')
  await request('/no-such-page')
  expect([lines(), await counts()]).toEqual([[], before])
})
