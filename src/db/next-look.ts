// When it is next to be looked for what no index can be asked for. Triggers on what may make it due set it to at once (table NextLook).
import type { Instant } from '../dates.ts'
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
 * @returns whether it was put off: then there is nothing to do
 */
export const putOff = async (
  db: D1Database,
  kind: LookKind,
  seen: { version: number; now: Instant },
  until: Instant,
  due: readonly Condition[],
): Promise<boolean> => {
  const { sql, values } = anyOf(due, [kind, seen.version, seen.now, until])
  const written = await db
    .prepare(`UPDATE NextLook SET at = ?4, lookedAt = ?3 WHERE kind = ?1 AND version = ?2 AND NOT (${sql})`)
    .bind(...values)
    .run()
  return written.meta.changes > 0
}
