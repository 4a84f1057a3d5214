import { type Act, hasRole } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged, loggedAll } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { TurnRefusal } from './turn.ts'
import { endServedFirst, insertServedFirst, stillFirst } from './turn-store.ts'

type Waits = { bookingId: string; schoolId: string }

/**
 * Puts bookings of one waiting list before the others: they are offered what becomes free first,
 * among themselves in the order of the list. Limits and what is reserved hold for them too.
 * @param ask.reason shown on the waiting list; the log does not have it
 */
export const putFirst = async (
  act: Act,
  ask: { eventId: string; bookings: readonly Waits[]; reason: string },
): Promise<Result<number, TurnRefusal>> => {
  if (ask.bookings.length === 0 || !hasRole(act.actor, 'officer', 'organiser', 'administrator')) return refuse('nothing_waits')
  const written = await atomically(
    act.db,
    [
      insertServedFirst(
        act,
        ask.bookings.map(({ bookingId }) => bookingId),
        ask.reason,
      ),
      loggedAll(
        act,
        ask.bookings.map(({ bookingId, schoolId }) => ({
          act: 'waiting.put_first',
          subject: ['booking', bookingId],
          eventId: ask.eventId,
          schoolId,
        })),
      ),
    ],
    { nothing_waits: 'changed', 'ServedFirst.bookingId': 'changed' } as const,
  )
  return written.ok ? ok(ask.bookings.length) : written
}

/** Gives a booking its own turn again. Pressed twice it changes nothing. */
export const undoFirst = async (act: Act, ask: { eventId: string; booking: Waits }): Promise<void> => {
  if (!hasRole(act.actor, 'officer', 'organiser', 'administrator')) return
  const { bookingId, schoolId } = ask.booking
  await atomically(
    act.db,
    [
      stillFirst(act, bookingId),
      endServedFirst(act, bookingId),
      logged(act, { act: 'waiting.own_turn_again', subject: ['booking', bookingId], eventId: ask.eventId, schoolId }),
    ],
    { [guardBroken]: 'changed' },
  )
}
