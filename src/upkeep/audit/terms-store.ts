import type { TermsInvariant } from './audit.ts'

export const termsViolations: Record<TermsInvariant, string> = {
  terms_accepted_when_booked: `SELECT b.id FROM Booking b WHERE (b.termsId IS NULL) <> (b.termsAcceptedAt IS NULL)
    OR (b.termsId IS NOT NULL AND NOT EXISTS (SELECT 1 FROM CancellationTerms t WHERE t.id = b.termsId))`,

  charge_follows_accepted_terms: `SELECT c.id FROM Charge c LEFT JOIN Booking b ON b.id = c.bookingId LEFT JOIN CancellationTerms t ON t.id = c.termsId
    WHERE c.termsId IS NOT b.termsId OR c.rule ->> '$.version' IS NOT t.version OR c.pence IS NOT
      CASE WHEN c.kind = 'not_attending' THEN t.absentPence WHEN c.rule ->> '$.band' = 'part' THEN t.partPence
        WHEN c.rule ->> '$.band' = 'full' THEN t.fullPence END
      OR (c.kind = 'cancellation' AND (c.at <= COALESCE(c.rule ->> '$.lastFree', '9999') OR c.at <= COALESCE(c.rule ->> '$.freeUntil', '')
        OR (c.rule ->> '$.band' = 'full' AND c.at <= COALESCE(c.rule ->> '$.lastPart', ''))))`,

  charge_of_its_place: `SELECT c.id FROM Charge c LEFT JOIN Place p ON p.id = c.placeId
    WHERE p.id IS NULL OR p.bookingId <> c.bookingId OR p.eventId <> c.eventId OR p.schoolId <> c.schoolId`,

  one_charge_per_place_and_kind: `SELECT c.placeId || ' ' || c.kind AS id FROM Charge c WHERE c.withdrawnAt IS NULL
    GROUP BY c.placeId, c.kind HAVING COUNT(*) > 1`,

  charge_only_of_ended_or_absent_place: `SELECT c.id FROM Charge c JOIN Place p ON p.id = c.placeId
    WHERE c.withdrawnAt IS NULL AND CASE c.kind WHEN 'cancellation' THEN p.state <> 'cancelled'
      ELSE EXISTS (SELECT 1 FROM CurrentMark m WHERE m.placeId = p.id AND m.markType IN ('attended', 'part'))
        OR NOT EXISTS (SELECT 1 FROM CurrentMark m WHERE m.placeId = p.id) END`,

  moved_free_until_no_later_than_start: `SELECT e.id FROM Event e WHERE e.freeUntil IS NOT NULL
    AND e.freeUntil > (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id)`,
}
