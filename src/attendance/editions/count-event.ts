import type { Counted, CountReason } from '#attendance/requirements/counted.ts'
import type { Act } from '#base/act.ts'
import { atomically, foreignKeyBroken, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { countedStands, insertCounted, type StoredCount, supersedeCounted } from './event-store.ts'

export type CountedReason = 'changed_meanwhile' | 'no_reason'

const isSame = (a: Counted, b: Counted): boolean =>
  a.requirementId === b.requirementId && a.sessionId === b.sessionId && a.countsAs === b.countsAs

/**
 * Says what an event counts towards; what was said before stays to be read. Once it is public a
 * reason is asked for a change. @param ask.seen what stood when the form was made
 */
export const countEvent = async (
  act: Act,
  ask: {
    event: { id: string; state: string }
    seen: readonly StoredCount[]
    counts: readonly Counted[]
    reason: CountReason | undefined
  },
): Promise<Result<undefined, CountedReason>> => {
  const { event, seen, counts, reason } = ask
  const gone = seen.filter((was) => !counts.some((one) => isSame(was, one)))
  const added = counts.filter((one) => !seen.some((was) => isSame(was, one)))
  if (gone.length === 0 && added.length === 0) return ok(undefined)
  // What is said for the first time changes nothing that somebody said.
  if (event.state !== 'draft' && seen.length > 0 && !reason) return refuse('no_reason')
  const result = await atomically(
    act.db,
    [
      countedStands(
        act,
        event.id,
        seen.map(({ id }) => id),
      ),
      supersedeCounted(
        act,
        gone.map(({ id }) => id),
      ),
      insertCounted(act, event.id, added),
      logged(act, {
        act: 'event.counts_towards',
        subject: ['event', event.id],
        eventId: event.id,
        before: { counts: seen.map(({ id, ...one }) => one) },
        after: { counts, ...(reason ? { reason } : {}) },
      }),
    ],
    { [guardBroken]: 'changed_meanwhile', [foreignKeyBroken]: 'changed_meanwhile' } as const,
  )
  return result.ok ? ok(undefined) : result
}
