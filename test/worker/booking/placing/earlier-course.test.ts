// An event that needs an earlier course, or is meant for others: what each way to a place says of
// somebody whom it is not for. Where a school may not see a record, it is as if there were none.

import { expect, it } from 'vitest'
import { selectDoorPeople } from '#attendance/door/people-store.ts'
import { readNow } from '#base/db/read.ts'
import { nameDelegates } from '#booking/delegates/name-delegates.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { anAccount, anAct, anEvent, aSchool, before, db, htmlOf, request, rows, run } from '#test/support/factories.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { pressed } from '#test/support/pressed.ts'
import { add } from '#test/support/rows.ts'
import { aDelegate } from '#test/support/school-facts.ts'

const foundation = { topicId: 'designated-lead', title: 'DSL foundation' }
const on = (day: string) => ({ startsAt: `${day}T08:30:00.000Z`, endsAt: `${day}T15:00:00.000Z` })

/** A refresher on 12 June 2099 that needs the foundation course. */
const aRefresher = async ({ courseRule = 'only' } = {}) => {
  const event = await anEvent({ ...on('2099-06-12'), title: 'DSL refresher', placesPerSchool: 10 })
  await add('EventAudience', { eventId: event.id, dimension: 'course', value: foundation.topicId })
  await run('UPDATE Event SET courseRule = ?2 WHERE id = ?1', event.id, courseRule)
  return event
}

const ann = { name: 'Ann Lee', email: 'ann@example.sch.uk', roleId: 'dsl', represents: [] }

const aPerson = async (name: string) => {
  const email = `${crypto.randomUUID().slice(0, 8)}@example.sch.uk`
  return { personId: await add('Person', { name, email }), delegate: { ...ann, name, email } }
}

const cameBefore = (personId: string, school: { id: string }) =>
  add('EarlierAttendance', {
    ...{ batchId: 'b1', schoolId: school.id, topicId: foundation.topicId, title: 'DSL foundation', heldOn: '2025-03-04' },
    ...{ purpose: 'training', markType: 'attended', personId, source: 'Certificates of the school' },
  })

const wasMarked = async (event: Awaited<ReturnType<typeof anEvent>>, school: { id: string }, personId: string, markType: string) => {
  const [eventId, sessionId, schoolId] = [event.id, event.sessions[0]?.id ?? '', school.id]
  const placeId = await add('Place', { eventId, schoolId, personId, bookingId: await add('Booking', { eventId, schoolId }) })
  await add('PlaceSession', { placeId, sessionId })
  await add('Mark', { sessionId, placeId, markType, source: 'paper' })
}

const aContact = async () => {
  const school = await aSchool({ name: 'Hill School' })
  return { school, ...(await anAccount({ schoolIds: [school.id] })) }
}

type Contact = Awaited<ReturnType<typeof aContact>>

const books = async (event: { code: string }, { school, actor }: Contact, delegate: typeof ann & { reason?: string }) => {
  const ask = { code: event.code, schoolId: school.id, formId: crypto.randomUUID(), delegates: [delegate] }
  const done = await placeBooking(anAct({ actor }), ask)
  return done.ok ? done.value.reference : done.reason
}

const placesAt = (event: { id: string }) =>
  rows(
    `SELECT p.name, pl.state, pl.reason FROM Place pl LEFT JOIN Person p ON p.id = pl.personId WHERE pl.eventId = ?1 ORDER BY pl.rowid`,
    event.id,
  )

it('a school books who attended the earlier course for it, has it stated, or has a place at an earlier date of it', async () => {
  const event = await aRefresher()
  const contact = await aContact()
  const { school } = contact
  const [attended, stated] = [await aPerson('A Came'), await aPerson('B Said')]
  const [booked, nobody] = [await aPerson('C Booked'), await aPerson('D None')]
  const past = await anEvent({ ...foundation, ...on('2024-06-12') })
  await wasMarked(past, school, attended.personId, 'attended')
  await cameBefore(stated.personId, school)
  const ahead = await anEvent({ ...foundation, ...on('2099-05-12') })
  await books(ahead, contact, booked.delegate)
  expect(await books(event, contact, nobody.delegate)).toBe('course_missing')
  for (const { delegate } of [attended, stated, booked]) await books(event, contact, delegate)
  expect(await placesAt(event)).toEqual([
    { name: 'A Came', state: 'confirmed', reason: '' },
    { name: 'B Said', state: 'confirmed', reason: '' },
    { name: 'C Booked', state: 'confirmed', reason: '' },
  ])
})

it('a place at a later date of the earlier course, or an absence from it, is not enough', async () => {
  const event = await aRefresher()
  const contact = await aContact()
  const { school } = contact
  const [later, absent] = [await aPerson('Lou Later'), await aPerson('Bo Absent')]
  await books(await anEvent({ ...foundation, ...on('2099-07-12') }), contact, later.delegate)
  const past = await anEvent({ ...foundation, ...on('2024-06-12') })
  await wasMarked(past, school, absent.personId, 'absent')
  for (const { delegate } of [later, absent]) expect(await books(event, contact, delegate)).toBe('course_missing')
  expect(await placesAt(event)).toEqual([])
})

it('of a level only an event or a record of that level counts, in whichever case it is written', async () => {
  const event = await aRefresher()
  await run("UPDATE EventAudience SET level = 'Foundation' WHERE eventId = ?1", event.id)
  const contact = await aContact()
  const { personId, delegate } = await aPerson('Ann Lee')
  await cameBefore(personId, contact.school)
  expect(await books(event, contact, delegate)).toBe('course_missing')
  await run("UPDATE EarlierAttendance SET level = 'foundation' WHERE personId = ?1", personId)
  expect(await books(event, contact, delegate)).toMatch(/^[A-Z0-9]+/)
})

it('what somebody attended for another school counts once they have agreed that the school sees it', async () => {
  const event = await aRefresher()
  const contact = await aContact()
  const { personId, delegate } = await aPerson('Ann Lee')
  await cameBefore(personId, await aSchool())
  expect(await books(event, contact, delegate)).toBe('course_missing')
  await add('RoleAtSchool', { personId, schoolId: contact.school.id, roleId: 'dsl', source: 'person' })
  await books(event, contact, delegate)
  expect(await placesAt(event)).toEqual([{ name: 'Ann Lee', state: 'confirmed', reason: '' }])
})

const formOf = (schoolId: string, more: Record<string, string> = {}) => ({
  ...{ school: schoolId, formId: crypto.randomUUID(), rows: '1', 'name-1': ann.name, 'email-1': ann.email, 'role-1': 'dsl' },
  ...more,
})

it('the page keeps what was typed, and names the earlier course and its next date that can be booked and does not clash', async () => {
  const event = await aRefresher()
  const next = await anEvent({ ...foundation, ...on('2099-02-03') })
  await anEvent({ ...foundation, ...on('2099-01-03'), bookingClosesAt: '2020-01-03T08:30:00.000Z' })
  const { school, cookie } = await aContact()
  const personId = await add('Person', { name: ann.name, email: ann.email })
  await aDelegate(await anEvent({ ...on('2099-02-01'), title: 'Elsewhere' }), (await aSchool()).id, { personId })
  await anEvent({ ...foundation, ...on('2099-02-01') })
  const answer = await request(`/events/${event.code}/bookings`, { cookie, form: formOf(school.id) })
  expect(answer.status).toBe(409)
  const html = await answer.text()
  expect(plain(html)).toContain(
    'This event needs an earlier course: Designated safeguarding lead training. Our record, as far as the school may see it, does not show it for Ann Lee. ' +
      `The next date is 3 February 2099: ${next.title}. Somebody who attended for another school can show it by confirming their role on their own page.`,
  )
  expect(html).toContain('value="Ann Lee"')
  expect(await placesAt(event)).toEqual([])
  await run("UPDATE EventAudience SET value = 'online-safety' WHERE eventId = ?1", event.id)
  expect(await textOf(request(`/events/${event.code}/bookings`, { cookie, form: formOf(school.id) }))).toContain(
    'No date of it that they can come to can be booked at the moment.',
  )
})

it('an event meant for people with the course asks others why they come, and the organiser reads it in the list and the file', async () => {
  const event = await aRefresher({ courseRule: 'reason' })
  const { school, cookie } = await aContact()
  const refused = await htmlOf(request(`/events/${event.code}/bookings`, { cookie, form: formOf(school.id) }), 409)
  expect(plain(refused)).toContain(
    'This event is meant for people who attended Designated safeguarding lead training. Say why this person comes',
  )
  const again = pressed(refused, 'Check again')
  const fields = again.fields.map(([name, value]): [string, string] => [name, name === 'reason-1' ? 'She covers for our DSL' : value])
  expect(fields.filter(([name]) => name === 'reason-1')).toEqual([['reason-1', 'She covers for our DSL']])
  const check = await htmlOf(request(again.to, { cookie, form: fields }), 200)
  const book = pressed(check, 'Book this place')
  expect((await request(book.to, { cookie, form: book.fields })).status).toBe(303)
  expect(await placesAt(event)).toEqual([{ name: 'Ann Lee', state: 'confirmed', reason: 'She covers for our DSL' }])
  const organiser = await anAccount({ roles: ['organiser'] })
  const list = await textOf(request(`/organiser/bookings?event=${event.code}`, { cookie: organiser.cookie }))
  expect(list).toContain('Needs Designated safeguarding lead training first Comes because: She covers for our DSL')
  const file = await (await request(`/organiser/bookings/places.csv?event=${event.code}`, { cookie: organiser.cookie })).text()
  expect(file).toContain('Needs Designated safeguarding lead training first')
  expect(file).toContain('She covers for our DSL')
})

it('an event meant for some roles and kinds of school lets others book with a reason', async () => {
  const event = await anEvent({ ...on('2099-06-12'), placesPerSchool: 10 })
  await run("UPDATE Event SET kindRule = 'reason', roleRule = 'reason' WHERE id = ?1", event.id)
  await add('EventAudience', { eventId: event.id, value: 'head' })
  const contact = await aContact()
  expect(await books(event, contact, { ...ann, roleId: 'head' })).toMatch(/^[A-Z0-9]+/)
  const bo = { ...ann, name: 'Bo Price', email: 'bo@example.sch.uk' }
  expect(await books(event, contact, bo)).toBe('reason_missing')
  await add('EventAudience', { eventId: event.id, dimension: 'kind', value: 'nursery' })
  expect(await books(event, contact, { ...bo, roleId: 'head' })).toBe('reason_missing')
  await books(event, contact, { ...bo, reason: 'Our head asked for it' })
  expect(await placesAt(event)).toEqual([
    { name: 'Ann Lee', state: 'confirmed', reason: '' },
    { name: 'Bo Price', state: 'confirmed', reason: 'Our head asked for it' },
  ])
})

it('other roles can be refused where other kinds of school give a reason, and the other way round', async () => {
  const event = await anEvent({ ...on('2099-06-12'), placesPerSchool: 10 })
  await add('EventAudience', { eventId: event.id, value: 'head' })
  await add('EventAudience', { eventId: event.id, dimension: 'kind', value: 'nursery' })
  const contact = await aContact()
  const rules = (kind: string, role: string) => run('UPDATE Event SET kindRule = ?2, roleRule = ?3 WHERE id = ?1', event.id, kind, role)
  await rules('only', 'reason')
  expect(await books(event, contact, { ...ann, reason: 'Our head asked' })).toBe('kind_not_invited')
  await rules('reason', 'only')
  expect(await books(event, contact, { ...ann, reason: 'Our head asked' })).toBe('role_not_invited')
  await books(event, contact, { ...ann, roleId: 'head', reason: 'Our head asked' })
  expect(await placesAt(event)).toEqual([{ name: 'Ann Lee', state: 'confirmed', reason: 'Our head asked' }])
})

it('whoever is named later, or comes instead, is judged the same; the reason of whoever came before goes with them', async () => {
  const event = await aRefresher({ courseRule: 'reason' })
  const contact = await aContact()
  const reference = await books(event, contact, { ...ann, reason: 'Covers for our DSL' })
  const [place] = await rows<{ id: string; personId: string }>('SELECT id, personId FROM Place WHERE eventId = ?1', event.id)
  const bo = await aPerson('Bo Price')
  const send = async (delegate: typeof ann & { reason?: string }) => {
    const naming = { placeId: place?.id ?? '', was: place?.personId ?? null, delegate }
    const done = await nameDelegates(anAct({ actor: contact.actor }), reference, [naming])
    return done.ok ? 'done' : done.reason
  }
  expect(await send(bo.delegate)).toBe('reason_missing')
  await run("UPDATE Event SET courseRule = 'only' WHERE id = ?1", event.id)
  expect(await send({ ...bo.delegate, reason: 'Ill' })).toBe('course_missing')
  const path = `/bookings/${reference}/places/${place?.id}/name`
  const form = { ...{ place: place?.id ?? '', was: place?.personId ?? '', rows: '1', action: 'swap' }, 'name-1': 'Bo Price' }
  const more = { 'email-1': bo.delegate.email, 'role-1': 'dsl' }
  expect(await htmlOf(request(path, { cookie: contact.cookie, form: { ...form, ...more } }), 409)).toContain(
    'does not show it for Bo Price',
  )
  expect(await placesAt(event)).toEqual([{ name: 'Ann Lee', state: 'confirmed', reason: 'Covers for our DSL' }])
  await cameBefore(bo.personId, contact.school)
  expect(await send(bo.delegate)).toBe('done')
  expect(await placesAt(event)).toEqual([{ name: 'Bo Price', state: 'confirmed', reason: '' }])
})

it('a school that waits is judged when it joins the list, and is offered its place as before', async () => {
  const event = await aRefresher()
  await run('UPDATE Event SET capacity = 1 WHERE id = ?1', event.id)
  const [contact, other] = [await aContact(), await aContact()]
  const [first, second, third] = [await aPerson('A First'), await aPerson('B Second'), await aPerson('C Third')]
  await cameBefore(first.personId, other.school)
  await cameBefore(second.personId, contact.school)
  await books(event, other, first.delegate)
  const waits = (delegate: typeof ann) =>
    placeBooking(anAct({ actor: contact.actor }), {
      ...{ code: event.code, schoolId: contact.school.id, formId: crypto.randomUUID(), delegates: [delegate], ifFull: 'wait' as const },
    })
  expect(await waits(third.delegate)).toMatchObject({ ok: false, reason: 'course_missing' })
  expect(await waits(second.delegate)).toMatchObject({ ok: true, value: { waiting: 1 } })
})

it('an organiser who books by telephone is told what the school would be told, no more', async () => {
  const event = await aRefresher()
  const school = await aSchool()
  const { personId, delegate } = await aPerson('Ann Lee')
  await cameBefore(personId, await aSchool())
  const organiser = await anAccount({ roles: ['organiser'] })
  const who = { who: 'new', contactName: 'Jo Price', contactEmail: 'jo.price@hill.example', askedHow: 'Telephone' }
  const form = formOf(school.id, { ...who, 'email-1': delegate.email })
  expect(await htmlOf(request(`/events/${event.code}/bookings`, { cookie: organiser.cookie, form }), 409)).toContain(
    'does not show it for Ann Lee',
  )
  await cameBefore(personId, school)
  expect((await request(`/events/${event.code}/bookings`, { cookie: organiser.cookie, form })).status).toBe(303)
})

it('a requirement that is added while somebody books refuses the booking', async () => {
  const event = await anEvent({ ...on('2099-06-12') })
  const contact = await aContact()
  const require = async () => {
    await add('EventAudience', { eventId: event.id, dimension: 'course', value: foundation.topicId })
    await run('UPDATE Event SET version = version + 1 WHERE id = ?1', event.id)
  }
  const ask = { code: event.code, schoolId: contact.school.id, formId: crypto.randomUUID(), delegates: [ann] }
  expect(await placeBooking(anAct({ actor: contact.actor, db: before(2, require) }), ask)).toMatchObject({
    ok: false,
    reason: 'course_missing',
  })
  expect(await placesAt(event)).toEqual([])
})

it('before a requirement is saved, a page names who has a place and lacks the course; they keep their places, with a note at the door', async () => {
  const event = await anEvent({ ...on('2099-06-12'), title: 'DSL refresher', placesPerSchool: 10 })
  const contact = await aContact()
  const [trained, other] = [await aPerson('Ann Trained'), await aPerson('Bo Untrained')]
  await cameBefore(trained.personId, await aSchool())
  for (const { delegate } of [trained, other]) await books(event, contact, delegate)
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const path = `/organiser/events/${event.code}/edit/booking`
  const form = pressed(await htmlOf(request(path, { cookie }), 200), 'Save')
  const fields = form.fields.map(([name, value]): [string, string] => [name, name === 'courseTopic' ? foundation.topicId : value])
  const page = await htmlOf(request(form.to, { cookie, form: fields }), 200)
  expect(plain(page)).toContain('Without the earlier course, with a place that they keep: Bo Untrained.')
  const save = pressed(page, 'Save')
  expect((await request(save.to, { cookie, form: save.fields })).status).toBe(303)
  expect(await rows('SELECT dimension, value FROM EventAudience WHERE eventId = ?1', event.id)).toEqual([
    { dimension: 'course', value: foundation.topicId },
  ])
  expect((await placesAt(event)).map(({ name, state }) => [name, state])).toEqual([
    ['Ann Trained', 'confirmed'],
    ['Bo Untrained', 'confirmed'],
  ])
  const atTheDoor = await readNow(db, selectDoorPeople(db, event.id))
  expect(atTheDoor.map(({ name, lacks }) => [name, lacks])).toEqual([
    ['Ann Trained', undefined],
    ['Bo Untrained', 'Designated safeguarding lead training'],
  ])
})
