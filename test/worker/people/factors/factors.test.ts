import { beforeEach, expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { readKeys } from '#people/factors/cipher.ts'
import { renewSecrets } from '#people/factors/renew-secrets.ts'
import { selectSecretsToRenew } from '#people/factors/store.ts'
import { codeAt, stepAt } from '#people/factors/totp.ts'
import { anAccount, request as ask, db, leadsTo, rows, run, saidBy, tripsOf } from '#test/support/factories.ts'
import { dropTriggers } from '#test/support/triggers.ts'

const FACTOR_KEYS = `k1:${btoa('a'.repeat(32))}`
/** As the deployment of a council that has set a key. */
const request: typeof ask = (path, options = {}) => ask(path, { ...options, bindings: { FACTOR_KEYS, ...options.bindings } })

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()

beforeEach(async () => {
  await db.batch([
    db.prepare('DELETE FROM LimitUse'),
    // No administrator of another test has a factor that counts.
    db
      .prepare(
        `UPDATE Factor SET secret = NULL, endedAt = ?1
         WHERE endedAt IS NULL AND accountId IN (SELECT accountId FROM StaffRole WHERE role = 'administrator')`,
      )
      .bind(ago(0)),
  ])
})

const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .filter((cookie) => !cookie.endsWith('='))
    .join('; ')

/** Signs in by the mailed code; the cookie, and where it leads. */
const signIn = async (email: string): Promise<{ cookie: string; location: string | null }> => {
  const asked = await request('/sign-in', { form: { email } })
  const [mail] = await rows<{ text: string }>('SELECT text FROM LocalMail WHERE toAddress = ?1 ORDER BY rowid DESC LIMIT 1', email)
  const code = mail?.text.match(/\b\d{6}\b/)?.[0] ?? ''
  const entered = await request('/sign-in/code', { cookie: cookiesOf(asked), form: { code } })
  return { cookie: cookiesOf(entered), location: entered.headers.get('location') }
}

type Account = Awaited<ReturnType<typeof anAccount>>

/** Sets an authenticator app up as its owner does, from the page that shows its key. */
const setUpApp = async ({ cookie }: Account): Promise<string> => {
  await request('/account/factors/app', { cookie, form: {} })
  const page = await (await request('/account/factors/app', { cookie })).text()
  const secret = page.match(/type this key: <strong[^>]*>([A-Z2-7 ]+)</)?.[1]?.replaceAll(' ', '') ?? ''
  const confirmed = await request('/account/factors/app/confirm', { cookie, form: { code: await codeNow(secret, -1) } })
  expect([confirmed.status, confirmed.headers.get('location')]).toEqual([303, '/account/factors'])
  return secret
}

const codeNow = (secret: string, by = 0): Promise<string> => codeAt(secret, stepAt(new Date()) + by)

const printCodes = async ({ cookie }: Account): Promise<string[]> => {
  const page = await (await request('/account/factors/codes', { cookie, form: {} })).text()
  return [...page.matchAll(/<code>([A-Z0-9-]{29})<\/code>/g)].map((found) => found[1] ?? '')
}

const show = (cookie: string, code: string, next?: string) =>
  request('/sign-in/factor', { cookie, form: { code, ...(next ? { next } : {}) } })

const anOrganiser = async () => {
  const account = await anAccount({ roles: ['organiser'] })
  return { account, secret: await setUpApp(account) }
}

it('Somebody with a second factor is nobody until they have shown it, whatever page they ask for.', async () => {
  const { account, secret } = await anOrganiser()
  const { cookie, location } = await signIn(account.email)
  expect(location).toBe('/sign-in/factor?next=%2Forganiser')
  for (const path of ['/organiser', '/account', '/account/factors', '/account/prove'])
    expect([path, (await request(path, { cookie })).headers.get('location')]).toEqual([path, `/sign-in?next=${encodeURIComponent(path)}`])
  expect((await request('/sign-in?next=/organiser/claims', { cookie })).headers.get('location')).toBe(
    '/sign-in/factor?next=%2Forganiser%2Fclaims',
  )
  expect(await (await request('/events', { cookie })).text()).not.toContain('Sign out')
  expect(await leadsTo(show(cookie, await codeNow(secret), '/organiser/claims'))).toBe('/organiser/claims')
  expect((await request('/organiser/claims', { cookie })).status).toBe(200)
  expect(
    await rows(
      `SELECT factorBy, factorTries FROM SignIn WHERE accountId = ?1 AND provider IS NULL ORDER BY rowid DESC LIMIT 1`,
      account.accountId,
    ),
  ).toEqual([{ factorBy: 'totp', factorTries: 0 }])
})

it('A code of an app is good once, also when it is sent twice at the same moment, and none before it is good any more.', async () => {
  const { account, secret } = await anOrganiser()
  const [one, two] = [await signIn(account.email), await signIn(account.email)]
  const code = await codeNow(secret)
  const answers = await Promise.all([one, two].map(({ cookie }) => show(cookie, code)))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422])
  const third = await signIn(account.email)
  expect((await show(third.cookie, code)).status).toBe(422)
  expect((await show(third.cookie, await codeNow(secret, -1))).status).toBe(422)
  expect((await show(third.cookie, await codeNow(secret, 1))).status).toBe(303)
})

it('whoever has set a factor up can sign out everywhere else from the page that says so', async () => {
  const { account } = await anOrganiser()
  const elsewhere = await signIn(account.email)
  const page = await (await request('/account/factors', { cookie: account.cookie })).text()
  expect(page).toContain('action="/account/sign-ins/end-others"')
  await request('/account/sign-ins/end-others', { cookie: account.cookie, form: {} })
  expect((await request('/sign-in/factor', { cookie: elsewhere.cookie })).headers.get('location')).toBe('/sign-in')
  expect((await request('/account/factors', { cookie: account.cookie })).status).toBe(200)
})

it('control: without the trigger the same code lets two in, so it is the trigger that holds', async () => {
  const { account, secret } = await anOrganiser()
  await dropTriggers('Factor_code_once')
  const [one, two] = [await signIn(account.email), await signIn(account.email)]
  const code = await codeNow(secret)
  expect((await Promise.all([one, two].map(({ cookie }) => show(cookie, code)))).map(({ status }) => status)).toEqual([303, 303])
})

it('After five wrong codes the sign-in ends, however many are sent at once.', async () => {
  const { account, secret } = await anOrganiser()
  const { cookie } = await signIn(account.email)
  const answers = await Promise.all(Array.from({ length: 12 }, () => show(cookie, '000000')))
  expect(answers.filter(({ status }) => status === 422).length).toBeLessThanOrEqual(4)
  expect((await show(cookie, await codeNow(secret))).headers.get('location')).toBe('/sign-in')
  expect(await rows(`SELECT COUNT(*) AS n FROM Log WHERE act = 'account.factor_refused' AND subjectId = ?1`, account.accountId)).toEqual([
    { n: 1 },
  ])
  // Nobody else is kept out by it: a new sign-in has tries of its own.
  expect((await show((await signIn(account.email)).cookie, await codeNow(secret))).status).toBe(303)
})

it('Ten printed codes each let in once; new ones take the place of all, and only their hashes are stored.', async () => {
  const { account } = await anOrganiser()
  const first = await printCodes(account)
  expect(first).toHaveLength(10)
  // 24 of 30 signs are more than 112 bits, from which on a plain hash is enough.
  expect(first.filter((code) => !/^([2-9A-HJKMNP-TV-Z]{4}-){5}[2-9A-HJKMNP-TV-Z]{4}$/.test(code))).toEqual([])
  const codes = await printCodes(account)
  expect(JSON.stringify(await rows('SELECT * FROM RecoveryCode'))).not.toContain(codes[0]?.replaceAll('-', ''))
  const [one, two] = [await signIn(account.email), await signIn(account.email)]
  expect((await show(one.cookie, first[0] ?? '')).status).toBe(422)
  const answers = await Promise.all([one, two].map(({ cookie }) => show(cookie, (codes[0] ?? '').toLowerCase())))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422])
  // “Whoever used a printed code is asked to set up another factor, if theirs is lost.”
  const letIn = answers.find(({ status }) => status === 303)
  expect(saidBy(letIn)).toContain('take it away and set up another')
  expect(await rows('SELECT COUNT(*) AS n FROM RecoveryCode WHERE accountId = ?1 AND usedAt IS NULL', account.accountId)).toEqual([
    { n: 9 },
  ])
  // Nobody gets in with the codes of another.
  const other = await anOrganiser()
  expect((await show((await signIn(other.account.email)).cookie, codes[1] ?? '')).status).toBe(422)
})

/** Who was told of a new way to sign in to an account, and in which words. */
const toldOfNewWay = (accountId: string) =>
  rows<{ recipient: string; subject: string }>(
    `SELECT m.recipient, b.subject FROM Message m JOIN MessageBody b ON b.messageId = m.id
     WHERE m.kind = 'sign_in_changed' AND (m.recipient = ?1 OR instr(b.text, '/organiser/accounts/' || ?1) > 0) ORDER BY m.rowid`,
    accountId,
  )

const grantedAt = (accountId: string, at: string) => run('UPDATE StaffRole SET grantedAt = ?2 WHERE accountId = ?1', accountId, at)

it('Roles rest, after the days that an administrator has set, until a second factor is set up; nothing else does.', async () => {
  const { cookie, accountId } = await anAccount({ roles: ['organiser'] })
  await grantedAt(accountId, ago(13 * 24 * 60))
  expect(await (await request('/organiser', { cookie })).text()).toContain('Set up a second factor by')
  await grantedAt(accountId, ago(15 * 24 * 60))
  expect(await leadsTo(request('/organiser', { cookie }))).toBe('/account/factors?next=%2Forganiser')
  expect((await request('/coverage', { cookie })).headers.get('location')).toBe('/account/factors?next=%2Fcoverage')
  expect(await (await request('/account', { cookie })).text()).toContain('rests until you have set up a second factor')
  await setUpApp({ cookie } as Account)
  expect((await request('/organiser', { cookie })).status).toBe(200)
})

it('A first factor that is set up after those days lets roles rest on until another administrator, who has shown that it is they, lets it count; so does a second one meanwhile.', async () => {
  const [administrator, late] = [await anAccount({ roles: ['administrator'] }), await anAccount({ roles: ['organiser', 'administrator'] })]
  await setUpApp(administrator)
  await grantedAt(late.accountId, ago(15 * 24 * 60))
  await setUpApp(late)
  expect((await request('/organiser', { cookie: late.cookie })).headers.get('location')).toBe('/account/factors?next=%2Forganiser')
  const own = await (await request('/account/factors', { cookie: late.cookie })).text()
  expect(own).toContain('an administrator lets it count')
  expect((await toldOfNewWay(late.accountId)).map(({ recipient }) => recipient)).toEqual(
    expect.arrayContaining([late.accountId, administrator.accountId]),
  )
  // Its own administrator is none as long as it rests.
  const here = `/organiser/accounts/${late.accountId}/factors`
  expect((await request(`${here}/release`, { cookie: late.cookie, form: {} })).status).not.toBe(200)
  const held = () =>
    rows<{ held: number; releasedById: string | null }>(
      'SELECT heldAt IS NOT NULL AS held, releasedById FROM Factor WHERE accountId = ?1 AND confirmedAt IS NOT NULL ORDER BY rowid',
      late.accountId,
    )
  expect(await held()).toEqual([{ held: 1, releasedById: null }])
  await setUpApp(late)
  expect(await held()).toEqual([
    { held: 1, releasedById: null },
    { held: 1, releasedById: null },
  ])
  expect((await request('/organiser', { cookie: late.cookie })).status).toBe(303)

  expect(await (await request(here, { cookie: administrator.cookie })).text()).toContain('It is theirs: let it count')
  const pressed = await Promise.all([1, 2].map(() => request(`${here}/release`, { cookie: administrator.cookie, form: {} })))
  expect(pressed.map(({ status }) => status).toSorted()).toEqual([303, 409])
  const by = { held: 1, releasedById: administrator.accountId }
  expect(await held()).toEqual([by, by])
  expect((await request('/organiser', { cookie: late.cookie })).status).toBe(200)
  expect(await rows(`SELECT accountId FROM Log WHERE act = 'account.factor_released' AND subjectId = ?1`, late.accountId)).toEqual([
    { accountId: administrator.accountId },
  ])
  // Whoever has one that counts sets up others as before.
  await setUpApp(late)
  expect((await held()).at(-1)).toEqual({ held: 0, releasedById: null })
  expect((await request('/organiser', { cookie: late.cookie })).status).toBe(200)
})

it('Where no other administrator has a factor that counts, the first one of an administrator counts at once.', async () => {
  const first = await anAccount({ roles: ['administrator'] })
  await grantedAt(first.accountId, ago(15 * 24 * 60))
  await setUpApp(first)
  expect((await request('/organiser', { cookie: first.cookie })).status).toBe(200)
})

it('Where no key is set, or an administrator has left it to each of them, nothing is required and the pages say so.', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const without = await ask('/organiser', { cookie })
  expect([without.status, (await without.text()).includes('sign in here without a second factor')]).toEqual([200, true])
  expect((await ask('/account/factors/app', { cookie, form: {} })).status).toBe(404)
})

it('A fresh proof asks for the second factor of somebody who has one, and not for their mailbox.', async () => {
  const { account, secret } = await anOrganiser()
  await run('UPDATE SignIn SET factorAt = ?2, provenAt = ?3 WHERE accountId = ?1', account.accountId, ago(11), ago(1))
  const { cookie } = account
  const path = `/organiser/people/compare`
  expect((await request(path, { cookie, form: {} })).headers.get('location')).toBe(`/account/prove?next=${encodeURIComponent(path)}`)
  expect((await request('/account/prove?next=/organiser/people', { cookie })).headers.get('location')).toBe(
    '/sign-in/factor?next=%2Forganiser%2Fpeople',
  )
  const shown = await show(cookie, await codeNow(secret, 1), '/organiser/people')
  expect(shown.headers.get('location')).toBe('/organiser/people')
  expect((await request(path, { cookie, form: {} })).headers.get('location')).not.toContain('/account/prove')
})

it('A passkey, an app or a provider that is set up is told to the account by mail and, where it is one of the council’s people, to its administrators, as is another address.', async () => {
  const administrator = await anAccount({ roles: ['administrator'] })
  const former = await anAccount({ roles: ['administrator'] })
  await run(`UPDATE StaffRole SET revokedAt = ?2 WHERE accountId = ?1`, former.accountId, ago(1))
  const { account } = await anOrganiser()
  const name = account.actor.name ?? account.email
  const told = await toldOfNewWay(account.accountId)
  expect(told.filter(({ recipient }) => [account, administrator, former].some(({ accountId }) => accountId === recipient))).toEqual([
    { recipient: account.accountId, subject: 'A new way to sign in to Safeguarding conferences' },
    { recipient: administrator.accountId, subject: `${name} has a new way to sign in to Safeguarding conferences` },
  ])
  const begun = await anAccount({ roles: ['administrator'] })
  await request('/account/factors/app', { cookie: begun.cookie, form: {} })
  await request('/account/factors/app/confirm', { cookie: begun.cookie, form: { code: '000000' } })
  expect(await toldOfNewWay(begun.accountId)).toEqual([])
})

it('The last factor goes with its printed codes, and its secret is forgotten.', async () => {
  const { account } = await anOrganiser()
  await printCodes(account)
  const [factor] = await rows<{ id: string }>('SELECT id FROM Factor WHERE accountId = ?1', account.accountId)
  const other = await anOrganiser()
  await request(`/account/factors/${factor?.id}/end`, { cookie: other.account.cookie, form: {} })
  expect(await rows('SELECT endedAt FROM Factor WHERE id = ?1', factor?.id)).toEqual([{ endedAt: null }])
  await request(`/account/factors/${factor?.id}/end`, { cookie: account.cookie, form: {} })
  expect(await rows('SELECT endedAt IS NOT NULL AS ended, secret FROM Factor WHERE id = ?1', factor?.id)).toEqual([
    { ended: 1, secret: null },
  ])
  expect(await rows('SELECT COUNT(*) AS n FROM RecoveryCode WHERE accountId = ?1', account.accountId)).toEqual([{ n: 0 }])
  expect((await signIn(account.email)).location).toBe('/organiser')
})

it('A new key takes the place of an old one: what is stored is enciphered anew, and apps go on as before.', async () => {
  const { account, secret } = await anOrganiser()
  const both = `k2:${btoa('b'.repeat(32))},${FACTOR_KEYS}`
  await renewSecrets(db, await readKeys(both), await readNow(db, selectSecretsToRenew(db, 'k2')))
  expect(await rows(`SELECT COUNT(*) AS n FROM Factor WHERE secret IS NOT NULL AND secret NOT LIKE 'k2:%'`)).toEqual([{ n: 0 }])
  const { cookie } = await signIn(account.email)
  const bindings = { FACTOR_KEYS: `k2:${btoa('b'.repeat(32))}` }
  expect((await request('/sign-in/factor', { cookie, form: { code: await codeNow(secret) }, bindings })).status).toBe(303)
})

it('somebody of a school has no page of second factors, and a page of whoever has one takes no more round trips than before', async () => {
  expect((await request('/account/factors', { cookie: (await anAccount()).cookie })).status).toBe(404)
  const plain = await anAccount({ roles: ['organiser'] })
  const { account } = await anOrganiser()
  const trips: number[] = []
  for (const { cookie } of [plain, account]) {
    trips.push(
      await tripsOf(async (on) => {
        expect((await ask('/organiser/claims', { cookie, bindings: { DB: on } })).status).toBe(200)
      }),
    )
  }
  expect(trips[0]).toBe(trips[1])
})

/** Tries wrong codes in new sign-ins of one browser, which may be known, until none is taken any more; how many were. */
const wrongTries = async (email: string, cookie?: string): Promise<{ tries: number; last: number }> => {
  let tries = 0
  for (let n = 0; n < 8; n += 1) {
    await run(`DELETE FROM LimitUse WHERE key LIKE 'code:%'`)
    const asked = await request('/sign-in', { form: { email } })
    const [mail] = await rows<{ text: string }>('SELECT text FROM LocalMail WHERE toAddress = ?1 ORDER BY rowid DESC LIMIT 1', email)
    const code = mail?.text.match(/\b\d{6}\b/)?.[0] ?? ''
    const entered = await request('/sign-in/code', { cookie: [cookiesOf(asked), cookie].filter(Boolean).join('; '), form: { code } })
    for (let t = 0; t < 5; t += 1) {
      const { status } = await show(cookiesOf(entered), '000000')
      if (status === 429) return { tries, last: status }
      if (status === 422 || status === 409) tries += 1
    }
  }
  return { tries, last: 0 }
}

it('Whoever reads the mailbox has twenty tries of the second factor in a day, however often they sign in anew; a browser in which its owner has shown one keeps its own.', async () => {
  const { account, secret } = await anOrganiser()
  const own = await signIn(account.email)
  expect((await show(own.cookie, await codeNow(secret))).status).toBe(303)
  expect(await wrongTries(account.email)).toEqual({ tries: 20, last: 429 })
  expect((await show((await signIn(account.email)).cookie, await codeNow(secret, 1))).status).toBe(429)
  expect(await rows(`SELECT reason, n FROM RefusalCount WHERE reason = 'too_many_factors'`)).toEqual([{ reason: 'too_many_factors', n: 2 }])
  const home = await (await ask('/organiser', { cookie: (await anAccount({ roles: ['organiser'] })).cookie })).text()
  expect(home).toContain('has typed more than twenty wrong codes of a second factor since yesterday')
  expect(await rows(`SELECT COUNT(*) AS n FROM Log WHERE act = 'account.factor_refused' AND subjectId = ?1`, account.accountId)).toEqual([
    { n: 4 },
  ])
  const known = own.cookie.split('; ').find((cookie) => cookie.includes('known')) ?? ''
  const asked = await request('/sign-in', { cookie: known, form: { email: account.email } })
  const [mail] = await rows<{ text: string }>('SELECT text FROM LocalMail WHERE toAddress = ?1 ORDER BY rowid DESC LIMIT 1', account.email)
  const code = mail?.text.match(/\b\d{6}\b/)?.[0] ?? ''
  const entered = await request('/sign-in/code', { cookie: `${cookiesOf(asked)}; ${known}`, form: { code } })
  expect((await show(cookiesOf(entered), await codeNow(secret, 1))).status).toBe(303)
  expect(await rows(`SELECT key FROM LimitUse WHERE key LIKE 'factor:browser:%'`)).toEqual([])
})

it('Where an account has a second factor a browser is known once it has shown it, and none from before is.', async () => {
  const account = await anAccount({ roles: ['organiser'] })
  const known = async () =>
    (await rows<{ n: number }>('SELECT COUNT(*) AS n FROM KnownBrowser WHERE accountId = ?1', account.accountId))[0]?.n
  await signIn(account.email)
  expect(await known()).toBe(1)
  const secret = await setUpApp(account)
  expect(await known()).toBe(0)
  const { cookie } = await signIn(account.email)
  expect(await known()).toBe(0)
  expect((await show(cookie, await codeNow(secret))).status).toBe(303)
  expect(await known()).toBe(1)
})
