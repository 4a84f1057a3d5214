import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { type Result, refuse } from '#base/result.ts'
import { messagesOfCancellation } from '#calendars/invites/notify-of-change.ts'
import { type EventDetails, lastEnd } from '#events/events/event.ts'
import { asSending, sentBy } from '#events/events/send-change.ts'
import { setCancelled } from '#events/events/write-store.ts'
import { markAllLinesNotified } from '#money/ledger/store.ts'
import { retryOnConcurrentBooking } from './save-event.ts'

export type CancelRefusal = 'stale' | 'cancelled_before' | 'over'

/**
 * Cancels an event with its places and bookings and notifies everyone; discards a draft. Refused
 * once it took place. @returns the sending, if any @param ask.reason not logged, it may name a
 * person
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
          // The message about the event covers these lines, so they need no second one.
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
