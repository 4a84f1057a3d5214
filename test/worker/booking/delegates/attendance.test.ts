// Coming online instead of to the room, or back, with the same place of the same booking.

import { expect, it } from 'vitest'
import { changeAttendance } from '#booking/delegates/change-attendance.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { repricePlaces } from '#booking/pricing/reprice-places.ts'
import { changeEvent } from '#events/editing/save-event.ts'
import { eventByCode } from '#events/events/store.ts'
import { accepted, anAccount, anAct, anEvent, before, db, existing, htmlOf, request, rows, run, tick } from '#test/support/factories.ts'
import { aPriceList, ledgerOf, setCentral } from '#test/support/money.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { aGuest, anOrganiser, type Guest, without } from '../waiting/world.ts'

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const aMixed = (capacity: number, onlineCapacity: number) =>
  anEvent({
    ...{ attendanceMode: 'mixed', joiningLink: 'https://meet.example.gov.uk/j/1', capacity, onlineCapacity, placesPerSchool: null },
    ...inTime,
  })

/** The fields of the form that goes to the event, as a browser sends them. */
const fieldsOf = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input[^>]*>/g)].flatMap(([tag]) => {
      const of = (name: string) => tag.match(new RegExp(` ${name}="([^"]*)"`))?.[1]?.replaceAll('&amp;', '&')
      const name = of('name')
      return name ? [[name, of('value') ?? '']] : []
    }),
  )

const come = async (guest: Guest, event: { code: string; priceId?: string }, attendance: 'in_person' | 'online', seenPence = 0) => {
  const placed = await placeBooking(guest.act(), {
    ...{ code: event.code, schoolId: guest.school.id, formId: crypto.randomUUID() },
    delegates: [{ name: 'Ann Lee', email: `ann-${guest.school.id}@example.sch.uk`, roleId: 'dsl', represents: [], attendance }],
    ...(event.priceId ? { paying: { priceId: event.priceId, seenPence } } : {}),
  }).then(accepted)
  const { reference } = placed
  const [place] = await rows<{ id: string }>(
    'SELECT p.id FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE b.reference = ?1',
    reference,
  )
  return { reference, placeId: place?.id ?? '' }
}

const entries = (placeId: string) =>
  rows(
    `SELECT i.sequence, i.state, i.shown ->> '$.where' AS place, i.shown ->> '$.joiningLink' AS link, COUNT(DISTINCT i.uid) AS uids,
       (SELECT COUNT(*) FROM Message m WHERE m.invitationId = i.id) AS mails FROM Invitation i WHERE i.placeId = ?1 GROUP BY i.id`,
    placeId,
  )

// “Somebody changes between room and online without a new booking, while a place of the other kind is free, until the time that the organiser has set.”
it('Who booked changes a place to online: the same booking, and the same calendar entry with a higher number says where', async () => {
  const event = await aMixed(2, 2)
  const guest = await aGuest()
  const { reference, placeId } = await come(guest, event, 'in_person')
  const page = await request(`/bookings/${reference}/places/${placeId}/attendance`, { cookie: guest.cookie })
  expect(await textOf(page)).toContain('What the place costs stays as it is.')
  const ask = { reference, placeId, to: 'online', by: 'school' } as const
  expect(await changeAttendance(guest.act(), { ...ask, seen: 0 })).toEqual({ ok: true, value: { changed: true, toPay: 0 } })
  expect(await changeAttendance(guest.act(), { ...ask, seen: 0 })).toEqual({ ok: true, value: { changed: false, toPay: 0 } })
  expect(await rows('SELECT attendance, bookingId IS NOT NULL AS kept FROM Place WHERE id = ?1', placeId)).toEqual([
    { attendance: 'online', kept: 1 },
  ])
  expect(await entries(placeId)).toEqual([
    { sequence: 1, state: 'live', place: 'Online', link: 'https://meet.example.gov.uk/j/1', uids: 1, mails: 2 },
  ])
})

it('The page of the booking and the delegate’s own page say how somebody comes and change it with a press', async () => {
  const event = await aMixed(2, 2)
  const guest = await aGuest()
  const { reference, placeId } = await come(guest, event, 'online')
  const booking = await request(`/bookings/${reference}`, { cookie: guest.cookie })
  expect(await textOf(booking)).toContain('Come to the room instead')
  const [mail] = await rows<{ text: string }>(
    `SELECT y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.placeId = ?1 AND m.kind = 'invitation'`,
    placeId,
  )
  const token = mail?.text.match(/\/place\/([\w-]+)/)?.[1] ?? ''
  const own = await textOf(request(`/place/${token}`))
  expect(own).toContain('You come Online')
  expect(own).toContain('2 places are left in the room. You can change until the event begins')
  expect((await request(`/place/${token}/attendance`, { form: { to: 'in_person' } })).status).toBe(303)
  expect(await entries(placeId)).toMatchObject([{ sequence: 1, place: 'Three Counties Hotel, Belmont Road, Hereford, HR2 7BP', link: '' }])
  expect(await rows(`SELECT after ->> '$.by' AS by FROM Log WHERE act = 'place.attendance_changed' AND eventId = ?1`, event.id)).toEqual([
    { by: 'delegate' },
  ])
})

it('A change that is pressed twice had been made already, also where the way back is full by then', async () => {
  const event = await aMixed(1, 2)
  const [guest, other] = [await aGuest(), await aGuest()]
  const { reference, placeId } = await come(guest, event, 'in_person')
  const press = (to: string) =>
    request(`/bookings/${reference}/places/${placeId}/attendance`, { cookie: guest.cookie, form: { to, seen: '0' } })
  expect((await press('online')).headers.get('location')).toBe(`/bookings/${reference}`)
  await come(other, event, 'in_person')
  const again = await press('online')
  expect([again.status, again.headers.get('location')]).toEqual([303, `/bookings/${reference}`])
  const back = await press('in_person')
  expect(back.status).toBe(409)
})

const refused = async (guest: Guest, of: { reference: string; placeId: string }, by: 'school' | 'delegate' | 'organiser' = 'school') =>
  changeAttendance(guest.act(), { ...of, to: 'online', by, seen: 0 })

it('Nobody changes to where nothing is left, where others wait, or after the time that was set; an organiser may after it', async () => {
  const event = await aMixed(3, 1)
  const [guest, other] = [await aGuest(), await aGuest()]
  const mine = await come(guest, event, 'in_person')
  const theirs = await come(other, event, 'online')
  expect(await refused(guest, mine)).toEqual({ ok: false, reason: 'event_full' })
  const waiter = await aGuest()
  await placeBooking(waiter.act(), {
    ...{ code: event.code, schoolId: waiter.school.id, formId: crypto.randomUUID(), delegates: [], unnamed: 1, unnamedOnline: 1 },
    ifFull: 'wait',
  })
  await run(`UPDATE Place SET state = 'cancelled' WHERE id = ?1`, theirs.placeId)
  expect(await refused(guest, mine)).toEqual({ ok: false, reason: 'others_are_waiting' })
  await run(`UPDATE Place SET state = 'cancelled', heldUntil = NULL WHERE eventId = ?1 AND waitsFor = 'list'`, event.id)
  await run(`UPDATE Event SET attendanceClosesAt = '2026-01-01T09:00:00.000Z' WHERE id = ?1`, event.id)
  expect(await refused(guest, mine)).toEqual({ ok: false, reason: 'attendance_closed' })
  const { act } = await anOrganiser()
  expect(await changeAttendance(act(), { ...mine, to: 'online', by: 'organiser', seen: 0 })).toEqual({
    ok: true,
    value: { changed: true, toPay: 0 },
  })
})

const rush = async () => {
  const event = await aMixed(8, 2)
  const all = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const guest = await aGuest()
      return { guest, of: await come(guest, event, 'in_person') }
    }),
  )
  await Promise.all(all.map(({ guest, of }) => refused(guest, of)))
  const [online] = await rows<{ n: number }>(`SELECT COUNT(*) AS n FROM Place WHERE eventId = ?1 AND attendance = 'online'`, event.id)
  return online?.n
}

it('Six change at once to online where two places are left: exactly two do', async () => {
  expect(await rush()).toBe(2)
})

it('control: without its trigger more come online than there are places', async () => {
  expect(await without(['Place_changes_attendance'], rush)).toBeGreaterThan(2)
})

// “Where the other kind costs something else, whoever booked sees what it comes to and changes it; the delegate cannot.”
it('Where online costs less, whoever booked sees the difference, and the ledger takes the old price back and has the new one', async () => {
  const { id: priceId } = await aPriceList({ basisPoints: 0, onlineLessPence: 3000 })
  const event = await aMixed(2, 2)
  await run('UPDATE Event SET priceId = ?2 WHERE id = ?1', event.id, priceId)
  const guest = await aGuest()
  const { reference, placeId } = await come(guest, { ...event, priceId }, 'in_person', 10_000)
  const at = `/bookings/${reference}/places/${placeId}/attendance`
  expect(await textOf(request(at, { cookie: guest.cookie }))).toContain(
    'The place costs £70.00 then instead of £100.00, with VAT: £30.00 less is owed',
  )
  expect(await refused(guest, { reference, placeId }, 'delegate')).toEqual({ ok: false, reason: 'costs_otherwise' })
  expect(await refused(guest, { reference, placeId })).toEqual({ ok: false, reason: 'price_changed' })
  expect((await request(at, { cookie: guest.cookie, form: { to: 'online', seen: '7000' } })).status).toBe(303)
  const lines = await ledgerOf(event.id)
  expect(lines.map(({ pence }) => pence)).toEqual([10_000, -10_000, 7000])
})

/** The job that follows payers, which an earlier request may have run by today's clock. */
const followPayers = async () => {
  await run(`UPDATE PricesFollowed SET doneUpTo = ''`)
  await repricePlaces(anAct({ now: tick() }))
}

/** A school of a trust with a place in the room for £100, which online costs £70. */
const ofTrust = async (trustUid: string) => {
  const { id: priceId } = await aPriceList({ basisPoints: 0, onlineLessPence: 3000 })
  const event = await aMixed(2, 2)
  await run('UPDATE Event SET priceId = ?2 WHERE id = ?1', event.id, priceId)
  const guest = await aGuest({ sector: 'academy', trustUid, trustName: 'Tall Trees Trust' })
  const booked = await come(guest, { ...event, priceId }, 'in_person', 10_000)
  const owes = () =>
    rows('SELECT payerId, SUM(pence) AS pence FROM LedgerLine WHERE eventId = ?1 GROUP BY payerId HAVING SUM(pence) <> 0', event.id)
  return { guest, booked, owes, ask: { ...booked, to: 'online', by: 'school', seen: 7000 } as const }
}

// “Where somebody else would pay by now, or cards are not taken any more, the page says that the organiser has to be asked, and changes nothing.”
it('A trust that has come to pay since the page was opened: nothing changes until it pays for the booking, and then it has the new price', async () => {
  const { guest, booked, owes, ask } = await ofTrust('16101')
  const at = `/bookings/${booked.reference}/places/${booked.placeId}/attendance`
  expect((await request(at, { cookie: guest.cookie })).status).toBe(200)
  await setCentral('16101')
  const refusedNow = await request(at, { cookie: guest.cookie, form: { to: 'online', seen: '7000' } })
  expect([refusedNow.status, await textOf(refusedNow)]).toEqual([409, expect.stringContaining('somebody else would pay by now')])
  expect(await owes()).toEqual([{ payerId: `payer-of-${guest.school.id}`, pence: 10_000 }])
  await followPayers()
  expect(await owes()).toEqual([{ payerId: 'payer-of-trust-16101', pence: 10_000 }])
  expect(await changeAttendance(guest.act(), ask)).toEqual({ ok: true, value: { changed: true, toPay: 0 } })
  expect(await owes()).toEqual([{ payerId: 'payer-of-trust-16101', pence: 7000 }])
})

it('In whichever moment of the change a trust takes over the booking, it has either the new price or the old one, and the school nothing', async () => {
  const moments: string[] = []
  for (const moment of [1, 2, 3, 4, 5, 6, 7]) {
    const trustUid = `1620${moment}`
    const { guest, owes, ask } = await ofTrust(trustUid)
    let happened = false
    const meanwhile = async () => {
      happened = true
      await setCentral(trustUid)
      await followPayers()
    }
    const changed = await changeAttendance({ ...guest.act(), db: before(moment, meanwhile) }, ask)
    if (!happened) break
    expect(await owes()).toEqual([{ payerId: `payer-of-trust-${trustUid}`, pence: changed.ok ? 7000 : 10_000 }])
    moments.push(changed.ok ? 'changed' : changed.reason)
  }
  expect(moments).toEqual(['changed', 'ask_organiser', 'ask_organiser', 'changed'])
})

// “Moving everyone online is one act with a preview: each calendar entry says where it is now, what was booked keeps its price, and bringing people back is a further change.”
it('Snow: everyone of a mixed event comes online with one press after a preview, and one who was online already is not written to', async () => {
  const event = await aMixed(3, 1)
  const [guest, other] = [await aGuest(), await aGuest()]
  const mine = await come(guest, event, 'in_person')
  const theirs = await come(other, event, 'online')
  const { cookie } = await anOrganiser()
  const page = await (await request(`/organiser/events/${event.code}/online`, { cookie })).text()
  expect(plain(page)).toContain('1 place in the room and 1 place online become places online')
  const form = fieldsOf(page)
  expect(form).toMatchObject({ attendanceMode: 'online', capacity: '4', joiningLink: 'https://meet.example.gov.uk/j/1' })
  const preview = await htmlOf(
    request(`/organiser/events/${event.code}/edit`, { cookie, form: { ...form, contactEmail: 'a@example.gov.uk' } }),
  )
  expect(plain(preview)).toContain('1 person will be sent an updated invitation')
  expect(await entries(mine.placeId)).toMatchObject([{ sequence: 0 }])
  expect((await request(`/organiser/events/${event.code}/edit`, { cookie, form: { ...fieldsOf(preview), do: 'save' } })).status).toBe(303)
  expect(await rows('SELECT attendanceMode, capacity, onlineCapacity FROM Event WHERE id = ?1', event.id)).toEqual([
    { attendanceMode: 'online', capacity: 4, onlineCapacity: null },
  ])
  expect(await rows('SELECT COUNT(*) AS n FROM Place WHERE eventId = ?1 AND attendance IS NULL', event.id)).toEqual([{ n: 2 }])
  expect(await entries(mine.placeId)).toMatchObject([{ sequence: 1, place: 'Online', link: 'https://meet.example.gov.uk/j/1', uids: 1 }])
  expect(await entries(theirs.placeId)).toMatchObject([{ sequence: 0, place: 'Online', mails: 1 }])
})

it('An event in person goes online the same way, and asks for the link to join', async () => {
  const event = await anEvent({ ...inTime, capacity: 5, placesPerSchool: null })
  const guest = await aGuest()
  const placed = await placeBooking(guest.act(), {
    ...{ code: event.code, schoolId: guest.school.id, formId: crypto.randomUUID(), unnamed: 1 },
    delegates: [{ name: 'Ann Lee', email: 'ann@example.sch.uk', roleId: 'dsl', represents: [] }],
  })
  expect(placed.ok).toBe(true)
  const { cookie } = await anOrganiser()
  const form = fieldsOf(await (await request(`/organiser/events/${event.code}/online`, { cookie })).text())
  const without = await request(`/organiser/events/${event.code}/edit`, { cookie, form })
  expect([without.status, await textOf(without)]).toEqual([422, expect.stringContaining('Enter the joining link')])
  const link = 'https://meet.example.gov.uk/j/2'
  const preview = await request(`/organiser/events/${event.code}/edit`, { cookie, form: { ...form, joiningLink: link } })
  await request(`/organiser/events/${event.code}/edit`, { cookie, form: { ...fieldsOf(await preview.text()), do: 'save' } })
  expect(
    await rows(
      `SELECT i.sequence, i.shown ->> '$.joiningLink' AS link FROM Invitation i JOIN Place p ON p.id = i.placeId WHERE p.eventId = ?1`,
      event.id,
    ),
  ).toEqual([{ sequence: 1, link }])
})

it('The register and the file of bookings say who comes to the room and who online', async () => {
  const event = await aMixed(3, 3)
  const guest = await aGuest()
  await come(guest, event, 'online')
  const { cookie } = await anOrganiser()
  const register = await request(`/register/${event.sessions[0]?.id}`, { cookie })
  expect(await textOf(register)).toMatch(/Designated safeguarding lead[^,]*, online/)
  const { cookie: administrator } = await anAccount({ roles: ['administrator'] })
  const file = await request(`/organiser/bookings/places.csv?event=${event.code}`, { cookie: administrator })
  const [heading = '', line = ''] = (await file.text()).split('\r\n')
  expect([heading.endsWith('Comes'), line.endsWith('Online')]).toEqual([true, true])
})

// “Another link to join changes no mail: everybody's own link leads to the new one.”
it('another link to join an event is told to nobody, since the link of each person leads there', async () => {
  const event = await aMixed(10, 10)
  const [room, online] = [await aGuest(), await aGuest()]
  await come(room, event, 'in_person')
  await come(online, event, 'online')
  const stored = await eventByCode(db, event.code).then(existing)
  const { audience, sessions, breaks, ...facts } = stored
  const changed = await changeEvent((await anOrganiser()).act(), {
    event: stored,
    version: stored.version,
    draft: { facts: { ...facts, joiningLink: 'https://meet.example.gov.uk/j/2' }, sessions, breaks, roleIds: [], kinds: audience.kinds },
  })
  expect(changed).toEqual({ ok: true, value: { missing: [], sendingId: undefined } })
  expect(await rows(`SELECT id FROM Message WHERE eventId = ?1 AND kind = 'event_changed'`, event.id)).toEqual([])
  const [invited] = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'invitation' AND m.schoolId = ?2`,
    event.id,
    online.school.id,
  )
  expect(invited?.text).toMatch(/\/join\/[\w-]{43}/)
  expect(invited?.text).not.toContain('meet.example.gov.uk')
})
