// What a provider says of a second factor, and a council that requires its provider of its people.

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { StaffRoleName } from '#base/act.ts'
import { saveCouncil } from '#base/council/store.ts'
import { type Council, councilFrom } from '#base/council.ts'
import { anAccount, anAct, request as ask, rows, run } from '#test/support/factories.ts'
import { Issuer } from '#test/support/issuer.ts'
import { add } from '#test/support/rows.ts'

const realFetch = globalThis.fetch
let issuers: Record<string, Issuer>
let number = 0

beforeEach(() => {
  const anIssuer = (name: string): Issuer => new Issuer(`https://${name}${++number}.example`, { clientId: 'muster', secret: 'a secret' })
  issuers = { entra: anIssuer('council'), google: anIssuer('academy') }
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const asked = new Request(input as RequestInfo, init)
    const issuer = Object.values(issuers).find(({ origin }) => origin === new URL(asked.url).origin)
    return issuer ? issuer.handle(asked) : realFetch(asked)
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await council({})
})

const request = (path: string, options: Parameters<typeof ask>[1] = {}) =>
  ask(path, {
    ...options,
    bindings: {
      FACTOR_KEYS: `k1:${btoa('a'.repeat(32))}`,
      OIDC_PROVIDERS: JSON.stringify(
        Object.entries(issuers).map(([id, { issuer }]) => ({
          id,
          label: id === 'entra' ? 'Microsoft' : 'Google',
          issuer,
          clientId: 'muster',
        })),
      ),
      ...{ OIDC_SECRET_ENTRA: 'a secret', OIDC_SECRET_GOOGLE: 'a secret' },
      ...options.bindings,
    },
  })

const settings = {
  ...{
    name: 'Herefordshire Council',
    serviceName: 'Conferences',
    brandColour: '#00504e',
    laCodes: '884',
    confirmed: '884',
    action: 'save',
  },
  ...{
    contactEmail: 'c@example.gov.uk',
    contactTelephone: '01432 260000',
    dataProtectionName: 'Officer',
    dataProtectionEmail: 'd@example.gov.uk',
  },
}

const usual = councilFrom('884')
/** What the council asks of its people: a second factor from their first day on, unless told otherwise. */
const council = (asks: Partial<Council>) => saveCouncil(anAct(), usual, { ...usual, factorDays: 0, ...asks })

const stored = async (): Promise<string | null> =>
  (await rows<{ provider: string | null }>(`SELECT value ->> 'staffProvider' AS provider FROM Setting WHERE key = 'council'`))[0]
    ?.provider ?? null

/** Signs one of the council's people in through a provider that says these claims of them. */
const signInWith = async (provider: 'entra' | 'google', claims: Record<string, unknown>, role: StaffRoleName = 'organiser') => {
  const account = await anAccount({ roles: [role] })
  const issuer = issuers[provider]
  const user = { sub: `subject-${++number}`, claims }
  await add('OidcIdentity', {
    issuer: issuer?.origin,
    subject: user.sub,
    accountId: account.accountId,
    linkedAt: '2026-03-01T00:00:00.000Z',
  })
  const cookies = (answer: Response) =>
    answer.headers
      .getSetCookie()
      .map((set) => set.split(';')[0])
      .join('; ')
  const away = await request(`/sign-in/with/${provider}`)
  const back = issuer?.authorise(away.headers.get('location') ?? '', user).replace('http://localhost:8787', '') ?? ''
  const arrived = await request(back, { cookie: cookies(away) })
  expect(arrived.status).toBe(303)
  return { ...account, cookie: cookies(arrived), provider }
}

/** What an organiser's first page says to them. */
const organises = async (cookie: string): Promise<string> => {
  const page = await request('/organiser', { cookie })
  return page.status === 200 ? 'lets in' : (page.headers.get('location') ?? String(page.status))
}
const rests = '/account/factors?next=%2Forganiser'

it('A provider that says that it asked for a second factor is believed; whatever else it says is none.', async () => {
  await council({})
  const found: Record<string, string> = {}
  for (const claims of [
    { amr: ['pwd', 'mfa'] },
    { amr: ['mfa'], acr: '0' },
    {},
    { amr: ['pwd'] },
    { amr: ['pwd', 'otp'] },
    { amr: 'mfa' },
    { amr: 'pwd mfa' },
    { amr: ['MFA'] },
    { amr: [['mfa']] },
    { amr: { 0: 'mfa' } },
    { amr: null },
    { amr: [] },
    { acr: 'mfa' },
    { acr: 'http://schemas.openid.net/pape/policies/2007/06/multi-factor' },
    { mfa: true },
  ])
    found[JSON.stringify(claims)] = await organises((await signInWith('entra', claims)).cookie)
  expect(found).toEqual({
    '{"amr":["pwd","mfa"]}': 'lets in',
    '{"amr":["mfa"],"acr":"0"}': 'lets in',
    '{}': rests,
    '{"amr":["pwd"]}': rests,
    '{"amr":["pwd","otp"]}': rests,
    '{"amr":"mfa"}': rests,
    '{"amr":"pwd mfa"}': rests,
    '{"amr":["MFA"]}': rests,
    '{"amr":[["mfa"]]}': rests,
    '{"amr":{"0":"mfa"}}': rests,
    '{"amr":null}': rests,
    '{"amr":[]}': rests,
    '{"acr":"mfa"}': rests,
    '{"acr":"http://schemas.openid.net/pape/policies/2007/06/multi-factor"}': rests,
    '{"mfa":true}': rests,
  })
  expect(
    await rows(
      `SELECT provider, factorBy IS NOT NULL OR factorAt IS NOT NULL AS shown FROM SignIn WHERE provider IS NOT NULL ORDER BY rowid LIMIT 3`,
    ),
  ).toEqual([
    { provider: 'entra', shown: 1 },
    { provider: 'entra', shown: 1 },
    { provider: 'entra', shown: 0 },
  ])
})

it('A council can require its provider of its people: who comes any other way finds their roles at rest.', async () => {
  await council({ staffProvider: 'entra' })
  const mfa = { amr: ['mfa'] }
  const [right, other, administrator] = [
    await signInWith('entra', mfa),
    await signInWith('google', mfa),
    await signInWith('google', mfa, 'administrator'),
  ]
  const byCode = await anAccount({ roles: ['organiser'] })
  expect(await Promise.all([right, other, administrator, byCode].map(({ cookie }) => organises(cookie)))).toEqual([
    'lets in',
    rests,
    rests,
    rests,
  ])
  const told = await (await request('/account', { cookie: other.cookie })).text()
  expect(told).toContain('What you may do for the council rests: sign out, and sign in with Microsoft.')
  // With the required provider and no second factor it is the second factor that is missing.
  expect(await organises((await signInWith('entra', {})).cookie)).toBe(rests)
})

it('The required sign-in is chosen among those that are set up, and by nobody whom it would keep out.', async () => {
  await council({ factorDays: 14 })
  const byCode = await anAccount({ roles: ['administrator'] })
  const byMicrosoft = await signInWith('entra', { amr: ['mfa'] }, 'administrator')
  await run(`UPDATE StaffRole SET grantedAt = ?1`, new Date().toISOString())
  const save = async (cookie: string, staffProvider: string): Promise<[number, string | undefined, string | null]> => {
    const answer = await request('/organiser/settings', { cookie, form: { ...settings, staffProvider } })
    const problem = (await answer.text()).match(/id="staffProvider-error"[^>]*>(?:<span[^>]*>[^<]*<\/span>)?\s*([^<]*)/)?.[1]?.trim()
    return [answer.status, problem, await stored()]
  }
  const page = await (await request('/organiser/settings?part=signing-in', { cookie: byCode.cookie })).text()
  expect(
    [...page.matchAll(/name="staffProvider"[^>]*value="([^"]*)"( checked="")?/g)].map((found) => [found[1], Boolean(found[2])]),
  ).toEqual([
    ['', true],
    ['entra', false],
    ['google', false],
  ])
  for (const unknown of ['okta', 'ENTRA', '__proto__', 'entra google'])
    expect(await save(byMicrosoft.cookie, unknown)).toEqual([422, 'Choose one of the ways to sign in that are set up', ''])
  expect(await save(byCode.cookie, 'entra')).toEqual([
    422,
    'You would be kept out yourself: sign in with Microsoft first, or set up a second factor of your own',
    '',
  ])
  expect((await save(byMicrosoft.cookie, 'google'))[0]).toBe(422)
  expect(await save(byMicrosoft.cookie, 'entra')).toEqual([303, undefined, 'entra'])
  expect(await save(byMicrosoft.cookie, '')).toEqual([303, undefined, ''])
  // One that is set up no more is required of nobody, and stands on the page no more.
  await council({ staffProvider: 'okta', factorDays: 14 })
  expect(await organises(byCode.cookie)).toBe('lets in')
  const none = { OIDC_PROVIDERS: '' }
  expect(await (await request('/organiser/settings?part=signing-in', { cookie: byCode.cookie, bindings: none })).text()).not.toContain(
    'staffProvider',
  )
})
