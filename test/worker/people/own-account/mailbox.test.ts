// A mailbox that several people read: whoever uses it says who they are.
import { expect, it } from 'vitest'
import { instant } from '#base/dates.ts'
import { newToken, sha256 } from '#base/id.ts'
import { nameAccount } from '#people/own-account/name-account.ts'
import { sayWhetherShared, sayWhoActs } from '#people/own-account/name-acting-person.ts'
import { replaceToken } from '#people/sign-in/sign-in-store.ts'
import { actorOfSignIn } from '#people/sign-in/store.ts'
import { claim } from '#test/support/claims.ts'
import { anAccount, anAct, anEvent, aSchool, db, htmlOf, leadsTo, request, rows, run } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
let number = 0
const anOffice = async (facts: Parameters<typeof anAccount>[0] = {}) => {
  number += 1
  return anAccount({ email: `office@shared-${number}.example`, ...facts })
}
const accountOf = async (accountId: string) =>
  (
    await rows<{ shared: number; said: number; personId: string | null }>(
      'SELECT shared, sharedSaidAt IS NOT NULL AS said, personId FROM Account WHERE id = ?1',
      accountId,
    )
  )[0]
const actingIn = async (cookie: string) => {
  const signIn = await actorOfSignIn(db, await sha256(cookie.slice('muster='.length)), instant(new Date()))
  return signIn?.actor
}
const say = (cookie: string, shared: 'yes' | 'no', name = 'Bronwen Bursar-Jones') =>
  request('/account/mailbox', { cookie, form: { shared, name, next: '/events' } })
/** The same account in another browser, where nobody has said who they are. */
const elsewhere = async (accountId: string): Promise<string> => {
  const token = newToken()
  await add('SignIn', {
    id: await sha256(token),
    accountId,
    createdAt: instant(new Date()),
    seenAt: instant(new Date()),
    expiresAt: '2099-01-01T00:00:00.000Z',
  })
  return `muster=${token}`
}
const booking = (schoolId: string) => ({
  school: schoolId,
  formId: crypto.randomUUID(),
  rows: '1',
  'name-1': 'Nia Okoro',
  'email-1': `nia-${crypto.randomUUID().slice(0, 8)}@example.sch.uk`,
  'role-1': 'dsl',
})

// “An address that looks shared is asked about once, at sign-in or when it asks to act for a
// school; its holder decides, and can change it under Your account.”
it('“An address that looks shared is asked about once, at sign-in or when it asks to act for a school; its holder decides.”', async () => {
  const office = await anOffice()
  const asked = await request('/school/claims/new', { cookie: office.cookie })
  expect(asked.headers.get('location')).toBe('/account/mailbox?next=%2Fschool%2Fclaims%2Fnew')
  const page = await (await request('/account/mailbox?next=/events', { cookie: office.cookie })).text()
  expect(page).toContain('Do several people read this mailbox?')
  const problems = await htmlOf(request('/account/mailbox', { cookie: office.cookie, form: { name: 'office@shared.example' } }), 422)
  for (const said of ['Say whether several people read this mailbox', 'Your name must not hold a web or email address'])
    expect(problems).toContain(said)
  expect((await say(office.cookie, 'no', office.name)).headers.get('location')).toBe('/events')
  expect(await accountOf(office.accountId)).toEqual({ shared: 0, said: 1, personId: office.personId })
  expect((await request('/school/claims/new', { cookie: office.cookie })).status).toBe(200)
  expect((await say(office.cookie, 'yes')).status).toBe(303)
  expect(await accountOf(office.accountId)).toEqual({ shared: 1, said: 1, personId: office.personId })
  expect((await actingIn(office.cookie))?.name).toBe('Bronwen Bursar-Jones')
  expect(
    (
      await request('/account/mailbox', { cookie: office.cookie, form: { shared: 'yes', name: 'X Y', next: 'https://evil.example' } })
    ).headers.get('location'),
  ).not.toContain('evil')
})

// “From a shared mailbox nobody books, asks or vouches before saying who they are: they are asked
// once at each sign-in, in each browser, and brought back.”
it('“From a shared mailbox nobody books, asks or vouches before saying who they are”: they are asked and brought back', async () => {
  const school = await aSchool()
  const office = await anOffice({ schoolIds: [school.id] })
  await say(office.cookie, 'yes')
  const other = await elsewhere(office.accountId)
  const event = await anEvent({ ...inTime })
  const path = `/events/${event.code}/book?school=${school.id}`
  expect(await leadsTo(request(path, { cookie: other }))).toBe(`/account/who?next=${encodeURIComponent(path)}`)
  for (const to of ['/school/claims/new', `/school/${school.id}/people`])
    expect((await request(to, { cookie: other })).headers.get('location')).toBe(`/account/who?next=${encodeURIComponent(to)}`)
  const posted = await request(`/events/${event.code}/bookings`, {
    cookie: other,
    form: booking(school.id),
    headers: { referer: `http://localhost:8787${path}` },
  })
  expect(posted.headers.get('location')).toBe(`/account/who?next=${encodeURIComponent(path)}`)
  expect(await rows('SELECT id FROM Place WHERE eventId = ?1', event.id)).toEqual([])
  // Looking is nobody's act.
  expect((await request(`/events/${event.code}`, { cookie: other })).status).toBe(200)
})

it('“The log names who acted, and the people who used the mailbox before can be chosen again.”', async () => {
  const school = await aSchool()
  const office = await anOffice({ schoolIds: [school.id], name: 'Bronwen Bursar-Jones' })
  await say(office.cookie, 'yes')
  const other = await elsewhere(office.accountId)
  const before = await (await request('/account/who', { cookie: other })).text()
  expect(before).toContain('Bronwen Bursar-Jones')
  expect((await request('/account/who', { cookie: other, form: { person: 'other', name: ' ' } })).status).toBe(422)
  const event = await anEvent({ ...inTime })
  const next = `/events/${event.code}/book?school=${school.id}`
  const said = await request('/account/who', { cookie: other, form: { person: 'other', name: 'Ceri Clerk', next } })
  expect(said.headers.get('location')).toBe(next)
  expect((await request(next, { cookie: other })).status).toBe(200)
  expect((await request(`/events/${event.code}/bookings`, { cookie: other, form: booking(school.id) })).status).toBe(303)
  const acted = await rows<{ name: string; accountId: string }>(
    `SELECT p.name, l.accountId FROM Log l JOIN Person p ON p.id = l.personId WHERE l.act = 'booking.placed' AND l.eventId = ?1`,
    event.id,
  )
  expect(acted).toEqual([{ name: 'Ceri Clerk', accountId: office.accountId }])
  expect(await rows('SELECT p.name FROM Booking b JOIN Person p ON p.id = b.bookerPersonId WHERE b.eventId = ?1', event.id)).toEqual([
    { name: 'Ceri Clerk' },
  ])
  expect((await actingIn(office.cookie))?.name).toBe('Bronwen Bursar-Jones')
  const third = await elsewhere(office.accountId)
  const page = await (await request('/account/who', { cookie: third })).text()
  for (const name of ['Ceri Clerk', 'Bronwen Bursar-Jones', 'Somebody else']) expect(page).toContain(name)
  const stranger = await anAccount()
  expect((await request('/account/who', { cookie: third, form: { person: stranger.personId } })).status).toBe(422)
  expect((await actingIn(third))?.personId).toBeUndefined()
})

it('whoever types a name that was used before is that person, and one person is made of it', async () => {
  const office = await anOffice()
  await say(office.cookie, 'yes', 'Ceri Clerk')
  for (const name of ['ceri clerk', 'Ceri  Clerk']) {
    const other = await elsewhere(office.accountId)
    await request('/account/who', { cookie: other, form: { name } })
    expect((await actingIn(other))?.name).toBe('Ceri Clerk')
  }
  expect(await rows('SELECT id FROM Person WHERE email = ?1 AND name LIKE ?2', office.email, '%clerk%')).toHaveLength(1)
})

it('who acts is kept when the token of the browser is replaced', async () => {
  const office = await anOffice()
  await say(office.cookie, 'yes', 'Ceri Clerk')
  const [row] = await rows<{ id: string }>('SELECT id FROM SignIn WHERE accountId = ?1', office.accountId)
  await run(`UPDATE SignIn SET endsAt = '2099-01-01T00:00:00.000Z' WHERE id = ?1`, row?.id)
  const token = newToken()
  expect(await replaceToken(db, row?.id ?? '', await sha256(token), new Date())).toBe(true)
  expect((await actingIn(`muster=${token}`))?.name).toBe('Ceri Clerk')
})

it('a claim from a shared mailbox is made by whoever said that they use it, not under a name typed anew', async () => {
  const school = await aSchool()
  const office = await anOffice()
  await say(office.cookie, 'yes', 'Ceri Clerk')
  expect(await (await request('/school/claims/new', { cookie: office.cookie })).text()).toContain('You ask as <strong>Ceri Clerk</strong>')
  await claim(office.cookie, school.id, 'Somebody Else', 'business_manager')
  expect(await rows('SELECT p.name FROM Claim c JOIN Person p ON p.id = c.personId WHERE c.accountId = ?1', office.accountId)).toEqual([
    { name: 'Ceri Clerk' },
  ])
  expect((await accountOf(office.accountId))?.personId).toBe(office.personId)
})

it('a personal address is asked nothing', async () => {
  const person = await anAccount({ email: 'sian.pritchard@asked-nothing.example' })
  expect((await request('/school/claims/new', { cookie: person.cookie })).status).toBe(200)
  expect((await request('/account/who', { cookie: person.cookie })).headers.get('location')).toBe('/account')
})

it('a colleague who says that a shared mailbox is theirs alone, under the name of somebody who has an address of their own, gets nothing of that record', async () => {
  const office = await anOffice()
  await say(office.cookie, 'yes', 'Anna Abbott')
  const [anna] = await rows<{ id: string }>('SELECT id FROM Person WHERE email = ?1 AND name = ?2', office.email, 'Anna Abbott')
  // As after a merge that kept the record under her own address.
  await run('UPDATE Person SET email = ?2 WHERE id = ?1', anna?.id, `anna-${crypto.randomUUID().slice(0, 8)}@example.sch.uk`)
  for (const chosenFirst of [false, true]) {
    const ben = await elsewhere(office.accountId)
    if (chosenFirst) expect((await request('/account/who', { cookie: ben, form: { person: anna?.id ?? '' } })).status).toBe(303)
    expect((await say(ben, 'no', 'Anna Abbott')).status).toBe(303)
    const account = await accountOf(office.accountId)
    expect(account?.shared).toBe(0)
    expect(account?.personId).not.toBe(anna?.id)
    expect((await actingIn(ben))?.name).toBe('Anna Abbott')
    await say(office.cookie, 'yes', 'Anna Abbott')
  }
})

it('whoever says who they are while their record is erased is told so, and nothing is written', async () => {
  const { accountId, personId, email, actor, cookie } = await anAccount({ email: 'gwen.erased@office.example' })
  const act = { ...anAct({ actor }), actor: { ...actor, accountId, email } }
  const signInId = await sha256(cookie.split('=')[1] ?? '')
  await run(`UPDATE Person SET name = NULL, email = NULL, erasedAt = '2026-03-02T10:00:00.000Z' WHERE id = ?1`, personId)
  const before = await rows('SELECT id FROM Person UNION SELECT id FROM Log')
  const name = actor.name ?? ''
  expect(await nameAccount(act, { name: 'Gwen Rees', who: 'same' })).toEqual({ ok: false, reason: 'erased' })
  expect(await sayWhoActs(act, { signInId, personId: undefined, name })).toEqual({ ok: false, reason: 'no_such_person' })
  expect(await sayWhetherShared(act, { signInId, shared: true, name })).toEqual({ ok: false, reason: 'no_such_person' })
  // The account itself went with it.
  await run(
    `UPDATE Account SET email = 'erased-' || id || '@erased.invalid', erasedAt = '2026-03-02T10:00:00.000Z' WHERE id = ?1`,
    accountId,
  )
  expect(await nameAccount(act, { name: 'Gwen Rees', who: 'other' })).toEqual({ ok: false, reason: 'erased' })
  expect(await sayWhetherShared(act, { signInId, shared: true, name: 'Somebody New' })).toEqual({ ok: false, reason: 'no_such_person' })
  expect(await rows('SELECT id FROM Person UNION SELECT id FROM Log')).toEqual(before)
})
