// The database of the file of tests that runs. Files share one workerd, in which the modules of the service are loaded once.
import { type D1Migration, reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { Bindings } from '#base/web/env.ts'

const given = env as unknown as Bindings & { TEST_MIGRATIONS: D1Migration[] }

/** What the service is bound to. */
export const bindings: Bindings = { ...given }
export let db = bindings.DB

// The service keeps some settings for seconds under the object of their database: each file has an object of its own.
const anotherObject = (): D1Database =>
  new Proxy(given.DB, {
    get(target, key) {
      const value = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })

/** Deletes all that earlier files stored, and migrates. */
export const emptyDatabase = async (): Promise<void> => {
  // Now and then a database that was in use a moment ago is still there.
  for (let left = 1; left > 0; left = (await given.DB.prepare('SELECT COUNT(*) AS n FROM sqlite_schema').first<number>('n')) ?? 0)
    await reset()
  db = anotherObject()
  bindings.DB = db
  await db.batch(given.TEST_MIGRATIONS.flatMap(({ queries }) => queries.map((query) => db.prepare(query))))
}
