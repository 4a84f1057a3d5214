// What was typed into a form that was sent after its sign-in had ended: kept for an hour, for whoever typed it, and shown again.

import { beforeEach, expect, it } from 'vitest'
import { app } from '#app.tsx'
import { readNow } from '#base/db/read.ts'
import { newToken, sha256 } from '#base/id.ts'
import { mostKept } from '#people/sign-in/kept-form.ts'
import { sweepAccounts } from '#people/sign-in/sign-in-store.ts'
import { anAccount, anEvent, aSchool, bindings, db, htmlOf, request, rows, run } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aPlace } from '#test/worker/attendance/attendance/places.ts'
import { aBooking, inTime } from '#test/worker/booking/delegates/bookings.ts'

const origin = 'http://localhost:8787'

beforeEach(() => run('DELETE FROM SavedForm'))

type Account = Awaited<ReturnType<typeof anAccount>>

/** The browser of somebody whose sign-in has just ended. */
const endSignIn = (account: Account) =>
  run('UPDATE SignIn SET expiresAt = ?2 WHERE accountId = ?1', account.accountId, new Date(Date.now() - 1000).toISOString())

/** A new sign-in of the account, as its cookie. */
const signInAgain = async (account: Account): Promise<string> => {
  const token = newToken()
  await add('SignIn', {
    id: await sha256(token),
    accountId: account.accountId,
    createdAt: '2026-03-02T09:00:00.000Z',
    seenAt: '2026-03-02T09:00:00.000Z',
  })
  return `muster=${token}`
}

const keptCookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith('muster-kept='))
    ?.split(';')[0] ?? ''

/** Sends a form as a browser does from `page`. */
const send = (path: string, page: string, cookie: string, form: Record<string, string | string[]>) =>
  request(path, { cookie, form, headers: { referer: origin + page } })

const keptRows = () => rows<{ page: string; path: string; fields: string }>('SELECT page, path, fields FROM SavedForm')

it('What is typed into a form whose sign-in has ended is kept, and stands in the form again after signing in.', async () => {
  const account = await anAccount({ name: 'Bronwen' })
  await endSignIn(account)
  const name = `Siân "Shân" O'Neill & <b>Sons</b> &amp;`
  const turned = await send('/account/name', '/account', account.cookie, { name })
  expect([turned.status, turned.headers.get('location')]).toEqual([303, '/sign-in?next=%2Faccount&typed=kept'])
  expect(await (await request('/sign-in?next=%2Faccount&typed=kept')).text()).toContain('what you typed is kept until then')
  const kept = keptCookieOf(turned)
  expect(await keptRows()).toEqual([{ page: '/account', path: '/account/name', fields: JSON.stringify([['name', name]]) }])

  const cookie = `${await signInAgain(account)}; ${kept}`
  // Another page in between neither shows it nor loses it.
  expect(await (await request('/account/roles', { cookie })).text()).not.toContain('You were signed out')
  const html = await (await request('/account', { cookie })).text()
  expect(html).toContain('You were signed out. What you typed is still here.')
  expect(html).toContain(`value="Siân &quot;Shân&quot; O'Neill &amp; <b>Sons</b> &amp;amp;"`)
  expect(html).not.toContain('Files must be chosen again')
  // Nothing was saved meanwhile.
  expect(await rows('SELECT name FROM Person WHERE id = ?1', account.personId)).toEqual([{ name: 'Bronwen' }])
})

it('A page that is loaded again before its form is sent still has what was typed; once it is sent nothing is kept of it.', async () => {
  const account = await anAccount({ name: 'Bronwen' })
  const other = await anAccount()
  await endSignIn(account)
  const kept = keptCookieOf(await send('/account/name', '/account', account.cookie, { name: 'Siân' }))
  const cookie = `${await signInAgain(account)}; ${kept}`
  for (const _ of [1, 2, 3]) {
    const html = await (await request('/account', { cookie })).text()
    expect(html).toContain('You were signed out. What you typed is still here.')
    expect(html).toContain('value="Siân"')
  }
  // Neither another form of theirs nor somebody else's ends it.
  await send('/account/shared', '/account', cookie, { shared: 'no' })
  await send('/account/name', '/account', `${other.cookie}; ${kept}`, { name: 'Somebody Else' })
  expect(await keptRows()).toHaveLength(1)
  const sent = await send('/account/name', '/account', cookie, { name: 'Siân' })
  expect(sent.status).toBe(303)
  expect(sent.headers.getSetCookie().find((one) => one.startsWith('muster-kept=;'))).toMatch(/Max-Age=0/)
  expect(await keptRows()).toEqual([])
  expect(await rows('SELECT name FROM Person WHERE id = ?1', account.personId)).toEqual([{ name: 'Siân' }])
  expect(await (await request('/account', { cookie })).text()).not.toContain('You were signed out')
})

it('Only the account whose sign-in ended is shown what was typed, also on a shared computer.', async () => {
  const account = await anAccount()
  const other = await anAccount()
  await endSignIn(account)
  const kept = keptCookieOf(await send('/account/name', '/account', account.cookie, { name: 'Siân' }))
  const stranger = await request('/account', { cookie: `${other.cookie}; ${kept}` })
  expect(await stranger.text()).not.toContain('What you typed is still here')
  expect(await keptRows()).toHaveLength(1)
  // Its writer still finds it.
  expect(await htmlOf(request('/account', { cookie: `${await signInAgain(account)}; ${kept}` }))).toContain('What you typed is still here')
})

it('Nothing is kept when it is not known whose sign-in has ended, and the page of signing in says so.', async () => {
  for (const cookie of ['', `muster=${newToken()}`]) {
    const turned = await send('/account/name', '/account', cookie, { name: 'Siân' })
    expect([turned.headers.get('location'), keptCookieOf(turned)]).toEqual(['/sign-in?next=%2Faccount&typed=lost', ''])
  }
  expect(await keptRows()).toEqual([])
  expect(await (await request('/sign-in?next=%2Faccount&typed=lost')).text()).toContain('what you typed could not be kept')
})

it('A form sent from another site is refused as ever, and nothing of it is kept.', async () => {
  const account = await anAccount()
  await endSignIn(account)
  const forged = await request('/account/name', {
    cookie: account.cookie,
    form: { name: 'Siân' },
    headers: { origin: 'https://elsewhere.example' },
  })
  expect([forged.status, await keptRows()]).toEqual([403, []])
})

it('Codes for signing in and files are never kept; the page says that files must be chosen again.', async () => {
  const administrator = await anAccount({ roles: ['administrator'] })
  await endSignIn(administrator)
  await send('/account/email/code', '/account/email', administrator.cookie, { code: ' 123 456 ', other: 'kept' })
  expect((await keptRows()).map(({ fields }) => JSON.parse(fields))).toEqual([[['other', 'kept']]])

  const body = new FormData()
  body.set('file', new File(['Name,Email'], 'contacts.csv', { type: 'text/csv' }))
  const turned = await app.request(
    `${origin}/organiser/schools/contacts-import`,
    { method: 'POST', body, headers: { cookie: administrator.cookie, origin, referer: `${origin}/organiser/schools/contacts-import` } },
    bindings,
    { waitUntil: () => undefined, passThroughOnException: () => undefined, props: {} } as unknown as ExecutionContext,
  )
  expect((await keptRows()).map(({ fields }) => fields)).toEqual(['[]'])
  const page = await request('/organiser/schools/contacts-import', {
    cookie: `${await signInAgain(administrator)}; ${keptCookieOf(turned)}`,
  })
  const html = await page.text()
  expect(html).toContain('You were signed out before that was saved.')
  expect(html).toContain('Files must be chosen again.')
})

it('A form that is too long to keep is not kept, and one kept for the same sign-in before makes way for a later one.', async () => {
  const account = await anAccount()
  await endSignIn(account)
  await send('/account/name', '/account', account.cookie, { name: 'first' })
  const long = await send('/account/name', '/account', account.cookie, { name: 'x'.repeat(mostKept) })
  expect(long.headers.get('location')).toContain('typed=lost')
  const later = await send('/account/name', '/account', account.cookie, { name: 'later' })
  expect(later.headers.get('location')).toContain('typed=kept')
  expect((await keptRows()).map(({ fields }) => fields)).toEqual(['[["name","later"]]'])
})

it('What was kept is shown until its form is sent, for an hour at most, and then deleted.', async () => {
  const account = await anAccount()
  await endSignIn(account)
  const kept = keptCookieOf(await send('/account/name', '/account', account.cookie, { name: 'Siân' }))
  await readNow(db, sweepAccounts(db, new Date()))
  expect(await keptRows()).toHaveLength(1)
  await run('UPDATE SavedForm SET expiresAt = ?1', new Date(Date.now() - 1000).toISOString())
  expect(await (await request('/account', { cookie: `${await signInAgain(account)}; ${kept}` })).text()).not.toContain('still here')
  await readNow(db, sweepAccounts(db, new Date()))
  expect(await keptRows()).toEqual([])
})

it('A booking of more people than the first page has fields for stands in the form again, from any of its steps.', async () => {
  const school = await aSchool()
  const event = await anEvent({ placesPerSchool: 5 })
  const form = {
    ...{ school: school.id, formId: 'form-of-this-test', places: '3', rows: '3' },
    ...{ 'name-1': 'Ann Price', 'email-1': 'ann@example.sch.uk', 'name-2': 'Ben Pugh', 'name-3': 'Cai Rees', 'role-3': 'dsl' },
  }
  const book = `/events/${event.code}/book`
  for (const [path, page] of [
    [book, `${book}?school=${school.id}`],
    [book, book],
    [`/events/${event.code}/bookings`, book],
    // It was refused there once: no page can be asked for under that address.
    [`/events/${event.code}/bookings`, `/events/${event.code}/bookings`],
  ] as const) {
    const account = await anAccount({ schoolIds: [school.id] })
    await endSignIn(account)
    const turned = await send(path, page, account.cookie, form)
    const cookie = `${await signInAgain(account)}; ${keptCookieOf(turned)}`
    const first = await request(page, { cookie })
    const back = first.status === 303 ? await request(first.headers.get('location') ?? '', { cookie }) : first
    const html = await back.text()
    expect(html).toContain('You were signed out. What you typed is still here.')
    expect(html).not.toContain('no field for the following')
    const values = [...html.matchAll(/id="(name|email)-\d"[^>]*?value="([^"]*)"/g)].map(([, , value]) => value)
    expect(values).toEqual(['Ann Price', 'ann@example.sch.uk', 'Ben Pugh', '', 'Cai Rees', ''])
    expect(html).toMatch(/<option value="dsl" selected/)
  }
  expect(await rows('SELECT id FROM Booking WHERE eventId = ?1', event.id)).toEqual([])
})

const backOf = async (account: Account, path: string, page: string, form: Record<string, string | string[]>): Promise<string> => {
  await endSignIn(account)
  const kept = keptCookieOf(await send(path, page, account.cookie, form))
  const html = await (await request(page, { cookie: `${await signInAgain(account)}; ${kept}` })).text()
  expect(html).toContain('What you typed is still here.')
  expect(html).not.toContain('no field for the following')
  return html
}

it('Every form that grows has the rows again that it had.', async () => {
  const organiser = await anAccount({ roles: ['organiser', 'finance'] })
  const sessions = { 'session-1-title': 'Morning', 'session-2-title': 'Noon', 'session-3-title': 'Evening', 'session-3-date': '2099-03-02' }
  const made = await backOf(organiser, '/organiser/events/new', '/organiser/events/new', { title: 'Three parts', ...sessions })
  const event = await anEvent({ ...inTime, placesPerSchool: 5 })
  const edit = `/organiser/events/${event.code}/edit`
  const edited = await backOf(await anAccount({ roles: ['organiser'] }), edit, edit, { title: 'Three parts', version: '1', ...sessions })
  for (const html of [made, edited]) for (const title of ['Morning', 'Noon', 'Evening']) expect(html).toContain(`value="${title}"`)

  const [a, b] = [await aSchool(), await aSchool()]
  const held = `/organiser/events/${event.code}/held-back`
  const heldBack = { places: '3', forWhom: 'schools', rows: '2', 'school-1': a.id, 'school-2': b.id }
  const page = await backOf(await anAccount({ roles: ['organiser'] }), held, held, heldBack)
  for (const { id } of [a, b]) expect(page).toMatch(new RegExp(`<option value="${id}" selected`))

  const columns = '/organiser/finance/file-columns?file=journal'
  const file = await backOf(await anAccount({ roles: ['finance'] }), '/organiser/finance/file-columns', columns, {
    text: 'Column 1 = {net}\r\nColumn 30 =',
  })
  expect(file).toMatch(/>Column 1 = \{net\}\r?\nColumn 30 =<\/textarea>/)

  const booking = await aBooking(['Ann Lee'], 2)
  const names = `/bookings/${booking.reference}/names`
  const place = booking.places.slice(1).map(({ id }) => id)
  const typed = { place, rows: '2', was: '', 'name-1': 'Bo Price', 'represents-1-1': a.id, 'represents-1-2': b.id, 'name-2': 'Cai Rees' }
  const naming = await backOf(booking.contact, names, names, typed)
  expect([...naming.matchAll(/id="name-\d"[^>]*?value="([^"]*)"/g)].map(([, value]) => value)).toEqual(['Bo Price', 'Cai Rees'])
  for (const { id } of [a, b]) expect(naming).toMatch(new RegExp(`<option value="${id}" selected`))

  const newcomer = await anAccount()
  const book = `/events/${event.code}/book`
  const first = { begin: 'yes', school: a.id, roleId: 'dsl', rows: '3', places: '3', formId: crypto.randomUUID() }
  const people = { 'name-1': 'Ann Price', 'name-2': 'Ben Pugh', 'name-3': 'Cai Rees' }
  const asked = await backOf(newcomer, book, book, { ...first, ...people })
  for (const name of Object.values(people)) expect(asked).toContain(`value="${name}"`)
})

it('Job titles that are no roles we know have the roles again that were chosen for them, and those of each person.', async () => {
  const school = await aSchool()
  const event = await anEvent({ ...inTime, placesPerSchool: 5 })
  const book = `/events/${event.code}/book`
  const html = await backOf(await anAccount({ schoolIds: [school.id] }), book, book, {
    ...{ school: school.id, formId: crypto.randomUUID(), rows: '2', places: '2' },
    ...{ 'name-1': 'Ann Lee', 'email-1': 'ann@example.sch.uk', 'role-1': 'head', 'unknown-1': 'Lunchtime supervisor' },
    ...{ 'name-2': 'Bo Price', 'email-2': 'bo@example.sch.uk', 'role-2': 'other', 'unknown-2': 'Caretaker' },
    ...{ 'titled-1': 'Lunchtime supervisor', 'title-1': '', 'titled-2': 'Caretaker', 'title-2': 'pastoral' },
  })
  const chosen = (name: string) =>
    new RegExp(`<select[^>]*name="${name}".*?</select>`, 's').exec(html)?.[0].match(/value="([^"]*)" selected/)?.[1]
  expect(['role-1', 'role-2', 'title-1', 'title-2'].map(chosen)).toEqual(['head', 'other', '', 'pastoral'])
  expect([...html.matchAll(/name="titled-\d" value="([^"]*)"/g)].map(([, title]) => title)).toEqual(['Lunchtime supervisor', 'Caretaker'])
})

it('What the page has no field for is listed, so that it can be copied.', async () => {
  const account = await anAccount()
  await endSignIn(account)
  const kept = keptCookieOf(
    await send('/account/name', '/account/no-such-page', account.cookie, { name: 'Siân', jobTitle: 'Head & <i>Chair</i>' }),
  )
  const page = await request('/account/no-such-page', { cookie: `${await signInAgain(account)}; ${kept}` })
  const html = await page.text()
  expect(html).toContain('This page has no field for the following')
  expect(html).toContain('Job title')
  expect(html).toContain('Head &amp; &lt;i&gt;Chair&lt;/i&gt;')
})

it('A mark at the door that only pressed a button is said not to be saved, and the register is shown again.', async () => {
  const school = await aSchool()
  const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
  const { placeId } = await aPlace(event, school)
  const door = await anAccount({ doorEventIds: [event.id] })
  await endSignIn(door)
  const register = `/register/${event.sessions[0]?.id}`
  const turned = await send(`${register}/marks`, register, door.cookie, { person: placeId, mark: newToken(), markType: 'present' })
  expect(turned.headers.get('location')).toBe(`/sign-in?next=${encodeURIComponent(register)}&typed=kept`)
  const html = await (await request(register, { cookie: `${await signInAgain(door)}; ${keptCookieOf(turned)}` })).text()
  expect(html).toContain('You were signed out before that was saved.')
  expect(html).not.toContain('no field for the following')
  expect(await rows('SELECT id FROM Mark')).toEqual([])
})

it('A form sent from a shared mailbox before saying who acts comes back filled in as well.', async () => {
  const account = await anAccount({ name: 'Office' })
  await run('UPDATE Account SET shared = 1, personId = NULL WHERE id = ?1', account.accountId)
  const school = await aSchool()
  const event = await anEvent()
  const book = `/events/${event.code}/book?school=${school.id}`
  const turned = await send(`/events/${event.code}/book`, book, account.cookie, { school: school.id, 'name-1': 'Ann Price' })
  expect(turned.headers.get('location')).toBe(`/account/who?next=${encodeURIComponent(book)}`)
  expect((await keptRows()).map(({ page }) => page)).toEqual([book])
  expect(keptCookieOf(turned)).not.toBe('')
})

it('A price that is asked anew as one types leaves the form kept, until it is sent.', async () => {
  const school = await aSchool()
  const account = await anAccount({ schoolIds: [school.id] })
  const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
  await endSignIn(account)
  const book = `/events/${event.code}/book`
  const form = { school: school.id, rows: '1', 'name-1': 'Ann Price', action: 'edit' }
  const kept = keptCookieOf(await send(book, book, account.cookie, form))
  const cookie = `${await signInAgain(account)}; ${kept}`
  const priced = await request(book, { cookie, form, headers: { referer: origin + book, 'muster-while-typing': 'yes' } })
  expect([priced.status, (await keptRows()).length]).toEqual([200, 1])
  await send(book, book, cookie, form)
  expect(await keptRows()).toEqual([])
})
