// A booking that is refused: a short page that keeps what was typed, made of what the refusal was
// decided on.

import { beforeEach, expect, it, vi } from 'vitest'
import { databaseWith } from '#test/support/database-with.ts'
import { anAccount, anEvent, aSchool, counting, request, rows, run } from '#test/support/factories.ts'
import { pressed } from '#test/support/pressed.ts'
import { add } from '#test/support/rows.ts'

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
/** In bytes, all of the page: its head, its way out and what was typed of two people. */
const short = 12_000

const aContact = async (facts: Parameters<typeof aSchool>[0] = {}) => {
  const school = await aSchool(facts)
  return { school, ...(await anAccount({ schoolIds: [school.id] })) }
}

const two = {
  ...{ rows: '2', places: '3' },
  ...{ 'name-1': 'Ann “O” Lee', 'email-1': 'ann@example.sch.uk', 'role-1': 'dsl' },
  ...{ 'name-2': 'Bo <Price>', 'email-2': 'bo@example.sch.uk', 'role-2': 'head' },
}
const one = { rows: '1', 'name-1': 'Ann Lee', 'email-1': 'ann@example.sch.uk', 'role-1': 'dsl' }
type Form = Record<string, string>
const formOf = (schoolId: string, extra: Form = two): Form => ({ school: schoolId, formId: crypto.randomUUID(), ...extra })

const counts = () =>
  rows(
    `SELECT (SELECT COUNT(*) FROM Booking) AS bookings, (SELECT COUNT(*) FROM Place) AS places, (SELECT COUNT(*) FROM Person) AS people,
       (SELECT COUNT(*) FROM Message) AS messages, (SELECT COUNT(*) FROM Log) AS lines, (SELECT COUNT(*) FROM RefusalCount) AS refusals`,
  )

/**
 * The last batch of the form, the write, comes just after this; nothing else happens before it
 * unless a test says so.
 */
let meanwhile: (() => Promise<unknown>) | undefined
const counted = counting()
const counter: SqlDatabase = databaseWith(counted.db, {
  batch: async (statements: SqlStatement[]) => {
    // Who asks and what is decided on are the first batch.
    batches += 1
    if (batches === 2) await meanwhile?.()
    return counted.db.batch(statements)
  },
})
let batches = 0

// What an isolate keeps for seconds is kept as long as this takes, and its first request reads it.
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date() })
  await (await request('/events', { bindings: { DB: counter } })).text()
  return () => vi.useRealTimers()
})

const send = async (path: string, cookie: string, form: Form) => {
  const from = counted.trips()
  batches = 0
  const answer = await request(path, { cookie, form, bindings: { DB: counter } })
  const html = await answer.text()
  return { status: answer.status, html, trips: counted.trips() - from, bytes: new TextEncoder().encode(html).length }
}

/**
 * Sends a form that is refused: what was answered, in how many trips, and that nothing was written.
 */
const refuse = async (path: string, cookie: string, form: Form) => {
  const stored = await counts()
  const answer = await send(path, cookie, form)
  expect(await counts()).toEqual(stored)
  return answer
}

const aRival = async (event: { code: string }, places: number) => {
  const rival = await aContact()
  const { status } = await request(`/events/${event.code}/bookings`, {
    cookie: rival.cookie,
    form: formOf(rival.school.id, { rows: '1', places: String(places) }),
  })
  expect(status).toBe(303)
}

it('of a full event the page says so, keeps every person typed and has the button that joins the waiting list', async () => {
  const event = await anEvent({ ...inTime, capacity: 2, placesPerSchool: 4 })
  await aRival(event, 2)
  const { school, cookie } = await aContact()
  const form = formOf(school.id)
  const { status, html, trips, bytes } = await refuse(`/events/${event.code}/bookings`, cookie, form)
  expect([status, trips, bytes < short ? 'short' : bytes]).toEqual([409, 1, 'short'])
  expect(html).toContain('<a href="#wait">This event is full. You can join the waiting list.</a>')
  expect(html).toContain('Nothing has been booked')
  const join = pressed(html, 'Join the waiting list')
  expect(Object.fromEntries(join.fields)).toMatchObject({ ...form, wait: 'all' })
  expect((await request(join.to, { cookie, form: join.fields })).status).toBe(303)
  expect(
    await rows(
      `SELECT pl.state, pl.waitsFor, p.name FROM Place pl LEFT JOIN Person p ON p.id = pl.personId WHERE pl.schoolId = ?1 ORDER BY pl.rowid`,
      school.id,
    ),
  ).toEqual([
    { state: 'held', waitsFor: 'list', name: 'Ann “O” Lee' },
    { state: 'held', waitsFor: 'list', name: 'Bo <Price>' },
    { state: 'held', waitsFor: 'list', name: null },
  ])
})

it('of an event with fewer places than asked for, the page offers to take those that there are', async () => {
  const event = await anEvent({ ...inTime, capacity: 3, placesPerSchool: 4 })
  await aRival(event, 2)
  const { school, cookie } = await aContact()
  const { html, trips } = await refuse(`/events/${event.code}/bookings`, cookie, formOf(school.id))
  expect(trips).toBe(1)
  expect(html).toContain('There is 1 place left and you asked for 3. Nothing has been booked.')
  const fewer = pressed(html, 'Take as many as there are, and wait for the others')
  expect((await request(fewer.to, { cookie, form: fewer.fields })).status).toBe(303)
  expect(await rows('SELECT state, COUNT(*) AS n FROM Place WHERE schoolId = ?1 GROUP BY state', school.id)).toEqual([
    { state: 'confirmed', n: 1 },
    { state: 'held', n: 2 },
  ])
})

it('with fewer people the same page books what there is', async () => {
  const event = await anEvent({ ...inTime, capacity: 3, placesPerSchool: 4 })
  await aRival(event, 2)
  const { school, cookie } = await aContact()
  const { html } = await refuse(`/events/${event.code}/bookings`, cookie, formOf(school.id))
  const again = pressed(html, 'Check again')
  expect(again.to).toBe(`/events/${event.code}/book`)
  const fields: Form = { ...Object.fromEntries(again.fields), places: '1', 'name-2': '', 'email-2': '', 'role-2': '' }
  const check = await (await request(again.to, { cookie, form: fields })).text()
  const book = pressed(check, 'Book this place')
  expect((await request(book.to, { cookie, form: book.fields })).status).toBe(303)
})

it('of an event that cannot be booked by now, the page says why and keeps what was typed, to be sent again', async () => {
  const reasons: [facts: Parameters<typeof anEvent>[0], says: string][] = [
    [{ bookingClosesAt: '2026-01-05T09:00:00.000Z' }, 'Booking closed on 5 January 2026 at 9am'],
    [{ bookingOpensAt: '2098-01-05T09:00:00.000Z' }, 'It opens on Sunday 5 January 2098, 9am'],
    [{ state: 'cancelled' }, 'has been cancelled'],
  ]
  for (const [facts, says] of reasons) {
    const event = await anEvent({ ...inTime, placesPerSchool: 4, ...facts })
    const { school, cookie } = await aContact()
    const form = formOf(school.id)
    const { status, html, trips, bytes } = await refuse(`/events/${event.code}/bookings`, cookie, form)
    expect([status, trips, bytes < short ? 'short' : bytes]).toEqual([409, 1, 'short'])
    expect(html).toContain(says)
    expect(Object.fromEntries(pressed(html, 'Try again').fields)).toMatchObject(form)
    expect(html).not.toContain('Join the waiting list')
  }
})

it('over the limit of a school the page leads to how many places are asked for', async () => {
  const event = await anEvent({ ...inTime, placesPerSchool: 2 })
  const { school, cookie } = await aContact()
  const form = formOf(school.id)
  const { status, html, trips, bytes } = await refuse(`/events/${event.code}/bookings`, cookie, form)
  expect([status, trips, bytes < short ? 'short' : bytes]).toEqual([409, 1, 'short'])
  expect(html).toContain(`<a href="#places">${school.name} has 0 of 2 places and you asked for 3 more. Nothing has been booked.</a>`)
  expect(html).toContain('id="places"')
  expect(Object.fromEntries(pressed(html, 'Check again').fields)).toMatchObject(form)
})

it('of a form that is wrong each error leads to its field, and the others keep what was typed', async () => {
  const event = await anEvent({ ...inTime, placesPerSchool: 4 })
  const { school, cookie } = await aContact()
  const form = formOf(school.id, { ...two, 'email-2': 'bo at example', 'role-1': '' })
  const { status, html, trips, bytes } = await refuse(`/events/${event.code}/bookings`, cookie, form)
  expect([status, trips, bytes < short ? 'short' : bytes]).toEqual([422, 2, 'short'])
  expect(html).toContain('<a href="#email-2">Enter the email address of person 2 in the form name@example.com</a>')
  expect(html).toContain('<a href="#role-1">Choose the role of person 1 at the school</a>')
  expect(html).toContain('id="email-2-error"')
  expect(Object.fromEntries(pressed(html, 'Check again').fields)).toMatchObject(form)
})

it('a person who has a place already is named, without being looked for again', async () => {
  const event = await anEvent({ ...inTime, placesPerSchool: 4 })
  const first = await aContact()
  await request(`/events/${event.code}/bookings`, { cookie: first.cookie, form: formOf(first.school.id, one) })
  const { school, cookie } = await aContact()
  const form = formOf(school.id, { ...two, 'name-2': 'ANN lee', 'email-2': 'ann@example.sch.uk' })
  const { html, trips } = await refuse(`/events/${event.code}/bookings`, cookie, form)
  expect(trips).toBe(1)
  expect(html).toContain('<a href="#name-2">ANN lee already has a place at this event')
})

it('what an organiser typed of the person who asked is kept', async () => {
  const event = await anEvent({ ...inTime, capacity: 2, placesPerSchool: 4 })
  await aRival(event, 2)
  const school = await aSchool()
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const jo = {
    who: 'new',
    contactName: 'Jo Price',
    contactEmail: 'jo@example.sch.uk',
    contactTelephone: '01632 960100',
    askedHow: 'by email',
  }
  const form = formOf(school.id, { ...two, ...jo })
  const { html, trips } = await refuse(`/events/${event.code}/bookings`, cookie, form)
  expect(trips).toBe(2)
  const join = pressed(html, 'Join the waiting list')
  expect(Object.fromEntries(join.fields)).toMatchObject({ ...form, wait: 'all' })
  const wrong = await refuse(`/events/${event.code}/bookings`, cookie, formOf(school.id, { ...two, ...jo, contactEmail: 'jo at school' }))
  expect(wrong.html).toContain('<a href="#contactEmail">Enter the email address of the person who asked in the form name@example.com</a>')
  expect(Object.fromEntries(pressed(wrong.html, 'Check again').fields)).toMatchObject({ ...two, ...jo, contactEmail: 'jo at school' })
})

it('a race that is lost in the write adds the write alone, and the page says nothing that was true only before', async () => {
  const event = await anEvent({ ...inTime, capacity: 4, placesPerSchool: 4 })
  const { school, cookie } = await aContact({ name: 'Slow School' })
  // The words of messages are read by the first that writes some.
  const early = await anEvent(inTime)
  expect((await send(`/events/${early.code}/bookings`, cookie, formOf(school.id, one))).status).toBe(303)
  meanwhile = () => aRival(event, 2)
  const { status, html, trips } = await send(`/events/${event.code}/bookings`, cookie, formOf(school.id))
  meanwhile = undefined
  expect([status, trips]).toEqual([409, 2])
  expect(html).toContain('Somebody else was quicker: fewer than 3 places are left by now. Nothing has been booked.')
  expect(pressed(html, 'Join the waiting list').fields).toContainEqual(['name-2', 'Bo <Price>'])
  expect(await rows(`SELECT COUNT(*) AS n FROM Place p JOIN Event e ON e.id = p.eventId WHERE e.code = ?1`, event.code)).toEqual([{ n: 2 }])
  expect(await rows('SELECT id FROM Booking WHERE schoolId = ?1 AND eventId = ?2', school.id, event.id)).toEqual([])
})

it('the terms and the price that were accepted stay accepted when the school waits instead', async () => {
  const event = await anEvent({ ...inTime, capacity: 2, placesPerSchool: 4 })
  await aRival(event, 2)
  const termsId = crypto.randomUUID()
  await add('CancellationTerms', {
    id: termsId,
    termsKey: termsId,
    name: 'Standard',
    fullPence: 9500,
    absentPence: 9500,
    createdAt: '2026-03-01T09:00:00.000Z',
  })
  await run('UPDATE Event SET termsId = ?2 WHERE id = ?1', event.id, termsId)
  const { school, cookie } = await aContact()
  const { html } = await refuse(`/events/${event.code}/bookings`, cookie, formOf(school.id, { ...two, termsId, authority: 'yes' }))
  const join = pressed(html, 'Join the waiting list')
  expect((await request(join.to, { cookie, form: join.fields })).status).toBe(303)
  expect(await rows('SELECT termsId FROM Booking WHERE schoolId = ?1', school.id)).toEqual([{ termsId }])
})
