import type { Act } from '#base/act.ts'
import { guard } from '#base/db/atomically.ts'

/**
 * Put before the statement that confirms a cancelled place again: drops its workshops that are full
 * or clash, and adds sessions for everyone. @param kept the workshops it keeps by `choicesThatFit`,
 * for which invitations were composed; guarded
 */
export const dropFullChoices = (act: Act, placeId: string, kept?: readonly string[]): SqlStatement[] => [
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

/** SQL: a place's workshop ids in order, separated by spaces. */
export const choicesOf = (placeId: string): string => `(SELECT COALESCE(group_concat(w.id, ' '), '') FROM (
    SELECT x.id FROM PlaceSession c JOIN ActiveSession x ON x.id = c.sessionId WHERE c.placeId = ${placeId} AND x.block <> '' ORDER BY x.id) w)`

/** Guard: these places have the workshops that were read, to which whoever comes is invited. */
export const sameChoices = (db: SqlDatabase, places: readonly { placeId: string; workshopIds: readonly string[] }[]): SqlStatement =>
  guard(
    db,
    `NOT EXISTS (SELECT 1 FROM json_each(?1) WHERE value ->> '$.chosen' <> ${choicesOf("(value ->> '$.placeId')")})`,
    JSON.stringify(places.map(({ placeId, workshopIds }) => ({ placeId, chosen: [...workshopIds].sort().join(' ') }))),
  )
