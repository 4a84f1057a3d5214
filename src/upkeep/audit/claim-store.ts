import type { InvariantName } from './audit.ts'

/** SQL: booking b's account has or had a confirmed claim on its school or trust. */
const wasVouched = `(
  EXISTS (SELECT 1 FROM Claim c JOIN School m ON m.id = c.schoolId JOIN School n ON n.rootId = m.rootId
    WHERE c.accountId = b.bookedById AND c.state IN ('approved', 'ended') AND n.id = b.schoolId)
  OR EXISTS (SELECT 1 FROM TrustClaim t JOIN School n ON n.id = b.schoolId JOIN School m ON m.rootId = n.rootId
      LEFT JOIN SchoolIdentity i ON i.schoolId = m.id
    WHERE t.accountId = b.bookedById AND t.state IN ('approved', 'ended') AND t.trustUid IN (m.trustUid, i.trustUid)))`

/** Who may act for a school. Each finds ids of violations. */
export const violationsOfClaims = {
  claim_decided_has_decider: `SELECT c.id FROM Claim c WHERE c.state <> 'requested' AND (
      c.decidedAt IS NULL OR (c.decidedById IS NULL AND c.evidence <> 'council_holds_address'
        AND NOT EXISTS (SELECT 1 FROM VouchLink v WHERE v.claimId = c.id AND v.answer IS NOT NULL)))`,

  // A held address is evidence only while the council holds it for the school.
  claim_approved_has_evidence: `SELECT c.id FROM Claim c JOIN School s ON s.id = c.schoolId JOIN Account a ON a.id = c.accountId
    WHERE c.state = 'approved' AND NOT EXISTS (SELECT 1 FROM ClaimEvidence e LEFT JOIN SchoolContact h ON h.id = e.contactId
      WHERE e.claimId = c.id AND (e.kind IN ('mailbox_link', 'approver', 'organiser') OR (e.kind = 'council_holds_address' AND EXISTS (
        SELECT 1 FROM SchoolContact k JOIN School ks ON ks.id = k.schoolId
        WHERE k.endedAt IS NULL AND ks.rootId = s.rootId AND k.email = COALESCE(h.email, a.email)))))`,

  own_contact_confirms_nobody: `SELECT c.id FROM ClaimEvidence e JOIN Claim c ON c.id = e.claimId LEFT JOIN SchoolContact k ON k.id = e.contactId
    WHERE e.kind IN ('council_holds_address', 'mailbox_link') AND (k.enteredById = c.accountId OR (e.kind = 'council_holds_address' AND EXISTS (
      SELECT 1 FROM StaffRole r WHERE r.accountId = c.accountId AND r.grantedAt <= e.at AND (r.revokedAt IS NULL OR r.revokedAt > e.at))))`,

  unvouched_takes_no_place: `SELECT DISTINCT b.id FROM Booking b JOIN Place p ON p.bookingId = b.id
    WHERE b.channel = 'school' AND b.bookedById IS NOT NULL AND p.state <> 'cancelled' AND NOT ${wasVouched}`,

  // Somebody may have asked before they joined the council.
  council_booking_has_contact: `SELECT b.id FROM Booking b WHERE b.channel = 'organiser' AND b.movedFromId IS NULL
    AND b.bookedById IN (SELECT accountId FROM StaffRole) AND EXISTS (
      SELECT 1 FROM StaffRole f WHERE f.accountId = b.bookedById AND f.role <> 'door' AND f.grantedAt <= b.createdAt
        AND (f.revokedAt IS NULL OR f.revokedAt > b.createdAt))`,

  request_settled_once: `SELECT r.id FROM BookingRequest r LEFT JOIN Booking b ON b.formId = r.formId
    WHERE (r.state = 'waiting') <> (r.typed IS NOT NULL) OR r.bookingId IS NOT b.id OR (r.state IN ('booked', 'listed')) <> (b.id IS NOT NULL)`,

  vouch_answered_once: `SELECT c.id FROM Claim c JOIN VouchLink v ON v.claimId = c.id AND v.answer IS NOT NULL GROUP BY c.id
    HAVING COUNT(*) > 1 OR (MAX(v.answer) = 'no' AND c.state <> 'refused') OR (MAX(v.answer) = 'yes' AND (
      c.state NOT IN ('approved', 'ended') OR NOT EXISTS (SELECT 1 FROM ClaimEvidence e WHERE e.claimId = c.id AND e.kind = 'mailbox_link')))`,

  unlisted_became_its_claim: `SELECT u.id FROM UnlistedClaim u LEFT JOIN Claim c ON c.id = u.claimId WHERE u.state <> 'requested' AND (
      u.decidedById IS NULL OR u.decidedById = u.accountId
      OR (u.state = 'approved' AND (c.accountId IS NOT u.accountId OR c.state NOT IN ('approved', 'ended'))))`,
} as const satisfies Partial<Record<InvariantName, string>>
