// The database of the file of tests that runs. Files share one workerd, in which the modules of the service are loaded once.
import { reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { Bindings } from '#base/web/env.ts'
import type { Database } from './database-object.ts'

type Client = new (server: { fetch: (url: string, init: { body: string }) => Promise<Response> }) => D1Database
type Objects = DurableObjectNamespace<Database>

const given = env as unknown as Bindings & { EMPTY_DATABASES: Fetcher; DATABASES: Objects }

// The client of D1 is workerd's own; what it asks is answered by an object in place of Miniflare's.
const server = {
  fetch: async (url: string, { body }: { body: string }): Promise<Response> =>
    new Response(await given.DATABASES.getByName('tests').ask(body, url.endsWith('ROWS_AND_COLUMNS'))),
}
const client = (): D1Database => new (given.DB.constructor as Client)(server)

/** What the service is bound to. */
export const bindings: Bindings = { ...given, DB: client() }
export let db: SqlDatabase = bindings.DB

/** Runs one statement. */
export const exec = (sql: string): Promise<SqlResult> => db.prepare(sql).run()
export const run = (sql: string, ...values: unknown[]): Promise<SqlResult> =>
  db
    .prepare(sql)
    .bind(...values)
    .run()
export const rows = async <T = Record<string, unknown>>(sql: string, ...values: unknown[]): Promise<T[]> =>
  (
    await db
      .prepare(sql)
      .bind(...values)
      .all<T>()
  ).results

const askNode = async (path: string): Promise<void> => {
  const answer = await given.EMPTY_DATABASES.fetch(`http://node/${path}`)
  if (!answer.ok) throw new Error(await answer.text())
}

/** Deletes all that earlier files stored, and begins with the tables of the migrations, in which only what those write themselves stands. */
export const emptyDatabase = async (): Promise<void> => {
  const used = `Used_${crypto.randomUUID().replaceAll('-', '')}`
  const isEmpty = async (): Promise<boolean> => {
    const found = db.prepare(`SELECT name FROM sqlite_schema WHERE name IN ('d1_migrations', ?1)`).bind(used)
    return (await found.all<{ name: string }>()).results.map(({ name }) => name).join() === 'd1_migrations'
  }
  // Now and then a database that was in use a moment ago is still there, or what an earlier file left running has begun another without tables.
  do {
    await exec(`CREATE TABLE IF NOT EXISTS ${used} (n INTEGER)`)
    await askNode(used)
    await reset()
    await askNode('')
  } while (!(await isEmpty()))
  // The service keeps some settings for seconds under the object of their database: each file has an object of its own.
  db = client()
  bindings.DB = db
}
