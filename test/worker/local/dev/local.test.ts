import { expect, it } from 'vitest'
import { request } from '#test/support/factories.ts'
import { localRoutes } from '#tools/local/local.ts'

const token = { 'x-muster-token': 'test-token', origin: 'http://localhost:8787' }

/** Every local route, with something in place of what differs. */
const everyRoute = localRoutes.flatMap(([at, sub]) =>
  sub.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => ({ method, path: `${at}${path.replaceAll(/:\w+(\{[^}]*\}[^/]*)?/g, '1')}`.replace(/\/$/, '') })),
)

const answered = async (bindings: Record<string, string>, host: string): Promise<string[]> => {
  const found: string[] = []
  for (const { method, path } of everyRoute) {
    const answer = await request(path, { method, headers: { ...token, origin: host }, origin: host, bindings })
    if (answer.status !== 404) found.push(`${method} ${path}`)
  }
  return found
}

it('the local inbox and the commands answer on this machine, by each of its names', async () => {
  for (const host of ['http://localhost:8787', 'http://127.0.0.1:8787', 'http://[::1]:8787']) {
    expect((await request('/dev/inbox.json', { origin: host })).status, host).toBe(200)
    expect((await request('/dev/commands/audit', { origin: host, headers: token })).status, host).toBe(200)
  }
  // The others are about a mail that is not there.
  expect((await answered({}, 'http://localhost:8787')).length).toBeGreaterThan(9)
})

it('under any other host name none of the local routes exists, whatever is set', async () => {
  expect(everyRoute.length).toBeGreaterThan(15)
  for (const host of [
    'https://conferences.example.gov.uk',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://10.0.0.7:8787',
  ])
    expect(await answered({ LOCAL_MAIL: '1', LOCAL_TOKEN: 'test-token' }, host), host).toEqual([])
})

it('beside a key that sends real mail none of them exists, and beside a twin they do', async () => {
  expect(await answered({ RESEND_API_KEY: 're_real' }, 'http://localhost:8787')).toEqual([])
  const twin = { RESEND_API_KEY: 're_twin', RESEND_BASE_URL: 'https://api.resend.com' }
  expect((await request('/dev/commands/audit', { headers: token, bindings: twin })).status).toBe(200)
})

it('the commands ask for their token, and there is none to guess where none is set', async () => {
  for (const [sent, LOCAL_TOKEN] of [
    ['wrong', 'test-token'],
    ['', ''],
  ] as const) {
    const commands = everyRoute.filter(({ path }) => path.startsWith('/dev/commands/'))
    expect(commands.length).toBeGreaterThan(4)
    for (const { method, path } of commands) {
      const answer = await request(path, { method, headers: { ...token, 'x-muster-token': sent }, bindings: { LOCAL_TOKEN } })
      expect(answer.status, path).toBe(404)
    }
  }
})

it('every local route lies under the address that is guarded', () => {
  expect(everyRoute.filter(({ path }) => !/^\/dev(\/|$)/.test(path))).toEqual([])
})
