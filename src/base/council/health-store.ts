import { addMinutes, type Instant, instant, londonDay } from '#base/dates.ts'
import { manyTries } from '#base/db/failed-job.ts'
import { ourDefinitions } from '#base/db/fingerprint.ts'
import { all, one, type Read, readNow, readTogether } from '#base/db/read.ts'
import { isAnotherVersion } from '#base/db/version.ts'
import { sql, upsert } from '#base/db/write.ts'
import type { HealthFacts } from './health.ts'
import { type Definition, schemaDifferences } from './schema.ts'

const mostLookedAt = 500

export const definitions = (db: SqlDatabase): Read<Definition[]> =>
  all<Definition>(db.prepare(`SELECT type, name, sql FROM sqlite_schema WHERE ${ourDefinitions}`))

type At = { at: Instant | null }

/** Two round trips. The second reads only a few rows. */
export const readHealth = async (db: SqlDatabase, now: Date): Promise<HealthFacts> => {
  const unknown: HealthFacts = {
    differences: undefined,
    isAnotherVersion: false,
    clockRanAt: undefined,
    oldestDueAt: undefined,
    lastError: undefined,
    mailHeardAt: undefined,
    stripeHeardAt: undefined,
    failing: [],
    sweptAt: undefined,
    missed: [],
    restoredFrom: undefined,
    back: [],
  }
  try {
    const stored = await readNow(db, definitions(db))
    const differences = schemaDifferences(stored)
    const has = (table: string): boolean => stored.some(({ type, name }) => type === 'table' && name === table)
    if (!['Setting', 'Message', 'Sending', 'MailEvent', 'StripeEvent', 'FailedJob', 'MissedDue', 'ErasureToRepeat'].every(has))
      return { ...unknown, differences }
    const { clock, oldest, mail, stripe, swept, restored, ...found } = await readTogether(db, {
      clock: one<At>(db.prepare(`SELECT changedAt AS at FROM Setting WHERE key = 'clock'`)),
      oldest: one<At & { error: string | null }>(
        db
          .prepare(
            `SELECT m.dueAt AS at, m.lastError AS error FROM (SELECT dueAt, lastError, sendingId FROM Message WHERE state IN ('queued', 'sending')
             AND dueAt <= ?1 ORDER BY dueAt LIMIT ${mostLookedAt}) m LEFT JOIN Sending g ON g.id = m.sendingId WHERE g.state IS NOT 'paused' ORDER BY m.dueAt LIMIT 1`,
          )
          .bind(instant(now)),
      ),
      mail: one<At>(db.prepare('SELECT receivedAt AS at FROM MailEvent ORDER BY rowid DESC LIMIT 1')),
      stripe: one<At>(db.prepare('SELECT receivedAt AS at FROM StripeEvent ORDER BY rowid DESC LIMIT 1')),
      failing: all<HealthFacts['failing'][number]>(
        db.prepare(
          `SELECT job, MAX(error) AS error, COUNT(*) AS things, MAX(failedAt) AS failedAt FROM FailedJob WHERE tries >= ${manyTries} GROUP BY job ORDER BY job`,
        ),
      ),
      swept: one<At>(db.prepare(`SELECT changedAt AS at FROM Setting WHERE key = 'sweep'`)),
      missed: all<HealthFacts['missed'][number]>(
        db
          .prepare('SELECT kind, COUNT(*) AS nights FROM MissedDue WHERE at > ?1 GROUP BY kind ORDER BY kind')
          .bind(instant(addMinutes(now, -7 * 24 * 60))),
      ),
      restored: one<At>(db.prepare(`SELECT value ->> '$' AS at FROM Setting WHERE key = 'restored'`)),
      back: all<HealthFacts['back'][number]>(
        db.prepare(`SELECT personId, erasedOn, triedAt <> '' AS tried FROM ErasureToRepeat ORDER BY erasedOn, personId`),
      ),
    })
    return {
      ...found,
      differences,
      isAnotherVersion: false,
      clockRanAt: clock?.at ?? undefined,
      oldestDueAt: oldest?.at ?? undefined,
      lastError: oldest?.error ?? undefined,
      mailHeardAt: mail?.at ?? undefined,
      stripeHeardAt: stripe?.at ?? undefined,
      sweptAt: swept?.at ?? undefined,
      restoredFrom: restored?.at ?? undefined,
    }
  } catch (error) {
    return isAnotherVersion(error) ? { ...unknown, differences: [], isAnotherVersion: true } : unknown
  }
}

/** Schools open and close with its day. */
export const noteClockRan = (db: SqlDatabase, now: Date): SqlStatement =>
  upsert(db, 'Setting', ['key'], { key: 'clock', value: sql('json_quote(?1)', londonDay(now)), changedAt: instant(now) })
