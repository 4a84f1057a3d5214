// When it is next to be looked for what no index can be asked for. Triggers on what may make it due set it to at once (table NextLook).
import type { Instant } from '#base/dates.ts'
import { anyOf, type Condition } from './condition.ts'

export type LookKind = 'automatic' | 'credits' | 'issues' | 'carries' | 'refunds' | 'notices'

/** What the look has seen of it, as a number that is not 0, when it is to be looked at closely. */
export const lookDue = (kind: LookKind, now: Instant): Condition => ({
  sql: 'COALESCE((SELECT version FROM NextLook WHERE kind = ?1 AND at <= ?2), 0)',
  values: [kind, now],
})

/**
 * Puts the next look off, only when none of the conditions holds and nothing has been said of the kind since the look: both in one statement.
 *
 * @param next when time alone makes it due, known or as SQL, and the latest moment at which it is looked for anyway
 * @returns whether it was put off: then there is nothing to do
 */
export const putOff = async (
  db: D1Database,
  kind: LookKind,
  seen: { version: number; now: Instant },
  { until, latest }: { until: Instant | Condition | undefined; latest: Instant },
  due: readonly Condition[],
): Promise<boolean> => {
  const holds = anyOf(due, [kind, seen.version, seen.now, latest])
  const at = anyOf([typeof until === 'object' ? until : { sql: '?1', values: [until ?? latest] }], holds.values)
  const written = await db
    .prepare(
      `UPDATE NextLook SET at = COALESCE(MIN(?4, ${at.sql}), ?4), lookedAt = ?3 WHERE kind = ?1 AND version = ?2 AND NOT (${holds.sql})`,
    )
    .bind(...at.values)
    .run()
  return written.meta.changes > 0
}
