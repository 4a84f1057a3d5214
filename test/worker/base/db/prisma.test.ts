// What many do at once goes by SQL of our own. Prisma answers where one row, or one short table, is its own trip anyway.
import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import worker from '#index.ts'
import { bindings } from '#test/support/database.ts'
import { databaseWith } from '#test/support/database-with.ts'
import { anAccount, anEvent, aSchool, db, request, rows, run, tick } from '#test/support/factories.ts'

/** A database that counts how often it is asked as Prisma alone asks. */
const watched = (): { DB: SqlDatabase; byPrisma: () => number } => {
  let asked = 0
  const wrap = (statement: SqlStatement): SqlStatement =>
    new Proxy(statement, {
      get(target, key) {
        if (key === 'bind') return (...values: unknown[]) => wrap(target.bind(...values))
        if (key === 'itself') return target
        if (key === 'raw') asked += 1
        const value = Reflect.get(target, key)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  const DB = databaseWith(db, {
    prepare: (sql: string) => wrap(db.prepare(sql)),
    batch: (statements: (SqlStatement & { itself: SqlStatement })[]) => db.batch(statements.map(({ itself }) => itself)),
  })
  return { DB, byPrisma: () => asked }
}

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const aForm = (school: string, name: string) => ({
  ...{ formId: newId(tick()), school, rows: '1' },
  ...{ 'name-1': name, 'email-1': `${name.toLowerCase().replaceAll(' ', '.')}@example.sch.uk`, 'role-1': 'dsl' },
})

it('who looks at conferences, books, is turned away or marks never waits for Prisma, nor does the clock', async () => {
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const event = await anEvent({ ...inTime, capacity: 1 })
  const door = await anAccount({ doorEventIds: [event.id] })
  const { DB, byPrisma } = watched()
  const ask = async (path: string, more: Parameters<typeof request>[1] = {}) => {
    const { status } = await request(path, { ...more, bindings: { DB } })
    return status
  }
  const page = `/events/${event.code}`
  const book = (name: string) => ask(`${page}/bookings`, { cookie: contact.cookie, form: aForm(school.id, name) })
  expect([
    await ask('/events'),
    await ask(page),
    await ask(page, { cookie: contact.cookie }),
    await ask(`${page}/book`, { cookie: contact.cookie }),
    await book('Ann Lee'),
    await book('Ben Lee'),
  ]).toEqual([200, 200, 200, 200, 303, 409])
  const [place] = await rows<{ id: string }>(`SELECT id FROM Place WHERE eventId = ?1 AND state = 'confirmed'`, event.id)
  await run(`UPDATE Session SET startsAt = ?2, endsAt = ?3 WHERE eventId = ?1`, event.id, ...today())
  const register = `/register/${event.sessions[0]?.id}`
  const mark = { person: place?.id ?? '', mark: newId(tick()), markType: 'attended' }
  expect([await ask(register, { cookie: door.cookie }), await ask(`${register}/marks`, { cookie: door.cookie, form: mark })]).toEqual([
    200, 303,
  ])
  await worker.scheduled({} as ScheduledController, { ...bindings, DB, BASE_URL: 'http://localhost:8787' })
  expect(byPrisma()).toBe(0)
})

const today = (): [string, string] => [new Date(Date.now() - 3_600_000).toISOString(), new Date(Date.now() + 3_600_000).toISOString()]

it('the map of the site for search engines does', async () => {
  const { DB, byPrisma } = watched()
  expect((await request('/sitemap.xml', { bindings: { DB } })).status).toBe(200)
  expect(byPrisma()).toBe(1)
})
