import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import type { StateChange } from './event.ts'
import { settleEvents, stateReached } from './event-store.ts'

/**
 * Applies what follows from an object's states, each state once, whichever of webhook, return page,
 * sweep or nightly check is first. State, effects and the end of its events are one batch.
 * @param eventIds the events that led to it @returns whether anything was new
 */
export const applyChanges = async (act: Act, changes: readonly StateChange[], eventIds: readonly string[] = []): Promise<boolean> => {
  let any = false
  let settled = eventIds.length === 0
  for (const [index, change] of changes.entries()) {
    const ends = index === changes.length - 1 && !settled ? [settleEvents(act, eventIds, 'applied')] : []
    const applied = await applyOne(act, change, ends, eventIds[0])
    any ||= applied
    settled ||= applied && ends.length > 0
  }
  // The last change was not new, so its batch has settled nothing.
  if (!settled) await settleEvents(act, eventIds, changes.length === 0 ? 'not_ours' : any ? 'applied' : 'known').run()
  return any
}

/** How often one change may turn into another before it is left for the next check. */
const mostTurns = 5

const applyOne = async (act: Act, change: StateChange, ends: SqlStatement[], eventId: string | undefined, turns = 0): Promise<boolean> => {
  if (turns > mostTurns) throw new Error(`${change.objectId} does not come to rest`)
  const onRefusal = change.onRefusal ?? {}
  const result = await atomically<string>(
    act.db,
    [stateReached(act, change.objectId, change.state, eventId), ...change.statements, ...ends],
    {
      'StripeObjectState.objectId': 'known',
      ...Object.fromEntries(Object.keys(onRefusal).map((word) => [word, word])),
    },
  )
  if (result.ok) return true
  if (result.reason === 'known') return false
  const other = await onRefusal[result.reason]?.()
  return other ? applyOne(act, other, ends, eventId, turns + 1) : false
}
