import { expect, it } from 'vitest'
import { sweepAccounts } from '../../../src/accounts/sign-in-store.ts'
import { newId, newToken, sha256 } from '../../../src/id.ts'
import { anAccount, db, request, rows } from '../../support/factories.ts'

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()

/** A browser signed in as people are: with an end, and so extended and renewed. */
const aBrowser = async (
  accountId: string,
  facts: { madeMinutesAgo?: number; seenMinutesAgo?: number; endsInMinutes?: number; browserId?: string } = {},
) => {
  const token = newToken()
  const id = await sha256(token)
  const browserId = facts.browserId ?? newId(new Date())
  const made = ago(facts.madeMinutesAgo ?? 0)
  await db
    .prepare(
      `INSERT INTO SignIn (id, accountId, browserId, browser, createdAt, seenAt, expiresAt, endsAt) VALUES (?1, ?2, ?3, 'Firefox on Windows', ?4, ?5, ?6, ?7)`,
    )
    .bind(id, accountId, browserId, made, ago(facts.seenMinutesAgo ?? 0), ago(-60), ago(-(facts.endsInMinutes ?? 10_000)))
    .run()
  return { id, browserId, cookie: `__Host-muster=${token}` }
}

const isIn = async (cookie: string): Promise<boolean> => (await (await request('/account', { cookie })).status) === 200
const newCookie = (response: Response): string | undefined =>
  response.headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith('__Host-muster='))
    ?.split(';')[0]

it('signs a browser out at once, and only that one, when its owner says so from another', async () => {
  const { accountId } = await anAccount()
  const here = await aBrowser(accountId)
  const there = await aBrowser(accountId)
  const third = await aBrowser(accountId)
  const page = await (await request('/account', { cookie: here.cookie })).text()
  expect(page).toContain('Firefox on Windows (this one)')
  expect(page).not.toContain(there.id)
  const ended = await request('/account/sign-ins/end', { cookie: here.cookie, form: { browser: there.browserId } })
  expect(ended.headers.get('location')).toBe('/account')
  expect([await isIn(here.cookie), await isIn(there.cookie), await isIn(third.cookie)]).toEqual([true, false, true])
  await request('/account/sign-ins/end-others', { cookie: here.cookie, form: {} })
  expect([await isIn(here.cookie), await isIn(third.cookie)]).toEqual([true, false])
})

it("cannot sign out somebody else's browser", async () => {
  const mine = await aBrowser((await anAccount()).accountId)
  const theirs = await aBrowser((await anAccount()).accountId)
  await request('/account/sign-ins/end', { cookie: mine.cookie, form: { browser: theirs.browserId } })
  await request('/account/sign-ins/end', { cookie: mine.cookie, form: { browser: theirs.id } })
  expect(await isIn(theirs.cookie)).toBe(true)
})

it('signs out for good: the same cookie shown again opens nothing', async () => {
  const { accountId } = await anAccount()
  const { cookie } = await aBrowser(accountId)
  const out = await request('/sign-out', { cookie, form: {} })
  expect(out.status).toBe(303)
  expect(out.headers.getSetCookie().find((c) => c.startsWith('__Host-muster=;'))).toMatch(/Max-Age=0/)
  const again = await request('/account', { cookie })
  expect([again.status, again.headers.get('location')]).toEqual([303, '/sign-in?next=%2Faccount'])
})

it('renews the token of a browser after an hour: one of several pages opened at once gets it, and all are answered', async () => {
  const { accountId } = await anAccount()
  const browser = await aBrowser(accountId, { madeMinutesAgo: 61, seenMinutesAgo: 6 })
  const answers = await Promise.all(Array.from({ length: 6 }, () => request('/account', { cookie: browser.cookie })))
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 200])
  const renewed = answers.flatMap((answer) => newCookie(answer) ?? [])
  expect(renewed).toHaveLength(1)
  const fresh = renewed[0] ?? ''
  // The old token is good until the new one has been shown, so that an answer lost on the way signs nobody out.
  expect(await isIn(browser.cookie)).toBe(true)
  expect(await isIn(fresh)).toBe(true)
  const [old] = await rows<{ expiresAt: string }>('SELECT expiresAt FROM SignIn WHERE id = ?1', browser.id)
  expect(Date.parse(old?.expiresAt ?? '') - Date.now()).toBeLessThanOrEqual(60_000)
  expect(await isIn(browser.cookie)).toBe(true)
  await db.prepare('UPDATE SignIn SET expiresAt = ?2 WHERE id = ?1').bind(browser.id, ago(1)).run()
  expect([await isIn(browser.cookie), await isIn(fresh)]).toEqual([false, true])
  const [count] = await rows(
    `SELECT COUNT(DISTINCT browserId) AS browsers FROM SignIn WHERE accountId = ?1 AND browserId IS NOT NULL`,
    accountId,
  )
  expect(count).toEqual({ browsers: 1 })
})

it('ends a renewed token together with the one before when the browser is signed out', async () => {
  const { accountId } = await anAccount()
  const browser = await aBrowser(accountId, { madeMinutesAgo: 61 })
  const fresh = newCookie(await request('/account', { cookie: browser.cookie })) ?? ''
  expect(await isIn(fresh)).toBe(true)
  await request('/sign-out', { cookie: browser.cookie, form: {} })
  expect([await isIn(browser.cookie), await isIn(fresh)]).toEqual([false, false])
})

it('writes down that a browser is in use every few minutes at most, and never past its end', async () => {
  const { accountId } = await anAccount()
  const lately = await aBrowser(accountId, { seenMinutesAgo: 4 })
  const [before] = await rows('SELECT seenAt FROM SignIn WHERE id = ?1', lately.id)
  await isIn(lately.cookie)
  expect(await rows('SELECT seenAt FROM SignIn WHERE id = ?1', lately.id)).toEqual([before])
  const ending = await aBrowser(accountId, { seenMinutesAgo: 10, endsInMinutes: 90 })
  await isIn(ending.cookie)
  const [row] = await rows<{ seenAt: string; expiresAt: string; endsAt: string }>(
    'SELECT seenAt, expiresAt, endsAt FROM SignIn WHERE id = ?1',
    ending.id,
  )
  expect(row?.expiresAt).toBe(row?.endsAt)
  expect(row?.seenAt && row.seenAt > ago(1)).toBe(true)
})

it('sweeps what only served signing in, and nothing that still counts', async () => {
  const { accountId } = await anAccount()
  const live = await aBrowser(accountId)
  const dead = await aBrowser(accountId)
  const long = '2020-01-01T00:00:00.000Z'
  await db.batch([
    db.prepare('UPDATE SignIn SET expiresAt = ?2 WHERE id = ?1').bind(dead.id, long),
    db
      .prepare(`INSERT INTO SignInCode (id, email, codeHash, createdAt, expiresAt) VALUES ('old', 'a@example.org', 'x', ?1, ?1)`)
      .bind(long),
    db
      .prepare(`INSERT INTO SignInCode (id, email, codeHash, createdAt, expiresAt) VALUES ('new', 'a@example.org', 'x', ?1, ?2)`)
      .bind(ago(1), ago(-9)),
    db.prepare(`INSERT INTO RateLimit (key, windowStart, hits) VALUES ('k', ?1, 1), ('k', ?2, 1)`).bind(long, ago(1)),
  ])
  await sweepAccounts(db, new Date())
  expect(await rows(`SELECT id FROM SignInCode WHERE id IN ('old', 'new')`)).toEqual([{ id: 'new' }])
  expect(await rows(`SELECT hits FROM RateLimit WHERE key = 'k'`)).toHaveLength(1)
  expect(await rows('SELECT id FROM SignIn WHERE id IN (?1, ?2)', live.id, dead.id)).toEqual([{ id: live.id }])
})

it('lets people change their name, and somebody else take over a shared address without becoming them', async () => {
  const { accountId, personId, cookie } = await anAccount({ name: 'Sian Llyr' })
  const name = 'Siân Ŵyn ap Llŷr'
  expect((await request('/account/name', { cookie, form: { name: `  ${name}  `, who: 'same' } })).status).toBe(303)
  expect(await rows('SELECT name FROM Person WHERE id = ?1', personId)).toEqual([{ name }])
  await request('/account/name', { cookie, form: { name: 'Owen Price', who: 'other' } })
  expect(await rows('SELECT name FROM Person WHERE id = ?1', personId)).toEqual([{ name }])
  expect(await rows('SELECT p.name FROM Account a JOIN Person p ON p.id = a.personId WHERE a.id = ?1', accountId)).toEqual([
    { name: 'Owen Price' },
  ])
  const logged = JSON.stringify(await rows('SELECT * FROM Log WHERE accountId = ?1', accountId))
  expect(logged).not.toMatch(/Llŷr|Owen/)
  for (const bad of ['', '   ', 'x'.repeat(10_000)]) {
    const refused = await request('/account/name', { cookie, form: { name: bad } })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('href="#name"')
  }
  const odd = await request('/account/name', { cookie, form: { name: '<script>alert(1)</script>' } })
  expect(odd.status).toBe(303)
  expect(await (await request('/account', { cookie })).text()).not.toContain('<script>alert(1)')
})

it('a page of somebody signed in is kept by no browser and no proxy, though going back to the answer to a form works; a public one may be kept', async () => {
  const { cookie } = await anAccount()
  expect((await request('/account', { cookie })).headers.get('cache-control')).toBe('private, no-store')
  expect((await request('/events', { cookie })).headers.get('cache-control')).toBe('private, no-store')
  expect((await request('/account/name', { cookie, form: { name: '' } })).headers.get('cache-control')).toBe('private, no-cache')
  expect((await request('/events')).headers.get('cache-control')).toBeNull()
})
