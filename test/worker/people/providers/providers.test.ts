// Signing in with an OpenID Connect provider, against an issuer of our own. Rules: docs/rules/people.md.

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { sha256 } from '#base/id.ts'
import type { Bindings } from '#base/web/env.ts'
import { deleteOldVisits } from '#people/sign-in/provider-store.ts'
import { anAccount, request as ask, db, htmlOf, leadsTo, rows, run } from '#test/support/factories.ts'
import { type Fault, Issuer, type IssuerUser } from '#test/support/issuer.ts'
import { add } from '#test/support/rows.ts'

let issuer: Issuer
let number = 0
const realFetch = globalThis.fetch

const configured = () => ({
  OIDC_PROVIDERS: JSON.stringify([{ id: 'entra', label: 'Microsoft', issuer: issuer.issuer, clientId: issuer.client.id }]),
  OIDC_SECRET_ENTRA: 'a secret',
})
const request = (path: string, options: Parameters<typeof ask>[1] = {}) =>
  ask(path, { ...options, bindings: { ...configured(), ...options.bindings } })

/** Under an address of its own, for what is known of a provider is kept. */
const anIssuer = (options: { tenant?: string } = {}): Issuer =>
  new Issuer(`https://login${++number}.issuer.example`, { clientId: 'muster', secret: 'a secret', ...options })

beforeEach(async () => {
  issuer = anIssuer()
  vi.spyOn(console, 'error').mockImplementation(() => {})
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const asked = new Request(input as RequestInfo, init)
    return new URL(asked.url).origin === issuer.origin ? issuer.handle(asked) : realFetch(asked)
  })
  await run('DELETE FROM LimitUse')
})
afterEach(() => vi.restoreAllMocks())

const aUser = (facts: Partial<IssuerUser> = {}): IssuerUser => ({
  sub: `subject-${++number}`,
  email: `person${number}@provider.example`,
  ...facts,
})

/** A browser that keeps its cookies. */
const aBrowser = (cookie = '') => {
  const jar = new Map(cookie ? [cookie.split(/=(.*)/s).slice(0, 2) as [string, string]] : [])
  const header = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const go = async (path: string, form?: Record<string, string>): Promise<Response> => {
    const response = await request(path, { cookie: header(), ...(form ? { form, method: 'POST' } : {}) })
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split(/=(.*)/s)
      if (value === '' || /max-age=0/i.test(set)) jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }
  return { go, header, signedIn: () => jar.has('muster') }
}
type Browser = ReturnType<typeof aBrowser>

const pathOf = (address: string): string => address.replace('http://localhost:8787', '')

const leave = async (browser: Browser, next?: string): Promise<string> => {
  const away = await browser.go(`/sign-in/with/entra${next ? `?next=${encodeURIComponent(next)}` : ''}`)
  expect(away.status).toBe(303)
  return away.headers.get('location') ?? ''
}

const visit = async (browser: Browser, user: IssuerUser | 'denies', next?: string): Promise<Response> =>
  browser.go(pathOf(issuer.authorise(await leave(browser, next), user)))

const linked = async (accountId: string, user: IssuerUser, name = issuer.origin) =>
  add('OidcIdentity', { issuer: name, subject: user.sub, accountId, linkedAt: '2026-03-01T00:00:00.000Z' })

const accountOfBrowser = async (browser: Browser): Promise<string | undefined> => {
  const token = browser.header().match(/muster=([^;]+)/)?.[1] ?? ''
  return (await rows<{ accountId: string }>('SELECT accountId FROM SignIn WHERE id = ?1 AND revokedAt IS NULL', await sha256(token)))[0]
    ?.accountId
}

const signInByCode = async (browser: Browser, email: string): Promise<Response> => {
  const code =
    (await rows<{ text: string }>('SELECT text FROM LocalMail WHERE toAddress = ?1 ORDER BY rowid DESC LIMIT 1', email))[0]?.text.match(
      /\b\d{6}\b/,
    )?.[0] ?? ''
  return browser.go('/sign-in/code', { code })
}

it('without a provider set up there is nothing of it on any page', async () => {
  const none = { OIDC_PROVIDERS: undefined } as unknown as Partial<Bindings>
  const { cookie } = await anAccount()
  expect(await (await request('/sign-in', { bindings: none })).text()).not.toContain('sign-in that you have already')
  expect(await (await request('/account', { cookie, bindings: none })).text()).not.toContain('Other ways to sign in')
  for (const path of ['/sign-in/with/entra', '/sign-in/with/entra/callback?code=1&state=2'])
    expect((await request(path, { bindings: none })).status).toBe(404)
  expect((await request('/account/sign-in-links', { cookie, bindings: none })).status).toBe(404)
  for (const broken of [
    'not json',
    '{}',
    '[{"id":"Entra!"}]',
    JSON.stringify([{ id: 'entra', label: 'x', issuer: 'http://login.issuer.example', clientId: 'm' }]),
  ])
    expect((await request('/sign-in/with/entra', { bindings: { OIDC_PROVIDERS: broken } })).status).toBe(404)
  expect((await request('/sign-in/with/entra', { bindings: { OIDC_SECRET_ENTRA: '' } as Partial<Bindings> })).status).toBe(404)
})

it('somebody whom the provider names for the first time signs in once by a code, confirms, and is signed in by the provider from then on', async () => {
  const user = aUser()
  const account = await anAccount({ email: `teacher${number}@hope.sch.uk` })
  const browser = aBrowser()
  expect(await (await browser.go('/sign-in?next=/events')).text()).toContain('Sign in with Microsoft')
  expect(await leadsTo(visit(browser, user, '/events'))).toBe('/sign-in/first-time')
  expect(browser.signedIn()).toBe(false)
  const first = await (await browser.go('/sign-in/first-time')).text()
  expect(first).toContain(user.email)
  expect(first).toContain('do not guess it from an address')
  expect((await browser.go('/sign-in', { email: account.email, next: '/account/sign-in-links/new' })).status).toBe(303)
  const entered = await signInByCode(browser, account.email)
  expect(entered.headers.get('location')).toBe('/account/sign-in-links/new')
  const confirm = await (await browser.go('/account/sign-in-links/new')).text()
  for (const said of [user.email, account.email, issuer.origin]) expect(confirm).toContain(said)
  expect(await rows('SELECT id FROM OidcIdentity WHERE subject = ?1', user.sub)).toEqual([])
  expect(await leadsTo(browser.go('/account/sign-in-links/new', {}))).toBe('/events')
  expect(await rows('SELECT issuer, accountId, endedAt FROM OidcIdentity WHERE subject = ?1', user.sub)).toEqual([
    { issuer: issuer.origin, accountId: account.accountId, endedAt: null },
  ])
  // Of somebody of a school no administrator is told.
  const [told, ...more] = await rows<{ recipient: string; text: string }>(
    `SELECT m.recipient, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'sign_in_changed'`,
  )
  expect([told?.recipient, more]).toEqual([account.accountId, []])
  expect(told?.text).toContain('signing in with Microsoft was set up for your account')
  const later = aBrowser()
  expect(await leadsTo(visit(later, user, '/coverage?from=link'))).toBe('/coverage?from=link')
  expect(await accountOfBrowser(later)).toBe(account.accountId)
  const acts = await rows<{ act: string; after: string }>(
    `SELECT act, after FROM Log WHERE accountId = ?1 ORDER BY rowid`,
    account.accountId,
  )
  expect(acts.map(({ act }) => act)).toEqual(['account.signed_in', 'account.provider_linked', 'account.signed_in'])
  expect(JSON.stringify(acts)).not.toContain(user.email)
  expect(JSON.stringify(acts)).not.toContain(user.sub)
  expect(await rows('SELECT id FROM OidcVisit WHERE subject = ?1', user.sub)).toEqual([])
})

// “People are known by issuer and subject.”
it('an address is never a link: a stranger whose provider says the address of an account is not signed in to it', async () => {
  const account = await anAccount()
  const stranger = aUser({ email: account.email })
  const browser = aBrowser()
  expect((await visit(browser, stranger)).headers.get('location')).toBe('/sign-in/first-time')
  expect(browser.signedIn()).toBe(false)
  expect(await rows('SELECT id FROM OidcIdentity WHERE accountId = ?1', account.accountId)).toEqual([])
  // The same subject at another issuer is somebody else.
  await linked(account.accountId, stranger, 'https://another.issuer.example')
  const other = aBrowser()
  expect((await visit(other, stranger)).headers.get('location')).toBe('/sign-in/first-time')
})

it('council staff are signed in for a working day, others for 30 days, whoever names them', async () => {
  for (const [roles, days] of [
    [['organiser'], 0.5],
    [[], 30],
  ] as const) {
    const user = aUser()
    const { accountId } = await anAccount({ roles: [...roles] })
    await linked(accountId, user)
    const browser = aBrowser()
    const back = await visit(browser, user)
    expect(back.headers.get('location')).toBe(roles.length > 0 ? '/organiser' : '/account/record')
    expect(back.headers.getSetCookie().find((cookie) => cookie.startsWith('muster='))).toContain(`Max-Age=${(days + 1) * 86_400}`)
    const [signIn] = await rows<{ ends: number }>(
      `SELECT ROUND(julianday(endsAt) - julianday(createdAt), 3) AS ends FROM SignIn WHERE accountId = ?1 AND endsAt IS NOT NULL`,
      accountId,
    )
    expect(signIn?.ends).toBe(days)
  }
})

const faults: [Fault | 'denies' | 'away', number, string][] = [
  ['denies', 409, 'You did not let Microsoft tell us who you are'],
  ['token_down', 503, 'did not answer'],
  ['token_not_json', 503, 'did not answer'],
  ['wrong_secret', 502, 'did not accept the request'],
  ['keys_down', 503, 'did not answer'],
  ['wrong_nonce', 502, 'could not be trusted'],
  ['no_nonce', 502, 'could not be trusted'],
  ['wrong_audience', 502, 'could not be trusted'],
  ['wrong_issuer', 502, 'could not be trusted'],
  ['another_key', 502, 'could not be trusted'],
  ['no_signature', 502, 'could not be trusted'],
  ['run_out', 502, 'do not agree with our clock'],
  ['not_yet', 502, 'do not agree with our clock'],
  ['away', 503, 'did not answer'],
]
// “When it goes wrong a sentence says so and nobody is signed in.”
it.each(faults)(
  'when it goes wrong (%s) a sentence says so and nobody is signed in, though the person is linked',
  async (fault, status, says) => {
    const user = aUser()
    const { accountId } = await anAccount()
    await linked(accountId, user)
    const browser = aBrowser()
    const away = await leave(browser)
    const path = pathOf(issuer.authorise(away, fault === 'denies' ? 'denies' : user))
    if (fault === 'away') vi.mocked(globalThis.fetch).mockRejectedValue(new TypeError('network gone'))
    else if (fault !== 'denies') issuer.fault = fault
    const back = await browser.go(path)
    expect(await back.text()).toContain(says)
    expect(back.status).toBe(status)
    expect(browser.signedIn()).toBe(false)
    expect(await rows('SELECT id FROM SignIn WHERE accountId = ?1 AND endsAt IS NOT NULL', accountId)).toEqual([])
    // The answer is used up, whatever became of it.
    issuer.fault = undefined
    expect(await (await browser.go(path)).text()).toContain('has been used already')
  },
)

it.each(['discovery_down', 'discovery_of_another'] as const)(
  'a provider that cannot be found (%s) is said to be down before anybody goes there',
  async (fault) => {
    issuer.fault = fault
    expect(await htmlOf(aBrowser().go('/sign-in/with/entra'), 503)).toContain('Microsoft did not answer')
    // It is asked again the next time: a failure is not remembered.
    issuer.fault = undefined
    await leave(aBrowser())
  },
)

it('what a provider publishes is read once an hour, not for every visit', async () => {
  for (const _ of [1, 2, 3]) await leave(aBrowser())
  expect(issuer.asked.filter((path) => path.includes('well-known'))).toHaveLength(1)
})

it('a provider whose clock is a little off is put up with', async () => {
  const user = aUser()
  const { accountId } = await anAccount()
  await linked(accountId, user)
  issuer.ahead = 40
  const browser = aBrowser()
  expect((await visit(browser, user)).status).toBe(303)
  expect(browser.signedIn()).toBe(true)
})

it('an answer is good once, in the browser that asked, for what it asked, and within a quarter of an hour', async () => {
  const user = aUser()
  const { accountId } = await anAccount()
  await linked(accountId, user)
  const browser = aBrowser()
  const path = pathOf(issuer.authorise(await leave(browser), user))
  const another = aBrowser()
  expect(await (await another.go(path)).text()).toContain('did not go to Microsoft from here')
  await leave(another)
  const mixed = await another.go(path)
  expect([mixed.status, another.signedIn()]).toEqual([409, false])
  expect(await mixed.text()).toContain('does not belong to what this browser asked')
  // Nothing of that used up the visit of the browser it was meant for; twice at once signs in once.
  const both = await Promise.all([browser.go(path), browser.go(path)])
  expect(both.map((answer) => answer.status).toSorted()).toEqual([303, 409])
  const late = aBrowser()
  const lately = pathOf(issuer.authorise(await leave(late), user))
  await run(`UPDATE OidcVisit SET expiresAt = '2026-01-01T00:00:00.000Z'`)
  expect(await (await late.go(lately)).text()).toContain('took too long')
  expect(late.signedIn()).toBe(false)
})

it('at an address of several organisations each token names its own, and only that one', async () => {
  const tenant = '72f988bf-86f1-41af-91ab-2d7cd011db47'
  issuer = anIssuer({ tenant })
  const user = aUser()
  const { accountId } = await anAccount()
  await linked(accountId, user, `${issuer.origin}/${tenant}/v2.0`)
  const browser = aBrowser()
  expect((await visit(browser, user)).status).toBe(303)
  expect(await accountOfBrowser(browser)).toBe(accountId)
  issuer.fault = 'other_tenant'
  const other = aBrowser()
  expect((await visit(other, user)).status).toBe(502)
  expect(other.signedIn()).toBe(false)
})

it('one sign-in elsewhere opens one account: it is refused for a second, and two who link it at once do so once', async () => {
  const user = aUser()
  const holder = await anAccount()
  await linked(holder.accountId, user)
  const other = await anAccount()
  const browser = aBrowser(other.cookie)
  expect(await htmlOf(visit(browser, user), 409)).toContain('is linked to another account here')
  expect(await accountOfBrowser(browser)).toBe(other.accountId)
  const fresh = aUser()
  const two = [await anAccount(), await anAccount()].map((account) => aBrowser(account.cookie))
  for (const one of two) expect((await visit(one, fresh)).headers.get('location')).toBe('/account/sign-in-links/new')
  const done = await Promise.all(two.map((one) => one.go('/account/sign-in-links/new', {})))
  expect(done.map((answer) => answer.status).toSorted()).toEqual([303, 409])
  expect(await rows('SELECT COUNT(*) AS n FROM OidcIdentity WHERE subject = ?1', fresh.sub)).toEqual([{ n: 1 }])
})

it('“One person may link several.” Each of them signs them in', async () => {
  const account = await anAccount()
  const users = [aUser(), aUser()]
  for (const user of users) await linked(account.accountId, user)
  for (const user of users) {
    const browser = aBrowser()
    await visit(browser, user)
    expect(await accountOfBrowser(browser)).toBe(account.accountId)
  }
})

it('a visit that one account began is never linked to another, and pressing twice links once', async () => {
  const user = aUser()
  const [mine, theirs] = [await anAccount(), await anAccount()]
  const browser = aBrowser(mine.cookie)
  await visit(browser, user)
  const visitCookie = browser.header().match(/muster-visit=[^;]+/)?.[0] ?? ''
  const stolen = await request('/account/sign-in-links/new', { cookie: `${theirs.cookie}; ${visitCookie}`, form: {}, method: 'POST' })
  expect(stolen.status).toBe(409)
  expect((await browser.go('/account/sign-in-links/new', {})).status).toBe(303)
  expect((await browser.go('/account/sign-in-links/new', {})).status).toBe(409)
  expect(await rows('SELECT accountId FROM OidcIdentity WHERE subject = ?1', user.sub)).toEqual([{ accountId: mine.accountId }])
})

it('an address that several people read cannot be opened by one person’s sign-in elsewhere', async () => {
  const user = aUser()
  const { cookie, accountId } = await anAccount()
  await run('UPDATE Account SET shared = 1 WHERE id = ?1', accountId)
  const browser = aBrowser(cookie)
  await visit(browser, user)
  expect(await htmlOf(browser.go('/account/sign-in-links/new', {}), 409)).toContain('read by several people')
  expect(await rows('SELECT id FROM OidcIdentity WHERE accountId = ?1', accountId)).toEqual([])
  // Nor one that was linked before others read it too.
  await linked(accountId, user)
  const later = aBrowser()
  const back = await visit(later, user)
  expect([back.status, later.signedIn()]).toEqual([409, false])
  expect(await back.text()).toContain('read by several people by now')
})

// “A code sent to the address goes on working, linked or not.”
it('unlinking ends it at once; the same sign-in is then unknown again, and the link is kept without what the person was called', async () => {
  const user = aUser()
  const account = await anAccount()
  const browser = aBrowser(account.cookie)
  await visit(browser, user)
  await browser.go('/account/sign-in-links/new', {})
  const page = await (await browser.go('/account/sign-in-links')).text()
  expect(page).toContain(user.email)
  const id = page.match(/sign-in-links\/([0-9a-f-]{36})\/end/)?.[1] ?? ''
  // Somebody else's link is left alone.
  await request(`/account/sign-in-links/${id}/end`, { cookie: (await anAccount()).cookie, form: {}, method: 'POST' })
  expect(await rows('SELECT endedAt FROM OidcIdentity WHERE id = ?1', id)).toEqual([{ endedAt: null }])
  expect((await browser.go(`/account/sign-in-links/${id}/end`, {})).status).toBe(303)
  expect(await rows('SELECT endedAt IS NOT NULL AS ended, shownAs FROM OidcIdentity WHERE id = ?1', id)).toEqual([
    { ended: 1, shownAs: '' },
  ])
  expect((await visit(aBrowser(), user)).headers.get('location')).toBe('/sign-in/first-time')
})

it('nothing that the table holds lets anyone finish a visit: the cookie’s token is not in it', async () => {
  const browser = aBrowser()
  await leave(browser)
  const token = browser.header().match(/muster-visit=([^;]+)/)?.[1] ?? ''
  expect(token.length).toBeGreaterThanOrEqual(43)
  const stored = JSON.stringify(await rows('SELECT * FROM OidcVisit'))
  expect(stored).not.toContain(token)
  expect(stored).toContain(await sha256(token))
})

it('somewhere else cannot be asked for as the page to come back to', async () => {
  const user = aUser()
  const { accountId } = await anAccount()
  await linked(accountId, user)
  for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example', '/sign-out']) {
    const back = await visit(aBrowser(), user, next)
    expect([next, back.headers.get('location')]).toEqual([next, '/account/record'])
  }
})

it('visits that led nowhere are swept away a day after they ran out', async () => {
  await leave(aBrowser())
  await deleteOldVisits(db, '2020-01-01T00:00:00.000Z').run()
  expect((await rows('SELECT id FROM OidcVisit')).length).toBeGreaterThan(0)
  await deleteOldVisits(db, '2099-01-01T00:00:00.000Z').run()
  expect(await rows('SELECT id FROM OidcVisit')).toEqual([])
})
