import { beforeEach, expect, it } from 'vitest'
import { saveCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { newId } from '#base/id.ts'
import { catalogue } from '#correspondence/wordings/catalogue.ts'
import { anAccount, anAct, anEvent, bindings, htmlOf, request, rows, run, tick } from '#test/support/factories.ts'

let number = 0
const address = (): string => {
  number += 1
  return `jo.price${number}@ashfield-park.sch.uk`
}

/** The cookies that a browser would hold after this answer, for the next request. */
const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .filter((cookie) => !cookie.endsWith('='))
    .join('; ')

const lastMail = async (email: string): Promise<{ code: string; text: string; subject: string }> => {
  const [mail] = await rows<{ text: string; subject: string }>(
    'SELECT text, subject FROM LocalMail WHERE toAddress = ?1 ORDER BY rowid DESC LIMIT 1',
    email,
  )
  return { code: mail?.text.match(/\b\d{6}\b/)?.[0] ?? '', text: mail?.text ?? '', subject: mail?.subject ?? '' }
}

const ask = async (email: string, next?: string, headers: Record<string, string> = {}) => {
  const response = await request('/sign-in', { form: { email, ...(next === undefined ? {} : { next }) }, headers })
  return { response, browser: cookiesOf(response), ...(await lastMail(email)) }
}

const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

beforeEach(async () => {
  await run('DELETE FROM LimitUse')
})

it('signs a school in with the code that was mailed, and brings them back to the page they wanted', async () => {
  const email = address()
  const { response, browser, code, subject } = await ask(` ${email.toUpperCase()} `.trim(), '/events/ABC234?from=mail')
  expect(response.status).toBe(303)
  expect(response.headers.get('location')).toBe('/sign-in/code?sent')
  const asked = await lastMail(email)
  expect(asked.text).toContain('Sent by Your council.')
  expect(code || asked.code).toMatch(/^\d{6}$/)
  expect(subject || asked.subject).not.toContain(asked.code)
  const page = await request('/sign-in/code', { cookie: browser })
  const html = await page.text()
  expect(html).toContain('autocomplete="one-time-code"')
  expect(html).toContain('inputmode="numeric"')
  expect(html).toContain(email)
  const entered = await request('/sign-in/code', { cookie: browser, form: { code: ` ${asked.code.slice(0, 3)} ${asked.code.slice(3)} ` } })
  expect(entered.status).toBe(303)
  expect(entered.headers.get('location')).toBe('/events/ABC234?from=mail')
  const cookie = entered.headers.getSetCookie().find((c) => c.startsWith('muster='))
  expect(cookie).toMatch(/HttpOnly/)
  expect(cookie).toMatch(/SameSite=Lax/)
  expect(cookie).toMatch(/Path=\//)
  const token = cookie?.split(';')[0]?.slice('muster='.length) ?? ''
  expect(token.length).toBeGreaterThanOrEqual(43)
  const [account] = await rows<{ id: string }>('SELECT id FROM Account WHERE email = ?1', email)
  const [signIn] = await rows<{ id: string }>('SELECT id FROM SignIn WHERE accountId = ?1', account?.id)
  expect(signIn?.id).toMatch(/^[0-9a-f]{64}$/)
  expect(signIn?.id).not.toContain(token)
  expect(await rows('SELECT act FROM Log WHERE accountId = ?1 ORDER BY rowid', account?.id)).toEqual([
    { act: 'account.made' },
    { act: 'account.signed_in' },
  ])
  const home = await request('/events', { cookie: cookiesOf(entered) })
  expect(await home.text()).toContain('Sign out')
})

it('stores neither the code nor anything from which the table alone could give it, and no message in the outbox', async () => {
  const email = address()
  const { code } = await ask(email)
  const stored = JSON.stringify(await rows('SELECT * FROM SignInCode WHERE email = ?1', email))
  expect(stored).not.toContain(code)
  expect(await rows('SELECT id FROM MessageBody WHERE toAddress = ?1', email).catch(() => [])).toEqual([])
  expect(await rows('SELECT messageId FROM MessageBody WHERE toAddress LIKE ?1', `%${email}%`)).toEqual([])
  const counted = JSON.stringify(await rows('SELECT key FROM LimitUse'))
  expect(counted).not.toContain(email)
})

it('gives an address that is not known the same answer as one that is, and makes no account before the code is typed', async () => {
  const known = (await anAccount({ roles: ['organiser'] })).email
  const unknown = address()
  const answers = await Promise.all([known, unknown].map((email) => ask(email)))
  const seen = answers.map(({ response }) => ({
    status: response.status,
    location: response.headers.get('location'),
    cookies: response.headers.getSetCookie().map((cookie) => cookie.replace(/=[^;]+/, '=')),
  }))
  expect(seen[0]).toEqual(seen[1])
  const pages = await Promise.all(answers.map(async ({ browser }) => (await request('/sign-in/code', { cookie: browser })).text()))
  const same = (page = '', email: string): string => page.replaceAll(email, 'X').replaceAll(/name="id" value="[^"]+"/g, 'name="id"')
  expect(same(pages[0], known)).toBe(same(pages[1], unknown))
  expect(await rows('SELECT id FROM Account WHERE email = ?1', unknown)).toEqual([])
})

it('refuses the sixth try even when it is right', async () => {
  const { browser, code } = await ask(address())
  for (const n of [1, 2, 3, 4]) {
    const tried = await request('/sign-in/code', { cookie: browser, form: { code: wrong(code) } })
    expect([n, tried.status]).toEqual([n, 422])
    expect(await tried.text()).toContain('That code did not work')
  }
  expect((await request('/sign-in/code', { cookie: browser, form: { code: wrong(code) } })).status).toBe(409)
  const sixth = await request('/sign-in/code', { cookie: browser, form: { code } })
  expect(sixth.status).toBe(409)
  expect(await sixth.text()).toContain('tried too often')
  expect(sixth.headers.getSetCookie().join()).not.toContain('muster=')
})

it('counts at most five of twenty wrong tries made at once, and the right code is then refused', async () => {
  const email = address()
  const { browser, code } = await ask(email)
  const tried = await Promise.all(
    Array.from({ length: 20 }, () => request('/sign-in/code', { cookie: browser, form: { code: wrong(code) } })),
  )
  expect(tried.filter((response) => response.status === 422)).toHaveLength(4)
  expect(tried.every((response) => response.status === 422 || response.status === 409)).toBe(true)
  expect(await rows('SELECT attempts FROM SignInCode WHERE email = ?1', email)).toEqual([{ attempts: 5 }])
  expect((await request('/sign-in/code', { cookie: browser, form: { code } })).status).toBe(409)
})

it('does not count what cannot be a code', async () => {
  const email = address()
  const { browser } = await ask(email)
  for (const code of ['', '12345', '1234567', 'abcdef', '😀😀😀😀😀😀', '<script>', 'x'.repeat(10_000)]) {
    expect(await htmlOf(request('/sign-in/code', { cookie: browser, form: { code } }), 422)).toContain('href="#code"')
  }
  expect(await rows('SELECT attempts FROM SignInCode WHERE email = ?1', email)).toEqual([{ attempts: 0 }])
})

it('refuses a code typed into another browser, with or without a code of its own', async () => {
  const { code } = await ask(address())
  const other = await ask(address())
  expect(await htmlOf(request('/sign-in/code', { form: { code } }), 409)).toContain('has not asked for a code')
  if (code !== other.code) expect((await request('/sign-in/code', { cookie: other.browser, form: { code } })).status).toBe(422)
})

it('refuses a code after ten minutes', async () => {
  const email = address()
  const { browser, code } = await ask(email)
  const [row] = await rows<{ createdAt: string; expiresAt: string }>('SELECT createdAt, expiresAt FROM SignInCode WHERE email = ?1', email)
  expect(Date.parse(row?.expiresAt ?? '') - Date.parse(row?.createdAt ?? '')).toBe(600_000)
  await run(`UPDATE SignInCode SET expiresAt = createdAt WHERE email = ?1`, email)
  expect(await htmlOf(request('/sign-in/code', { cookie: browser, form: { code } }), 409)).toContain('has run out')
  expect(await rows('SELECT id FROM Account WHERE email = ?1', email)).toEqual([])
})

it('lets a code in once: of ten at the same time one signs in, and later ones are told that it is used', async () => {
  const email = address()
  const { browser, code } = await ask(email)
  const entered = await Promise.all(Array.from({ length: 5 }, () => request('/sign-in/code', { cookie: browser, form: { code } })))
  expect(entered.filter((response) => response.status === 303)).toHaveLength(1)
  expect(await htmlOf(request('/sign-in/code', { cookie: browser, form: { code } }), 409)).toContain('has been used')
  expect(await rows('SELECT s.id FROM SignIn s JOIN Account a ON a.id = s.accountId WHERE a.email = ?1', email)).toHaveLength(1)
})

it('makes one account when two browsers sign in with one new address at once', async () => {
  const email = address()
  const one = await ask(email)
  const two = await ask(email)
  const entered = await Promise.all([one, two].map(({ browser, code }) => request('/sign-in/code', { cookie: browser, form: { code } })))
  expect(entered.map((response) => response.status)).toEqual([303, 303])
  expect(await rows('SELECT id FROM Account WHERE email = ?1', email)).toHaveLength(1)
})

it('sends ten codes to one address in a quarter of an hour, whoever asks, then by lot, and others are not held up', async () => {
  const email = address()
  const asked = await Promise.all(
    Array.from({ length: 12 }, (_, index) => request('/sign-in', { form: { email }, headers: { 'cf-connecting-ip': `192.${index}.0.7` } })),
  )
  expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([303]))
  expect(await rows('SELECT id FROM LocalMail WHERE toAddress = ?1', email)).toHaveLength(10)
  expect((await ask(address())).response.status).toBe(303)
})

it('sends at most a hundred codes an hour to one network, an IPv6 household counting as one', async () => {
  // On a smaller plan its share of the mail ends sooner.
  await saveCouncil(anAct(), councilFrom('884'), { ...councilFrom('884'), mailsPerDay: 100_000 })
  const asked: number[] = []
  for (let n = 0; n < 101; n += 1)
    asked.push(
      (await request('/sign-in', { form: { email: address() }, headers: { 'cf-connecting-ip': `2001:db8:0:1::${n.toString(16)}` } }))
        .status,
    )
  expect(asked.filter((status) => status === 303)).toHaveLength(100)
  expect(asked.at(-1)).toBe(429)
  expect((await ask(address(), undefined, { 'cf-connecting-ip': '2001:db8:0:2::1' })).response.status).toBe(303)
  await saveCouncil(anAct(), { ...councilFrom('884'), mailsPerDay: 100_000 }, councilFrom('884'))
})

it('goes to no other site after signing in, whatever the link said', async () => {
  for (const next of [
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '\\\\evil.example',
    '/%09/evil.example'.replace('%09', '\t'),
    'javascript:alert(1)',
    'events',
    '/sign-out',
    '/./\n/evil.example',
    '/..//evil.example',
    `/${'x'.repeat(600)}`,
  ]) {
    const page = await (await request(`/sign-in?next=${encodeURIComponent(next)}`)).text()
    expect(page).not.toContain('evil.example')
    await run('DELETE FROM LimitUse')
    const { browser, code } = await ask(address(), next)
    const entered = await request('/sign-in/code', { cookie: browser, form: { code } })
    expect([next, entered.headers.get('location')]).toEqual([next, '/account/record'])
  }
})

it('says what is wrong with an address and keeps what was typed', async () => {
  for (const email of [
    '',
    'nobody',
    'a@b',
    'Siân@example',
    '<script>alert(1)</script>',
    `${'a'.repeat(10_000)}@example.org`,
    'a@example.org\nbcc: b@example.org',
  ]) {
    const response = await request('/sign-in', { form: { email } })
    expect([email.slice(0, 30), response.status]).toEqual([email.slice(0, 30), 422])
    const html = await response.text()
    expect(html).toContain('href="#email"')
    expect(html).not.toContain('<script>alert')
  }
  expect((await request('/sign-in', { form: { email: ['one@example.org', 'two@example.org'] } })).status).toBe(303)
})

it('refuses a form that another site sends, on the refusal page', async () => {
  const before = await rows('SELECT id FROM SignInCode')
  const response = await request('/sign-in', {
    form: { email: address() },
    headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  })
  expect(response.status).toBe(403)
  const html = await response.text()
  expect(html).toContain('We could not accept that request')
  expect(html).toContain('Skip to main content')
  expect(await rows('SELECT id FROM SignInCode')).toEqual(before)
})

it('says so when the code cannot be mailed', async () => {
  const email = address()
  expect(await htmlOf(request('/sign-in', { form: { email }, bindings: { LOCAL_MAIL: '0' } }), 503)).toContain('could not send the code')
})

it('makes the configured first administrator one at the first sign-in, and not again once the role was taken away', async () => {
  const email = bindings.FIRST_ADMINISTRATOR ?? ''
  const signIn = async () => {
    const { browser, code } = await ask(email)
    return request('/sign-in/code', { cookie: browser, form: { code } })
  }
  const first = await signIn()
  expect(first.headers.get('location')).toBe('/organiser')
  const roles = () => rows('SELECT r.role, r.revokedAt FROM StaffRole r JOIN Account a ON a.id = r.accountId WHERE a.email = ?1', email)
  expect(await roles()).toEqual([{ role: 'administrator', revokedAt: null }])
  expect(await rows(`SELECT act FROM Log WHERE act = 'role.granted'`)).toHaveLength(1)
  await anAccount({ roles: ['administrator'] })
  await run(`UPDATE StaffRole SET revokedAt = ?2 WHERE accountId = (SELECT id FROM Account WHERE email = ?1)`, email, tick().toISOString())
  // Without the role it is an address that looks shared, like any other.
  expect((await signIn()).headers.get('location')).toBe('/account/mailbox?next=%2Faccount%2Frecord')
  expect(await roles()).toHaveLength(1)
  // Nor by freeing the address, so that whoever signs in with it is somebody new.
  await run(`UPDATE Account SET email = 'private@home.example' WHERE email = ?1`, email)
  await signIn()
  expect(await roles()).toEqual([])
})

it('sends people to where their work is when they wanted no page', async () => {
  const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
  for (const [facts, home] of [
    [{ roles: ['organiser'] }, '/organiser'],
    [{ roles: ['reader'] }, '/answer'],
    [{ doorEventIds: [event.id] }, '/register'],
    [{}, '/account/record'],
  ] as const) {
    const { email } = await anAccount(structuredClone(facts) as Parameters<typeof anAccount>[0])
    const { browser, code } = await ask(email)
    expect((await request('/sign-in/code', { cookie: browser, form: { code } })).headers.get('location')).toBe(home)
  }
  expect(newId(tick())).toBeTruthy()
})

// “A link in a mail about a duty of a school, or a role, leads to signing in, where the page
// says that you then go on to what you asked for.”
it('the links of mails about duties and roles lead to signing in, and the page says that it goes on from there', async () => {
  const council = councilFrom('884')
  const sender = { baseUrl: 'https://muster.example', council, contactEmail: 'events@council.example', words: undefined }
  const ofDuties = ['role_named', 'return_opened', 'return_put_off', 'return_submitted', 'line_shown', 'school_digest']
  const links = catalogue
    .filter(({ name }) => ofDuties.includes(name))
    .map(({ name, samples }) => ({
      name,
      paths: [
        ...new Set(
          samples.flatMap((sample) =>
            [...sample.render(sender, council).html.matchAll(/href="https:\/\/muster\.example(\/[^"]*)"/g)].map(([, path = '']) =>
              path.replace('/school/school/', `/school/${newId(tick())}/`).replace('/returns/return', `/returns/${newId(tick())}`),
            ),
          ),
        ),
      ].filter((path) => path !== '/privacy' && !path.startsWith('/book-link/')),
    }))
  expect(links.map(({ name }) => name).toSorted()).toEqual(ofDuties.toSorted())
  for (const { name, paths } of links) {
    expect([name, paths.length > 0]).toEqual([name, true])
    for (const path of paths) {
      const to = (await request(path)).headers.get('location') ?? ''
      expect([name, to]).toEqual([name, `/sign-in?next=${encodeURIComponent(path)}`])
      expect(await (await request(to)).text()).toContain('You then go on to the page that you asked for.')
    }
  }
  expect(await (await request('/sign-in')).text()).not.toContain('You then go on')
})
