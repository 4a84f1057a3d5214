import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'

/** Cancels places, and the booking with its last one. */
export const endPlaces = (act: Act, bookingId: string, placeIds: readonly string[]): SqlStatement[] => {
  const at = instant(act.now)
  const ids = JSON.stringify(placeIds)
  return [
    guard(act.db, `NOT EXISTS (SELECT 1 FROM Place WHERE id IN (SELECT value FROM json_each(?1)) AND state = 'cancelled')`, ids),
    act.db
      .prepare(
        `UPDATE Place SET state = 'cancelled', heldUntil = NULL, stateAt = ?2, endedById = ?3 WHERE id IN (SELECT value FROM json_each(?1))`,
      )
      .bind(ids, at, act.actor.accountId ?? null),
    act.db
      .prepare(
        `UPDATE Booking SET cancelledAt = ?2, cancelledById = ?3
         WHERE id = ?1 AND cancelledAt IS NULL AND NOT EXISTS (SELECT 1 FROM Place WHERE bookingId = ?1 AND state <> 'cancelled')`,
      )
      .bind(bookingId, at, act.actor.accountId ?? null),
  ]
}
