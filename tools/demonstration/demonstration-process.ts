// A process that loads the demonstration: the built Worker runs here, on SQLite in this process,
// and is asked by the same requests as in workerd. It ends with whoever started it.
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { writeMigrated } from '#commands/empty-database.ts'
import { startMailTwin } from '#commands/mail-twin.ts'
import { NodeD1 } from '#commands/node-d1.ts'
import { assetsInNode } from '#commands/public-file.ts'
import { settingsOf } from '#commands/settings.ts'
import { loadDemonstration } from './demonstrate.ts'
import { type Asked, databaseName } from './kept-demonstration.ts'

type Context = { waitUntil: (work: Promise<unknown>) => void; passThroughOnException: () => void }
type Worker = { fetch: (request: Request, env: object, context: Context) => Promise<Response> }

/** Files of WebAssembly are modules in workerd, and Node is told how they become some. */
const wasm = (url: string): string =>
  `import { readFileSync } from 'node:fs'\nexport default new WebAssembly.Module(readFileSync(new URL('${url}')))`

const workerOf = async (built: string): Promise<Worker> => {
  registerHooks({
    load: (url, context, next) =>
      url.endsWith('.wasm')
        ? { format: 'module', shortCircuit: true, source: wasm(url) }
        : next(url, { ...context, ...(url.endsWith('/local.js') ? { format: 'module' } : {}) }),
  })
  const { default: worker } = (await import(pathToFileURL(join(built, 'local.js')).href)) as { default: Worker }
  return worker
}

/** A request as the Worker receives it: its body can be read into memory that is used again. */
const received = async (url: string, asked: RequestInit): Promise<Request> => {
  const { method, headers, body } = new Request(url, asked)
  if (!body) return new Request(url, { method, headers })
  const bytes = new Uint8Array(await new Response(body).arrayBuffer())
  const again = new ReadableStream({
    type: 'bytes',
    start: (into) => {
      into.enqueue(bytes)
      into.close()
    },
  })
  const withBody = { method, headers, body: again, duplex: 'half' }
  return new Request(url, withBody)
}

const load = async ({ built, folder, vars, withMailTwin, first }: Asked): Promise<void> => {
  if (first !== undefined) await import(`data:text/javascript,${encodeURIComponent(first)}`)
  const settings = settingsOf(built)
  const file = join(folder, databaseName)
  writeMigrated(file)
  const db = new DatabaseSync(file)
  // Nothing reads it before it is whole, and what is not is thrown away.
  db.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -262144')
  // Addressed elsewhere, what became of its mails waits for the Muster that will serve the data.
  const mail = withMailTwin
    ? await startMailTwin({ built, folder, port: 0, webhookUrl: 'http://muster.invalid/resend/webhooks' })
    : undefined
  const worker = await workerOf(built)
  const token = 'demonstration'
  const env = { ...settings.vars, ...vars, LOCAL_MAIL: '1', LOCAL_TOKEN: token, ...mail?.vars, DB: new NodeD1(db), ASSETS: assetsInNode }
  const work: Promise<unknown>[] = []
  const context: Context = { waitUntil: (one) => void work.push(one), passThroughOnException: () => {} }
  const send = async (url: string, asked: RequestInit): Promise<Response> => {
    const answer = await worker.fetch(await received(url, asked), env, context)
    for (let one = work.pop(); one; one = work.pop()) await one
    return answer
  }
  await loadDemonstration({ url: vars['BASE_URL'] || 'http://localhost', token, send }, (line) => process.send?.({ line }))
  await mail?.stop()
  db.close()
}

process.once('disconnect', () => process.exit(1))
process.once('message', (asked: Asked) => {
  load(asked).then(
    () => process.send?.({ whole: true }, () => process.exit(0)),
    (error: unknown) => {
      process.send?.({ failed: error instanceof Error ? error.message : String(error) }, () => process.exit(1))
    },
  )
})
