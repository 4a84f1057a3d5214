import type { WorkshopInvariant } from './audit.ts'

const ofCertain = `PlaceSession c JOIN Place p ON p.id = c.placeId AND p.state = 'confirmed' JOIN ActiveSession x ON x.id = c.sessionId AND x.block <> ''`
const another = `JOIN PlaceSession d ON d.placeId = c.placeId AND d.sessionId > c.sessionId JOIN ActiveSession y ON y.id = d.sessionId AND y.block <> ''`

export const workshopViolations: Record<WorkshopInvariant, string> = {
  workshop_not_oversold: `SELECT x.id FROM ${ofCertain} WHERE x.capacity IS NOT NULL GROUP BY x.id HAVING COUNT(*) > x.capacity`,

  one_workshop_a_block: `SELECT DISTINCT p.id FROM ${ofCertain} ${another} WHERE y.block = x.block`,

  // Two of one block at the same time violate the one-per-block rule instead.
  chosen_workshops_do_not_clash: `SELECT DISTINCT p.id FROM ${ofCertain} ${another}
    WHERE y.block <> x.block AND x.startsAt < y.endsAt AND y.startsAt < x.endsAt`,

  invited_to_own_sessions: `SELECT i.id FROM ActiveSession x JOIN Invitation i ON i.sessionId = x.id JOIN Place p ON p.id = i.placeId
    WHERE x.startsAt > ?1 AND i.state = 'live' AND p.state <> 'cancelled'
      AND NOT EXISTS (SELECT 1 FROM PlaceSession c WHERE c.placeId = i.placeId AND c.sessionId = i.sessionId)`,

  attends_what_everyone_attends: `SELECT p.id || ' ' || x.id AS id FROM ActiveSession x JOIN Place p ON p.eventId = x.eventId AND p.state = 'confirmed'
    WHERE x.startsAt > ?1 AND x.block = '' AND NOT EXISTS (SELECT 1 FROM PlaceSession c WHERE c.placeId = p.id AND c.sessionId = x.id)`,
}
