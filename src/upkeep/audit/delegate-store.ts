import type { DelegateInvariant } from './audit.ts'

const changed = `('place.named', 'place.swapped')`

export const delegateViolations: Record<DelegateInvariant, string> = {
  unnamed_place_has_no_invitation: `SELECT i.id FROM Place p JOIN Invitation i ON i.placeId = p.id WHERE p.personId IS NULL AND i.state = 'live'`,

  // Merged records are one person.
  invitation_of_present_person: `SELECT i.id FROM Session x JOIN Invitation i ON i.sessionId = x.id JOIN Place p ON p.id = i.placeId
    WHERE x.startsAt > ?1 AND i.state = 'live' AND p.personId IS NOT NULL AND i.personId <> p.personId AND NOT EXISTS (
      SELECT 1 FROM PersonMerge m WHERE (m.keptId = p.personId AND m.mergedId = i.personId) OR (m.keptId = i.personId AND m.mergedId = p.personId))`,

  // An hour's grace for a job that runs every minute. A late place has one school day, which two
  // days always cover.
  unnamed_place_given_up_in_time: `SELECT p.id FROM Event e JOIN Place p ON p.eventId = e.id AND p.state = 'confirmed' AND p.personId IS NULL
    WHERE e.namesRelease = 1 AND e.state = 'published' AND (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) > ?1
      AND e.namesDueAt <= strftime('%Y-%m-%dT%H:%M:%fZ', ?1, '-1 hour') AND date(p.stateAt) < (
        WITH RECURSIVE past(day) AS (SELECT date(?1, '-1 day') UNION ALL SELECT date(day, '-1 day') FROM past LIMIT 100)
        SELECT day FROM past WHERE strftime('%w', day) NOT IN ('0', '6')
          AND NOT EXISTS (SELECT 1 FROM BankHoliday h WHERE h.day = past.day AND h.removedAt IS NULL)
          AND (EXISTS (SELECT 1 FROM TermDate t WHERE t.removedAt IS NULL AND past.day BETWEEN t.firstDay AND t.lastDay)
            OR NOT EXISTS (SELECT 1 FROM TermDate t WHERE t.removedAt IS NULL AND t.firstDay <= past.day)
            OR NOT EXISTS (SELECT 1 FROM TermDate t WHERE t.removedAt IS NULL AND t.lastDay >= past.day))
        ORDER BY day DESC LIMIT 1 OFFSET 1)`,

  came_on_named_place: `SELECT m.id FROM Place p JOIN Mark m ON m.placeId = p.id WHERE p.personId IS NULL AND m.markType IN ('attended', 'part')`,

  naming_is_logged: `SELECT p.id FROM Place p WHERE p.namedAt > p.createdAt AND NOT EXISTS (
    SELECT 1 FROM Log l WHERE l.subjectKind = 'booking' AND l.subjectId = p.bookingId AND l.act IN ${changed} AND l.at = p.namedAt)`,
}
