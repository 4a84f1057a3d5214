import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { manyTries } from '#base/db/failed-job.ts'
import { ourDefinitions } from '#base/db/fingerprint.ts'
import type { Found } from './health.ts'
import { type Definition, isAhead, schemaDifferences } from './schema.ts'

// A mailing that rests may hold back thousands; beyond these nobody looks.
const mostLookedAt = 500

/** As many definitions as the service has, whatever is stored. */
export const definitions = (db: D1Database): D1PreparedStatement =>
  db.prepare(`SELECT type, name, sql FROM sqlite_schema WHERE ${ourDefinitions}`)

type Answer = { at: Instant | null; error?: string | null }

/** Two round trips, of which the second looks at a few rows only. */
export const readHealth = async (db: D1Database, now: Date): Promise<Found> => {
  const unknown: Found = {
    differences: undefined,
    ahead: false,
    ...{ clockRanAt: undefined, oldestDueAt: undefined, lastError: undefined, mailHeardAt: undefined, stripeHeardAt: undefined },
    failing: [],
    sweptAt: undefined,
    missed: [],
  }
  try {
    const found = (await definitions(db).all<Definition>()).results
    const differences = schemaDifferences(found)
    const has = (table: string): boolean => found.some(({ type, name }) => type === 'table' && name === table)
    if (!['Setting', 'Message', 'Sending', 'MailEvent', 'StripeEvent', 'FailedJob', 'MissedDue'].every(has))
      return { ...unknown, differences }
    const [clock, oldest, mail, stripe, failing, swept, missed] = await db.batch<Answer>([
      db.prepare(`SELECT changedAt AS at FROM Setting WHERE key = 'clock'`),
      db
        .prepare(
          `SELECT m.dueAt AS at, m.lastError AS error FROM (SELECT dueAt, lastError, sendingId FROM Message WHERE state IN ('queued', 'sending')
           AND dueAt <= ?1 ORDER BY dueAt LIMIT ${mostLookedAt}) m LEFT JOIN Sending g ON g.id = m.sendingId WHERE g.state IS NOT 'paused' ORDER BY m.dueAt LIMIT 1`,
        )
        .bind(instant(now)),
      db.prepare('SELECT receivedAt AS at FROM MailEvent ORDER BY rowid DESC LIMIT 1'),
      db.prepare('SELECT receivedAt AS at FROM StripeEvent ORDER BY rowid DESC LIMIT 1'),
      db.prepare(
        `SELECT job, MAX(error) AS error, COUNT(*) AS things, MAX(failedAt) AS failedAt FROM FailedJob WHERE tries >= ${manyTries} GROUP BY job ORDER BY job`,
      ),
      db.prepare(`SELECT changedAt AS at FROM Setting WHERE key = 'sweep'`),
      db
        .prepare('SELECT kind, COUNT(*) AS nights FROM MissedDue WHERE at > ?1 GROUP BY kind ORDER BY kind')
        .bind(instant(addMinutes(now, -7 * 24 * 60))),
    ])
    const first = (answer: D1Result<Answer> | undefined): Instant | undefined => answer?.results[0]?.at ?? undefined
    return {
      differences,
      ahead: differences.length > 0 && isAhead(await lastApplied(db)),
      clockRanAt: first(clock),
      oldestDueAt: first(oldest),
      lastError: oldest?.results[0]?.error ?? undefined,
      mailHeardAt: first(mail),
      stripeHeardAt: first(stripe),
      failing: (failing?.results ?? []) as unknown as Found['failing'],
      sweptAt: first(swept),
      missed: (missed?.results ?? []) as unknown as Found['missed'],
    }
  } catch {
    return unknown
  }
}

const lastApplied = async (db: D1Database): Promise<string | undefined> => {
  try {
    return (await db.prepare('SELECT MAX(name) AS name FROM d1_migrations').first<string>('name')) ?? undefined
  } catch {
    return undefined
  }
}

/** Notes that what falls due with time was looked at. */
export const noteClockRan = (db: D1Database, now: Date): D1PreparedStatement =>
  db
    .prepare(`INSERT INTO Setting (key, value, changedAt) VALUES ('clock', 'null', ?1) ON CONFLICT (key) DO UPDATE SET changedAt = ?1`)
    .bind(instant(now))
