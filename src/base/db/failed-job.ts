// Scheduled work that failed (table FailedJob). It is tried again at growing intervals and does not
// stop other work.
import type { Act, Moment } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { AppError } from '#base/errors.ts'

/** It will not resolve itself after so many tries: administrators and the audit see it. */
export const manyTries = 10

// Half a minute less than whole minutes, so that the run of that minute finds it due.
const minutesAfter = (tries: string): string => `MIN(60, 1 << MIN((${tries}) - 1, 6)) - 0.5`

/** SQL: the job has not failed at this subject, or may try it again. */
export const triable = (job: string, subject: string): string =>
  `NOT EXISTS (SELECT 1 FROM FailedJob fj WHERE fj.job = '${job}' AND fj.subjectId = ${subject} AND fj.waits = 1)`

/** `waits`: the whole job waits. `retryAt`: when some of it is to be tried again. */
export type FailedJob = { job: string; waits: number; retryAt: Instant | null }

/** SQL: all failed jobs as JSON. */
export const failedJobs = `(SELECT json_group_array(json_object('job', j.job, 'waits', j.waits, 'retryAt', j.retryAt)) FROM (
    SELECT job, MAX(subjectId = '' AND waits) AS waits, MIN(IIF(waits, nextAt, NULL)) AS retryAt FROM FailedJob GROUP BY job) j)`

/** Makes failures due again, and every look too: only a look may find what failed. */
export const tryAgain = async (db: SqlDatabase, { now }: Pick<Moment, 'now'>, failed?: readonly FailedJob[]): Promise<void> => {
  if (failed && !failed.some(({ retryAt }) => retryAt !== null && retryAt <= instant(now))) return
  await db.batch([
    db.prepare('UPDATE FailedJob SET waits = 0 WHERE waits = 1 AND nextAt <= ?1').bind(instant(now)),
    db.prepare(`UPDATE NextLook SET at = '', version = version + 1`),
  ])
}

const report = (job: string, error: unknown): void =>
  console.error(JSON.stringify({ job, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }))

/** Not the error's message, which may quote somebody. */
const nameOf = (error: unknown): string => (error instanceof AppError ? error.code : error instanceof Error ? error.name : 'thrown')

/** Logs a failure and delays the next try. @param subjectId '' for the job as a whole */
export const noteFailed = async (act: Pick<Act, 'db' | 'now'>, job: string, subjectId: string, error: unknown): Promise<void> => {
  report(job, error)
  try {
    await act.db
      .prepare(
        `INSERT INTO FailedJob (job, subjectId, error, failedAt, nextAt)
         VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (job, subjectId) DO UPDATE SET tries = tries + 1, waits = 1, error = ?3, failedAt = ?4,
           nextAt = strftime('%Y-%m-%dT%H:%M:%fZ', ?4, '+' || (60 * (${minutesAfter('tries + 1')})) || ' seconds')`,
      )
      .bind(job, subjectId, nameOf(error), instant(act.now), instant(addMinutes(act.now, 0.5)))
      .run()
  } catch (unwritten) {
    // If this cannot be written, other jobs must still run.
    report(job, unwritten)
  }
}

/** Removes failures that succeeded or are obsolete. */
export const noteMended = async (act: Pick<Act, 'db'>, job: string, subjectIds: readonly string[]): Promise<void> => {
  await act.db
    .prepare('DELETE FROM FailedJob WHERE job = ?1 AND subjectId IN (SELECT value FROM json_each(?2))')
    .bind(job, JSON.stringify(subjectIds))
    .run()
}

/**
 * Does each item separately; a failure is noted and retried. The next query must use `triable`.
 * @returns whether any was done
 */
export const eachApart = async <T>(
  act: Act,
  job: string,
  items: readonly T[],
  subjectOf: (item: T) => string,
  one: (item: T) => Promise<boolean>,
): Promise<boolean> => {
  let done = false
  const mended: string[] = []
  for (const item of items) {
    try {
      done = (await one(item)) || done
      mended.push(subjectOf(item))
    } catch (error) {
      await noteFailed(act, job, subjectOf(item), error)
    }
  }
  if (act.failedBefore && mended.length > 0) await noteMended(act, job, mended)
  return done
}

/** The same in one batch, unless something in it fails. */
export const togetherOrApart = async <T>(
  act: Act,
  job: string,
  items: readonly T[],
  subjectOf: (item: T) => string,
  all: (items: readonly T[]) => Promise<boolean>,
): Promise<boolean> => {
  if (items.length > 1) {
    try {
      const done = await all(items)
      if (act.failedBefore) await noteMended(act, job, items.map(subjectOf))
      return done
    } catch {
      // One of them failed, or the database did: try each separately.
    }
  }
  return eachApart(act, job, items, subjectOf, (item) => all([item]))
}
