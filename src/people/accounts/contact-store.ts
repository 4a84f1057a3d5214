// Whom the service writes to about what was booked: whoever booked, as long as they act for the school.

/** SQL: whether an account may act for the school with root `r` now, by itself, for its trust or for the council. */
export const speaksFor = (accountId: string): string => `(EXISTS (SELECT 1 FROM Claim c JOIN School m ON m.id = c.schoolId
    WHERE c.accountId = ${accountId} AND c.state = 'approved' AND m.rootId = r.id)
  OR EXISTS (SELECT 1 FROM TrustClaim t WHERE t.accountId = ${accountId} AND t.state = 'approved' AND t.trustUid = r.trustUid)
  OR EXISTS (SELECT 1 FROM StaffRole f WHERE f.accountId = ${accountId} AND f.revokedAt IS NULL AND f.role IN ('organiser', 'administrator')))`

/** SQL: whether an account may act for the school with root `r` now, by itself or for its trust: what `Actor.schoolIds` says of who asks. */
export const actsForRoot = (accountId: string): string => `(EXISTS (SELECT 1 FROM Claim c JOIN School m ON m.id = c.schoolId
    WHERE c.accountId = ${accountId} AND c.state = 'approved' AND m.rootId = r.id)
  OR EXISTS (SELECT 1 FROM TrustClaim t WHERE t.accountId = ${accountId} AND t.state = 'approved' AND t.trustUid = r.trustUid
    AND r.statusCode NOT IN ('2', '4')))`

/**
 * SQL: whether whoever the booking `b` is of is its contact still. Who asked the council to book need not act for the school with root `r`; they
 * stay the contact of that one booking, unless it was said since that they do not act for the school.
 */
export const staysContact = `(${speaksFor('b.bookedById')} OR (b.channel = 'organiser' AND b.bookedById IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM Claim e JOIN School m ON m.id = e.schoolId
    WHERE e.accountId = b.bookedById AND m.rootId = r.id AND e.state IN ('refused', 'ended') AND e.decidedAt >= b.createdAt)))`

/**
 * SQL: the account that is told of the booking `b` of the school with root `r`. When whoever booked acts for it no longer, a colleague who does:
 * those who may vouch first, then whoever has done so longest. With nobody left it is whoever booked: somebody has to know. Nobody, when whoever
 * asked the council to book gave no address.
 */
export const toldOf = `CASE WHEN ${staysContact} THEN b.bookedById
  WHEN b.channel = 'organiser' AND b.bookedById IS NULL AND b.bookerPersonId IS NOT NULL THEN NULL
  ELSE COALESCE((SELECT c.accountId FROM Claim c JOIN School m ON m.id = c.schoolId
    WHERE m.rootId = r.id AND c.state = 'approved' ORDER BY c.approver DESC, c.decidedAt, c.id LIMIT 1), b.bookedById) END`

/** SQL joins of that account (`a`) to a query with `b` and `r`, and of whoever uses it. */
export const joinTold = (join: 'JOIN' | 'LEFT JOIN'): string =>
  `${join} Account a ON a.id = ${toldOf} LEFT JOIN Person ap ON ap.id = a.personId LEFT JOIN Person bp ON bp.id = b.bookerPersonId`

/** SQL: the name of whoever is told. */
export const nameOfTold = 'IIF(a.id IS b.bookedById, bp.name, ap.name)'
