import { addMinutes, type Instant, instant } from '#base/dates.ts'
import type { Limit } from './limit.ts'

/** The word with which a batch is refused that goes over a limit. */
export const limitReached = 'limit_reached'

const stamp = '%Y-%m-%dT%H:%M:%fZ'

/** One row per key, whatever its windows. */
const rowsOf = (limits: readonly Limit[]): { key: string; windows: [minutes: number, most: number][]; n: number }[] =>
  [...new Set(limits.map(({ key }) => key))].map((key) => {
    const own = limits.filter((limit) => limit.key === key)
    const windows = new Map(own.map(({ minutes, most }) => [minutes, most]))
    return { key, windows: [...windows], n: own.reduce((sum, { n = 1 }) => sum + n, 0) / windows.size }
  })

/**
 * Counts one act under each limit. Over one, the batch is refused and nothing is counted.
 * @param condition SQL with parameters from ?3 on; when false nothing is counted or refused
 */
export const counted = (db: SqlDatabase, now: Date, limits: readonly Limit[], condition = '1', ...values: unknown[]): SqlStatement =>
  db
    .prepare(
      `INSERT INTO LimitUse (key, windows, n, at)
       SELECT value ->> '$.key', value -> '$.windows', value ->> '$.n', ?2 FROM json_each(?1) WHERE ${condition}
       RETURNING key, at, id`,
    )
    .bind(JSON.stringify(rowsOf(limits)), instant(now), ...values)

export type Use = { key: string; at: string; id: string }

export const notCounted = (db: SqlDatabase, uses: readonly Use[]): SqlStatement =>
  db
    .prepare(
      `DELETE FROM LimitUse WHERE (key, at, id) IN (
         SELECT value ->> '$.key', value ->> '$.at', value ->> '$.id' FROM json_each(?1))`,
    )
    .bind(JSON.stringify(uses))

/** SQL for when all the limits in ?1 allow one more, as of ?2; NULL means now. */
export const untilSql = `(SELECT MAX(over.until) FROM (
  SELECT l.most - l.n AS room, c.n, strftime('${stamp}', c.at, '+' || l.minutes || ' minutes') AS until,
    SUM(c.n) OVER (PARTITION BY l.key, l.minutes ORDER BY c.at DESC, c.id DESC) AS since
  FROM (SELECT value ->> '$.key' AS key, value ->> '$.minutes' AS minutes, value ->> '$.most' AS most, COALESCE(value ->> '$.n', 1) AS n FROM json_each(?1)) l
    JOIN LimitUse c ON c.key = l.key AND c.at > strftime('${stamp}', ?2, '-' || l.minutes || ' minutes')
  ) over WHERE over.since > over.room AND over.since - over.n <= over.room)`

/** When all the limits allow one more; undefined means now. */
export const limitedUntil = async (db: SqlDatabase, now: Date, limits: readonly Limit[]): Promise<Instant | undefined> => {
  const row = await db.prepare(`SELECT ${untilSql} AS until`).bind(JSON.stringify(limits), instant(now)).first<{ until: Instant | null }>()
  return row?.until ?? undefined
}

/** It walks the table, so it runs in two minutes of a night. */
export const deleteOldCounts = (db: SqlDatabase, now: Date): SqlStatement =>
  db.prepare(`DELETE FROM LimitUse WHERE at < ?1 AND strftime('%H:%M', ?1) IN ('03:07', '03:37')`).bind(instant(addMinutes(now, -24 * 60)))
