import type { SeriesInvariant } from './audit.ts'

export const seriesViolations: Record<SeriesInvariant, string> = {
  series_shares_topic: `SELECT e.id FROM Event e JOIN Series s ON s.id = e.seriesId WHERE e.topicId <> s.topicId`,

  moved_booking_pairs: `SELECT b.id FROM Booking b JOIN Event z ON z.id = b.eventId LEFT JOIN Booking f ON f.id = b.movedFromId
      LEFT JOIN Event a ON a.id = f.eventId LEFT JOIN School s ON s.id = f.schoolId JOIN School t ON t.id = b.schoolId
    WHERE b.movedFromId IS NOT NULL AND (f.id IS NULL OR a.id = z.id OR a.seriesId IS NOT z.seriesId OR z.seriesId IS NULL OR s.rootId <> t.rootId)`,

  // A place of the old booking named again after the move belongs to somebody else.
  moved_places_given_up: `SELECT o.id FROM Booking b CROSS JOIN Place p ON p.bookingId = b.id AND p.personId IS NOT NULL AND p.createdAt = b.createdAt
      CROSS JOIN Place o ON o.bookingId = b.movedFromId AND o.personId = p.personId
    WHERE b.movedFromId IS NOT NULL AND o.state = 'confirmed' AND COALESCE(o.namedAt, o.createdAt) <= b.createdAt AND o.stateAt <= b.createdAt
      AND COALESCE(p.namedAt, p.createdAt) <= b.createdAt`,

  bulk_act_settled: `SELECT u.id || ' ' || i.bookingId AS id FROM BulkAct u JOIN BulkItem i ON i.bulkId = u.id
    WHERE (u.finishedAt IS NOT NULL AND i.state = 'waiting') OR (i.state = 'refused') <> (i.reason IS NOT NULL) OR (i.state = 'waiting') <> (i.at IS NULL)`,
}
