// The database of the file of tests that runs. Files share one workerd, in which the modules of the service are loaded once.
import { reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { Bindings } from '#base/web/env.ts'

const given = env as unknown as Bindings & { EMPTY_DATABASES: Fetcher }

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

const askNode = async (path: string): Promise<void> => {
  const answer = await given.EMPTY_DATABASES.fetch(`http://node/${path}`)
  if (!answer.ok) throw new Error(await answer.text())
}

/** Deletes all that earlier files stored, and begins with the tables of the migrations, in which only what those write themselves stands. */
export const emptyDatabase = async (): Promise<void> => {
  const used = `Used_${crypto.randomUUID().replaceAll('-', '')}`
  const isEmpty = async (): Promise<boolean> => {
    const found = given.DB.prepare(`SELECT name FROM sqlite_schema WHERE name IN ('d1_migrations', ?1)`).bind(used)
    return (await found.all<{ name: string }>()).results.map(({ name }) => name).join() === 'd1_migrations'
  }
  // Now and then a database that was in use a moment ago is still there, or what an earlier file left running has begun another without tables.
  do {
    await given.DB.exec(`CREATE TABLE IF NOT EXISTS ${used} (n INTEGER)`)
    await askNode(used)
    await reset()
    await askNode('')
  } while (!(await isEmpty()))
  db = anotherObject()
  bindings.DB = db
}
