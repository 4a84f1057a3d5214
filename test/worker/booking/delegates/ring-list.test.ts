// Whom to telephone when an event changes late.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { readRingList } from '#booking/delegates/ring-store.ts'
import { anAccount, anEvent, db, request, rows, run, tick, tripsOf } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { insert, insertLike } from '#test/support/rows.ts'
import { someNeeds } from '#test/support/school-facts.ts'
import { ahead, editForm } from '#test/worker/events/editing/edit-form.ts'
import { aBooking } from './bookings.ts'

const organiser = await anAccount({ roles: ['organiser'], name: 'Mair Hughes' })
const { cookie } = organiser
const ring = async (code: string) => (await readRingList(db, code))?.people.map(({ kind, name, reach }) => [kind, name, reach])
const change = async (code: string, typed: Record<string, string> = { venueName: 'Shire Hall' }) => {
  const done = await request(`/organiser/events/${code}/edit`, { cookie, form: await editForm(code, { ...typed, confirmed: 'yes' }) })
  return done
}
const deliveryStatus = (eventId: string, name: string, of: string | null, state = 'sent') =>
  run(
    `UPDATE Message SET state = ?4, deliveryStatus = ?3 WHERE eventId = ?1 AND kind = 'event_changed' AND personId IS (SELECT id FROM Person WHERE name = ?2
         AND id IN (SELECT personId FROM Place WHERE eventId = ?1))`,
    eventId,
    name,
    of,
    state,
  )

/** A changed event with two delegates and a place without a name. */
const aChangedEvent = async () => {
  const booked = await aBooking(['Ann Lee', 'Bo Price'], 1, ahead)
  await change(booked.event.code)
  return booked
}

// “The telephone list names delegates and contacts with their numbers, those first who may not
// have got the last message about a change.”
it('the telephone list names delegates and contacts with their numbers, those first who are not known to have got the last message', async () => {
  const { event, school, contact } = await aChangedEvent()
  await db.batch([
    db
      .prepare(
        `UPDATE Person SET telephone = '07700 900123' WHERE name = 'Bo Price' AND id IN (SELECT personId FROM Place WHERE eventId = ?1)`,
      )
      .bind(event.id),
    db.prepare('UPDATE SchoolIdentity SET supersededAt = ?2 WHERE schoolId = ?1').bind(school.id, tick().toISOString()),
    await insertLike('SchoolIdentity', { schoolId: school.id }, { id: newId(tick()), telephone: '01432 555000', supersededAt: null }),
    insert('SchoolContact', { schoolId: school.id, email: contact.email, telephone: '01432 555001', source: 'telephone' }),
  ])
  await deliveryStatus(event.id, 'Ann Lee', 'delivered')
  await deliveryStatus(event.id, 'Bo Price', 'bounced')
  expect(await ring(event.code)).toEqual([
    ['delegate', 'Ann Lee', 'accepted'],
    ['delegate', 'Bo Price', 'not_delivered'],
    ['contact', contact.name, 'sent'],
  ])
  const text = await textOf(request(`/organiser/events/${event.code}/ring-list`, { cookie }))
  const order = ['Bo Price Delegate', `${contact.name} Contact of booking`, 'Ann Lee Delegate'].map((words) => text.indexOf(words))
  expect(order.every((at) => at > 0)).toBe(true)
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  for (const number of ['07700 900123', '01432 555000', '01432 555001']) expect(text).toContain(number)
  const open = await textOf(request(`/organiser/events/${event.code}/ring-list?show=open`, { cookie }))
  expect([open.includes('Bo Price'), open.includes('Ann Lee')]).toEqual([true, false])
  for (const words of ['Everybody (3)', 'Not yet accepted (2)', '2 people']) expect(open).toContain(words)
})

// “That somebody was rung is noted in the log by who did it and when, once for one press, and
// stays.”
it('that somebody was rung is noted once for one press, and a later call beside it', async () => {
  const { event, places } = await aChangedEvent()
  const path = `/organiser/events/${event.code}/ring-list`
  const [, form] = (await (await request(path, { cookie })).text()).match(/name="form" value="([^"]+)"/) ?? []
  const who = `delegate:${places[0]?.id}`
  const press = (how: string, id = form ?? '') => request(`${path}/marks`, { cookie, form: { who, how, form: id } })
  const answers = await Promise.all([press('left_message'), press('left_message')])
  expect(answers.map(({ status }) => status)).toEqual([303, 303])
  await press('spoke', crypto.randomUUID())
  expect(
    await rows(
      `SELECT act, after ->> '$.how' AS how, accountId FROM Log WHERE subjectId = ?1 AND act = 'place.rung' ORDER BY id`,
      places[0]?.id,
    ),
  ).toEqual([
    { act: 'place.rung', how: 'left_message', accountId: organiser.accountId },
    { act: 'place.rung', how: 'spoke', accountId: organiser.accountId },
  ])
  expect(await textOf(request(path, { cookie }))).toMatch(/Left a message, .* Mair Hughes Spoke to them, .* Mair Hughes/)
  const other = await aBooking(['Cai Rees'])
  expect(
    (await request(`${path}/marks`, { cookie, form: { who: `delegate:${other.places[0]?.id}`, how: 'spoke', form: 'x' } })).status,
  ).toBe(404)
})

it('the telephone list shows 20 people on a page, and noting a call leads back to the same page', async () => {
  const { event } = await aBooking(
    [...'ABCDE'].flatMap((first) => [...'abcdef'].map((then) => `Ann ${first}${then}lee`)),
    0,
    { ...ahead, capacity: 40, placesPerSchool: 40 },
  )
  const path = `/organiser/events/${event.code}/ring-list`
  const first = await (await request(path, { cookie })).text()
  const [, after = ''] = first.match(/ring-list\?after=([0-9a-f-]+)/) ?? []
  const second = await (await request(`${path}?after=${after}`, { cookie })).text()
  const marks = (html: string) => html.match(/name="who"/g)?.length
  expect([marks(first), marks(second)]).toEqual([20, 11])
  expect(first).toContain('31 people<')
  // Nothing about a change has been sent, so it says of nobody that no message was for them.
  expect(first).not.toContain('No message was for them')
  const [, who = ''] = second.match(/name="who" value="([^"]+)"/) ?? []
  const noted = await request(`${path}/marks`, { cookie, form: { who, how: 'spoke', form: 'one', after } })
  expect(noted.headers.get('location')).toBe(`${path}?after=${after}`)
  expect(await textOf(request(path, { cookie }))).toContain('31 people, 1 spoken to')
})

it('a later change begins a new list, and nobody has been rung about it yet', async () => {
  const { event, places } = await aChangedEvent()
  const path = `/organiser/events/${event.code}/ring-list`
  await request(`${path}/marks`, { cookie, form: { who: `delegate:${places[0]?.id}`, how: 'spoke', form: 'one' } })
  await change(event.code, { venueName: 'Town Hall' })
  expect((await readRingList(db, event.code))?.people.every((one) => one.rung.length === 0)).toBe(true)
})

it('when an event is cancelled those who had a place are on the list; one who booked for herself alone is there once', async () => {
  const { event, contact } = await aBooking([], 1, ahead)
  await run(`UPDATE Place SET personId = ?2, namedAt = stateAt WHERE eventId = ?1`, event.id, contact.personId)
  const form = { version: '1', reason: 'Snow', confirmed: 'yes' }
  expect((await request(`/organiser/events/${event.code}/cancellation`, { cookie, form })).status).toBe(303)
  expect((await ring(event.code))?.map(([kind, name]) => [kind, name])).toEqual([['delegate', contact.name]])
})

// “The telephone list holds nothing of what anybody needs.” “Taking it out as a file is
// logged.”
it('the telephone list and its file hold nothing of what anybody needs, and taking the file out is logged', async () => {
  const { event, places } = await aChangedEvent()
  await someNeeds({ id: places[0]?.id ?? '' }, { dietary: '"No nuts at all"', access: '"A ramp"' })
  const path = `/organiser/events/${event.code}/ring-list`
  const csv = await (await request(`${path}/export`, { cookie, form: { format: 'csv' } })).text()
  const page = await (await request(path, { cookie })).text()
  expect(csv).toContain('Ann Lee')
  for (const text of [csv, page]) expect(text).not.toMatch(/No nuts|A ramp/)
  const xlsx = await request(`${path}/export`, { cookie, form: { format: 'xlsx', show: 'open' } })
  expect([xlsx.status, xlsx.headers.get('content-disposition')]).toEqual([200, `attachment; filename="telephone-list-${event.code}.xlsx"`])
  expect(await rows(`SELECT after FROM Log WHERE act = 'ring_list.exported' AND eventId = ?1 ORDER BY id`, event.id)).toEqual([
    { after: JSON.stringify({ format: 'csv', people: 3 }) },
    { after: JSON.stringify({ format: 'xlsx', people: 3 }) },
  ])
})

it('the telephone list is one round trip however many are on it, and says so when nobody is', async () => {
  const { event } = await aChangedEvent()
  const empty = await anEvent()
  for (const code of [event.code, empty.code]) {
    expect(await tripsOf((on) => readRingList(on, code))).toBe(1)
  }
  expect(await (await request(`/organiser/events/${empty.code}/ring-list`, { cookie })).text()).toContain('there is nobody to ring')
})

it('after a change within two days of the start, the organiser is led to the telephone list', async () => {
  // Tomorrow by day: whenever this runs, it begins within two days and ends on the day on which it
  // begins.
  const soon = new Date(Date.now() + 24 * 3_600_000)
  soon.setUTCHours(10, 0, 0, 0)
  const ends = new Date(soon.getTime() + 3_600_000)
  const { event } = await aBooking(['Ann Lee'], 0, { startsAt: soon.toISOString(), endsAt: ends.toISOString() })
  const done = await change(event.code)
  const page = await (await request(done.headers.get('location') ?? '', { cookie })).text()
  expect(page).toContain('The event begins soon after this went out.')
  expect(page).toContain(`/organiser/events/${event.code}/ring-list`)
  expect(done.headers.get('set-cookie')).toMatch(/telephone(%25|%)20list/)
})
