// One process owns the local data. Commands ask the Muster that `npm start` serves, or start the
// same Worker themselves.
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { listenerAt } from './port.ts'
import { root } from './settings.ts'
import { builtWorker, migrate, type Running, startWorker, statePath } from './worker.ts'

/** Where a local Muster answers, and the token for its command routes (`x-muster-token`). */
export type At = { url: string; token: string }

export type Serving = At & { pid: number; state: string }

/** The folder of the local data; MUSTER_STATE names another, for tests or a second copy. */
export const stateFolder = (): string => {
  const named = process.env['MUSTER_STATE']
  return named ? resolve(named) : statePath
}

const besideState = (name: string): string => join(process.env['MUSTER_STATE'] ? stateFolder() : join(root, '.wrangler'), name)

const servingFile = (): string => besideState('muster.json')

/** Where a serving Muster writes its log. */
export const logFile = (): string => besideState('muster.log')

// No secret: what is enciphered with it lies in a folder of this computer.
const localKey = `local:${Buffer.alloc(32, 'muster').toString('base64')}`

/** What the Muster that people open on this machine is bound to, besides its token. */
export const localVars = (url: string): Record<string, string> => ({
  LOCAL_MAIL: '1',
  BASE_URL: url,
  FACTOR_KEYS: localKey,
  TICKET_KEY: localKey,
})

export const newCommandToken = (): string => randomBytes(24).toString('hex')

const locks: DatabaseSync[] = []

/**
 * Takes the local data for this process until it ends, however it ends: a lock of SQLite goes with
 * its process. @returns who has it instead, in a sentence
 */
export const takeData = (): string | undefined => {
  const file = besideState('muster.lock')
  mkdirSync(dirname(file), { recursive: true })
  const lock = new DatabaseSync(file)
  try {
    lock.exec('BEGIN EXCLUSIVE')
    locks.push(lock)
    return undefined
  } catch (error) {
    lock.close()
    if (!(error instanceof Error && /locked/.test(error.message))) throw error
    const other = readServing()
    return other && lives(other.pid)
      ? `npm start already serves this data at ${other.url} (process ${other.pid}). Stop it first, or open it.`
      : 'Another npm start or npm run reset is making this data. Stop it first, or wait for it.'
  }
}

/** Says that this process serves the local data from now on. */
export const announce = (serving: Serving): void => {
  mkdirSync(dirname(servingFile()), { recursive: true })
  writeFileSync(servingFile(), `${JSON.stringify(serving, undefined, 2)}\n`, { mode: 0o600 })
}

/** Takes the announcement of `pid` back; another process's stays. */
export const withdraw = (pid: number): void => {
  if (readServing()?.pid === pid) rmSync(servingFile(), { force: true })
}

/** Whether a Muster answers there that knows the token; one that is still loading says 503. */
const answersAt = async ({ url, token }: At): Promise<boolean> => {
  try {
    const answer = await fetch(`${url}/dev/commands/demonstration`, {
      headers: { 'x-muster-token': token },
      signal: AbortSignal.timeout(10_000),
    })
    await answer.arrayBuffer()
    return answer.ok || answer.status === 503
  } catch {
    return false
  }
}

/**
 * The Muster that serves the local data now. A crash may leave its file behind, so it must live,
 * answer and know the token.
 */
export const nowServing = async (): Promise<Serving | undefined> => {
  const serving = readServing()
  return serving && serving.state === stateFolder() && lives(serving.pid) && (await answersAt(serving)) ? serving : undefined
}

/** Ends the Worker of a Muster that was killed: it goes on without the process that started it. */
export const endLeftBehind = async (): Promise<void> => {
  const serving = readServing()
  if (!serving || serving.state !== stateFolder() || lives(serving.pid) || !(await answersAt(serving))) return
  const pid = listenerAt(Number(new URL(serving.url).port))
  if (pid !== undefined) process.kill(pid, 'SIGKILL')
  while (pid !== undefined && lives(pid)) await new Promise((look) => setTimeout(look, 20))
}

/**
 * Runs `fn` against the Muster that serves the local data, or one started for as long as `fn`
 * takes. Prints nothing on stdout.
 */
export const withMuster = async <T>(fn: (at: At) => Promise<T>): Promise<T> => {
  const serving = await nowServing()
  return serving ? await fn({ url: serving.url, token: serving.token }) : await withOwnMuster(fn)
}

/**
 * As `withMuster`, when nothing serves: starts one on a free port, migrates, runs `fn`, stops.
 * @param vars bindings besides those of every local Muster
 * @param first what is done to a database without anything, before it is migrated
 */
export const withOwnMuster = async <T>(
  fn: (at: At, running: Running) => Promise<T>,
  vars: Record<string, string> = {},
  first?: (running: Running) => Promise<void>,
): Promise<T> => {
  const token = newCommandToken()
  const running = await startWorker({
    port: 0,
    persist: stateFolder(),
    vars: { LOCAL_MAIL: '1', LOCAL_TOKEN: token, TICKET_KEY: 'local', ...vars },
    built: await builtWorker(),
    withoutDatabase: first !== undefined,
  })
  try {
    await first?.(running)
    await migrate(running.miniflare)
    return await fn({ url: running.url, token }, running)
  } finally {
    await running.stop()
  }
}

const readServing = (): Serving | undefined => {
  if (!existsSync(servingFile())) return undefined
  try {
    return JSON.parse(readFileSync(servingFile(), 'utf8'))
  } catch {
    return undefined
  }
}

const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Alive, but somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
