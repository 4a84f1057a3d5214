// A person's change of address. Rules: docs/rules/people.md.

import { beforeEach, expect, it } from 'vitest'
import { sha256 } from '#base/id.ts'
import { counted } from '#base/limits/store.ts'
import { runDue } from '#due.ts'
import { deleteOldChanges } from '#people/people/email-store.ts'
import { isKnown } from '#people/sign-in/browser-store.ts'
import { codeLimits } from '#people/sign-in/sign-in.ts'
import {
  anAccount,
  anEvent,
  aSchool,
  bindings,
  cookiesOf,
  db,
  htmlOf,
  leadsTo,
  request,
  rows,
  run,
  tripsOf,
} from '#test/support/factories.ts'
import { add, insert } from '#test/support/rows.ts'
import { dropTriggers } from '#test/support/triggers.ts'

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
let number = 0
const address = (): string => `new${++number}.address@example.sch.uk`

const lastCode = async (email: string): Promise<string> => {
  const [mail] = await rows<{ text: string }>('SELECT text FROM LocalMail WHERE toAddress = ?1 ORDER BY rowid DESC LIMIT 1', email)
  return mail?.text.match(/\b\d{6}\b/)?.[0] ?? ''
}

const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

/** What went to the mailbox that the account has, by the browser that asked. */
const oldCodes = new Map<string, string>()

const ask = async (cookie: string, email: string) => {
  const response = await request('/account/email', { cookie, form: { email } })
  const browser = `${cookie}; ${cookiesOf(response)}`
  const [change] = await rows<{ oldEmail: string }>('SELECT oldEmail FROM EmailChange ORDER BY rowid DESC LIMIT 1')
  oldCodes.set(browser, await lastCode(change?.oldEmail ?? ''))
  return { response, browser, code: await lastCode(email) }
}

/** Addresses may break in a page. */
const shown = (html: string): string => html.replaceAll(/<wbr ?\/?>/g, '')

const confirm = (browser: string, code: string, oldCode = oldCodes.get(browser) ?? '000000') =>
  request('/account/email/code', { cookie: browser, form: { code, oldCode } })

const emails = async (accountId: string) =>
  (
    await rows<{ account: string; person: string }>(
      'SELECT a.email AS account, p.email AS person FROM Account a JOIN Person p ON p.id = a.personId WHERE a.id = ?1',
      accountId,
    )
  )[0]

beforeEach(async () => {
  await run('DELETE FROM LimitUse')
})

it('a code of the wrong form from the mailbox of before is said at its field, and offered to no program', async () => {
  const { cookie } = await anAccount()
  const { browser, code } = await ask(cookie, address())
  const wrong = await (await confirm(browser, code, '12')).text()
  expect(wrong).toContain('Enter the 6 digits of the code from the mailbox you have now')
  expect(wrong).toMatch(/name="oldCode"[^>]*autocomplete="off"/)
})

// “Bookings, places, roles and claims go on.”
it('once the code that went to the new address is typed, account and person have it; the old address is told without being told the new one', async () => {
  const school = await aSchool()
  const { cookie, accountId, email } = await anAccount({ schoolIds: [school.id] })
  const next = address()
  const { response, browser, code } = await ask(cookie, next)
  expect([response.status, response.headers.get('location')]).toEqual([303, '/account/email/code'])
  expect(await emails(accountId)).toEqual({ account: email, person: email })
  expect(await leadsTo(confirm(browser, `${code.slice(0, 3)} ${code.slice(3)}`))).toBe('/account')
  expect(await emails(accountId)).toEqual({ account: next, person: next })
  const [told] = await rows<{ subject: string; text: string }>(
    `SELECT b.subject, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'email_changed' AND m.recipient = ?1 AND b.toAddress LIKE ?2`,
    accountId,
    `%${email}%`,
  )
  expect(told?.subject).toBe('This address no longer signs in to Safeguarding conferences')
  expect(told?.text).not.toContain(next)
  // An approved claim was made for the person and stays; the log names no address.
  expect(await rows(`SELECT state, evidence FROM Claim WHERE accountId = ?1`, accountId)).toEqual([
    { state: 'approved', evidence: 'council_holds_address' },
  ])
  const logged = await rows(`SELECT act, after FROM Log WHERE accountId = ?1`, accountId)
  expect(logged).toEqual([{ act: 'account.email_changed', after: '{"approvedClaimsStay":true}' }])
  expect(await rows('SELECT oldEmail, newEmail FROM EmailChange WHERE accountId = ?1 AND usedAt IS NOT NULL', accountId)).toEqual([
    { oldEmail: email, newEmail: next },
  ])
  const page = await (await request('/account/email', { cookie })).text()
  expect(page).toContain(next)
  expect(page).toContain('Earlier changes')
  expect((await confirm(browser, code)).status).toBe(409)
})

it('that one of the council’s people has another address is told to the administrators', async () => {
  const administrator = await anAccount({ roles: ['administrator'] })
  const { cookie, accountId } = await anAccount({ roles: ['officer'] })
  const { browser, code } = await ask(cookie, address())
  expect((await confirm(browser, code)).status).toBe(303)
  const told = await rows<{ recipient: string; text: string }>(
    `SELECT m.recipient, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'sign_in_changed' AND instr(b.text, ?1) > 0`,
    `/organiser/accounts/${accountId}`,
  )
  expect(told.map(({ recipient }) => recipient)).toEqual([administrator.accountId])
  expect(told[0]?.text).toContain('set up another email address')
})

// “Approved claims stay: they were decided for the person.”
it('that the council held the old address says nothing of the new one: it is looked at afresh for any other school', async () => {
  const [mine, other] = [await aSchool(), await aSchool()]
  const { cookie, email, accountId } = await anAccount({ schoolIds: [mine.id] })
  await add('SchoolContact', { schoolId: other.id, email, learnedAt: '2026-03-01T00:00:00.000Z' })
  const { browser, code } = await ask(cookie, address())
  await confirm(browser, code)
  await request('/school/claims', { cookie, form: { schoolId: other.id, name: 'Siân Pritchard', roleId: 'dsl' } })
  expect(await rows('SELECT state, evidence FROM Claim WHERE accountId = ?1 AND schoolId = ?2', accountId, other.id)).toEqual([
    { state: 'requested', evidence: 'self_asserted' },
  ])
})

it('a code is good for five tries, ten minutes, one use, this account and this browser', async () => {
  const { cookie, accountId, email } = await anAccount()
  const next = address()
  const { browser, code } = await ask(cookie, next)
  for (const n of [1, 2, 3, 4]) expect([n, (await confirm(browser, wrong(code))).status]).toEqual([n, 422])
  expect((await confirm(browser, wrong(code))).status).toBe(409)
  expect(await (await confirm(browser, code)).text()).toContain('tried too often')
  const again = await ask(cookie, next)
  // In a browser that did not ask, and for another account that has the cookie: nothing.
  expect(await (await confirm(cookie, again.code)).text()).toContain('has not asked for a code')
  const other = await anAccount()
  expect(await (await confirm(again.browser.replace(cookie, other.cookie), again.code)).text()).toContain('has not asked for a code')
  await run(`UPDATE EmailChange SET expiresAt = '2026-01-01T00:00:00.000Z' WHERE accountId = ?1`, accountId)
  expect(await (await confirm(again.browser, again.code)).text()).toContain('has run out')
  expect(await emails(accountId)).toEqual({ account: email, person: email })
  const stored = JSON.stringify(await rows('SELECT * FROM EmailChange WHERE accountId = ?1', accountId))
  expect(stored).not.toContain(code)
})

it('a mailbox gets no more codes for changing an address than for signing in, five in a quarter of an hour together; whoever asks for one more is told nothing of it', async () => {
  const { cookie } = await anAccount()
  const next = address()
  for (const _ of [1, 2, 3]) expect((await ask(cookie, next)).response.status).toBe(303)
  for (const _ of [1, 2]) expect((await request('/sign-in', { form: { email: next } })).status).toBe(303)
  const { response, browser } = await ask((await anAccount()).cookie, next)
  expect([response.status, response.headers.get('location')]).toEqual([303, '/account/email/code'])
  expect(await rows('SELECT COUNT(*) AS n FROM LocalMail WHERE toAddress = ?1', next)).toEqual([{ n: 5 }])
  const page = await (await request('/account/email/code', { cookie: browser })).text()
  expect(page).toContain('Two codes are on their way, unless too many have been asked for')
  expect(page).toContain('No more than 5 codes in 15 minutes, or 20 in a day, go to one address from where you are.')
})

it('whoever asks for codes to one address after another is told so, and until when: it says nothing of the addresses', async () => {
  const { cookie } = await anAccount()
  for (const _ of [1, 2, 3, 4, 5]) expect((await ask(cookie, address())).response.status).toBe(303)
  const { response } = await ask(cookie, (await anAccount({ email: address() })).email)
  expect([response.status, Number(response.headers.get('retry-after')) > 800]).toEqual([429, true])
  expect(await response.text()).toContain('Too many codes have been asked for by you, or from your network.')
})

it('“Whoever is signed in with an address that the council knows is sent the codes with which they change it all the same.” Anybody else waits with their network, and is told until when', async () => {
  const hall = '203.0.113.7'
  await counted(db, new Date(), [{ key: `code:network:${await sha256(hall)}`, ...codeLimits.network[0], n: 100 }]).run()
  const known = await anAccount({ schoolIds: [(await aSchool()).id] })
  const unknown = await anAccount()
  const post = async ({ cookie, email }: { cookie: string; email: string }) => {
    const next = address()
    const response = await request('/account/email', { cookie, form: { email: next }, headers: { 'cf-connecting-ip': hall } })
    const text = shown(await response.text())
    return {
      status: response.status,
      says: text.includes('for now one goes only to an address that the council knows') && text.includes(next),
      mailed: [await lastCode(next), await lastCode(email)].map((code) => code !== ''),
    }
  }
  expect(await post(known)).toEqual({ status: 303, says: false, mailed: [true, true] })
  expect(await post(unknown)).toEqual({ status: 429, says: true, mailed: [false, false] })
  // Once their network is below its limit.
  await run('DELETE FROM LimitUse')
  expect(await post(unknown)).toEqual({ status: 303, says: false, mailed: [true, true] })
})

//
it('an address that has an account is refused with a sentence once its code is typed, and nobody is told before', async () => {
  const { cookie, accountId, email } = await anAccount()
  const taken = await anAccount({ email: address() })
  const { response, browser, code } = await ask(cookie, taken.email)
  expect([response.status, response.headers.get('location')]).toEqual([303, '/account/email/code'])
  expect(await htmlOf(confirm(browser, code), 409)).toContain('has an account of its own already')
  expect(await emails(accountId)).toEqual({ account: email, person: email })
  expect(await rows(`SELECT id FROM EmailChange WHERE accountId = ?1 AND usedAt IS NOT NULL`, accountId)).toEqual([])
})

it('two people who take one address at the same moment: one gets it, the other is refused', async () => {
  const next = address()
  const asked = []
  for (const person of [await anAccount(), await anAccount()]) asked.push({ ...person, ...(await ask(person.cookie, next)) })
  // Each typed the code of their own message; the second mail went out after the first.
  const codes = (await rows<{ text: string }>('SELECT text FROM LocalMail WHERE toAddress = ?1 ORDER BY rowid', next)).map(
    ({ text }) => text.match(/\b\d{6}\b/)?.[0] ?? '',
  )
  const done = await Promise.all(asked.map(({ browser }, index) => confirm(browser, codes[index] ?? '')))
  expect(done.map((answer) => answer.status).toSorted()).toEqual([303, 409])
  expect(await rows('SELECT COUNT(*) AS n FROM Account WHERE email = ?1', next)).toEqual([{ n: 1 }])
})

// “The entries in the old calendar stay where they are.”
it('after a change the calendar entries of coming events go to the new address, once, and other browsers are signed out', async () => {
  const school = await aSchool()
  const { cookie, accountId, personId, email, name } = await anAccount({ schoolIds: [school.id] })
  const event = await anEvent(inTime)
  await request(`/events/${event.code}/bookings`, {
    cookie,
    form: { school: school.id, formId: crypto.randomUUID(), rows: '1', 'name-1': name, 'email-1': email, 'role-1': 'dsl' },
  })
  const sent = () =>
    rows<{ kind: string; method: string; sequence: number; to: string }>(
      `SELECT m.kind, m.method, m.sequence, b.toAddress AS "to" FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.personId = ?1 AND m.invitationId IS NOT NULL ORDER BY m.rowid`,
      personId,
    )
  expect(await sent()).toHaveLength(1)
  const elsewhere = `${'b'.repeat(63)}1`
  await add('SignIn', {
    id: elsewhere,
    accountId,
    browserId: 'elsewhere',
    createdAt: '2026-03-01T00:00:00.000Z',
    seenAt: '2026-03-01T00:00:00.000Z',
    expiresAt: '2099-01-01T00:00:00.000Z',
  })
  const links = async () =>
    (
      await rows<{ text: string }>(
        `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.personId = ?1 AND m.invitationId IS NOT NULL ORDER BY m.rowid`,
        personId,
      )
    ).map(({ text }) => text.match(/\/place\/[\w-]{43}/)?.[0] ?? '')
  const next = address()
  const { browser, code } = await ask(cookie, next)
  await confirm(browser, code)
  await runDue(bindings, new Date(), 'http://localhost:8787')
  expect(await sent()).toEqual([
    { kind: 'invitation', method: 'REQUEST', sequence: 0, to: `"${name}" <${email}>` },
    { kind: 'invitation_again', method: 'REQUEST', sequence: 1, to: `"${name}" <${next}>` },
  ])
  const led = []
  for (const link of await links()) led.push((await request(link)).status)
  expect(led).toEqual([410, 200])
  expect(await rows(`SELECT sequence, state FROM Invitation WHERE personId = ?1`, personId)).toEqual([{ sequence: 1, state: 'live' }])
  expect(await rows(`SELECT revokedAt IS NOT NULL AS out FROM SignIn WHERE id = ?1`, elsewhere)).toEqual([{ out: 1 }])
  expect((await request('/account', { cookie })).status).toBe(200)
})

it('a shared mailbox changes its address for everyone who signed in there and has no other', async () => {
  const { cookie, accountId, email } = await anAccount()
  const [named, moved] = [await anAccount(), await anAccount()]
  await db.batch([
    db.prepare('UPDATE Account SET shared = 1, personId = NULL WHERE id = ?1').bind(accountId),
    db.prepare('UPDATE Person SET email = ?2 WHERE id = ?1').bind(named.personId, email),
    db.prepare('UPDATE SignIn SET personId = ?2 WHERE accountId = ?1').bind(accountId, named.personId),
    insert('SignIn', {
      id: 'c'.repeat(64),
      accountId,
      personId: moved.personId,
      createdAt: '2026-03-01T00:00:00.000Z',
      seenAt: '2026-03-01T00:00:00.000Z',
      expiresAt: '2026-03-02T00:00:00.000Z',
    }),
  ])
  const next = address()
  const { browser, code } = await ask(cookie, next)
  expect((await confirm(browser, code)).status).toBe(303)
  expect(await rows('SELECT id, email FROM Person WHERE id IN (?1, ?2) ORDER BY id', named.personId, moved.personId)).toEqual(
    [
      { id: named.personId, email: next },
      { id: moved.personId, email: moved.email },
    ].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  )
})

it('when nobody’s address changed, looking takes one round trip', async () => {
  const { followAddresses } = await import('#calendars/invites/follow-address.ts')
  const { anAct } = await import('#test/support/factories.ts')
  expect(
    await tripsOf(async (on) => {
      expect(await followAddresses(anAct({ db: on, now: new Date('2031-01-01T00:00:00.000Z') }))).toBe(false)
    }),
  ).toBe(1)
})

it('codes that were never typed are swept away a day later; changes that were confirmed are kept as history', async () => {
  const { cookie, accountId } = await anAccount()
  const { browser, code } = await ask(cookie, address())
  await confirm(browser, code)
  await ask(cookie, address())
  await deleteOldChanges(db, '2099-01-01T00:00:00.000Z').run()
  expect(await rows('SELECT usedAt IS NOT NULL AS used FROM EmailChange WHERE accountId = ?1', accountId)).toEqual([{ used: 1 }])
  const [change] = await rows<{ id: string }>('SELECT id FROM EmailChange WHERE accountId = ?1', accountId)
  await expect(run('UPDATE EmailChange SET newEmail = ?2 WHERE id = ?1', change?.id, 'x@y.example')).rejects.toThrow('email_change_stands')
})

it('A change asks whoever has not shown within ten minutes that it is they, and needs a code from the old address too; a second factor takes the place of that code.', async () => {
  const late = await anAccount({ provenAt: new Date(Date.now() - 11 * 60_000).toISOString() })
  const next = address()
  const asked = await request('/account/email', { cookie: late.cookie, form: { email: next } })
  expect([asked.status, asked.headers.get('location')]).toEqual([303, '/account/prove?next=%2Faccount%2Femail'])
  expect(await rows('SELECT id FROM EmailChange WHERE accountId = ?1', late.accountId)).toEqual([])

  const { cookie, accountId, email } = await anAccount()
  const { browser, code } = await ask(cookie, next)
  const page = shown(await (await request('/account/email/code', { cookie: browser })).text())
  expect([page.includes(next), page.includes(email)]).toEqual([true, true])
  const old = oldCodes.get(browser) ?? ''
  expect((await confirm(browser, code, '')).status).toBe(422)
  expect((await confirm(browser, code, wrong(old))).status).toBe(422)
  expect((await confirm(browser, wrong(code), old)).status).toBe(422)
  expect(await emails(accountId)).toEqual({ account: email, person: email })
  expect((await confirm(browser, code, old)).status).toBe(303)
  expect(await emails(accountId)).toEqual({ account: next, person: next })

  const careful = await anAccount()
  await add('Factor', {
    accountId: careful.accountId,
    secret: 'k1:x',
    madeAt: '2026-03-01T00:00:00.000Z',
    confirmedAt: '2026-03-01T00:00:00.000Z',
  })
  await run(`UPDATE SignIn SET factorAt = '2099-01-01T00:00:00.000Z', factorBy = 'totp' WHERE accountId = ?1`, careful.accountId)
  const sentTo = () => rows('SELECT COUNT(*) AS n FROM LocalMail WHERE toAddress = ?1', careful.email)
  const last = address()
  const own = await ask(careful.cookie, last)
  expect(await sentTo()).toEqual([{ n: 0 }])
  expect((await confirm(own.browser, own.code, '')).status).toBe(303)
  expect(await emails(careful.accountId)).toEqual({ account: last, person: last })
})

const changed = async (account: { cookie: string; accountId: string }) => {
  const next = address()
  const { browser, code } = await ask(account.cookie, next)
  expect((await confirm(browser, code)).status).toBe(303)
  const [told] = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'email_changed' AND m.recipient = ?1 ORDER BY m.rowid DESC LIMIT 1`,
    account.accountId,
  )
  return { next, told: told?.text ?? '' }
}

/** Types the code that went to an address, to sign in with it. */
const enter = async (email: string) => {
  const asked = await request('/sign-in', { form: { email } })
  const browser = cookiesOf(asked)
  const entered = await request('/sign-in/code', { cookie: browser, form: { code: await lastCode(email) } })
  return { browser, entered, next: [entered.status, entered.headers.get('location')] }
}

const press = (browser: string) => request('/sign-in/old-address', { cookie: browser, form: {} })

/** Signs in with the old address, and presses. */
const undo = async (email: string) => press((await enter(email)).browser)

it('For seven days signing in with the old address can undo a change: a button gives the account its address back and signs it out everywhere.', async () => {
  const account = await anAccount()
  const { accountId, email, cookie } = account
  const { next, told } = await changed(account)
  // No link in the mail does it: whoever it was forwarded to, or has a copy of it, needs the
  // mailbox.
  expect([...told.matchAll(/https?:[^\s)]+/g)].map(([link]) => new URL(link).pathname)).toEqual(['/sign-in', '/privacy'])
  const { browser } = await enter(email)
  const page = await request('/sign-in/old-address', { cookie: browser })
  const text = shown(await page.text())
  expect([page.status, text.includes(email), text.includes(next)]).toEqual([200, true, false])
  expect(await emails(accountId)).toEqual({ account: next, person: next })
  expect((await press(browser)).status).toBe(200)
  expect(await emails(accountId)).toEqual({ account: email, person: email })
  expect(await rows('SELECT id FROM SignIn WHERE accountId = ?1 AND revokedAt IS NULL', accountId)).toEqual([])
  expect((await request('/account', { cookie })).status).toBe(303)
  expect(
    await rows(
      `SELECT oldEmail, newEmail, undoneAt IS NOT NULL AS undone, codeHash <> '' AS withCode FROM EmailChange WHERE accountId = ?1 ORDER BY usedAt, rowid`,
      accountId,
    ),
  ).toEqual([
    { oldEmail: email, newEmail: next, undone: 1, withCode: 1 },
    { oldEmail: next, newEmail: email, undone: 0, withCode: 0 },
  ])
  expect(await rows(`SELECT act, subjectId FROM Log WHERE act = 'account.email_change_undone' AND subjectId = ?1`, accountId)).toEqual([
    { act: 'account.email_change_undone', subjectId: accountId },
  ])

  const other = await anAccount()
  await changed(other)
  const [row] = await rows<{ id: string; usedAt: string }>('SELECT id, usedAt FROM EmailChange WHERE accountId = ?1', other.accountId)
  const over = new Date(Date.parse(row?.usedAt ?? '') + 7 * 24 * 60 * 60_000 + 1).toISOString()
  await expect(run('UPDATE EmailChange SET undoneAt = ?2 WHERE id = ?1', row?.id, over)).rejects.toThrow('undo_has_ended')
  // Until then the old address is nobody else's, so that it can be given back.
  await expect(anAccount({ email: other.email })).rejects.toThrow('address_kept_for_undo')
  expect((await undo(other.email)).status).toBe(200)
  expect(await emails(other.accountId)).toEqual({ account: other.email, person: other.email })
})

it('What was set up since to sign in with or to read along ends when a change is undone: sign-ins elsewhere, second factors, printed codes, calendar addresses and known browsers. What there was before stays.', async () => {
  const account = await anAccount()
  const { accountId } = account
  const person = await db.prepare('SELECT personId FROM Account WHERE id = ?1').bind(accountId).first<string>('personId')
  const make = async (id: string, at: string) => {
    const key = `${id} ${accountId}`
    await db.batch([
      insert('OidcIdentity', { id: key, issuer: 'https://idp.example', subject: key, accountId, linkedAt: at }),
      insert('Factor', { id: key, accountId, label: 'App', secret: 'k1:x', madeAt: at, confirmedAt: at }),
      insert('RecoveryCode', { codeHash: key, accountId, madeAt: at }),
      insert('KnownBrowser', { tokenHash: key, accountId, seenAt: at }),
      insert('Feed', {
        id: key,
        personId: person,
        accountId,
        ofSchoolId: id === 'of the owner' ? null : (await aSchool()).id,
        tokenHash: `${id} ${accountId}`,
        createdAt: at,
      }),
    ])
  }
  await make('of the owner', new Date(Date.now() - 60 * 60_000).toISOString())
  await run(`UPDATE SignIn SET factorAt = ?2, factorBy = 'totp' WHERE accountId = ?1`, accountId, '2099-01-01T00:00:00.000Z')
  await changed(account)
  await make('of the thief', new Date(Date.now() + 1000).toISOString())
  expect((await undo(account.email)).status).toBe(200)
  const left = await Promise.all(
    [
      'SELECT id FROM OidcIdentity WHERE accountId = ?1 AND endedAt IS NULL',
      'SELECT id FROM Factor WHERE accountId = ?1 AND endedAt IS NULL AND secret IS NOT NULL',
      'SELECT codeHash AS id FROM RecoveryCode WHERE accountId = ?1',
      'SELECT tokenHash AS id FROM KnownBrowser WHERE accountId = ?1',
      'SELECT id FROM Feed WHERE accountId = ?1 AND endedAt IS NULL',
    ].map((sql) => rows<{ id: string }>(sql, accountId)),
  )
  expect(left).toEqual(Array.from({ length: 5 }, () => [{ id: `of the owner ${accountId}` }]))
})

it('Whoever signs in with an address that was changed within seven days gets no new account: the code shows that they read its mail, and they can undo the change there and then.', async () => {
  const account = await anAccount()
  const { accountId, email } = account
  const { next } = await changed(account)
  await changed(account)
  const { browser, entered, next: led } = await enter(email)
  expect([led, cookiesOf(entered)]).toEqual([[303, '/sign-in/old-address'], ''])
  expect(await rows('SELECT id FROM Account WHERE email = ?1', email)).toEqual([])
  const page = await request('/sign-in/old-address', { cookie: browser })
  const text = shown(await page.text())
  expect([page.status, text.includes(email), text.includes(next), text.includes('Undo the change')]).toEqual([200, true, false, true])
  expect((await emails(accountId))?.account).not.toBe(email)
  // Nobody else can, nor another browser.
  for (const cookie of ['', account.cookie])
    expect((await request('/sign-in/old-address', { cookie, form: {} })).headers.get('location')).toBe('/sign-in')
  expect((await request('/sign-in/old-address', { cookie: browser, form: {} })).status).toBe(200)
  expect(await emails(accountId)).toEqual({ account: email, person: email })
  expect(await rows('SELECT id FROM SignIn WHERE accountId = ?1 AND revokedAt IS NULL', accountId)).toEqual([])
  expect((await request('/sign-in/old-address', { cookie: browser, form: {} })).headers.get('location')).toBe('/sign-in')
  expect((await enter(email)).next).toEqual([303, '/account/record'])
})

it('whoever gave an address up gets a code there as one that the council knows, and whoever had it meanwhile does not', async () => {
  const account = await anAccount({ schoolIds: [(await aSchool()).id] })
  const { next } = await changed(account)
  expect([await isKnown(db, account.email), await isKnown(db, next)]).toEqual([true, true])
  expect((await undo(account.email)).status).toBe(200)
  expect([await isKnown(db, account.email), await isKnown(db, next)]).toEqual([true, false])
})

it('Until a change can be undone no more, no other account can take the old address, nor is it given a role.', async () => {
  const owner = await anAccount()
  await changed(owner)
  const other = await anAccount()
  const { browser, code } = await ask(other.cookie, owner.email)
  const taken = await confirm(browser, code)
  expect([taken.status, (await taken.text()).includes('can go back to it for a week')]).toEqual([409, true])
  expect(await emails(other.accountId)).toEqual({ account: other.email, person: other.email })
  const administrator = await anAccount({ roles: ['administrator'] })
  const given = await request('/organiser/roles', { cookie: administrator.cookie, form: { email: owner.email, role: 'organiser' } })
  expect([given.status, (await given.text()).includes('Give the role to the new address')]).toEqual([409, true])
  expect(await rows('SELECT id FROM Account WHERE email = ?1', owner.email)).toEqual([])
})

it('control: without the trigger a sign-in with the old address makes an account there, so it is the trigger that holds', async () => {
  const account = await anAccount()
  await changed(account)
  await dropTriggers('Account_leaves_undo')
  expect((await enter(account.email)).next).toEqual([303, '/account/record'])
})

it('A change is undone once, however often the button is pressed at the same moment, and with it every later change of the account.', async () => {
  const account = await anAccount()
  const first = await changed(account)
  await changed(account)
  const { browser } = await enter(account.email)
  const answers = await Promise.all([1, 2, 3].map(() => press(browser)))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409])
  expect(await emails(account.accountId)).toEqual({ account: account.email, person: account.email })
  // Whoever had the account meanwhile reads the mail of the address between.
  expect((await enter(first.next)).next).toEqual([303, '/account/record'])
  expect(await emails(account.accountId)).toEqual({ account: account.email, person: account.email })
  expect(
    await rows(`SELECT COUNT(*) AS n FROM Log WHERE act = 'account.email_change_undone' AND subjectId = ?1`, account.accountId),
  ).toEqual([{ n: 1 }])
})

it('control: without the trigger each press undoes it, so it is the trigger that holds', async () => {
  const account = await anAccount()
  await changed(account)
  const { browser } = await enter(account.email)
  await dropTriggers('EmailChange_undone_once')
  expect((await Promise.all([1, 2, 3].map(() => press(browser)))).map(({ status }) => status)).toEqual([200, 200, 200])
})
