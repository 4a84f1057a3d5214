// Whom the service writes to about a booking: whoever booked, while they act for the school.

/** SQL: the account may act for root `r` now, by itself, for its trust or for the council. */
export const speaksFor = (accountId: string): string => `(EXISTS (SELECT 1 FROM Claim c JOIN School m ON m.id = c.schoolId
    WHERE c.accountId = ${accountId} AND c.state = 'approved' AND m.rootId = r.id)
  OR EXISTS (SELECT 1 FROM TrustClaim t WHERE t.accountId = ${accountId} AND t.state = 'approved' AND t.trustUid = r.trustUid)
  OR EXISTS (SELECT 1 FROM StaffRole f WHERE f.accountId = ${accountId} AND f.revokedAt IS NULL AND f.role IN ('organiser', 'administrator')))`

/** SQL: the account may act for root `r` now, by itself or for its trust (`Actor.schoolIds`). */
export const actsForRoot = (accountId: string): string => `(EXISTS (SELECT 1 FROM Claim c JOIN School m ON m.id = c.schoolId
    WHERE c.accountId = ${accountId} AND c.state = 'approved' AND m.rootId = r.id)
  OR EXISTS (SELECT 1 FROM TrustClaim t WHERE t.accountId = ${accountId} AND t.state = 'approved' AND t.trustUid = r.trustUid
    AND r.isOpen))`

/**
 * SQL: the account of booking `b` is still its contact. Whoever asked the council to book need not
 * act for root `r`, and stays the contact unless it was decided since that they do not act for the
 * school.
 */
export const staysContact = `(${speaksFor('b.bookedById')} OR (b.channel = 'organiser' AND b.bookedById IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM Claim e JOIN School m ON m.id = e.schoolId
    WHERE e.accountId = b.bookedById AND m.rootId = r.id AND e.state IN ('refused', 'ended') AND e.decidedAt >= b.createdAt)))`

/**
 * SQL: the account notified of booking `b` of root `r`. If whoever booked no longer acts for it, a
 * colleague does: approvers first, then the longest; else still whoever booked. None if the contact
 * gave no address.
 */
export const notifiedAccount = `CASE WHEN ${staysContact} THEN b.bookedById
  WHEN b.channel = 'organiser' AND b.bookedById IS NULL AND b.bookerPersonId IS NOT NULL THEN NULL
  ELSE COALESCE((SELECT c.accountId FROM Claim c JOIN School m ON m.id = c.schoolId
    WHERE m.rootId = r.id AND c.state = 'approved' ORDER BY c.approver DESC, c.decidedAt, c.id LIMIT 1), b.bookedById) END`

/** SQL joins of that account (`a`), and its user, to a query with `b` and `r`. */
export const joinNotified = (join: 'JOIN' | 'LEFT JOIN'): string =>
  `${join} Account a ON a.id = ${notifiedAccount} LEFT JOIN Person ap ON ap.id = a.personId LEFT JOIN Person bp ON bp.id = b.bookerPersonId`

export const nameOfNotified = 'IIF(a.id IS b.bookedById, bp.name, ap.name)'
