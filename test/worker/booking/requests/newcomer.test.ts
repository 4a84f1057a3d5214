// The first booking of somebody who has asked to act for no school yet: one form says who they are and whom they bring.

import { expect, it } from 'vitest'
import { holds } from '#test/support/claims.ts'
import { anAccount, anEvent, aSchool, request, rows } from '#test/support/factories.ts'
import { aPricedEvent } from '#test/support/money.ts'
import { plain } from '#test/support/plain.ts'

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const formOf = (schoolId: string, more: Record<string, string> = {}) => ({
  begin: 'yes',
  school: schoolId,
  formId: crypto.randomUUID(),
  name: 'Siân Pritchard',
  roleId: 'business_manager',
  rows: '1',
  places: '',
  naming: 'now',
  wait: 'all',
  'name-1': 'Nia Okoro',
  'email-1': `nia-${crypto.randomUUID().slice(0, 8)}@example.sch.uk`,
  'role-1': 'dsl',
  action: 'check',
  ...more,
})
const claims = (accountId: string) => rows('SELECT schoolId, state, roleId FROM Claim WHERE accountId = ?1', accountId)

// “Somebody who acts for no school yet says school, role and whom they bring in one form; nothing of it is written before all of it is right.”
it('takes school, role and places in one form, and writes nothing while anything of it is wrong', async () => {
  const event = await anEvent({ ...inTime })
  const school = await aSchool({ name: 'First Timers Primary' })
  const person = await anAccount({ email: `first.timer@${school.urn}.example` })
  const path = `/events/${event.code}/book`
  const page = await (await request(path, { cookie: person.cookie })).text()
  for (const said of [
    'Book places for your school',
    `First Timers Primary, Leominster (URN ${school.urn})`,
    'My setting is not listed',
    'you are not confirmed yet',
    'answers within 3 working days',
  ])
    expect(page).toContain(said)
  const wrong = await request(path, { cookie: person.cookie, form: formOf('', { roleId: '', name: ' ', 'email-1': 'nobody' }) })
  const html = await wrong.text()
  expect(wrong.status).toBe(422)
  for (const field of ['school', 'name', 'roleId', 'email-1']) expect(html).toContain(`href="#${field}"`)
  expect(html).toContain('value="Nia Okoro"')
  expect((await request(path, { cookie: person.cookie, form: formOf('nonsense') })).status).toBe(422)
  expect(await claims(person.accountId)).toEqual([])
  const more = await (await request(path, { cookie: person.cookie, form: formOf(school.id, { action: 'add' }) })).text()
  expect(more).toContain('name="name-2"')
  expect(await claims(person.accountId)).toEqual([])
  const typed = formOf(school.id)
  const check = await request(path, { cookie: person.cookie, form: typed })
  expect([check.status, (await check.text()).includes('Check before you send')]).toEqual([200, true])
  expect(await claims(person.accountId)).toEqual([{ schoolId: school.id, state: 'requested', roleId: 'business_manager' }])
  // Pressed again, or gone back and pressed: one claim.
  expect(await (await request(path, { cookie: person.cookie, form: typed })).text()).toContain('Check before you send')
  expect(await claims(person.accountId)).toHaveLength(1)
  const sent = await request(`/events/${event.code}/request`, { cookie: person.cookie, form: typed })
  expect(sent.headers.get('location')).toMatch(/^\/requests\//)
  expect(await rows('SELECT state, places FROM BookingRequest WHERE accountId = ?1', person.accountId)).toEqual([
    { state: 'waiting', places: 1 },
  ])
})

// “The form says how many places a school can have at the event, and nobody asks for more.”
it('says how many a school can have, and goes no further with more than that', async () => {
  const school = await aSchool({ trustUid: 'N1', trustName: 'Newcomers Trust' })
  const most = async (facts: Parameters<typeof anEvent>[0], asked: number) => {
    const event = await anEvent({ ...inTime, ...facts })
    const person = await anAccount({ email: `${crypto.randomUUID()}@${school.urn}.example` })
    const path = `/events/${event.code}/book`
    const form = { places: String(asked), naming: 'later', 'name-1': '', 'email-1': '', 'role-1': '' }
    const page = await (await request(path, { cookie: person.cookie })).text()
    const more = await request(path, { cookie: person.cookie, form: formOf(school.id, form) })
    const refused = (await more.text()).match(/id="places-error"[\s\S]*?<\/p>/)?.[0] ?? ''
    const written = await claims(person.accountId)
    const right = await request(path, { cookie: person.cookie, form: formOf(school.id, { ...form, places: String(asked - 1) }) })
    return [
      /A school can have at most \d+ places?/.exec(page)?.[0],
      more.status,
      /at most \d+ places?/.exec(refused)?.[0],
      written.length,
      right.status,
    ]
  }
  expect(await most({ placesPerSchool: 2 }, 3)).toEqual(['A school can have at most 2 places', 422, 'at most 2 places', 0, 200])
  expect(await most({ placesPerSchool: null, capacity: 40 }, 41)).toEqual([
    'A school can have at most 40 places',
    422,
    'at most 40 places',
    0,
    200,
  ])
})

it('goes on to booking itself where the council holds the very address', async () => {
  const event = await anEvent({ ...inTime })
  const school = await aSchool()
  const person = await anAccount({ email: `held@${school.urn}.example` })
  await holds(school.id, person.email)
  const typed = formOf(school.id)
  const check = await (await request(`/events/${event.code}/book`, { cookie: person.cookie, form: typed })).text()
  expect(check).toContain('Book this place')
  const sent = await request(`/events/${event.code}/bookings`, { cookie: person.cookie, form: typed })
  expect(sent.headers.get('location')).toMatch(/^\/bookings\//)
})

it('asks an address that looks shared on the same form whether it is, and the claim is of whoever says their name', async () => {
  const event = await anEvent({ ...inTime })
  const school = await aSchool()
  const person = await anAccount({ email: `office@${school.urn}.example`, name: 'Office' })
  const path = `/events/${event.code}/book`
  expect(await (await request(path, { cookie: person.cookie })).text()).toContain('Do several people read this mailbox?')
  const without = await request(path, { cookie: person.cookie, form: formOf(school.id) })
  expect([without.status, await claims(person.accountId)]).toEqual([422, []])
  const check = await request(path, { cookie: person.cookie, form: formOf(school.id, { shared: 'yes', name: 'Ffion Clerk' }) })
  expect(await check.text()).toContain('Check before you send')
  expect(
    await rows(
      'SELECT a.shared, p.name FROM Claim c JOIN Account a ON a.id = c.accountId JOIN Person p ON p.id = c.personId WHERE c.schoolId = ?1',
      school.id,
    ),
  ).toEqual([{ shared: 1, name: 'Ffion Clerk' }])
})

it('claims nothing for an event that is over or not meant for the school', async () => {
  const over = await anEvent({ startsAt: '2020-06-12T08:30:00.000Z', endsAt: '2020-06-12T15:00:00.000Z' })
  const school = await aSchool()
  const person = await anAccount()
  expect(await (await request(`/events/${over.code}/book`, { cookie: person.cookie })).text()).toContain('This event is over')
  expect((await request(`/events/${over.code}/book`, { cookie: person.cookie, form: formOf(school.id) })).status).toBe(409)
  expect(await claims(person.accountId)).toEqual([])
})

// “Whoever signs in from the page of an event comes back to it.”
it('leads whoever signs in from the page of an event back to it', async () => {
  const event = await anEvent({ ...inTime })
  const page = await (await request(`/events/${event.code}`)).text()
  expect(page).toContain(`href="/sign-in?next=${encodeURIComponent(`/events/${event.code}`)}"`)
  expect(await (await request('/place/secret')).text()).not.toContain('next=')
})

// “A request says the likely price, with the free places of a school, and what it costs at the most.”
it('says what two places are likely to cost with the free place of a school, and agrees to no more than without it', async () => {
  const event = await aPricedEvent({ event: { ...inTime }, list: { defaultPence: 6_500, basisPoints: 0, freePlaces: 1 } })
  const school = await aSchool()
  const person = await anAccount({ email: `asks@${school.urn}.example` })
  const form = formOf(school.id, { places: '2', naming: 'later', 'name-1': '', 'email-1': '', 'role-1': '' })
  const check = await (await request(`/events/${event.code}/book`, { cookie: person.cookie, form })).text()
  const page = plain(check)
  expect(page).toContain('Likely to pay £65.00')
  expect(page).toContain('It is £130.00 if')
  expect(page).toContain('to pay that price then, at most £130.00.')
  expect(check).toContain('name="seen" value="13000"')
  // The column of a table of people promises no more than the sum below it.
  const people = { 'name-2': 'Cai Rees', 'email-2': `cai-${school.urn}@example.sch.uk`, 'role-2': 'dsl' }
  const named = { cookie: person.cookie, form: formOf(school.id, { rows: '2', ...people }) }
  expect(plain(await (await request(`/events/${event.code}/book`, named)).text())).toContain('Likely price')
})
