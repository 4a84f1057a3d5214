// Helpers come to a door by its link: for one event, one day, so many of them.
import { afterEach, expect, it, vi } from 'vitest'
import { admitHelper } from '#attendance/door/admit-helper.ts'
import { endDoorLink } from '#attendance/door/end-door-link.ts'
import { newId, sha256 } from '#base/id.ts'
import { readStanding } from '#people/sign-in/browser-store.ts'
import { brokenInvariants } from '#test/support/browsing.ts'
import { anAccount, anAct, before, cookiesOf, db, request, rows, run, tick } from '#test/support/factories.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { dueRows } from '#upkeep/records/due-store.ts'
import { erasePerson } from '#upkeep/records/erase-person.ts'
import { aPlace } from '../attendance/places.ts'
import { aDoor, aDoorLink, aHelper } from './at-the-door.ts'

afterEach(() => void vi.useRealTimers())

const at = (time: string) => new Date(`2026-06-12T${time}:00.000Z`)
const morningOf = at('08:40')
const setTime = (now: Date) => vi.useFakeTimers({ toFake: ['Date'], now })

/** On the morning of a conference of two days. */
const twoDays = async () => {
  setTime(morningOf)
  const door = await aDoor({
    sessions: [
      { startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T11:00:00.000Z', title: 'First day' },
      { startsAt: '2026-06-13T08:30:00.000Z', endsAt: '2026-06-13T11:00:00.000Z', title: 'Second day' },
    ],
  })
  const nest = await aPlace(door.event, door.school, { name: 'Nest Only', sessionIds: [door.afternoon.id] })
  return { ...door, first: door.morning, second: door.afternoon, nest, base: `/door/${door.event.code}` }
}

const textOf = async (path: string, cookie: string) => (await request(path, { cookie })).text()

// “An organiser makes a check-in link for one day and a number of helpers; it is shown once, and can
// be ended at once.”
it('an organiser makes a link of a door, which is shown once, and ends it', async () => {
  setTime(morningOf)
  const { event, cookie: doorkeeper } = await aDoor()
  const organiser = await anAccount({ roles: ['organiser'], name: 'Orla Quinn' })
  const path = `/organiser/events/${event.code}/door/links`
  expect((await request(path, { cookie: doorkeeper })).status).toBe(404)
  const form = await textOf(path, organiser.cookie)
  expect(form).toContain('value="2026-06-12"')
  expect(form).toContain('value="10"')
  const id = newId(tick())
  const ask = (more = {}) => request(path, { cookie: organiser.cookie, form: { id, day: '2026-06-12', most: '2', ...more } })
  expect(await (await ask({ most: '0' })).text()).toContain('Enter a number from 1 to 50')
  expect(await (await ask({ day: '2026-06-13' })).text()).toContain('Choose a day of the event that is not over')
  const made = await (await ask()).text()
  const token = /\/door-link\/([\w-]{43})/.exec(made)?.[1] ?? ''
  expect(made).toContain('It lets in 2 helpers until the end of Friday 12 June 2026. Made by Orla Quinn.')
  expect(made).toContain('<svg role="img" aria-label="Code that opens the door"')
  expect(await rows('SELECT day, most, endsAt, madeById, tokenHash FROM DoorLink WHERE eventId = ?1', event.id)).toEqual([
    { day: '2026-06-12', most: 2, endsAt: '2026-06-12T22:59:59.999Z', madeById: organiser.accountId, tokenHash: await sha256(token) },
  ])
  const twice = await (await ask()).text()
  expect(twice).toContain('This link was made already')
  expect(twice).not.toContain(`name="id" value="${id}"`)
  const listed = await textOf(path, organiser.cookie)
  expect(listed).toContain('0 of 2')
  expect(listed).toContain('by Orla Quinn')
  expect(listed).not.toContain(token)
  await request(`${path}/${id}/end`, { cookie: organiser.cookie, form: {} })
  expect(await textOf(path, organiser.cookie)).toContain('Ended on 12 June 2026 at 9:40am')
  const ended = await request(`/door-link/${token}`)
  expect([ended.status, await ended.text()]).toEqual([410, expect.stringContaining('This link has ended')])
  expect(await rows(`SELECT act FROM Log WHERE subjectKind = 'door_link' ORDER BY id`)).toEqual([
    { act: 'door_link.made' },
    { act: 'door_link.ended' },
  ])
  const [other] = [await aDoor()]
  expect((await request(`/organiser/events/${other.event.code}/door/links/${id}/end`, { cookie: organiser.cookie, form: {} })).status).toBe(
    404,
  )
})

// “Another link takes the place of one with one press: the first ends, and the second is shown
// once.”
it('a link that was lost is ended and made anew in one press, by the event it is of', async () => {
  setTime(morningOf)
  const { event } = await aDoor()
  const organiser = await anAccount({ roles: ['organiser'], name: 'Orla Quinn' })
  const [path, first] = [`/organiser/events/${event.code}/door/links`, await aDoorLink(event.code, new Date(), 4, organiser)]
  expect(await textOf(path, organiser.cookie)).toContain(`action="${path}/${first.id}/another"`)
  const another = (of: string, id: string) => request(`${of}/${id}/another`, { cookie: organiser.cookie, form: { id: newId(tick()) } })
  const made = await (await another(path, first.id)).text()
  expect(made).toContain('we show it once')
  const links = () => rows('SELECT most, endedAt FROM DoorLink WHERE eventId = ?1 ORDER BY rowid', event.id)
  expect(await links()).toEqual([
    { most: 4, endedAt: '2026-06-12T08:40:00.000Z' },
    { most: 4, endedAt: null },
  ])
  expect((await request(`/door-link/${first.token}`)).status).toBe(410)
  expect((await request(`/door-link/${/\/door-link\/([\w-]{43})/.exec(made)?.[1]}`)).status).toBe(200)
  // A link of another door stays.
  const other = await aDoor()
  const elsewhere = `/organiser/events/${other.event.code}/door/links`
  const [, second] = await rows<{ id: string }>('SELECT id FROM DoorLink WHERE eventId = ?1 ORDER BY rowid', event.id)
  expect((await another(elsewhere, second?.id ?? '')).status).toBe(404)
  expect(await links()).toContainEqual({ most: 4, endedAt: null })
})

// “Somebody who opens a check-in link gives their name, and is signed in for that door alone, until
// the day ends.”
// “Wherever a helper did something their name says that they came by a check-in link; they close no
// register and no day.”
it('a helper types a name, takes the door of that day, and nothing else is there for them', async () => {
  const { event, first, second, delyth, base } = await twoDays()
  const { token } = await aDoorLink(event.code, morningOf)
  const path = `/door-link/${token}`
  const page = await request(path)
  expect([page.status, page.headers.get('referrer-policy'), page.headers.get('cache-control')]).toEqual([
    200,
    'no-referrer',
    'private, no-store',
  ])
  expect((await request(path, { form: { name: ' ' } })).status).toBe(422)
  const came = await request(path, { form: { name: 'Sam Reed' }, headers: { origin: 'null' } })
  expect([came.status, came.headers.get('location')]).toEqual([303, base])
  const cookie = cookiesOf(came)
  expect(cookie).not.toContain('muster-known')
  const door = await textOf(base, cookie)
  expect(door).toContain('Delyth Morgan')
  expect(door).toContain('Sam Reed (check-in link)')
  for (const absent of ['Nest Only', 'Sign off the day', 'Your account']) expect(door).not.toContain(absent)
  expect((await request(path, { cookie })).headers.get('location')).toBe(base)
  const statuses = async (...paths: string[]) => Promise.all(paths.map(async (one) => (await request(one, { cookie })).status))
  expect(await statuses('/register', `/register/${first.id}`, '/events', `/events/${event.code}`)).toEqual([200, 200, 200, 200])
  for (const path of ['/register', '/register/list?show=coming', '/register/list?show=to_sign', '/register/list?show=signed'])
    expect([path, (await textOf(path, cookie)).includes('Second day')]).toEqual([path, false])
  const elsewhere = await aDoor()
  expect(
    await statuses(
      ...[
        `/register/${second.id}`,
        `/door/${elsewhere.event.code}`,
        `/register/${elsewhere.morning.id}`,
        `${base}/close`,
        `/register/${first.id}/close`,
      ],
      ...[
        '/account',
        '/account/email',
        '/account/factors',
        '/account/record',
        '/account/calendar',
        '/account/prove',
        '/account/messages',
        '/school',
      ],
      ...['/school/claims/new', '/organiser', '/coverage'],
    ),
  ).toEqual(Array.from({ length: 16 }, () => 404))
  await request(`${base}/arrivals`, { cookie, form: { id: newId(tick()), person: delyth.placeId, kind: 'arrived', how: 'tap' } })
  expect(await textOf(`${base}/people/${delyth.placeId}`, cookie)).toContain('Sam Reed (check-in link)')
  setTime(new Date('2026-06-12T22:59:59.000Z'))
  expect(await statuses(base)).toEqual([200])
  setTime(new Date('2026-06-12T23:00:00.000Z'))
  expect((await request(base, { cookie })).headers.get('location')).toMatch(/^\/sign-in\?/)
  expect((await request(path, { form: { name: 'Sam Reed' } })).status).toBe(410)
})

it('a link opens the door on its day, not before, and not of an event that was cancelled or moved', async () => {
  setTime(new Date('2026-06-11T22:59:59.000Z'))
  const { event } = await aDoor()
  const { token } = await aDoorLink(event.code, morningOf)
  const answer = async () => {
    const asked = await request(`/door-link/${token}`, { form: { name: 'Sam Reed' } })
    return [asked.status, /This link (starts|has)[^.]*/.exec(await asked.text())?.[0]]
  }
  expect(await answer()).toEqual([403, 'This link starts check-in on Friday 12 June 2026'])
  setTime(morningOf)
  await run(
    `UPDATE Event SET state = 'cancelled', cancelledAt = ?2, cancelReason = 'Snow' WHERE id = ?1`,
    event.id,
    '2026-06-12T06:00:00.000Z',
  )
  expect(await answer()).toEqual([410, 'This link has ended'])
  expect(await rows(`SELECT 1 FROM StaffRole WHERE linkId IS NOT NULL AND eventId = ?1`, event.id)).toEqual([])
})

it('whoever is signed in and takes the door already goes on to it, and another account is signed out in that browser', async () => {
  setTime(morningOf)
  const { event, cookie: doorkeeper } = await aDoor()
  const { token } = await aDoorLink(event.code, morningOf)
  expect((await request(`/door-link/${token}`, { cookie: doorkeeper })).headers.get('location')).toBe(`/door/${event.code}`)
  const contact = await anAccount({ name: 'Carys Own' })
  expect(await textOf(`/door-link/${token}`, contact.cookie)).toContain(`You are signed in as ${contact.email}`)
  await request(`/door-link/${token}`, { cookie: contact.cookie, form: { name: 'Carys' } })
  expect((await request('/account', { cookie: contact.cookie })).headers.get('location')).toMatch(/^\/sign-in/)
})

// “A link lets in as many as it says, however many open it at once; whoever was removed
// counts.”
it('twenty who open a link at once are let in up to its number', async () => {
  setTime(morningOf)
  const { event } = await aDoor()
  const { token, id } = await aDoorLink(event.code, morningOf, 3)
  const soFar = { wrote: false, refusals: [], follows: [], signIns: [] as string[] }
  const come = () => admitHelper(anAct({ now: morningOf, soFar }), { token, name: 'Sam Reed', browser: '', oldSignInId: undefined })
  const answers = await Promise.all(Array.from({ length: 20 }, come))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(3)
  // Each leaves a line as every sign-in does.
  expect(new Set(soFar.signIns).size).toBe(3)
  expect(answers.filter((one) => !one.ok && one.reason === 'full')).toHaveLength(17)
  const [role] = await rows<{ id: string }>('SELECT id FROM StaffRole WHERE linkId = ?1', id)
  const organiser = await anAccount({ roles: ['organiser'] })
  await request(`/organiser/events/${event.code}/door/${role?.id}/revoke`, { cookie: organiser.cookie, form: {} })
  expect(await come()).toEqual({ ok: false, reason: 'full' })
  expect(await rows('SELECT COUNT(*) AS n FROM StaffRole WHERE linkId = ?1', id)).toEqual([{ n: 3 }])
})

it('control: without its trigger more of them come than the link says', async () => {
  setTime(morningOf)
  const { event } = await aDoor()
  const { token } = await aDoorLink(event.code, morningOf, 3)
  await dropTriggers('StaffRole_while_link_lets_in')
  const come = () => admitHelper(anAct({ now: morningOf }), { token, name: 'Sam Reed', browser: '', oldSignInId: undefined })
  const answers = await Promise.all(Array.from({ length: 20 }, come))
  expect(answers.filter(({ ok }) => ok).length).toBeGreaterThan(3)
})

it('a link that is ended while somebody types their name lets them in no more', async () => {
  setTime(morningOf)
  const { event } = await aDoor()
  const organiser = await anAccount({ roles: ['organiser'] })
  const { token, id, eventId } = await aDoorLink(event.code, morningOf)
  const ended = before(1, () => endDoorLink(anAct({ actor: organiser.actor, now: morningOf }), eventId, id))
  const asked = { token, name: 'Sam Reed', browser: '', oldSignInId: undefined }
  expect(await admitHelper(anAct({ db: ended, now: morningOf }), asked)).toEqual({ ok: false, reason: 'ended' })
})

// “The page of a door’s links lists who came by them, and removes each of them.”
it('a helper who is removed is signed out, and nothing more is taken from their device', async () => {
  const { event, base, delyth } = await twoDays()
  const helper = await aHelper(event.code, morningOf)
  const organiser = await anAccount({ roles: ['organiser'] })
  const json = { 'content-type': 'application/json', origin: 'http://localhost:8787' }
  const body = JSON.stringify({ id: newId(tick()), deviceId: newId(tick()), deviceNow: morningOf.toISOString() })
  const { token, endsAt } = (await (
    await request(`${base}/devices`, { cookie: helper.cookie, method: 'POST', headers: json, body })
  ).json()) as { token: string; endsAt: string }
  // Friday's link: what waits is taken until the end of Monday, though the event goes on on
  // Saturday.
  expect(endsAt).toBe('2026-06-15T22:59:59.999Z')
  const snapshot = (await (await request(`${base}/snapshot`, { cookie: helper.cookie })).json()) as {
    people: { name: string }[]
    sessions: { title: string }[]
    mayClose: boolean
  }
  expect([snapshot.people.map(({ name }) => name), snapshot.sessions.map(({ title }) => title), snapshot.mayClose]).toEqual([
    ['Delyth Morgan'],
    ['First day'],
    false,
  ])
  const send = async (notedAt: string) => {
    const entries = [{ id: newId(tick()), do: 'arrived', person: delyth.placeId, how: 'tap', notedAt, clockAhead: 0 }]
    const answer = await request(`${base}/entries`, {
      method: 'POST',
      headers: { ...json, 'x-muster-door': token },
      body: JSON.stringify({ entries }),
    })
    return answer.status === 200 ? ((await answer.json()) as { answers: { said: string }[] }).answers[0]?.said : answer.status
  }
  expect(await send(morningOf.toISOString())).toBe('ok')
  setTime(new Date('2026-06-13T08:40:00.000Z'))
  expect(await send('2026-06-13T08:39:00.000Z')).toBe('refused')
  setTime(at('10:00'))
  const links = `/organiser/events/${event.code}/door/links`
  expect(await textOf(links, organiser.cookie)).toContain('Sam Reed (check-in link)')
  expect(await textOf(`/organiser/events/${event.code}/door`, organiser.cookie)).not.toContain('door.invalid')
  const out = await request(`/organiser/events/${event.code}/door/${helper.roleId}/revoke`, { cookie: organiser.cookie, form: {} })
  expect(out.headers.get('location')).toBe(links)
  expect(await textOf(links, organiser.cookie)).toContain('Removed on 12 June 2026 at 11am')
  expect((await request(base, { cookie: helper.cookie })).headers.get('location')).toMatch(/^\/sign-in/)
  expect(await send('2026-06-12T09:00:00.000Z')).toBe(410)
})

// “Somebody who came by a link has no address: no code, no mail and no other role.”
it('a helper is nobody whom the council knows, gets no code, no role and no mail, and is erased as anybody is', async () => {
  setTime(morningOf)
  const { event, delyth } = await aDoor()
  const before = await brokenInvariants()
  const helper = await aHelper(event.code, morningOf)
  const email = `door-${helper.accountId}@door.invalid`
  expect(await rows('SELECT email FROM Account WHERE id = ?1', helper.accountId)).toEqual([{ email }])
  expect(await readStanding(db, morningOf, { email, browser: 'x', addressKey: 'y' })).toMatchObject({ known: false, inKnownBrowser: false })
  expect(await rows('SELECT 1 FROM KnownBrowser WHERE accountId = ?1', helper.accountId)).toEqual([])
  expect((await request('/sign-in', { form: { email } })).status).toBe(422)
  const administrator = await anAccount({ roles: ['administrator'] })
  expect((await request('/organiser/roles', { cookie: administrator.cookie, form: { email, role: 'officer' } })).status).toBe(422)
  await request(`/door/${event.code}/arrivals`, {
    cookie: helper.cookie,
    form: { id: newId(tick()), person: delyth.placeId, kind: 'arrived', how: 'tap' },
  })
  expect(await rows(`SELECT 1 FROM MessageBody WHERE email LIKE '%door.invalid'`)).toEqual([])
  expect(await brokenInvariants()).toEqual(before)
  const due = await rows<{ id: string }>(dueRows.people[0]?.due ?? '', '2027-09-01T00:00:00.000Z')
  expect(due.map(({ id }) => id)).toContain(helper.personId)
  expect((await erasePerson(anAct({ actor: administrator.actor, now: at('10:00') }), helper.personId, 'asked')).ok).toBe(true)
  expect(
    await rows(
      'SELECT a.email, r.revokedAt, p.name FROM Account a JOIN StaffRole r ON r.accountId = a.id JOIN Person p ON p.id = a.personId WHERE a.id = ?1',
      helper.accountId,
    ),
  ).toEqual([{ email: `erased-${helper.accountId}@erased.invalid`, revokedAt: '2026-06-12T10:00:00.000Z', name: null }])
  expect((await request(`/door/${event.code}`, { cookie: helper.cookie })).headers.get('location')).toMatch(/^\/sign-in/)
  expect(await brokenInvariants()).toEqual(before)
})
