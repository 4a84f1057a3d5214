import { expect, it } from 'vitest'
import { addMinutes } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { endAllSignIns } from '#people/sign-in/end-sign-ins.ts'
import { sweepAccounts } from '#people/sign-in/sign-in-store.ts'
import { anAccount, anAct, anEvent, db, htmlOf, leadsTo, request, rows, run } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add, insert } from '#test/support/rows.ts'

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
  await add('SignIn', {
    id,
    accountId,
    browserId,
    browser: 'Firefox on Windows',
    createdAt: made,
    seenAt: ago(facts.seenMinutesAgo ?? 0),
    expiresAt: ago(-60),
    endsAt: ago(-(facts.endsInMinutes ?? 10_000)),
  })
  return { id, browserId, cookie: `muster=${token}` }
}

const isIn = async (cookie: string): Promise<boolean> => (await (await request('/account', { cookie })).status) === 200
const newCookie = (response: Response): string | undefined =>
  response.headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith('muster='))
    ?.split(';')[0]

it('“Everyone sees where they are signed in, and can sign any of these browsers out after a fresh proof”: at once, and only that one', async () => {
  const { accountId } = await anAccount()
  const here = await aBrowser(accountId)
  const there = await aBrowser(accountId)
  const third = await aBrowser(accountId)
  const page = await (await request('/account', { cookie: here.cookie })).text()
  expect(page).toContain('Firefox on Windows (this one)')
  expect(page).not.toContain(there.id)
  const end = (path: string) => request(`/account/sign-ins/${path}`, { cookie: here.cookie, form: { browser: there.browserId } })
  for (const path of ['end', 'end-others'])
    expect((await end(path)).headers.get('location')).toBe(`/account/prove?next=%2Faccount%2Fsign-ins%2F${path}`)
  expect([await isIn(there.cookie), await isIn(third.cookie)]).toEqual([true, true])
  await run('UPDATE SignIn SET provenAt = ?2 WHERE id = ?1', here.id, ago(1))
  expect((await end('end')).headers.get('location')).toBe('/account')
  expect([await isIn(here.cookie), await isIn(there.cookie), await isIn(third.cookie)]).toEqual([true, false, true])
  await end('end-others')
  expect([await isIn(here.cookie), await isIn(third.cookie)]).toEqual([true, false])
})

// “Everyone sees when, how and in which browser their account was signed in to in the last 30
// days, and when that ended.”
it('somebody finds every sign-in of the last 30 days on their page, with how it was done, and nobody else’s', async () => {
  const { accountId } = await anAccount()
  const here = await aBrowser(accountId)
  const app = await aBrowser(accountId)
  const [gone, old, school] = [await aBrowser(accountId), await aBrowser(accountId), await aBrowser(accountId)]
  const other = await aBrowser((await anAccount()).accountId)
  const change = (id: string, set: string, ...values: string[]) => run(`UPDATE SignIn SET ${set} WHERE id = ?1`, id, ...values)
  await change(app.id, `browser = 'Chrome on Android', factorBy = 'totp', factorAt = createdAt`)
  await change(gone.id, `browser = 'Edge on Windows', revokedAt = ?2`, ago(2 * 24 * 60))
  await change(school.id, `browser = 'Safari on Mac', provider = 'trust', expiresAt = ?2, endsAt = ?2`, ago(24 * 60))
  await change(old.id, `browser = 'Opera on Mac', revokedAt = ?2`, ago(31 * 24 * 60))
  await change(other.id, `browser = 'Firefox on Linux'`)
  const page = await (await request('/account', { cookie: here.cookie })).text()
  const [open = '', ended = ''] = (page.split('Where you are signed in (')[1] ?? '').split('Sign-ins that ended in the last 30 days')
  const rowsOf = (html: string) =>
    [...html.matchAll(/<tr class="govuk-table__row"[^>]*>(.*?)<\/tr>/g)]
      .map(([, row = '']) => [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell = '']) => plain(cell, '')))
      .filter(([first]) => first !== 'Browser')
      .map(([browser, , how]) => [browser, how])
  const [first, ...others] = rowsOf(open)
  expect(first).toEqual(['Firefox on Windows (this one)', 'Code by email'])
  expect(others.toSorted()).toEqual([
    ['A browser', 'Code by email'],
    ['Chrome on Android', 'Code by email, authenticator app'],
  ])
  expect(rowsOf(ended).toSorted()).toEqual([
    ['Edge on Windows', 'Code by email'],
    ['Safari on Mac', 'Another provider'],
  ])
  expect(page).not.toMatch(/Opera|Linux/)
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
  // Never storage or cookies: they hold presses of a door that are not sent yet, and the known
  // browser.
  expect([out.status, out.headers.get('clear-site-data')]).toEqual([303, '"cache"'])
  expect(out.headers.getSetCookie().find((c) => c.startsWith('muster=;'))).toMatch(/Max-Age=0/)
  expect(await leadsTo(request('/account', { cookie }))).toBe('/sign-in?next=%2Faccount')
})

it('renews the token of a browser after an hour: one of several pages opened at once gets it, and all are answered', async () => {
  const { accountId } = await anAccount()
  const browser = await aBrowser(accountId, { madeMinutesAgo: 61, seenMinutesAgo: 6 })
  const answers = await Promise.all(Array.from({ length: 6 }, () => request('/account', { cookie: browser.cookie })))
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 200])
  const renewed = answers.flatMap((answer) => newCookie(answer) ?? [])
  expect(renewed).toHaveLength(1)
  const fresh = renewed[0] ?? ''
  // The old token is good until the new one has been shown, so that an answer lost on the way signs
  // nobody out.
  expect(await isIn(browser.cookie)).toBe(true)
  expect(await isIn(fresh)).toBe(true)
  const [old] = await rows<{ expiresAt: string }>('SELECT expiresAt FROM SignIn WHERE id = ?1', browser.id)
  expect(Date.parse(old?.expiresAt ?? '') - Date.now()).toBeLessThanOrEqual(60_000)
  expect(await isIn(browser.cookie)).toBe(true)
  await run('UPDATE SignIn SET expiresAt = ?2 WHERE id = ?1', browser.id, ago(1))
  expect([await isIn(browser.cookie), await isIn(fresh)]).toEqual([false, true])
  const [count] = await rows(
    `SELECT COUNT(DISTINCT browserId) AS browsers FROM SignIn WHERE accountId = ?1 AND browserId IS NOT NULL`,
    accountId,
  )
  expect(count).toEqual({ browsers: 1 })
})

it('renews the token once after each proof that it is still oneself', async () => {
  const { accountId } = await anAccount()
  const browser = await aBrowser(accountId, { madeMinutesAgo: 30 })
  const renewed = async (cookie: string) => newCookie(await request('/account', { cookie }))
  expect(await renewed(browser.cookie)).toBeUndefined()
  await run('UPDATE SignIn SET provenAt = ?2 WHERE id = ?1', browser.id, ago(1))
  const fresh = (await renewed(browser.cookie)) ?? ''
  expect(await isIn(fresh)).toBe(true)
  expect(await renewed(fresh)).toBeUndefined()
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
  const night = new Date(new Date().setUTCHours(3, 7))
  const before = (minutes: number): string => addMinutes(night, -minutes).toISOString()
  await db.batch([
    db.prepare('UPDATE SignIn SET expiresAt = ?2 WHERE id = ?1').bind(dead.id, long),
    insert('SignInCode', { id: 'old', email: 'a@example.org', createdAt: long, expiresAt: long }),
    insert('SignInCode', { id: 'new', email: 'a@example.org', createdAt: before(1), expiresAt: before(-9) }),
    insert('LimitUse', { key: 'k', windows: '[[15,5]]', at: long }),
    insert('LimitUse', { key: 'k', windows: '[[15,5]]', at: before(1) }),
  ])
  await readNow(db, sweepAccounts(db, night))
  expect(await rows(`SELECT id FROM SignInCode WHERE id IN ('old', 'new')`)).toEqual([{ id: 'new' }])
  expect(await rows(`SELECT id FROM LimitUse WHERE key = 'k'`)).toHaveLength(1)
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
    expect(await htmlOf(request('/account/name', { cookie, form: { name: bad } }), 422)).toContain('href="#name"')
  }
  expect((await request('/account/name', { cookie, form: { name: '<script>alert(1)</script>' } })).status).toBe(303)
  expect(await (await request('/account', { cookie })).text()).not.toContain('<script>alert(1)')
})

it('a page of somebody signed in is kept by no browser and no proxy, though going back to the answer to a form works; a public one may be kept', async () => {
  const { cookie } = await anAccount()
  expect((await request('/account', { cookie })).headers.get('cache-control')).toBe('private, no-store')
  expect((await request('/events', { cookie })).headers.get('cache-control')).toBe('private, no-store')
  expect((await request('/account/name', { cookie, form: { name: '' } })).headers.get('cache-control')).toBe('private, no-cache')
  expect((await request('/events')).headers.get('cache-control')).toBe('public, max-age=0, s-maxage=5')
})

/** Signs an account in by a code, as people do; its cookie. */
const signInAs = async (email: string): Promise<string> => {
  await run('DELETE FROM LimitUse')
  const asked = await request('/sign-in', { form: { email } })
  const [mail] = await rows<{ text: string }>('SELECT text FROM LocalMail WHERE toAddress = ?1 ORDER BY rowid DESC LIMIT 1', email)
  const entered = await request('/sign-in/code', {
    cookie: asked.headers.getSetCookie()[0]?.split(';')[0] ?? '',
    form: { code: mail?.text.match(/\b\d{6}\b/)?.[0] ?? '' },
  })
  return newCookie(entered) ?? ''
}

const minutesLeft = async (cookie: string): Promise<{ unused: number; whole: number }> => {
  const [row] = await rows<{ expiresAt: string; endsAt: string }>(
    'SELECT expiresAt, endsAt FROM SignIn WHERE id = ?1',
    await sha256(cookie.slice('muster='.length)),
  )
  const until = (at: string | undefined): number => Math.round((Date.parse(at ?? '') - Date.now()) / 60_000)
  return { unused: until(row?.expiresAt), whole: until(row?.endsAt) }
}

/** As if the browser of this cookie had last been used then. */
const leftAlone = async (cookie: string, minutes: number): Promise<void> => {
  await run(
    'UPDATE SignIn SET seenAt = ?2, createdAt = ?2, expiresAt = ?3 WHERE id = ?1',
    await sha256(cookie.slice('muster='.length)),
    ago(minutes),
    new Date(Date.parse(ago(minutes)) + 60 * 60_000).toISOString(),
  )
}

it('Somebody of a school stays signed in for 30 days, however seldom they come.', async () => {
  const { email } = await anAccount()
  const cookie = await signInAs(email)
  expect(await minutesLeft(cookie)).toEqual({ unused: 43_200, whole: 43_200 })
  await run('UPDATE SignIn SET seenAt = ?2 WHERE id = ?1', await sha256(cookie.slice('muster='.length)), ago(29 * 24 * 60))
  expect(await isIn(cookie)).toBe(true)
  expect(await minutesLeft(cookie)).toEqual({ unused: 43_200, whole: 43_200 })
})

it('Somebody with a role at the council is signed out after 12 hours, and after 30 to 60 minutes without use, as an administrator has set.', async () => {
  const { email, cookie: administrator } = await anAccount({ roles: ['administrator'] })
  expect(await minutesLeft(await signInAs(email))).toEqual({ unused: 60, whole: 720 })
  const settings = { name: 'Herefordshire Council', serviceName: 'Conferences', brandColour: '#00504e', laCodes: '884' }
  for (const staffIdleMinutes of ['29', '61', '45.5', 'an hour']) {
    const refused = await request('/organiser/settings', { cookie: administrator, form: { ...settings, staffIdleMinutes, action: 'save' } })
    expect([staffIdleMinutes, refused.status]).toEqual([staffIdleMinutes, 422])
    expect(await refused.text()).toContain('href="#staffIdleMinutes"')
  }
  await request('/organiser/settings', { cookie: administrator, form: { ...settings, staffIdleMinutes: '30', action: 'save' } })
  const cookie = await signInAs(email)
  expect(await minutesLeft(cookie)).toEqual({ unused: 30, whole: 720 })
  expect(await (await request('/cookies')).text()).toContain('30 minutes without use')
  // Use puts the end off; once it is past nothing brings it back.
  await leftAlone(cookie, 29)
  expect(await isIn(cookie)).toBe(true)
  expect((await minutesLeft(cookie)).unused).toBe(30)
  await leftAlone(cookie, 61)
  expect(await isIn(cookie)).toBe(false)
})

it('Who only takes registers is signed out after 12 hours alone.', async () => {
  const event = await anEvent()
  const { email } = await anAccount({ doorEventIds: [event.id] })
  expect(await minutesLeft(await signInAs(email))).toEqual({ unused: 720, whole: 720 })
})

it('Whoever is given a role while signed in is from then on signed in no longer than the people of the council.', async () => {
  const administrator = await anAccount({ roles: ['administrator'] })
  const { email } = await anAccount()
  const cookie = await signInAs(email)
  await request('/organiser/roles', { cookie: administrator.cookie, form: { email, role: 'organiser' } })
  const { unused, whole } = await minutesLeft(cookie)
  // As long as the council has set.
  expect([unused > 0 && unused <= 60, whole]).toEqual([true, 720])
  await run('UPDATE SignIn SET seenAt = ?2 WHERE id = ?1', await sha256(cookie.slice('muster='.length)), ago(2))
  await isIn(cookie)
  expect((await minutesLeft(cookie)).unused).toBeLessThanOrEqual(60)
})

it('A browser that was left alone longer than the people of the council may leave theirs is signed out when a role is given.', async () => {
  const administrator = await anAccount({ roles: ['administrator'] })
  const { email } = await anAccount()
  const [left, used] = [await signInAs(email), await signInAs(email)]
  await run('UPDATE SignIn SET seenAt = ?2 WHERE id = ?1', await sha256(left.slice('muster='.length)), ago(61))
  await request('/organiser/roles', { cookie: administrator.cookie, form: { email, role: 'officer' } })
  expect([await isIn(left), await isIn(used)]).toEqual([false, true])
})

it('Whoever loses their last role is signed out everywhere, and signs in again as people of schools do.', async () => {
  const administrator = await anAccount({ roles: ['administrator'] })
  const { email, accountId } = await anAccount({ roles: ['officer', 'finance'] })
  const cookie = await signInAs(email)
  const roleIds = await rows<{ id: string }>('SELECT id FROM StaffRole WHERE accountId = ?1 ORDER BY role', accountId)
  await request(`/organiser/roles/${roleIds[0]?.id}/revoke`, { cookie: administrator.cookie, form: {} })
  expect([await isIn(cookie), (await minutesLeft(cookie)).whole]).toEqual([true, 720])
  await request(`/organiser/roles/${roleIds[1]?.id}/revoke`, { cookie: administrator.cookie, form: {} })
  expect(await isIn(cookie)).toBe(false)
  expect(await minutesLeft(await signInAs(email))).toEqual({ unused: 43_200, whole: 43_200 })
})

it('An administrator can sign an account out everywhere, and sees where it is signed in.', async () => {
  const administrator = await anAccount({ roles: ['administrator'] })
  const organiser = await anAccount({ roles: ['organiser'] })
  const [one, two] = [await aBrowser(organiser.accountId), await aBrowser(organiser.accountId)]
  const page = `/organiser/accounts/${organiser.accountId}`
  const shown = await (await request(page, { cookie: administrator.cookie })).text()
  expect(shown.match(/Firefox on Windows/g)).toHaveLength(2)
  expect(shown).not.toContain(one.id)
  expect(await leadsTo(request(`${page}/sign-out`, { cookie: administrator.cookie, form: {} }))).toBe(page)
  expect([await isIn(one.cookie), await isIn(two.cookie), await isIn(organiser.cookie)]).toEqual([false, false, false])
  expect(await rows(`SELECT subjectId, accountId FROM Log WHERE act = 'account.signed_out_by_administrator'`)).toEqual([
    { subjectId: organiser.accountId, accountId: administrator.accountId },
  ])
  expect((await request('/organiser/accounts/nobody', { cookie: administrator.cookie })).status).toBe(404)
  expect((await request('/organiser/accounts/nobody/sign-out', { cookie: administrator.cookie, form: {} })).status).toBe(404)
})

it('An organiser can sign nobody else out, nor somebody who was an administrator a moment ago.', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const other = await anAccount()
  const page = `/organiser/accounts/${other.accountId}`
  expect((await request(page, { cookie: organiser.cookie })).status).toBe(404)
  expect((await request(`${page}/sign-out`, { cookie: organiser.cookie, form: {} })).status).toBe(404)
  const former = await anAccount({ roles: ['administrator'] })
  await anAccount({ roles: ['administrator'] })
  await run(`UPDATE StaffRole SET revokedAt = ?2 WHERE accountId = ?1`, former.accountId, ago(0))
  expect(await endAllSignIns(anAct({ actor: former.actor }), other.accountId)).toEqual({ ok: false, reason: 'not_allowed' })
  expect(await isIn(other.cookie)).toBe(true)
})

it('Over https each cookie is sent to this site alone: Secure, with the prefix __Host-.', async () => {
  const origin = 'https://muster.example.gov.uk'
  const answer = await request('/sign-in', { origin, form: { email: 'somebody@ashfield.sch.uk' } })
  expect(answer.headers.getSetCookie().map((cookie) => cookie.replace(/=[^;]+/, '='))).toEqual([
    '__Host-muster-code=; Max-Age=1800; Path=/; HttpOnly; Secure; SameSite=Lax',
  ])
  const { cookie } = await anAccount()
  // The name without the prefix, which another site of the same domain could set, opens nothing
  // there.
  expect((await request('/account', { origin, cookie })).status).toBe(303)
  expect((await request('/account', { origin, cookie: `__Host-${cookie}` })).status).toBe(200)
  // Nor is there a plain cookie where somebody reaches a deployment without https.
  const insecure = await request('/sign-in', { origin: 'http://muster.example.gov.uk', form: { email: 'somebody@ashfield.sch.uk' } })
  expect(insecure.headers.getSetCookie().join()).toContain('__Host-muster-code=')
})

it("On one's own computer, without https, cookies are ones that every browser keeps there.", async () => {
  for (const origin of ['http://localhost:8787', 'http://127.0.0.1:8787', 'http://[::1]:8787']) {
    const answer = await request('/sign-in', { origin, form: { email: 'somebody@ashfield.sch.uk' } })
    expect(answer.headers.getSetCookie().map((cookie) => cookie.replace(/=[^;]+/, '='))).toEqual([
      'muster-code=; Max-Age=1800; Path=/; HttpOnly; SameSite=Lax',
    ])
  }
})

it('When the browser kept no cookie, the page says so before anybody looks for a code.', async () => {
  const asked = await request('/sign-in', { form: { email: 'another@ashfield.sch.uk' } })
  expect(asked.headers.get('location')).toBe('/sign-in/code?sent')
  expect(await htmlOf(request('/sign-in/code?sent'), 409)).toContain('Your browser did not keep our cookie')
  // Kept, it is asked for the code; without having asked for one, one is brought to the beginning.
  const kept = asked.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  expect(await (await request('/sign-in/code?sent', { cookie: kept })).text()).toContain('Check your email')
  expect((await request('/sign-in/code')).headers.get('location')).toBe('/sign-in')
})
