// Runs a checkout's Muster on its demonstration, with a stopped clock and repeatable chance.
// Worker, county and pages are that checkout's own, so both checkouts need the modules loaded
// here.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Answer } from './record-text.ts'

/** A Wednesday in term. */
export const moment = Date.parse('2026-10-14T09:20:00.000Z')
const token = 'recording'
const baseUrl = 'http://localhost:8787'

/**
 * Stops the clocks of its realm and makes chance repeat. It uses nothing outside itself, for its
 * text is run in workerd.
 */
const standStill = (at: number): void => {
  const Machine = Date
  globalThis.Date = new Proxy(Machine, {
    construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [at] : given, made),
    apply: () => String(new Machine(at)),
    get: (target, key) => (key === 'now' ? () => at : Reflect.get(target, key)),
  })
  performance.now = () => 1000
  let state = 7
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 24
  }
  const fill = <T extends ArrayBufferView | null>(view: T): T => {
    if (view)
      for (let n = 0, bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength); n < bytes.length; n += 1) bytes[n] = next()
    return view
  }
  crypto.getRandomValues = fill as typeof crypto.getRandomValues
  crypto.randomUUID = () => {
    const hex = [...fill(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
  }
  Math.random = () => (next() * 256 + next()) / 65_536
}

/** What the machine's clock says while `fn` runs, up to its first wait. */
const atTheMoment = <T>(fn: () => T): T => {
  const Machine = Date
  globalThis.Date = new Proxy(Machine, {
    construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [moment] : given, made),
  })
  try {
    return fn()
  } finally {
    globalThis.Date = Machine
  }
}

export type Asked = {
  method?: 'POST'
  cookie?: string | undefined
  body?: string | URLSearchParams | FormData
  headers?: Record<string, string>
}

export type Recorded = {
  /** Where links of its pages and mails lead. */
  origins: readonly string[]
  ask: (path: string, asked?: Asked) => Promise<Answer>
  sql: (statement: string) => Promise<Record<string, unknown>[]>
  batch: (statements: readonly string[]) => Promise<Record<string, unknown>[][]>
  /** Waits until nothing is done any more for what was asked; looks so often, in milliseconds. */
  quiet: (every?: number) => Promise<void>
  /** Ends all that its Worker remembers. */
  restart: () => Promise<void>
  /** Signs in as a person of the demonstration would who has such a link. */
  signIn: (email: string) => Promise<string>
  stop: () => Promise<void>
}

export const moduleOf =
  (checkout: string) =>
  <T>(path: string): Promise<T> =>
    import(pathToFileURL(join(checkout, path)).href) as Promise<T>

/** @param state an empty folder for its data */
export const startRecorded = async (checkout: string, state: string): Promise<Recorded> => {
  process.env['MUSTER_STATE'] = state
  const of = moduleOf(checkout)
  const { builtWorker, migrate, startWorker } = await of<typeof import('#commands/worker.ts')>('src/commands/worker.ts')
  const { startMailTwin } = await of<typeof import('#commands/mail-twin.ts')>('src/commands/mail-twin.ts')
  const { loadDemonstration } = await of<typeof import('#tools/demonstration/demonstrate.ts')>('tools/demonstration/demonstrate.ts')
  const built = await builtWorker()
  const mail = await startMailTwin({ built, folder: state, port: 0 })
  await fetch(`${mail.vars['MAIL_TWIN_URL']}/_twin/clock`, {
    method: 'POST',
    headers: { authorization: `Bearer ${mail.vars['RESEND_API_KEY']}` },
    body: JSON.stringify({ to: new Date(moment).toISOString(), standsStill: true }),
  })
  const start = () =>
    startWorker({
      ...{ port: 0, persist: state, built },
      // No secret: it enciphers what lies in a folder that is thrown away.
      vars: {
        ...{ LOCAL_MAIL: '1', LOCAL_TOKEN: token, TICKET_KEY: 'local', BASE_URL: baseUrl, ...mail.vars },
        FACTOR_KEYS: `local:${Buffer.alloc(32, 'muster').toString('base64')}`,
      },
      first: `(${String(standStill)})(${moment})`,
    })
  let running = await start()
  await migrate(running.miniflare)
  let { url } = running
  const plainFetch = globalThis.fetch
  let db = await running.miniflare.getD1Database('DB')
  const ask: Recorded['ask'] = async (path, { method = 'GET', cookie, body, headers } = {}) => {
    for (let tries = 1; ; tries += 1) {
      try {
        const answer = await plainFetch(url + path, {
          ...{ method, redirect: 'manual' as const, body: body ?? null },
          headers: { origin: url, ...(cookie ? { cookie } : {}), ...headers },
        })
        return { status: answer.status, headers: answer.headers, bytes: new Uint8Array(await answer.arrayBuffer()) }
      } catch (error) {
        // A body that is too long is refused early, and the connection may close before we read
        // that.
        if (tries === 20) throw error
        await new Promise((done) => setTimeout(done, 50))
      }
    }
  }
  const command = (path: string, method?: 'POST'): Promise<Answer> =>
    ask(`/dev/commands/${path}`, { ...(method ? { method } : {}), headers: { 'x-muster-token': token } })
  // Whatever is asked of this database from here blocks; the same statement is prepared once.
  const prepared = new Map<string, ReturnType<typeof db.prepare>>()
  const prepare = (statement: string) => {
    const known = prepared.get(statement) ?? db.prepare(statement)
    prepared.set(statement, known)
    return known
  }
  const sql: Recorded['sql'] = async (statement) => (await prepare(statement).all<Record<string, unknown>>()).results
  const soFar = async (): Promise<string> => new TextDecoder().decode((await command('asked')).bytes)
  const isSending = async (): Promise<boolean> => (await sql(`SELECT 1 FROM Message WHERE state = 'sending' LIMIT 1`)).length > 0
  const quiet = async (every = 100): Promise<void> => {
    for (let before = await soFar(), same = 0, tries = 0; same < 2 && tries < 300; tries += 1) {
      await new Promise((done) => setTimeout(done, every))
      const now = await soFar()
      // Whoever waits for the answer of a mail server asks nothing meanwhile.
      same = now === before && !(await isSending()) ? same + 1 : 0
      before = now
    }
  }
  // Mail that one step leaves to be sent would otherwise go out during the next, or not.
  globalThis.fetch = async (...asked) => {
    const answer = await plainFetch(...asked)
    await quiet()
    return answer
  }
  try {
    await atTheMoment(() => loadDemonstration({ url, token }, () => {}))
  } finally {
    globalThis.fetch = plainFetch
  }
  const worker = await running.miniflare.getWorker()
  for (let minute = 0; minute < 3; minute += 1) {
    await worker.scheduled({ cron: '* * * * *', scheduledTime: new Date(moment) })
    await quiet()
  }
  return {
    ...{ origins: [baseUrl, url], ask, sql, quiet },
    batch: async (statements) => {
      if (statements.length === 0) return []
      const results = await db.batch<Record<string, unknown>>(statements.map(prepare))
      return results.map((one) => one.results)
    },
    restart: async () => {
      await running.stop()
      running = await start()
      url = running.url
      db = await running.miniflare.getD1Database('DB')
      prepared.clear()
    },
    signIn: async (email) => {
      const { bytes } = await command(`entry-link?email=${encodeURIComponent(email)}`, 'POST')
      const link = (JSON.parse(new TextDecoder().decode(bytes)) as { token: string }).token
      const { headers } = await ask(`/enter/${link}`, { method: 'POST', body: new URLSearchParams() })
      const cookie = headers.getSetCookie().find((one) => /^(__Host-)?muster=/.test(one))
      if (!cookie) throw new Error(`Nobody could sign in as ${email}`)
      return cookie.split(';')[0] ?? ''
    },
    stop: async () => {
      await running.stop()
      await mail.stop()
    },
  }
}
