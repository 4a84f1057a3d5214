import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, type Read } from '#base/db/read.ts'
import { sql, update } from '#base/db/write.ts'

/** Guard: the event (for the invitations), and who is on these cancelled places, are as read. */
export const samePlacesCancelled = (
  act: Act,
  event: { id: string; version: number },
  bookingId: string,
  places: readonly { id: string; personId: string | null }[],
): SqlStatement =>
  guard(
    act.db,
    `(SELECT version FROM Event WHERE id = ?3) = ?4 AND (SELECT COUNT(*) FROM json_each(?2) j JOIN Place p ON p.id = j.value ->> '$.id' AND p.personId IS (j.value ->> '$.personId')
      WHERE p.bookingId = ?1 AND p.state = 'cancelled' AND p.waitsFor IS NULL) = json_array_length(?2)`,
    bookingId,
    JSON.stringify(places.map(({ id, personId }) => ({ id, personId }))),
    event.id,
    event.version,
  )

/** @param keepsHeldBack it takes what was reserved for its school, as it did before */
export const confirmAgain = (act: Act, placeId: string, keepsHeldBack: boolean): SqlStatement =>
  update(
    act.db,
    'Place',
    {
      state: 'confirmed',
      heldUntil: null,
      stateAt: instant(act.now),
      endedById: null,
      heldBackId: sql('IIF(?1, heldBackId, NULL)', keepsHeldBack ? 1 : 0),
    },
    { id: placeId, state: 'cancelled' },
  )

export const reopenBooking = (act: Act, bookingId: string): SqlStatement =>
  update(act.db, 'Booking', { cancelledAt: null, cancelledById: null }, { id: bookingId })

/** Cancelled places that moved to another date; they return only by moving back. */
export const selectMovedAway = (db: SqlDatabase, reference: string): Read<string[]> =>
  mapped(
    all<{ id: string }>(
      db
        .prepare(
          `SELECT p.id FROM Booking b JOIN Place p ON p.bookingId = b.id AND p.state = 'cancelled'
           WHERE b.reference = ?1 AND EXISTS (
             SELECT 1 FROM Booking m JOIN Place q ON q.bookingId = m.id AND q.state <> 'cancelled' AND q.personId IS p.personId
             WHERE m.movedFromId = b.id AND m.createdAt = p.stateAt)`,
        )
        .bind(reference.toUpperCase()),
    ),
    (rows) => rows.map(({ id }) => id),
  )
