import type { NeedsInvariant } from './audit.ts'

/** Names only a need's event: even having needs is private. ?1 is the audit's instant. */
export const needsViolations: Record<NeedsInvariant, string> = {
  answer_of_its_event: `SELECT a.id FROM Answer a JOIN EventQuestion q ON q.id = a.questionId JOIN Booking b ON b.id = a.bookingId
      LEFT JOIN Place p ON p.id = a.placeId
    WHERE q.eventId <> b.eventId OR (q.scope = 'booking') <> (a.placeId IS NULL) OR (a.placeId IS NOT NULL AND p.bookingId IS NOT a.bookingId)`,

  place_link_of_present_person: `SELECT l.id FROM PlaceLink l JOIN Place p ON p.id = l.placeId
    WHERE l.endedAt IS NULL AND (p.state = 'cancelled' OR p.personId IS NOT l.personId)`,

  calendar_of_present_person: `SELECT f.id FROM Feed f JOIN Person n ON n.id = f.personId WHERE f.endedAt IS NULL AND n.erasedAt IS NOT NULL`,

  need_of_live_place: `SELECT DISTINCT w.eventId AS id FROM Need w JOIN Place p ON p.id = w.placeId
    WHERE p.state <> 'confirmed' OR p.personId IS NOT w.personId OR p.eventId <> w.eventId`,

  // An hour's grace for a job that runs every minute.
  need_deleted_in_time: `SELECT DISTINCT w.eventId AS id FROM Need w
    WHERE w.deleteAfter <= strftime('%Y-%m-%dT%H:%M:%fZ', ?1, '-1 hour')
      OR w.deleteAfter IS NOT (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', MAX(x.endsAt), '+30 days') FROM ActiveSession x WHERE x.eventId = w.eventId)`,
}
