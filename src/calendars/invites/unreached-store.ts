import { nameOfNotified, notifiedAccount } from '#people/accounts/account-store.ts'

// Who of an event cannot be reached: those with a place, and those who are told of bookings, whose
// address is known not to work.

/**
 * SQL: one row per unreachable person of these events: troubleId, email, kind, at, toldAt, role,
 * personId, placeId, name, bookingId, eventId, reference, schoolId, schoolName, town, urn. Starts
 * from the few failing addresses. @param events SQL list of ids, such as `?1` or a SELECT
 */
export const unreachedOf = (events: string): string => `
  SELECT t.id AS troubleId, t.email, t.kind, t.at, t.toldAt, 'delegate' AS role, p.id AS personId, pl.id AS placeId, p.name, b.id AS bookingId, b.eventId,
    b.reference, r.id AS schoolId, r.name AS schoolName, r.town, r.urn
  FROM AddressProblem t CROSS JOIN Person p ON p.email = t.email JOIN Place pl ON pl.personId = p.id AND pl.state = 'confirmed' AND pl.eventId IN (${events})
    JOIN Booking b ON b.id = pl.bookingId JOIN School s ON s.id = pl.schoolId JOIN School r ON r.id = s.rootId
  WHERE t.solvedAt IS NULL
  UNION ALL
  SELECT t.id, t.email, t.kind, t.at, t.toldAt, 'contact', NULL, NULL, ${nameOfNotified}, b.id, b.eventId, b.reference, r.id, r.name, r.town, r.urn
  FROM AddressProblem t CROSS JOIN Account a ON a.email = t.email CROSS JOIN Booking b ON b.cancelledAt IS NULL AND b.eventId IN (${events})
    JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId
    LEFT JOIN Person ap ON ap.id = a.personId LEFT JOIN Person bp ON bp.id = b.bookerPersonId
  WHERE t.solvedAt IS NULL AND EXISTS (SELECT 1 FROM Place c WHERE c.bookingId = b.id AND c.state IN ('held', 'confirmed')) AND a.id = ${notifiedAccount}
    AND NOT EXISTS (SELECT 1 FROM Person p JOIN Place pl ON pl.personId = p.id AND pl.eventId = b.eventId AND pl.state = 'confirmed'
      WHERE p.email = t.email AND p.id IS IIF(a.id IS b.bookedById, b.bookerPersonId, a.personId))`

/** SQL: how many people of these events are unreachable, each counted once. */
export const countUnreached = (events: string): string =>
  `(SELECT COUNT(DISTINCT u.troubleId || ' ' || COALESCE(u.personId, '')) FROM (${unreachedOf(events)}) u)`

/** SQL: a failing address's problem as JSON {id, kind, at}; else NULL. */
export const addressProblemOf = (email: string): string =>
  `(SELECT json_object('id', t.id, 'kind', t.kind, 'at', t.at) FROM AddressProblem t WHERE t.email = ${email} AND t.solvedAt IS NULL)`
