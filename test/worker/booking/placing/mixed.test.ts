// Events to which people come to a room or online, as each place says.

import { expect, it } from 'vitest'
import { attemptBooking, placeBooking } from '#booking/placing/place-booking.ts'
import { anAccount, anEvent, request, rows, run, tick } from '#test/support/factories.ts'
import { aPriceList } from '#test/support/money.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aGuest, asks, type Guest, offerNow, offersOf, without } from '../waiting/world.ts'

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const aMixed = (capacity: number, onlineCapacity: number, facts: Parameters<typeof anEvent>[0] = {}) =>
  anEvent({
    attendanceMode: 'mixed',
    joiningLink: 'https://meet.example.gov.uk/j/1',
    capacity,
    onlineCapacity,
    placesPerSchool: null,
    ...facts,
  })

type Way = 'in_person' | 'online'

const ask = (guest: Guest, code: string, ways: readonly Way[], ifFull: 'refuse' | 'wait' = 'refuse', acceptsFewer = false) =>
  placeBooking(guest.act(), {
    ...{ code, schoolId: guest.school.id, formId: crypto.randomUUID(), delegates: [], ifFull, acceptsFewer },
    unnamed: ways.length,
    unnamedOnline: ways.filter((way) => way === 'online').length,
  })

const count = async (eventId: string) =>
  rows(
    `SELECT attendance, state, waitsFor, COUNT(*) AS n FROM Place WHERE eventId = ?1 AND state <> 'cancelled' GROUP BY attendance, state, waitsFor
     ORDER BY attendance, state`,
    eventId,
  )

const rush = async () => {
  const event = await aMixed(5, 3)
  const guests = await Promise.all(Array.from({ length: 16 }, () => aGuest()))
  const answers = await Promise.all(guests.map((guest, n) => ask(guest, event.code, [n % 2 === 0 ? 'online' : 'in_person'])))
  return { places: await count(event.id), refused: answers.filter((answer) => !answer.ok && answer.reason === 'event_full').length }
}

// “A mixed event has places in the room and places online, and neither is taken for the other.”
it('Sixteen schools ask at once, half for the room and half online: exactly five come to the room and three online', async () => {
  expect(await rush()).toEqual({
    places: [
      { attendance: 'in_person', state: 'confirmed', waitsFor: null, n: 5 },
      { attendance: 'online', state: 'confirmed', waitsFor: null, n: 3 },
    ],
    refused: 8,
  })
})

it('control: without its trigger more come online than there are places', async () => {
  const { places } = await without(['Place_fits_on_insert'], rush)
  expect(places.some(({ attendance, n }) => attendance === 'online' && Number(n) > 3)).toBe(true)
})

// “The limits of a school and a trust hold for both together, and what is reserved is in the
// room.”
it('The limit of a school holds for the room and online together', async () => {
  const event = await aMixed(9, 9, { placesPerSchool: 2 })
  const guest = await aGuest()
  expect(await ask(guest, event.code, ['in_person', 'online'])).toMatchObject({ ok: true })
  expect(await ask(guest, event.code, ['online'])).toMatchObject({ ok: false, reason: 'school_limit_reached' })
})

// “The waiting list of a mixed event is of the room and of online: what comes free online is
// offered to those who wait for online.”
it('A place that comes free online is offered to the school that waits for online, past one that waits for the room', async () => {
  const event = await aMixed(1, 1)
  const [holder, room, online] = [await aGuest(), await aGuest(), await aGuest()]
  expect(await ask(holder, event.code, ['in_person', 'online'])).toMatchObject({ ok: true, value: { waiting: 0 } })
  expect(await ask(room, event.code, ['in_person'], 'wait')).toMatchObject({ ok: true, value: { waiting: 1 } })
  expect(await ask(online, event.code, ['online'], 'wait')).toMatchObject({ ok: true, value: { waiting: 1 } })
  expect(await offerNow()).toBe(false)
  const at = tick().toISOString()
  await run(
    `UPDATE Place SET state = 'cancelled', stateAt = ?2 WHERE eventId = ?1 AND attendance = 'online' AND state = 'confirmed'`,
    event.id,
    at,
  )
  expect(await offerNow()).toBe(true)
  expect(await offersOf(event.id)).toMatchObject([{ school: online.school.name, places: 1, state: 'open' }])
  expect(await offerNow()).toBe(false)
})

it('A school that takes what there is has its place online at once and waits for the room', async () => {
  const event = await aMixed(1, 5)
  await asks(await aGuest(), event.code, 1)
  expect(await ask(await aGuest(), event.code, ['in_person', 'online'], 'wait', true)).toMatchObject({ ok: true, value: { waiting: 1 } })
  expect(await ask(await aGuest(), event.code, ['in_person', 'online'], 'wait')).toMatchObject({ ok: true, value: { waiting: 2 } })
  expect(await count(event.id)).toEqual([
    { attendance: 'in_person', state: 'confirmed', waitsFor: null, n: 1 },
    { attendance: 'in_person', state: 'held', waitsFor: 'list', n: 2 },
    { attendance: 'online', state: 'confirmed', waitsFor: null, n: 1 },
    { attendance: 'online', state: 'held', waitsFor: 'list', n: 1 },
  ])
})

const typed = (guest: Guest, more: Record<string, string> = {}) => ({
  ...{ school: guest.school.id, formId: crypto.randomUUID(), rows: '2', places: '3', online: '1' },
  ...{ 'name-1': 'Ann Lee', 'email-1': 'ann@example.sch.uk', 'role-1': 'dsl' },
  ...{ 'name-2': 'Bo Chance', 'email-2': 'bo@example.sch.uk', 'role-2': 'dsl' },
  ...more,
})

// “Each place says whether its person comes to the room or online, and their calendar says where
// that is.”
it('The form asks of each person whether they come to the room or online, and keeps what was typed when somebody did not say', async () => {
  const event = await aMixed(9, 7, inTime)
  const guest = await aGuest()
  const form = typed(guest, { 'attendance-1': 'online' })
  const page = await (await request(`/events/${event.code}/book?school=${guest.school.id}`, { cookie: guest.cookie })).text()
  expect(plain(page)).toContain('9 of 9 places in the room and 7 of 7 online left')
  const missing = await request(`/events/${event.code}/book`, { cookie: guest.cookie, form: { ...form, action: 'check' } })
  const text = await missing.text()
  expect([missing.status, plain(text)]).toEqual([
    422,
    expect.stringMatching(/There is a problem Choose how Bo Chance comes: to the room, or online .* Safeguarding conference Book places/),
  ])
  expect(plain(text)).toContain('How many places?')
  expect(plain(text)).toContain(
    'Error: Choose how Bo Chance comes: to the room, or online In the room (9 places left) Online (7 places left)',
  )
  expect(text).toContain('href="#attendance-2"')
  expect(text).toContain('value="Bo Chance"')
  const check = await request(`/events/${event.code}/book`, {
    cookie: guest.cookie,
    form: { ...form, 'attendance-2': 'in_person', action: 'check' },
  })
  expect(await textOf(check)).toContain('One of them is online.')
  const booked = await request(`/events/${event.code}/bookings`, { cookie: guest.cookie, form: { ...form, 'attendance-2': 'in_person' } })
  expect(booked.status).toBe(303)
  expect(
    await rows(
      `SELECT n.name, p.attendance, i.shown ->> '$.where' AS place, i.shown ->> '$.joiningLink' AS link FROM Place p LEFT JOIN Person n ON n.id = p.personId
       LEFT JOIN Invitation i ON i.placeId = p.id WHERE p.eventId = ?1 ORDER BY p.rowid`,
      event.id,
    ),
  ).toEqual([
    { name: 'Ann Lee', attendance: 'online', place: 'Online', link: 'https://meet.example.gov.uk/j/1' },
    { name: 'Bo Chance', attendance: 'in_person', place: 'Three Counties Hotel, Belmont Road, Hereford, HR2 7BP', link: '' },
    { name: null, attendance: 'online', place: null, link: null },
  ])
})

it('Who books for a mixed event without saying how somebody comes is refused, whatever page it was', async () => {
  const event = await aMixed(9, 7)
  const guest = await aGuest()
  const { result } = await attemptBooking(guest.act(), {
    ...{ code: event.code, schoolId: guest.school.id, formId: crypto.randomUUID() },
    delegates: [{ name: 'Ann Lee', email: 'ann@example.sch.uk', roleId: 'dsl', represents: [] }],
  })
  expect(result).toEqual({ ok: false, reason: 'attendance_missing' })
})

it('A refusal names the way of coming of which nothing is left', async () => {
  const event = await aMixed(9, 1, inTime)
  await ask(await aGuest(), event.code, ['online'])
  const guest = await aGuest()
  const form = { ...typed(guest), rows: '1', places: '1', online: '', 'attendance-1': 'online' }
  const refused = await request(`/events/${event.code}/bookings`, { cookie: guest.cookie, form })
  expect([refused.status, await textOf(refused)]).toEqual([
    409,
    expect.stringContaining('No place is left online. You can join the waiting list.'),
  ])
})

// “A place online costs so much less than one in the room as the list says, which pages say
// before booking.”
it('A place online costs less by what the list says, on the page, the check page, in the booking and in the ledger', async () => {
  const { id: list } = await aPriceList({ basisPoints: 0, onlineLessPence: 3000 })
  const event = await aMixed(9, 7, inTime)
  await run('UPDATE Event SET priceId = ?2 WHERE id = ?1', event.id, list)
  const guest = await aGuest()
  expect(await textOf(request(`/events/${event.code}`))).toContain('A place online costs £30.00 less than one in the room.')
  const form = typed(guest, { online: '0', places: '2', 'attendance-1': 'online', 'attendance-2': 'in_person' })
  const check = await request(`/events/${event.code}/book`, { cookie: guest.cookie, form: { ...form, action: 'check' } })
  expect(await textOf(check)).toContain('1 place: £70.00, no VAT, online')
  const booked = await request(`/events/${event.code}/bookings`, {
    cookie: guest.cookie,
    form: { ...form, priceId: list, seen: '17000' },
  })
  expect(booked.status).toBe(303)
  expect(
    await rows(
      `SELECT p.attendance, x.pence, l.pence AS owed FROM Place p JOIN PlacePrice x ON x.placeId = p.id JOIN LedgerLine l ON l.placeId = p.id
       WHERE p.eventId = ?1 ORDER BY p.rowid`,
      event.id,
    ),
  ).toEqual([
    { attendance: 'online', pence: 7000, owed: 7000 },
    { attendance: 'in_person', pence: 10000, owed: 10000 },
  ])
})

it('A mixed event has the same number of places on every page', async () => {
  const event = await aMixed(60, 100, { ...inTime, bookingOpensAt: '2099-01-05T09:00:00.000Z' })
  const [guest, { cookie }] = [await aGuest(), await anAccount({ roles: ['organiser'] })]
  await add('Series', { id: event.id, topicId: event.topicId })
  await run('UPDATE Event SET seriesId = id WHERE id = ?1', event.id)
  const said = async (path: string, as = cookie) =>
    (await textOf(request(path, { cookie: as }))).match(/(?<!\d )\b0 of \d+|There are \d+ places/g)
  expect([
    await said(`/organiser/events/${event.code}`),
    await said(`/organiser/events/${event.code}/bookings`),
    await said(`/organiser/series/${event.id}`),
    await said(`/events/${event.code}`, guest.cookie),
  ]).toEqual([['0 of 160', '0 of 60', '0 of 100'], ['0 of 160'], ['0 of 160'], ['There are 160 places']])
})
