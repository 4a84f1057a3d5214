import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { type Result, refuse } from '#base/result.ts'
import { messagesOfCancellation } from '#calendars/invites/notify-of-change.ts'
import { markAllLinesNotified } from '#money/ledger/store.ts'
import { type EventDetails, lastEnd } from './event.ts'
import { retryOnConcurrentBooking } from './save-event.ts'
import { asSending, sentBy } from './send-change.ts'
import { setCancelled } from './write-store.ts'

export type CancelRefusal = 'stale' | 'cancelled_before' | 'over'

/**
 * Ends the event and every place and booking of it, and tells everyone who has one. A draft is merely discarded. An event that has taken
 * place cannot be cancelled: its register says who came.
 *
 * @param ask.reason the organiser's words to everyone; not logged, for it may name a person
 * @returns the sending by which they go out, if anything does
 */
export const cancelEvent = async (
  act: Act,
  ask: { event: EventDetails; version: number; reason: string },
): Promise<Result<{ sendingId: string | undefined }, CancelRefusal>> => {
  const { event } = ask
  if (event.state === 'cancelled') return refuse('cancelled_before')
  if (event.version !== ask.version) return refuse('stale')
  const end = lastEnd(event)
  if (event.state === 'published' && end !== undefined && end <= act.now.toISOString()) return refuse('over')
  const sendingId = newId(act.now)
  return retryOnConcurrentBooking(act, event, async () => {
    const told = event.state === 'published' ? await messagesOfCancellation(act, event, ask.reason) : { statements: [], messages: [] }
    const sending = asSending(act, { id: sendingId, kind: 'cancellation', eventId: event.id, subject: event.title }, told.messages)
    return sentBy(
      await atomically(
        act.db,
        [
          ...sending.first,
          ...told.statements,
          ...sending.queued,
          ...setCancelled(act, event, ask.reason),
          // What whoever booked reads in their message needs no second one.
          markAllLinesNotified(
            act,
            told.messages.flatMap(({ id, bookingId, method }) => (bookingId && !method ? [{ bookingId, messageId: id }] : [])),
          ),
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
      sending,
    )
  })
}
