// When to look next for work that no index can find. Triggers on its causes make it due at once
// (table NextLook).
import type { Instant } from '#base/dates.ts'
import { anyOf, type Condition } from './condition.ts'

export type LookKind = 'automatic' | 'credits' | 'issues' | 'carries' | 'refunds' | 'notices'

/** Not 0 when a look is due: the version of the row that was read. */
export const lookDue = (kind: LookKind, now: Instant): Condition => ({
  sql: 'COALESCE((SELECT version FROM NextLook WHERE kind = ?1 AND at <= ?2), 0)',
  values: [kind, now],
})

/**
 * Delays the next look to `until`, or at most to `latest`, if nothing in `due` holds and no trigger
 * changed the row since `seen`. @returns whether it was delayed: then there is nothing to do
 */
export const putOff = async (
  db: SqlDatabase,
  kind: LookKind,
  seen: { version: number; now: Instant },
  { until, latest }: { until: Instant | Condition | undefined; latest: Instant },
  due: readonly Condition[],
): Promise<boolean> => {
  const holds = anyOf(due, [kind, seen.version, seen.now, latest])
  const at = anyOf([typeof until === 'object' ? until : { sql: '?1', values: [until ?? latest] }], holds.values)
  const update = await db
    .prepare(
      `UPDATE NextLook SET at = COALESCE(MIN(?4, ${at.sql}), ?4), lookedAt = ?3 WHERE kind = ?1 AND version = ?2 AND NOT (${holds.sql})`,
    )
    .bind(...at.values)
    .run()
  return update.meta.changes > 0
}
