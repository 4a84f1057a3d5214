// The statements behind what is asked for most, as the service really sends them: none of them walks a table that grows.
import { expect, it, vi } from 'vitest'
import { newId } from '#base/id.ts'
import { runDue } from '#due.ts'
import { deliverDue } from '#messages/outbox/deliver.ts'
import { bindings, request, run, tick } from '#test/support/factories.ts'
import { walks } from '#test/support/plans.ts'
import { recording } from '#test/support/recording.ts'
import { addressOf } from '#test/worker/correspondence/feeds/world.ts'
import { aWorld } from '#test/worker/routes/world.ts'

vi.setConfig({ testTimeout: 120_000 })

/** What a read of it must walk, and why. */
const meant: Record<string, string> = {
  'GET /coverage: SchoolReached': 'a report of all attendances of a period',
  'The clock: Log': 'its last row alone, by its key, before a report is frozen',
  'The clock: SealedLeaf': 'its last row alone, whose number says how large the log is',
  'The clock: SealCheckpoint by sqlite_autoindex_SealCheckpoint_1': 'its last thirty rows alone, by their day, to be copied',
  'The clock: SchoolReached': 'the same report, frozen once a month',
  'The clock: SchoolReached by SchoolReached_mark': 'the same report, frozen once a month',
  'The clock: FrozenReport': 'what readers were given before, once a month',
}

it('whoever signs in, looks, books, marks or polls, and the clock, walk through no table that grows', async () => {
  const { people, event, otherEvent, school, reference, session, placeId, token } = await aWorld()
  const { contact, organiser, door } = people
  await run('UPDATE StaffRole SET grantedAt = ?1', new Date().toISOString())
  const own = await addressOf({ kind: 'school', schoolId: school.id }, contact)
  type Options = NonNullable<Parameters<typeof request>[1]>
  const asked: [what: string, path: string, options?: Options][] = [
    ['GET /', '/'],
    ['GET /events', '/events?topic=child-on-child-abuse&q=hotel'],
    ['GET /events/:code', `/events/${event.code}`],
    ['GET /events/:code, signed in', `/events/${event.code}`, { cookie: contact.cookie }],
    ['GET /events.ics', '/events.ics'],
    ['GET /feeds/:file', own],
    ['GET /account', '/account', { cookie: contact.cookie }],
    ['GET /school', '/school', { cookie: contact.cookie }],
    ['GET /school/:schoolId', `/school/${school.id}`, { cookie: contact.cookie }],
    ['GET /school/:schoolId/money', `/school/${school.id}/money`, { cookie: contact.cookie }],
    ['GET /school/:schoolId/people', `/school/${school.id}/people`, { cookie: contact.cookie }],
    ['GET /events/:code/book', `/events/${event.code}/book`, { cookie: contact.cookie }],
    ['GET /bookings/:reference', `/bookings/${reference}`, { cookie: contact.cookie }],
    ['GET /place/:token', `/place/${token}`],
    ['GET /register', '/register', { cookie: organiser.cookie }],
    ['GET /register/:sessionId', `/register/${session}`, { cookie: door.cookie }],
    ['GET /organiser', '/organiser', { cookie: organiser.cookie }],
    ['GET /organiser/events/:code', `/organiser/events/${event.code}`, { cookie: organiser.cookie }],
    ['GET /coverage', '/coverage', { cookie: organiser.cookie }],
    [
      'POST /events/:code/bookings',
      `/events/${otherEvent.code}/bookings`,
      {
        cookie: contact.cookie,
        form: {
          ...{ formId: newId(tick()), school: school.id, rows: '1' },
          ...{ 'name-1': 'Nia Booked', 'email-1': 'nia@example.sch.uk', 'role-1': 'dsl' },
        },
      },
    ],
    [
      'POST /register/:sessionId/marks',
      `/register/${session}/marks`,
      { cookie: door.cookie, form: { person: placeId, mark: newId(tick()), markType: 'apologies' } },
    ],
  ]
  const found = new Set<string>()
  const statements = new Set<string>()
  const look = async (what: string, trips: ReturnType<typeof recording>['trips']): Promise<void> => {
    // What writes is told apart by the rows that it reads: its program holds those of its triggers.
    for (const one of trips.flat().filter(({ sql }) => /^\s*(SELECT|WITH)\b/i.test(sql))) {
      statements.add(one.sql)
      for (const walk of await walks(one))
        if (!meant[`${what}: ${walk}`]) found.add(`${what}: ${walk} by ${one.sql.replaceAll(/\s+/g, ' ').slice(0, 200)}`)
    }
  }
  for (const [what, path, options] of asked) {
    const { db: recorder, trips } = recording()
    const { status } = await request(path, { ...options, bindings: { DB: recorder } })
    if (status >= 400) found.add(`${what} was answered ${status}`)
    await look(what, trips)
  }
  const { db: recorder, trips } = recording()
  await runDue({ ...bindings, DB: recorder }, new Date(), 'http://localhost:8787')
  await deliverDue({ ...bindings, DB: recorder }, new Date(), { messages: 10, seconds: 10 })
  await look('The clock', trips)
  expect([...found]).toEqual([])
  expect(statements.size).toBeGreaterThan(100)
})

it('control: whoever looks for claims by what no index serves is seen', async () => {
  expect(await walks({ sql: 'SELECT COUNT(*) FROM Claim WHERE reason = ?1', values: ['x'] })).toEqual(['Claim'])
  expect(await walks({ sql: `SELECT id FROM Claim WHERE accountId = ?1 AND state IN ('approved', 'requested')`, values: ['x'] })).toEqual(
    [],
  )
})
