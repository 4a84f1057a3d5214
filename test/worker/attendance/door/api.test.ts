import { afterEach, expect, it, vi } from 'vitest'
import { addWalkIn } from '#attendance/attendance/add-walk-in.ts'
import { openEntry, sealEntry } from '#attendance/door/entry-cipher.ts'
import { revokeDevice } from '#attendance/door/revoke-device.ts'
import { openDoor, readEntries, takeEntries } from '#attendance/door/take-entries.ts'
import { newId, sha256 } from '#base/id.ts'
import { ticketsBy } from '#calendars/invites/invite-places.ts'
import { readKeys } from '#people/factors/cipher.ts'
import { databaseWith } from '#test/support/database-with.ts'
import { anAccount, anAct, before, bindings, db, existing, request, rows, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { aPlace } from '../attendance/places.ts'
import { aPerson } from '../coverage/world.ts'
import { aDoor, aHelper, marksOf } from './at-the-door.ts'

afterEach(() => void vi.useRealTimers())

const asJson = { 'content-type': 'application/json', origin: 'http://localhost:8787' }

/** A door on the morning of its day, and a device on which somebody has opened it. */
const aDevice = async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-12T08:40:00.000Z') })
  const at = await aDoor()
  const base = `/door/${at.event.code}`
  const open = async (cookie = at.cookie, ahead = 0) => {
    const body = JSON.stringify({
      id: newId(tick()),
      deviceId: newId(tick()),
      deviceNow: new Date(Date.now() + ahead * 1000).toISOString(),
    })
    const answer = await request(`${base}/devices`, { cookie, method: 'POST', headers: asJson, body })
    return { status: answer.status, ...((await answer.json()) as { token: string; endsAt: string; clockAhead: number }) }
  }
  const send = async (token: string, entries: unknown[]) => {
    const headers = { ...asJson, 'x-muster-door': token }
    const answer = await request(`${base}/entries`, { method: 'POST', headers, body: JSON.stringify({ entries }) })
    return { status: answer.status, ...((await answer.json()) as { answers?: { id: string; said: string; why?: string }[] }) }
  }
  const changes = async (token: string, since = 0, by?: string) =>
    request(`${base}/changes?since=${since}`, { headers: { 'x-muster-door': token }, ...(by ? { cookie: by } : {}) })
  const arrived = (person: string, more = {}) => ({
    ...{ id: newId(tick()), do: 'arrived', person, how: 'tap', notedAt: new Date().toISOString(), clockAhead: 0 },
    ...more,
  })
  return { ...at, base, open, send, changes, arrived }
}

// “What waits on a device is taken after the sign-in has ended, until the end of the next working
// day.”
it('what waits on a device is taken once the sign-in has ended, for the account in whose hands it was', async () => {
  const { delyth, actor, open, send, arrived, event } = await aDevice()
  const device = await open()
  expect([device.status, device.endsAt, device.clockAhead]).toEqual([200, '2026-06-15T22:59:59.999Z', 0])
  await db.prepare('UPDATE SignIn SET revokedAt = ?2 WHERE accountId = ?1').bind(actor.accountId, '2026-06-12T08:41:00.000Z').run()
  const entry = arrived(delyth.placeId)
  expect(await send(device.token, [entry])).toEqual({ status: 200, answers: [{ id: entry.id, said: 'ok' }] })
  expect(await rows('SELECT accountId FROM Arrival WHERE eventId = ?1', event.id)).toEqual([{ accountId: actor.accountId }])
  vi.setSystemTime(new Date('2026-06-16T08:00:00.000Z'))
  expect(await send(device.token, [arrived(delyth.placeId)])).toMatchObject({ answers: [{ said: 'refused' }] })
  expect(await rows('SELECT 1 FROM Arrival WHERE eventId = ?1', event.id)).toHaveLength(1)
})

// “A door and its registers are open to those they were given to until the end of the next
// working day after the event, and then no longer.”
it('whoever was given a door takes it until the next working day is over, and is then nobody to it', async () => {
  const { base, cookie, morning, event } = await aDevice()
  const found = async () =>
    Promise.all([base, '/register', `/register/${morning.id}`].map(async (path) => (await request(path, { cookie })).status))
  expect(await found()).toEqual([200, 200, 200])
  vi.setSystemTime(new Date('2026-06-15T22:59:00.000Z'))
  expect(await found()).toEqual([200, 200, 200])
  await add('BankHoliday', { day: '2026-06-15', addedAt: '2026-06-01T09:00:00.000Z' })
  vi.setSystemTime(new Date('2026-06-16T08:00:00.000Z'))
  expect(await found()).toEqual([200, 200, 200])
  vi.setSystemTime(new Date('2026-06-16T23:00:00.000Z'))
  await db.prepare(`UPDATE SignIn SET expiresAt = '2099-01-01T00:00:00.000Z'`).run()
  expect(await found()).toEqual([404, 404, 404])
  expect(await (await request('/account', { cookie })).text()).not.toContain(event.code)
  await db.prepare(`DELETE FROM BankHoliday WHERE day = '2026-06-15'`).run()
})

it('whoever may not take a door gets no token, no names and no changes of it', async () => {
  const { base, open, send, changes } = await aDevice()
  const elsewhere = await aDevice()
  expect((await open(elsewhere.cookie)).status).toBe(404)
  expect((await request(`${base}/snapshot`, { cookie: elsewhere.cookie })).status).toBe(404)
  const { token } = await elsewhere.open()
  expect((await send(token, [{}])).status).toBe(410)
  expect((await changes(token)).status).toBe(410)
})

it('a snapshot holds what the door needs and no address', async () => {
  const { base, cookie, delyth, event, school } = await aDevice()
  await aPlace(event, school, { name: 'Gwen Parry', email: 'gwen@example.sch.uk' })
  const text = await (await request(`${base}/snapshot`, { cookie })).text()
  expect(text).not.toContain('@')
  const { people } = JSON.parse(text) as { people: Record<string, unknown>[] }
  expect(people.find(({ key }) => key === delyth.placeId)).toEqual({
    ...{ key: delyth.placeId, kind: 'place', name: 'Delyth Morgan', unnamed: false, role: 'Designated safeguarding lead' },
    ...{ school: { id: school.id, label: expect.stringContaining(school.name) }, organisation: '', comesOnline: false },
    tickets: [expect.stringMatching(/^[0-9a-f]{64}$/)],
    sessionIds: event.sessions.map(({ id }) => id),
  })
})

// “Whoever comes on a place next has another ticket, and that of the person before lets nobody
// in; records made one keep the tickets of both.”
it('a ticket is read while its person is on the place, and no longer once somebody else is', async () => {
  const { base, cookie, delyth, open, send, changes, arrived } = await aDevice()
  const ticketFor = await ticketsBy(bindings.TICKET_KEY)
  const hashOf = async (personId: string) => sha256((await ticketFor(delyth.placeId, personId)) ?? '')
  const known = async () => {
    const { people } = (await (await request(`${base}/snapshot`, { cookie })).json()) as { people: { key: string; tickets: string[] }[] }
    return people.find(({ key }) => key === delyth.placeId)?.tickets
  }
  expect(await known()).toEqual([await hashOf(delyth.personId)])
  const [next, twin] = [await aPerson('Gwen Parry'), await aPerson('G Parry')]
  await db
    .prepare('UPDATE Place SET personId = ?2, namedAt = ?3 WHERE id = ?1')
    .bind(delyth.placeId, next, '2026-06-12T08:00:00.000Z')
    .run()
  expect(await known()).toEqual([await hashOf(next)])
  await add('PersonMerge', { keptId: next, mergedId: twin, mergedAt: '2026-06-12T08:42:00.000Z' })
  expect(await known()).toEqual([await hashOf(next), await hashOf(twin)])
  const { token } = await open()
  await send(token, [arrived(delyth.placeId)])
  const heard = (await (await changes(token, 0, cookie)).json()) as { people: { tickets: string[] }[] }
  expect(heard.people.map(({ tickets }) => tickets.length)).toEqual([2])
})

it('another device hears of an arrival, and of somebody added, by the number of the last that it knows', async () => {
  const { delyth, school, cookie, open, send, changes, arrived } = await aDevice()
  const [one, other] = [await open(), await open()]
  await send(one.token, [arrived(delyth.placeId)])
  type Changes = { said: { number: number; key: string }[]; people: { name: string }[] }
  const first = (await (await changes(other.token)).json()) as Changes
  expect(first.said.map(({ key }) => key)).toEqual([delyth.placeId])
  const added = arrived(newId(tick()), { do: 'add', name: 'Nerys Pugh', schoolId: school.id })
  expect(await send(one.token, [added, added])).toMatchObject({ answers: [{ said: 'ok' }, { said: 'ok' }] })
  const second = (await (await changes(other.token, first.said.at(-1)?.number, cookie)).json()) as Changes
  expect(second.people.map(({ name }) => name)).toEqual(['Nerys Pugh'])
})

it('a place without a name is named once; another name from another device is set aside with its reason', async () => {
  const { event, school, open, send, arrived } = await aDevice()
  const { placeId } = await aPlace(event, school, { unnamed: true })
  const [one, other] = [await open(), await open()]
  const named = arrived(placeId, { do: 'name', name: 'Mari Evans' })
  expect((await send(one.token, [named])).answers).toEqual([{ id: named.id, said: 'ok' }])
  expect((await send(one.token, [named])).answers).toEqual([{ id: named.id, said: 'ok' }])
  expect((await send(other.token, [arrived(placeId, { do: 'name', name: 'Nia Rees' })])).answers).toMatchObject([
    { said: 'refused', why: 'Somebody has been named for this place meanwhile: look at the register' },
  ])
  expect(await marksOf(placeId)).toMatchObject([{ session: 'Morning', markType: 'attended' }])
})

// “Apologies, attending in part and not attending are marked at the door too, also without a
// connection, and what somebody marked otherwise meanwhile is not overwritten.”
it('a mark at the door corrects what came from the door, and not what somebody else marked by hand meanwhile', async () => {
  const { delyth, morning, event, school, open, send, changes, arrived } = await aDevice()
  const gwen = await aPlace(event, school, { name: 'Gwen Parry' })
  const [one, other] = [await open(), await open()]
  const marked = (person: string, markType: string, more = {}) => arrived(person, { do: 'mark', session: morning.id, markType, ...more })
  const [here, part, sorry] = [arrived(delyth.placeId), marked(delyth.placeId, 'part'), marked(gwen.placeId, 'apologies')]
  for (const _ of ['first', 'again'])
    expect((await send(one.token, [here, part, sorry])).answers?.map(({ said }) => said)).not.toContain('refused')
  expect(await marksOf(delyth.placeId)).toMatchObject([
    { session: 'Morning', markType: 'part', source: 'screen', reason: 'Marked at the door' },
  ])
  expect(await marksOf(gwen.placeId)).toMatchObject([{ markType: 'apologies', source: 'screen', reason: null }])
  expect((await send(other.token, [marked(gwen.placeId, 'absent')])).answers).toMatchObject([
    { said: 'refused', why: 'Somebody has marked them otherwise in the register meanwhile: change it there' },
  ])
  type Heard = { marks: { id: string; key: string; markType: string }[]; marksSince: number }
  const heard = (await (await changes(other.token)).json()) as Heard
  expect(heard.marks.map(({ key, markType }) => [key, markType])).toEqual([
    [delyth.placeId, 'part'],
    [gwen.placeId, 'apologies'],
  ])
  expect((await send(other.token, [marked(gwen.placeId, 'absent', { corrects: sorry.id })])).answers).toMatchObject([{ said: 'ok' }])
  const later = await request(`/door/${event.code}/changes?since=9&marks=${heard.marksSince}`, {
    headers: { 'x-muster-door': other.token },
  })
  expect(((await later.json()) as Heard).marks.map(({ markType }) => markType)).toEqual(['absent'])
})

it('fifty that waited are asked and written like one: in two trips, with as many statements', async () => {
  const { event, school, base, open } = await aDevice()
  await db.prepare('UPDATE Event SET capacity = 60 WHERE id = ?1').bind(event.id).run()
  const places = await Promise.all(Array.from({ length: 51 }, (_, n) => aPlace(event, school, { name: `Delegate ${n}` })))
  const { token } = await open()
  const taken = async (some: readonly { placeId: string }[]) => {
    const batches: number[] = []
    const counted = databaseWith(db, {
      prepare: (sql: string) => db.prepare(sql),
      batch: (statements: SqlStatement[]) => {
        batches.push(statements.length)
        return db.batch(statements)
      },
    })
    const entries = some.map(({ placeId }) => ({
      ...{ id: newId(tick()), do: 'arrived', person: placeId, how: 'tap', notedAt: new Date().toISOString(), clockAhead: 0 },
    }))
    const headers = { ...asJson, 'x-muster-door': token }
    const body = JSON.stringify({ entries })
    const answer = await request(`${base}/entries`, { method: 'POST', headers, body, bindings: { ...bindings, DB: counted } })
    const { answers } = (await answer.json()) as { answers: { said: string }[] }
    return { taken: answers.filter(({ said }) => said === 'ok').length, batches }
  }
  // Before them an isolate that has asked nothing yet reads the settings of the council and the
  // version of the data.
  expect(await taken(places.slice(0, 1))).toEqual({ taken: 1, batches: [2, 7, 4] })
  expect(await taken(places.slice(1))).toEqual({ taken: 50, batches: [2, 7, 4] })
  expect(await rows(`SELECT COUNT(*) AS marks FROM Mark m JOIN Session s ON s.id = m.sessionId WHERE s.eventId = ?1`, event.id)).toEqual([
    { marks: 51 },
  ])
})

it('what cannot be read is refused by itself, with what is wrong in words', async () => {
  const { delyth, open, send, arrived } = await aDevice()
  const { token } = await open()
  const bad = arrived(newId(tick()), { do: 'add', name: 'see www.example.com' })
  const good = arrived(delyth.placeId)
  const { answers } = await send(token, [bad, { id: 'x' }, good])
  expect(answers?.map(({ said }) => said)).toEqual(['refused', 'refused', 'ok'])
  expect(answers?.[0]?.why).toBe('Their name must not hold a web or email address')
})

// “An organiser sees the devices at a door and takes one off it: nothing more is taken from it,
// and at its next contact it forgets the names.”
it('an organiser takes a device off the door, in whosever hands it is, and nothing more is taken from it', async () => {
  const { event, delyth, open, send, changes, arrived } = await aDevice()
  const { token } = await open()
  const organiser = await anAccount({ roles: ['organiser'] })
  const page = await (await request(`/organiser/events/${event.code}/door/devices`, { cookie: organiser.cookie })).text()
  const path = /action="([^"]+\/revoke)"/.exec(page)?.[1] ?? ''
  expect((await request(path, { cookie: organiser.cookie, form: {} })).status).toBe(303)
  expect((await changes(token)).status).toBe(410)
  expect((await send(token, [arrived(delyth.placeId)])).status).toBe(410)
})

it('once the time of a device is over it marks, names and adds nobody, and is given no name any more', async () => {
  const { delyth, event, school, morning, open, send, changes, arrived } = await aDevice()
  const { token } = await open()
  const { placeId } = await aPlace(event, school, { unnamed: true })
  expect((await send(token, [arrived(delyth.placeId)])).answers).toMatchObject([{ said: 'ok' }])
  vi.setSystemTime(new Date('2026-06-16T08:00:00.000Z'))
  const late = [
    arrived(delyth.placeId, { do: 'mark', session: morning.id, markType: 'part' }),
    arrived(placeId, { do: 'name', name: 'Mari Evans' }),
    arrived(newId(tick()), { do: 'add', name: 'Nerys Pugh', schoolId: school.id }),
  ]
  const { answers } = await send(token, late)
  const why = 'An organiser took this device off check-in, or its time is over: sign in again'
  expect(answers).toEqual(late.map(({ id }) => ({ id, said: 'refused', why })))
  expect(await marksOf(delyth.placeId)).toMatchObject([{ session: 'Morning', markType: 'attended' }])
  expect(await rows('SELECT personId FROM Place WHERE id = ?1', placeId)).toEqual([{ personId: null }])
  const heard = await changes(token)
  expect([heard.status, await heard.json()]).toEqual([410, { gone: true }])
})

it('whoever may no longer take the register cannot go on by a device that they opened it on', async () => {
  const { delyth, actor, open, send, arrived } = await aDevice()
  const { token } = await open()
  await db.prepare('UPDATE StaffRole SET revokedAt = ?2 WHERE accountId = ?1').bind(actor.accountId, '2026-06-12T08:45:00.000Z').run()
  expect((await send(token, [arrived(delyth.placeId)])).status).toBe(410)
})

it('however taking a device off and what it sends meet, nothing is written after', async () => {
  const run = async () => {
    const { event, delyth, open, arrived } = await aDevice()
    const { token } = await open()
    const [device] = await rows<{ id: string }>('SELECT id FROM DoorDevice WHERE eventId = ?1', event.id)
    const act = anAct({ now: new Date() })
    const between = before(2, () => revokeDevice(act, event.id, device?.id ?? ''))
    const door = await openDoor(act, event.code, await sha256(token)).then(existing)
    const [answer] = await takeEntries({ ...door, act: { ...door.act, db: between } }, readEntries([arrived(delyth.placeId)]))
    return [answer?.said, (await rows('SELECT 1 FROM Arrival WHERE eventId = ?1', event.id)).length]
  }
  expect(await run()).toEqual(['refused', 0])
  await dropTriggers('Arrival_of_device_in_use')
  expect(await run()).toEqual(['ok', 1])
})

// “Names are given only to people who are signed in; a device’s token sends what waits and
// hears of no name.”
it('without a live sign-in a device hears of keys and marks, and of no name', async () => {
  const { delyth, school, morning, actor, cookie, open, send, changes, arrived } = await aDevice()
  const { token } = await open()
  const added = arrived(newId(tick()), { do: 'add', name: 'Nerys Pugh', schoolId: school.id })
  const marked = arrived(delyth.placeId, { do: 'mark', session: morning.id, markType: 'apologies' })
  await send(token, [added, marked])
  const heard = async (by?: string) => {
    const text = await (await changes(token, 0, by)).text()
    const { said, marks, people, forget } = JSON.parse(text) as {
      said: { key: string }[]
      marks: { key: string }[]
      people: { name: string }[]
      forget: boolean
    }
    return [said.map(({ key }) => key), marks.map(({ key }) => key), people.map(({ name }) => name), forget, text.includes('Nerys')]
  }
  const keys = [[added.person], [delyth.placeId]]
  expect(await heard()).toEqual([...keys, [], false, false])
  expect(await heard(cookie)).toEqual([...keys, ['Nerys Pugh'], false, true])
  expect(await heard((await anAccount()).cookie)).toEqual([...keys, [], false, false])
  // It ended with time: what the device has stays until the day is over.
  await db.prepare('UPDATE SignIn SET expiresAt = ?2 WHERE accountId = ?1').bind(actor.accountId, '2026-06-12T08:39:00.000Z').run()
  expect(await heard(cookie)).toEqual([...keys, [], false, false])
})

// “Signing an account out everywhere takes the names off its devices at their next contact, and
// what waits on them is still taken.”
it('whoever is signed out everywhere has devices that forget the names, and send what waits until the end of the next working day', async () => {
  const { delyth, actor, cookie, base, open, send, changes, arrived } = await aDevice()
  const { token } = await open()
  const administrator = await anAccount({ roles: ['administrator'] })
  await request(`/organiser/accounts/${actor.accountId}/sign-out`, { cookie: administrator.cookie, form: {} })
  expect(await (await changes(token, 0, cookie)).json()).toMatchObject({ people: [], forget: true })
  expect((await request(`${base}/snapshot`, { cookie })).headers.get('location')).toMatch(/^\/sign-in/)
  vi.setSystemTime(new Date('2026-06-15T22:59:00.000Z'))
  const entry = arrived(delyth.placeId, { notedAt: '2026-06-12T08:45:00.000Z' })
  expect(await send(token, [entry])).toEqual({ status: 200, answers: [{ id: entry.id, said: 'ok' }] })
})

it('asking what others said is no use of a sign-in, and pressing is', async () => {
  const { delyth, base, open, changes, arrived } = await aDevice()
  const { token } = await open()
  const idle = await anAccount({ roles: ['organiser'] })
  const ends = async () =>
    (await rows<{ expiresAt: string }>('SELECT expiresAt FROM SignIn WHERE accountId = ?1', idle.accountId))[0]?.expiresAt
  await db
    .prepare(
      `UPDATE SignIn SET expiresAt = '2026-06-12T08:50:00.000Z', endsAt = '2026-06-12T18:00:00.000Z', seenAt = '2026-06-12T08:20:00.000Z' WHERE accountId = ?1`,
    )
    .bind(idle.accountId)
    .run()
  expect(((await (await changes(token, 0, idle.cookie)).json()) as { people: unknown[] }).people).toEqual([])
  expect(await ends()).toBe('2026-06-12T08:50:00.000Z')
  const body = JSON.stringify({ entries: [arrived(delyth.placeId)] })
  await request(`${base}/entries`, { cookie: idle.cookie, method: 'POST', headers: { ...asJson, 'x-muster-door': token }, body })
  expect((await ends()) ?? '').toMatch(/^2026-06-12T09:/)
})

// “Sharing a tablet moves the sign-in from its cookie to what the PIN keeps: it reads this door,
// opens no other page, and ends wherever the account is signed out.”
it('a shared tablet reads the door by a token of its own, no other page, and nothing once the account is signed out', async () => {
  const { base, cookie, morning, actor, open, changes } = await aDevice()
  const { token } = await open()
  const share = (by: string, device = token) =>
    request(`${base}/shared`, { cookie: by, method: 'POST', headers: { ...asJson, 'x-muster-door': device }, body: '{}' })
  expect((await share(cookie, 'x'.repeat(43))).status).toBe(404)
  const helper = await aHelper((await aDoor()).event.code, new Date('2026-06-12T08:40:00.000Z'))
  expect((await share(helper.cookie)).status).toBe(404)
  const shared = await share(cookie)
  expect(shared.headers.get('set-cookie')).toMatch(/^muster=;/)
  const { token: signIn } = (await shared.json()) as { token: string }
  const by = { headers: { 'x-muster-sign-in': signIn, 'x-muster-door': token } }
  const statuses = async (more: { cookie?: string; headers?: Record<string, string> }) =>
    Promise.all(['/snapshot', '', '/evacuation', '/close'].map(async (path) => (await request(`${base}${path}`, more)).status))
  expect(await statuses({ cookie })).toEqual([303, 303, 303, 303])
  expect(await statuses(by)).toEqual([200, 303, 303, 303])
  expect((await request(`${base}/snapshot`, by)).headers.get('cache-control')).toBe('private, no-store')
  expect((await request(`/register/${morning.id}`, by)).status).toBe(303)
  expect(
    await rows('SELECT COUNT(*) AS live FROM SignIn WHERE accountId = ?1 AND expiresAt > ?2', actor.accountId, new Date().toISOString()),
  ).toEqual([{ live: 1 }])
  const administrator = await anAccount({ roles: ['administrator'] })
  await request(`/organiser/accounts/${actor.accountId}/sign-out`, { cookie: administrator.cookie, form: {} })
  expect((await request(`${base}/snapshot`, by)).status).toBe(303)
  expect(await (await request(`${base}/changes?since=0`, by)).json()).toMatchObject({ people: [], forget: true })
  expect((await changes(token)).status).toBe(200)
})

// “On a shared tablet the names in presses that wait are enciphered too, for us and whoever has
// the PIN: they are sent without it.”
it('names that a shared tablet enciphered are read by us, for that tablet alone', async () => {
  const { base, cookie, event, school, open, send, arrived } = await aDevice()
  const [one, other] = [await open(), await open()]
  const { placeId } = await aPlace(event, school, { unnamed: true })
  const answer = await request(`${base}/shared`, { cookie, method: 'POST', headers: { ...asJson, 'x-muster-door': one.token }, body: '{}' })
  const keys = await readKeys(((await answer.json()) as { key: string }).key)
  const pressed = [
    { ...arrived(newId(tick()), { do: 'add' }), name: 'Nerys Pugh', organisation: 'Ysgol Newydd' },
    { ...arrived(placeId, { do: 'name' }), name: 'Mari Evans' },
  ]
  const sealed = await Promise.all(pressed.map((entry) => sealEntry(keys, entry)))
  expect(JSON.stringify(sealed)).not.toMatch(/Nerys|Newydd|Mari/)
  expect(await Promise.all(sealed.map((entry) => openEntry(keys, entry)))).toEqual(pressed)
  expect((await send(other.token, sealed)).answers?.map(({ said, why }) => [said, why])).toEqual([
    ['refused', 'Enter their full name'],
    ['refused', 'Enter their full name'],
  ])
  expect((await send(one.token, sealed)).answers?.map(({ said }) => said)).toEqual(['ok', 'ok'])
  expect(
    await rows('SELECT n.name, w.organisation FROM WalkIn w JOIN Person n ON n.id = w.personId WHERE w.eventId = ?1 LIMIT 1', event.id),
  ).toEqual([{ name: 'Nerys Pugh', organisation: 'Ysgol Newydd' }])
})

// “Whoever comes without a place never has the id of one, nor of somebody else.”
it('whoever is added cannot take the id of a place or of somebody else, at a door or on a register', async () => {
  const { delyth, school, event, morning, actor, open, send, arrived } = await aDevice()
  const { token } = await open()
  const stolen = arrived(delyth.placeId, { do: 'add', name: 'Nerys Pugh', schoolId: school.id })
  expect((await send(token, [stolen])).answers).toEqual([
    { id: stolen.id, said: 'refused', why: 'This press was used for somebody else: press again' },
  ])
  const nerys = arrived(newId(tick()), { do: 'add', name: 'Nerys Pugh', schoolId: school.id })
  const gwen = arrived(nerys.person, { do: 'add', name: 'Gwen Parry', schoolId: school.id })
  expect((await send(token, [nerys, gwen, nerys])).answers).toMatchObject([{ said: 'ok' }, { said: 'refused' }, { said: 'ok' }])
  const asked = { id: delyth.placeId, sessionId: morning.id, name: 'Nerys Pugh', organisation: 'Hill', source: 'screen' } as const
  expect(await addWalkIn(anAct({ actor, now: new Date() }), asked)).toEqual({ ok: false, reason: 'id_used_otherwise' })
  expect(await rows('SELECT DISTINCT n.name FROM WalkIn w JOIN Person n ON n.id = w.personId WHERE w.eventId = ?1', event.id)).toEqual([
    { name: 'Nerys Pugh' },
  ])
})
