// When the database has more to do than it can, whoever asks is told to wait, and nothing more is asked of it.
import { expect, it } from 'vitest'
import { anAccount, anEvent, aSchool, bindings, db, request, rows } from '#test/support/factories.ts'

/** A database that takes so many round trips, and says then what D1 says when too many wait. */
const overloadedAfter = (trips: number): { db: SqlDatabase; asked: () => number } => {
  let asked = 0
  const asking = <T>(ask: () => T): T => {
    asked += 1
    if (asked > trips) throw new Error('D1_ERROR: D1 DB is overloaded. Too many requests queued.')
    return ask()
  }
  const wrap = (statement: SqlStatement): SqlStatement & { inside: SqlStatement } =>
    ({
      inside: statement,
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      all: async () => asking(() => statement.all()),
      run: async () => asking(() => statement.run()),
      raw: async () => asking(() => (statement as D1PreparedStatement).raw()),
    }) as never
  const overloaded = {
    prepare: (sql: string) => wrap(db.prepare(sql)),
    batch: async (statements: ReturnType<typeof wrap>[]) => asking(() => db.batch(statements.map(({ inside }) => inside))),
  }
  return { db: overloaded as unknown as SqlDatabase, asked: () => asked }
}

const told = async (answer: Response) => ({
  status: answer.status,
  wait: answer.headers.get('retry-after'),
  kept: answer.headers.get('cache-control'),
  cookies: answer.headers.getSetCookie(),
  title: (await answer.text()).match(/<h1[^>]*>(.*?)<\/h1>/)?.[1],
})
const busy = { status: 503, wait: '5', kept: 'no-store', cookies: [], title: 'The service is very busy' }

it('a page is a short 503 that says when to come again, at whichever of its reads it was', async () => {
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  for (const [path, options] of [
    ['/events', {}],
    ['/events.ics', {}],
    [`/feeds/${'x'.repeat(43)}.ics`, {}],
    [`/school/${school.id}`, { cookie }],
  ] as const)
    for (let trips = 0; trips < 9; trips += 1) {
      const overloaded = overloadedAfter(trips)
      const answer = await request(path, { ...options, bindings: { DB: overloaded.db } })
      if (answer.status === 200 || answer.status === 404) break
      expect(await told(answer)).toEqual(busy)
      // The read that failed was the last one.
      expect(overloaded.asked()).toBe(trips + 1)
    }
})

it('a form that meets it writes nothing and starts nothing, and goes through when it is sent again', async () => {
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
  const form = {
    ...{ school: school.id, formId: crypto.randomUUID(), rows: '1' },
    ...{ 'name-1': 'Gwen Jones', 'email-1': 'gwen@example.sch.uk', 'role-1': 'dsl' },
  }
  const send = (database: SqlDatabase) =>
    request(`/events/${event.code}/bookings`, { cookie: contact.cookie, form, bindings: { DB: database } })
  for (const trips of [0, 1, 2]) {
    const overloaded = overloadedAfter(trips)
    expect(await told(await send(overloaded.db))).toEqual(busy)
    expect(overloaded.asked()).toBe(trips + 1)
  }
  expect(await rows('SELECT state FROM Place WHERE eventId = ?1', event.id)).toEqual([])
  expect((await send(bindings.DB)).status).toBe(303)
  expect(await rows('SELECT state FROM Place WHERE eventId = ?1', event.id)).toEqual([{ state: 'confirmed' }])
})

it('control: another fault of the database is a fault', async () => {
  const broken = { ...overloadedAfter(0), db: { prepare: () => ({ first: () => Promise.reject(new Error('D1_ERROR: no such table')) }) } }
  const { error } = console
  console.error = () => {}
  const answer = await request('/events', { bindings: { DB: broken.db as unknown as SqlDatabase } })
  console.error = error
  expect(answer.status).toBe(500)
})
