// The whole service for a browser test: the built Worker on a database of its own.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { inject } from 'vitest'
import { londonDay, londonInstant } from '#base/dates.ts'
import { newToken, sha256 } from '#base/id.ts'
import { writeEmptyDatabase } from '#commands/empty-database.ts'
import { newCommandToken } from '#commands/running.ts'
import { settingsOf } from '#commands/settings.ts'
import { startWorker } from '#commands/worker.ts'
import type { Prepared } from './built-once.ts'
import { scriptThatMoves } from './clock.ts'
import { folderInMemory } from './in-memory.ts'
import { rowText, sql } from './row-of.ts'

export type Muster = {
  url: string
  token: string
  /** Asks the database, or does there what only time would bring about. */
  sql: (statement: string) => Promise<Record<string, unknown>[]>
  stop: () => Promise<void>
}

/** What `built-once.ts` makes, once it is there. */
const prepared = async (): Promise<Exclude<Prepared, { failed: string }>> => {
  const file = join(inject('prepared'), 'prepared.json')
  while (!existsSync(file)) await setTimeout(50)
  const made = JSON.parse(readFileSync(file, 'utf8')) as Prepared
  if ('failed' in made) throw new Error(made.failed)
  return made
}

/** @param on an empty database, or a copy of the demonstration */
export const startMuster = async (on: 'nothing' | 'demonstration', vars: Record<string, string> = {}): Promise<Muster> => {
  const { built, demonstration } = await prepared()
  const folder = mkdtempSync(join(folderInMemory(), 'muster-test-'))
  const state = join(folder, 'state')
  if (on === 'demonstration') cpSync(demonstration, state, { recursive: true })
  else writeEmptyDatabase(state, settingsOf(built).databaseId)
  const token = newCommandToken()
  const running = await startWorker({
    port: 0,
    persist: state,
    vars: { LOCAL_MAIL: '1', LOCAL_TOKEN: token, TICKET_KEY: 'local', ...vars },
    built,
    first: inject('clockAhead') === 0 ? undefined : scriptThatMoves(inject('clockAhead')),
  })
  return {
    url: running.url.replace('127.0.0.1', 'localhost'),
    token,
    sql: async (statement) => (await (await running.miniflare.getD1Database('DB')).prepare(statement).all()).results,
    stop: async () => {
      await running.stop()
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
    },
  }
}

/** Somebody has signed in. @returns what their browser keeps as a cookie */
export const signedInAs = async (muster: Muster, email: string): Promise<string> => {
  const [token, at] = [newToken(), new Date().toISOString()]
  const signIn = { id: await sha256(token), accountId: sql('id'), createdAt: at, seenAt: at, provenAt: '2099-01-01T00:00:00.000Z' }
  await muster.sql(rowText('SignIn', signIn, `Account WHERE email = '${email}'`))
  return token
}

/** What `npm run audit` would find broken. */
export const brokenInvariants = async (muster: Muster): Promise<string[]> => {
  const answer = await fetch(`${muster.url}/dev/commands/audit`, { headers: { 'x-muster-token': muster.token } })
  const { invariants } = (await answer.json()) as { invariants: { name: string; ok: boolean }[] }
  if (invariants.length < 10) throw new Error('The audit looked at almost nothing')
  return invariants.filter((one) => !one.ok).map((one) => one.name)
}

/** The conference of one session with the most places that is still to come, moved: its day is today, it has begun, on this side of midnight, and goes on for hours. */
export const eventUnderWay = async (muster: Muster): Promise<{ id: string; code: string }> => {
  const now = new Date()
  const [event] = (await muster.sql(
    `SELECT e.id, e.code FROM Event e JOIN Session s ON s.eventId = e.id JOIN PlaceSession x ON x.sessionId = s.id
     WHERE e.state = 'published' AND s.startsAt > '${now.toISOString()}' GROUP BY e.id
     HAVING COUNT(DISTINCT s.id) = 1 ORDER BY COUNT(*) DESC LIMIT 1`,
  )) as { id: string; code: string }[]
  if (!event) throw new Error('The demonstration has no conference of one session to come')
  const midnight = londonInstant(londonDay(now), '00:00')?.getTime() ?? 0
  const [start, end] = [Math.max(midnight, now.getTime() - 20 * 60_000), now.getTime() + 4 * 3_600_000].map((at) =>
    new Date(at).toISOString(),
  )
  await muster.sql(`UPDATE Session SET startsAt = '${start}', endsAt = '${end}' WHERE eventId = '${event.id}'`)
  return event
}
