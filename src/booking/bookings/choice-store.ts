// The workshops of places, as they were read and as they must still be.
import type { Act } from '#base/act.ts'
import { guard } from '#base/db/atomically.ts'

/**
 * Statements to be put before the one that confirms a cancelled place again: workshops of it that are full by now, or that have come to
 * clash with an earlier one of it, are dropped, and sessions for everyone that were added meanwhile are its own.
 *
 * @param kept the workshops it keeps, as `choicesThatFit` says from what was read (invitations are composed for these): the batch then goes
 * on only while that still holds
 */
export const dropFullChoices = (act: Act, placeId: string, kept?: readonly string[]): D1PreparedStatement[] => [
  act.db
    .prepare(
      `DELETE FROM PlaceSession WHERE placeId = ?1 AND sessionId IN (
         SELECT x.id FROM PlaceSession c JOIN ActiveSession x ON x.id = c.sessionId WHERE c.placeId = ?1 AND x.block <> '' AND (
           x.capacity <= (SELECT COUNT(*) FROM PlaceSession o JOIN Place p ON p.id = o.placeId
             WHERE o.sessionId = x.id AND p.id <> ?1 AND p.state = 'confirmed')
           OR EXISTS (SELECT 1 FROM PlaceSession o JOIN ActiveSession s ON s.id = o.sessionId
             WHERE o.placeId = ?1 AND s.id <> x.id AND s.block <> '' AND (s.block = x.block OR (s.startsAt < x.endsAt AND x.startsAt < s.endsAt))
               AND (s.startsAt < x.startsAt OR (s.startsAt = x.startsAt AND s.id < x.id)))))`,
    )
    .bind(placeId),
  act.db
    .prepare(
      `INSERT INTO PlaceSession (placeId, sessionId) SELECT p.id, s.id FROM Place p JOIN ActiveSession s ON s.eventId = p.eventId AND s.block = ''
       WHERE p.id = ?1 ON CONFLICT (placeId, sessionId) DO NOTHING`,
    )
    .bind(placeId),
  ...(kept === undefined
    ? []
    : [
        guard(
          act.db,
          `(SELECT json_group_array(id) FROM (SELECT x.id FROM PlaceSession c JOIN ActiveSession x ON x.id = c.sessionId
            WHERE c.placeId = ?1 AND x.block <> '' ORDER BY x.id)) = ?2`,
          placeId,
          JSON.stringify([...kept].sort()),
        ),
      ]),
]

/** The ids of a place's workshops in order of their ids, with a space between two. */
export const choicesOf = (placeId: string): string => `(SELECT COALESCE(group_concat(w.id, ' '), '') FROM (
    SELECT x.id FROM PlaceSession c JOIN ActiveSession x ON x.id = c.sessionId WHERE c.placeId = ${placeId} AND x.block <> '' ORDER BY x.id) w)`

/** Lets the batch go on only while these places have the workshops that were read: whoever comes onto a place is invited to these. */
export const sameChoices = (db: D1Database, places: readonly { placeId: string; workshopIds: readonly string[] }[]): D1PreparedStatement =>
  guard(
    db,
    `NOT EXISTS (SELECT 1 FROM json_each(?1) WHERE value ->> '$.chosen' <> ${choicesOf("(value ->> '$.placeId')")})`,
    JSON.stringify(places.map(({ placeId, workshopIds }) => ({ placeId, chosen: [...workshopIds].sort().join(' ') }))),
  )
