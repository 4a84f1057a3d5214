import type { SessionInvariant } from './audit.ts'

export const sessionViolations: Record<SessionInvariant, string> = {
  called_off_event_goes_on: `SELECT DISTINCT x.eventId AS id FROM Session x
    WHERE x.calledOffAt IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ActiveSession o WHERE o.eventId = x.eventId)`,

  called_off_register_frozen: `SELECT m.id FROM Session x JOIN Mark m ON m.sessionId = x.id WHERE m.receivedAt > x.calledOffAt
    UNION ALL SELECT o.id FROM Session x JOIN RegisterSignOff o ON o.sessionId = x.id WHERE x.calledOffAt IS NOT NULL`,

  called_off_nobody_came: `SELECT m.id FROM Session x JOIN CurrentMark m ON m.sessionId = x.id WHERE x.calledOffAt IS NOT NULL AND m.markType IN ('attended', 'part')`,

  called_off_nobody_expected: `SELECT c.placeId || ' ' || x.id AS id FROM Session x JOIN PlaceSession c ON c.sessionId = x.id
    WHERE x.calledOffAt IS NOT NULL AND NOT EXISTS (SELECT 1 FROM Mark m WHERE m.placeId = c.placeId AND m.sessionId = x.id)`,

  // Sessions already over notified nobody.
  called_off_nobody_invited: `SELECT i.id FROM Session x JOIN Invitation i ON i.sessionId = x.id AND i.state = 'live' WHERE x.endsAt > x.calledOffAt`,
}
