import type { Act } from '../act.ts'
import { atomically, guardBroken } from '../db/atomically.ts'
import { tellOfCancellation } from '../invites/tell-of-change.ts'
import { logged } from '../log/store.ts'
import { ok, type Result, refuse } from '../result.ts'
import { type EventDetails, lastEnd } from './event.ts'
import { againWhileBookedMeanwhile } from './save-event.ts'
import { setCancelled } from './write-store.ts'

export type CancelRefusal = 'stale' | 'cancelled_before' | 'over'

/**
 * Ends the event and every place and booking of it, and tells everyone who has one. A draft is merely put away. An event that has taken
 * place cannot be cancelled: its register says who came.
 *
 * @param ask.reason the organiser's words to everyone; not logged, for it may name a person
 */
export const cancelEvent = async (
  act: Act,
  ask: { event: EventDetails; version: number; reason: string },
): Promise<Result<true, CancelRefusal>> => {
  const { event } = ask
  if (event.state === 'cancelled') return refuse('cancelled_before')
  if (event.version !== ask.version) return refuse('stale')
  const end = lastEnd(event)
  if (event.state === 'published' && end !== undefined && end <= act.now.toISOString()) return refuse('over')
  const done = await againWhileBookedMeanwhile(act, event, async () =>
    atomically(
      act.db,
      [
        ...(event.state === 'published' ? await tellOfCancellation(act, event, ask.reason) : []),
        ...setCancelled(act, event, ask.reason),
        logged(act, {
          act: 'event.cancelled',
          subject: ['event', event.id],
          eventId: event.id,
          before: { state: event.state },
          after: { state: 'cancelled' },
        }),
      ],
      { [guardBroken]: 'stale' as const },
    ),
  )
  return done.ok ? ok(true) : done
}
