// What is read before it is known who asks: it saves a trip, and shows nobody what they may not see.

import { Hono } from 'hono'
import { contextStorage } from 'hono/context-storage'
import { expect, it } from 'vitest'
import { ahead } from '#ahead.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { measuredDatabase, nothingAsked, readAlongside } from '#base/web/measured-database.ts'
import { anAccount, anEvent, aSchool, counting, request, rows, run, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aPlace, aRegister } from '#test/worker/attendance/attendance/places.ts'
import { routeTable } from './route-table.ts'

const today = () => ({
  startsAt: new Date(Date.now() - 3_600_000).toISOString(),
  endsAt: new Date(Date.now() + 3_600_000).toISOString(),
})

/** Trips and statements, as the page says of itself. */
const costOf = (response: Response): number[] =>
  (response.headers.get('server-timing')?.match(/(\d+) trips, (\d+) statements/) ?? []).slice(1).map(Number)

const mark = (sessionId: string, placeId: string, cookie: string | undefined, more: Parameters<typeof request>[1] = {}) =>
  request(`/register/${sessionId}/marks`, {
    ...(cookie ? { cookie } : {}),
    form: { person: placeId, mark: newId(tick()), markType: 'attended' },
    ...more,
  })

it('each line of the table is a route that there is', () => {
  const routes = new Set(routeTable.map(({ method, path }) => `${method} ${path}`))
  expect(Object.keys(ahead).filter((route) => !routes.has(route))).toEqual([])
})

it('whoever is signed in sees the list and an event in one trip, with what their own school has', async () => {
  const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
  const school = await aSchool()
  await aPlace(event, school)
  const contact = await anAccount({ schoolIds: [school.id] })
  const paths = ['/', '/events', '/events?q=no+such+thing', `/events/${event.code}`, `/events/${event.code.toLowerCase()}`]
  await request('/events', { cookie: contact.cookie })
  const pages = await Promise.all(paths.map((path) => request(path, { cookie: contact.cookie })))
  // A search of which nothing is found looks for the words that were meant.
  expect(pages.map((page) => costOf(page)[0])).toEqual([1, 1, 2, 1, 1])
  expect(await pages[3]?.text()).toContain('your school has 1 of 2')
})

it('a school that somebody no longer acts for is not shown, nor to whoever has yet to show a second factor', async () => {
  const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
  const school = await aSchool()
  await aPlace(event, school)
  const shown = async (cookie: string) => (await (await request(`/events/${event.code}`, { cookie })).text()).includes('your school has 1')
  const before = await anAccount({ schoolIds: [school.id] })
  const half = await anAccount({ schoolIds: [school.id] })
  const out = await anAccount({ schoolIds: [school.id] })
  expect([await shown(before.cookie), await shown(half.cookie), await shown(out.cookie)]).toEqual([true, true, true])
  await run(`UPDATE Claim SET state = 'ended' WHERE accountId = ?1`, before.accountId)
  await add('Factor', { accountId: half.accountId, label: 'Phone', secret: 'k1:x', confirmedAt: tick().toISOString() })
  await run('UPDATE SignIn SET revokedAt = ?2 WHERE accountId = ?1', out.accountId, tick().toISOString())
  expect([await shown(before.cookie), await shown(half.cookie), await shown(out.cookie)]).toEqual([false, false, false])
})

it('a mark is two trips: who asks with what is decided on, and the mark', async () => {
  const { event, session, placeId } = await aRegister(today())
  const door = await anAccount({ doorEventIds: [event.id] })
  await request('/register', { cookie: door.cookie })
  const answer = await mark(session.id, placeId, door.cookie)
  expect([answer.status, costOf(answer)[0]]).toEqual([303, 2])
})

it('who does not take a register marks nobody at it, and is answered as if there were none', async () => {
  const { event, session, school, placeId } = await aRegister(today())
  await aPlace(event, school, { name: 'Gwenllian Rees', email: 'gwenllian@secret.sch.uk' })
  const elsewhere = await aRegister(today())
  const nowhere = crypto.randomUUID()
  const outsiders = [
    await anAccount(),
    await anAccount({ schoolIds: [school.id] }),
    await anAccount({ roles: ['officer'] }),
    await anAccount({ doorEventIds: [elsewhere.event.id] }),
  ]
  const ofMarks =
    'SELECT (SELECT COUNT(*) FROM Mark) AS marks, (SELECT COUNT(*) FROM Log) AS lines, (SELECT COUNT(*) FROM SchoolReached) AS reached'
  const before = await rows(ofMarks)
  for (const { cookie } of outsiders) {
    const said = async (answer: Response) => [answer.status, await answer.text(), [...answer.headers.keys()]]
    expect(await said(await mark(session.id, placeId, cookie))).toEqual(await said(await mark(nowhere, placeId, cookie)))
    for (const below of ['', '/sheet', `/people/${placeId}`, '/close'])
      expect(await said(await request(`/register/${session.id}${below}`, { cookie }))).toEqual(
        await said(await request(`/register/${nowhere}${below}`, { cookie })),
      )
  }
  expect(await rows(ofMarks)).toEqual(before)
})

it('a booking of another school is as if there were none, also to who would cancel or name', async () => {
  const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
  const { placeId } = await aPlace(event, await aSchool(), { name: 'Gwenllian Rees' })
  const [booking] = await rows<{ reference: string }>(
    'SELECT b.reference FROM Booking b JOIN Place p ON p.bookingId = b.id WHERE p.id = ?1',
    placeId,
  )
  const { cookie } = await anAccount({ schoolIds: [(await aSchool()).id] })
  const said = async (path: string, form?: Record<string, string>) => {
    const answer = await request(path, { cookie, ...(form ? { form } : {}) })
    return [answer.status, await answer.text()]
  }
  for (const below of ['', '/cancel', '/names', '/answers', '/messages', `/places/${placeId}/name`])
    expect(await said(`/bookings/${booking?.reference}${below}`)).toEqual(await said(`/bookings/ZZZZZZ${below}`))
  for (const [below, form] of [
    ['/cancel', { seen: '0' }],
    ['/names', { action: 'save', place: placeId, 'name-1': 'Cai Rees' }],
  ] as const)
    expect(await said(`/bookings/${booking?.reference}${below}`, form)).toEqual(await said(`/bookings/ZZZZZZ${below}`, form))
  expect(await rows('SELECT p.state, n.name FROM Place p JOIN Person n ON n.id = p.personId WHERE p.id = ?1', placeId)).toEqual([
    { state: 'confirmed', name: 'Gwenllian Rees' },
  ])
})

it('nothing is read ahead for nobody, nor for a form from another site or one that is too large', async () => {
  const { event, session, placeId } = await aRegister(today())
  const door = await anAccount({ doorEventIds: [event.id] })
  await request('/register', { cookie: door.cookie })
  const asked = async (cookie: string | undefined, more: Parameters<typeof request>[1] = {}) => {
    const answer = await mark(session.id, placeId, cookie, more)
    return [answer.status, ...costOf(answer)]
  }
  expect(await asked(undefined)).toEqual([303, 0, 0])
  expect(await asked(door.cookie, { headers: { origin: 'https://evil.example' } })).toEqual([403, 1, 1])
  const large = { person: placeId, mark: newId(tick()), markType: 'attended', reason: 'a'.repeat(256_000) }
  expect(await asked(door.cookie, { form: large })).toEqual([413, 1, 1])
  expect(await rows('SELECT 1 FROM Mark WHERE sessionId = ?1', session.id)).toEqual([])
})

it('of two who mark one person at once, one is told of the mark that the other has made since', async () => {
  const { event, session, placeId } = await aRegister(today())
  const [one, other] = [await anAccount({ doorEventIds: [event.id] }), await anAccount({ doorEventIds: [event.id] })]
  for (let turn = 0; turn < 5; turn += 1) {
    const person = turn === 0 ? placeId : (await aPlace(event, await aSchool())).placeId
    const form = (markType: string) => ({ form: { person, mark: newId(tick()), markType } })
    const answers = await Promise.all([
      mark(session.id, person, one.cookie, form('attended')),
      mark(session.id, person, other.cookie, form('absent')),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
    expect(await answers.find(({ status }) => status === 409)?.text()).toMatch(/marked/)
    expect(await rows('SELECT 1 FROM Mark WHERE placeId = ?1', person)).toHaveLength(1)
  }
})

it('a booking is two trips: who asks with what is decided on, and the booking; a refusal is one', async () => {
  const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z', capacity: 2 })
  const book = async (name: string, more: Record<string, string> = {}) => {
    const school = await aSchool()
    const { cookie } = await anAccount({ schoolIds: [school.id] })
    const person = { rows: '2', 'name-1': name, 'email-1': ' Gwen@Example.sch.uk', 'role-1': 'dsl' }
    const form = { school: school.id, formId: crypto.randomUUID(), ...person, ...more }
    const answer = await request(`/events/${event.code.toLowerCase()}/bookings`, { cookie, form })
    return [answer.status, costOf(answer)[0]]
  }
  // The first reads what an isolate keeps.
  await book('Ann Lee')
  expect(await book('Gwen Jones')).toEqual([303, 2])
  expect(await book('Cai Rees', { 'represents-1-1': (await aSchool()).id })).toEqual([409, 1])
})

it('who acts for no school there books nothing, and is answered as if there were neither school nor event', async () => {
  const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
  const school = await aSchool()
  const outsider = await anAccount({ schoolIds: [(await aSchool()).id] })
  const said = async (code: string, schoolId: string) => {
    const form = {
      ...{ school: schoolId, formId: crypto.randomUUID(), rows: '1' },
      ...{ 'name-1': 'Gwen Jones', 'email-1': 'gwen@example.sch.uk', 'role-1': 'dsl' },
    }
    const answer = await request(`/events/${code}/bookings`, { cookie: outsider.cookie, form })
    return [answer.status, await answer.text()]
  }
  expect(await said(event.code, school.id)).toEqual(await said('NOSUCH', crypto.randomUUID()))
  expect(await rows('SELECT 1 FROM Booking WHERE eventId = ?1', event.id)).toEqual([])
})

it('what was read ahead answers the very same question, once, and only until something is written', async () => {
  const counted = counting()
  const app = new Hono<AppEnv>()
    .use(contextStorage(), async (c, next) => {
      c.set('asked', nothingAsked())
      c.env = { ...c.env, DB: measuredDatabase(counted.db) }
      await next()
    })
    .get('/', async (c) => {
      const { DB } = c.env
      const role = (id: string) => DB.prepare('SELECT label FROM Role WHERE id = ?1').bind(id)
      const trips: number[] = []
      const read = async (id: string): Promise<string | null> => {
        const label = await role(id).first<string>('label')
        trips.push(c.var.asked.trips)
        return label
      }
      readAlongside(c.var.asked, [role('dsl'), role('dsl'), role('head')])
      const [first] = await DB.batch([DB.prepare('SELECT 1 AS n')])
      const once = [await read('dsl'), await read('dsl'), await read('dsl'), await read('nobody')]
      await DB.prepare(`UPDATE Role SET label = 'Changed' WHERE id = 'head'`).run()
      return c.json({ first: first?.results, same: new Set(once.slice(0, 3)).size, head: await read('head'), trips })
    })
  const answer = await app.request('/')
  expect(await answer.json()).toEqual({ first: [{ n: 1 }], same: 1, head: 'Changed', trips: [1, 1, 2, 3, 5] })
})

it('noting that a sign-in is in use, or giving its browser another token, leaves what was read ahead', async () => {
  const { cookie, accountId } = await anAccount()
  const asked = async (change: string) => {
    await run(`UPDATE SignIn SET endsAt = expiresAt, ${change} WHERE accountId = ?1`, accountId)
    return costOf(await request('/events', { cookie }))
  }
  const now = `'${new Date().toISOString()}'`
  const before = `'${new Date(Date.now() - 2 * 3_600_000).toISOString()}'`
  await request('/events', { cookie })
  const [trips = 0, statements = 0] = await asked(`createdAt = ${now}, seenAt = ${now}`)
  expect(await asked(`createdAt = ${now}, seenAt = ${before}`)).toEqual([trips + 1, statements + 1])
  expect(await asked(`createdAt = ${before}, seenAt = ${now}`)).toEqual([trips + 1, statements + 1])
  expect(await rows('SELECT COUNT(*) AS n FROM SignIn WHERE accountId = ?1', accountId)).toEqual([{ n: 2 }])
})
