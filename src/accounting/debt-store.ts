import type { Day } from '../dates.ts'
import type { Debtor, OwedByRoute, ToReview } from './debt.ts'

/**
 * SQL: one row for each charge of which something is open on day ?1, payments counted against the oldest charges of the same payer and
 * booking. Money that went back counts as a charge: it opens again what it had paid.
 */
const openCharges = `WITH net AS (
    SELECT l.number, l.payerId, l.bookingId, l.route, l.happenedOn, l.pence + l.vatPence + COALESCE((
      SELECT SUM(o.pence + o.vatPence) FROM LedgerLine o WHERE o.reversesNumber = l.number), 0) AS gross
    FROM LedgerLine l WHERE l.kind IN ('charge', 'cancellation_charge', 'not_attending_charge', 'refund')),
  balance AS (SELECT payerId, bookingId, SUM(pence + vatPence) AS owed FROM LedgerLine GROUP BY payerId, bookingId),
  newest AS (
    SELECT n.*, b.owed, SUM(n.gross) OVER (PARTITION BY n.payerId, n.bookingId ORDER BY n.happenedOn DESC, n.number DESC) AS upTo
    FROM net n JOIN balance b ON b.payerId = n.payerId AND b.bookingId IS n.bookingId WHERE b.owed > 0 AND n.gross > 0),
  opened AS (
    SELECT payerId, bookingId, route, happenedOn, CAST(julianday(?1) - julianday(happenedOn) AS INTEGER) AS days,
      MIN(gross, owed - upTo + gross) AS pence FROM newest WHERE owed - upTo + gross > 0)`

const byAge = `COALESCE(SUM(IIF(o.days <= 30, o.pence, 0)), 0) AS to30, COALESCE(SUM(IIF(o.days BETWEEN 31 AND 60, o.pence, 0)), 0) AS to60,
  COALESCE(SUM(IIF(o.days BETWEEN 61 AND 90, o.pence, 0)), 0) AS to90, COALESCE(SUM(IIF(o.days > 90, o.pence, 0)), 0) AS over90`

/** SQL: what payer `p` is called today. */
export const payerName = `COALESCE((SELECT r.name || IIF(r.town = '', '', ', ' || r.town) FROM School s JOIN School r ON r.id = s.rootId WHERE s.id = p.schoolId),
  (SELECT MAX(t.trustName) FROM School t WHERE t.trustUid = p.trustUid), 'Trust ' || p.trustUid)`

export const selectOwedByRoute = (db: D1Database, today: Day): D1PreparedStatement =>
  db
    .prepare(`${openCharges} SELECT o.route, SUM(o.pence) AS owed, ${byAge} FROM opened o GROUP BY o.route ORDER BY owed DESC, o.route`)
    .bind(today)

export const owedByRouteIn = (result: D1Result | undefined): OwedByRoute[] => (result?.results ?? []) as OwedByRoute[]

export const selectInFavour = (db: D1Database): D1PreparedStatement =>
  db.prepare(
    `SELECT COALESCE(-SUM(MIN(owed, 0)), 0) AS inFavour FROM (SELECT SUM(pence + vatPence) AS owed FROM LedgerLine GROUP BY payerId, bookingId)`,
  )

export const inFavourIn = (result: D1Result | undefined): number => (result?.results[0] as { inFavour: number } | undefined)?.inFavour ?? 0

export const selectToReview = (db: D1Database): D1PreparedStatement =>
  db.prepare(
    `SELECT (SELECT COUNT(*) FROM MoneyProposal WHERE state = 'proposed') AS proposals,
       (SELECT COUNT(*) FROM Charge WHERE postedAt IS NULL AND withdrawnAt IS NULL AND kind = 'not_attending') AS absences,
       (SELECT COUNT(*) FROM LineDispute WHERE settledAt IS NULL) AS disputes,
       (SELECT COUNT(*) FROM StripeCall WHERE state = 'failed') AS failedCalls`,
  )

export const toReviewIn = (result: D1Result | undefined): ToReview =>
  (result?.results[0] as ToReview | undefined) ?? { proposals: 0, absences: 0, disputes: 0, failedCalls: 0 }

/** Payers with something owed or in their favour, whoever owes most first. @param limit -1: all of them */
export const readDebtors = async (
  db: D1Database,
  today: Day,
  limit: number,
  offset: number,
): Promise<{ debtors: Debtor[]; total: number }> => {
  const { results } = await db
    .prepare(
      `${openCharges}, sums AS (
         SELECT payerId, SUM(MAX(owed, 0)) AS owed, -SUM(MIN(owed, 0)) AS inFavour, COUNT(CASE WHEN owed > 0 THEN 1 END) AS bookings
         FROM balance GROUP BY payerId HAVING SUM(ABS(owed)) > 0)
       SELECT s.payerId, ${payerName} AS name, p.kind, s.owed, s.inFavour, s.bookings, MIN(o.happenedOn) AS oldest, ${byAge}, COUNT(*) OVER () AS total
       FROM sums s JOIN Payer p ON p.id = s.payerId LEFT JOIN opened o ON o.payerId = s.payerId
       GROUP BY s.payerId ORDER BY s.owed DESC, s.inFavour DESC, s.payerId LIMIT ?2 OFFSET ?3`,
    )
    .bind(today, limit, offset)
    .all<Debtor & { total: number }>()
  return { debtors: results.map(({ total: _total, ...debtor }) => debtor), total: results[0]?.total ?? 0 }
}
