import type { WaitingInvariant } from './audit.ts'

/** SQL: confirmed, or validly held at ?1. */
const taken = `p.takenUntil > ?1`

/** What is reserved at ?1 and not withdrawn. */
const standing = 'h.withdrawnAt IS NULL AND h.releaseAt > ?1'

/** How places are given out beyond capacity and a school's limit. */
export const waitingViolations: Record<WaitingInvariant, string> = {
  // A school that joined a trust after booking broke no limit.
  trust_within_limit: `SELECT e.id || ' ' || r.trustUid AS id FROM Event e JOIN Place p ON p.eventId = e.id JOIN School s ON s.id = p.schoolId
      JOIN School r ON r.id = s.rootId
    WHERE ${taken} AND e.placesPerTrust IS NOT NULL AND r.trustUid IS NOT NULL AND p.createdAt >= (
      SELECT MIN(i.learnedAt) FROM SchoolIdentity i JOIN School m ON m.id = i.schoolId WHERE m.rootId = r.id AND i.trustUid = r.trustUid)
    GROUP BY e.id, r.trustUid HAVING COUNT(*) > e.placesPerTrust`,

  held_back_kept: `SELECT e.id FROM Event e WHERE EXISTS (SELECT 1 FROM HeldBack h WHERE h.eventId = e.id AND ${standing}) AND (
      e.capacity < (SELECT SUM(h.places) FROM HeldBack h WHERE h.eventId = e.id AND ${standing})
        + (SELECT COUNT(*) FROM Place p LEFT JOIN HeldBack h ON h.id = p.heldBackId AND ${standing} WHERE p.eventId = e.id AND ${taken} AND h.id IS NULL)
      OR EXISTS (SELECT 1 FROM HeldBack h WHERE h.eventId = e.id AND ${standing}
        AND h.places < (SELECT COUNT(*) FROM Place p WHERE p.heldBackId = h.id AND ${taken})))`,

  offer_places_agree: `SELECT o.id FROM Offer o WHERE o.state = 'open' AND o.expiresAt > ?1 AND (
      NOT EXISTS (SELECT 1 FROM Place p WHERE p.offerId = o.id AND p.state = 'held')
      OR EXISTS (SELECT 1 FROM Place p WHERE p.offerId = o.id AND p.state = 'held'
        AND (p.bookingId <> o.bookingId OR p.heldUntil <> o.expiresAt OR p.waitsFor IS NOT 'list'))
      OR o.places < (SELECT COUNT(*) FROM Place p WHERE p.offerId = o.id))`,

  waiting_place_takes_nothing: `SELECT p.id FROM Place p WHERE p.state = 'held' AND p.waitsFor IS NOT NULL AND p.heldUntil > ?1
    AND NOT EXISTS (SELECT 1 FROM Offer o WHERE o.id = p.offerId AND o.state = 'open')`,

  settled_offer_has_no_held_place: `SELECT DISTINCT o.id FROM Offer o JOIN Place p ON p.offerId = o.id WHERE o.state <> 'open' AND p.state = 'held'`,

  offer_answered_in_time: `SELECT o.id FROM Offer o
    WHERE (o.state IN ('accepted', 'declined') AND o.settledAt >= o.expiresAt) OR (o.state = 'lapsed' AND o.settledAt < o.expiresAt)`,

  // An hour's grace for a job that runs every minute.
  offer_settled_when_over: `SELECT o.id FROM Offer o WHERE o.state = 'open' AND o.expiresAt <= strftime('%Y-%m-%dT%H:%M:%fZ', ?1, '-1 hour')`,

  waiting_has_a_turn: `SELECT p.id FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE p.state = 'held' AND p.waitsFor = 'list' AND b.waitingSince IS NULL`,

  refused_says_why: `SELECT b.id FROM Booking b WHERE b.refusedReason IS NOT NULL AND (trim(b.refusedReason) = '' OR b.cancelledAt IS NULL)`,
}
