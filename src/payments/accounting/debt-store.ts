import { type Day, type Instant, londonDay } from '#base/dates.ts'
import { all, mapped, only, type Read, together } from '#base/db/read.ts'
import { agesOfOpen, type Band, type OpenSum, openOf } from '#money/ledger/age.ts'
import { moneyKinds } from '#money/ledger/store.ts'
import type { Route } from '#money/payers/payer.ts'
import type { BookingDebt, Debtor, OwedByRoute, ToReview } from './debt.ts'

/** SQL: by the invoice or request of its route, else by the message about it. */
const firstAsked = `CASE l.route
  WHEN 'invoice' THEN (SELECT x.createdAt FROM FinanceFileLine z JOIN FinanceFile x ON x.id = z.batchId WHERE z.lineNumber = l.number AND z.returnedAt IS NULL)
  WHEN 'stripe_invoice' THEN (SELECT MIN(i.sentAt) FROM InvoiceLine z JOIN Invoice i ON i.id = z.invoiceId WHERE z.lineNumber = l.number)
  ELSE (SELECT MIN(COALESCE(m.sentAt, m.createdAt)) FROM LineNotice n JOIN Message m ON m.id = n.messageId WHERE n.lineNumber = l.number AND m.state = 'sent') END`

const balancesOf = (lines: string): string =>
  `balance AS (SELECT payerId, bookingId, SUM(pence + vatPence) AS owed, MAX(number) AS newest, route FROM LedgerLine WHERE ${lines} GROUP BY payerId, bookingId)`

const balances = balancesOf('1')

/** SQL: the charges of every payer and booking with a balance owed, with what is left of each. */
const openCharges = (payers: string): string =>
  `SELECT b.payerId, b.bookingId, b.owed, b.route AS lastRoute, l.number, l.route, ${firstAsked} AS askedAt,
     l.pence + l.vatPence + (SELECT COALESCE(SUM(o.pence + o.vatPence), 0) FROM LedgerLine o WHERE o.reversesNumber = l.number) AS pence
   FROM balance b LEFT JOIN LedgerLine l ON l.payerId = b.payerId AND l.bookingId IS b.bookingId AND l.kind IN ('charge', 'cancellation_charge', 'not_attending_charge')
   WHERE b.owed > 0 AND ${payers}`

type ChargeRow = {
  payerId: string
  bookingId: string | null
  owed: number
  lastRoute: Route
  number: number | null
  route: Route
  askedAt: Instant | null
  pence: number
}

type OfBooking = { payerId: string; bookingId: string | null }
const byBooking = ({ payerId, bookingId }: OfBooking): string => `${payerId} ${bookingId ?? ''}`

/** Open charges, by payer or as `by` says, with the day each was first asked for. */
const openFrom = (charges: readonly ChargeRow[], by = ({ payerId }: OfBooking): string => payerId): Map<string, OpenSum[]> => {
  const groups = Map.groupBy(charges, byBooking)
  const found = new Map<string, OpenSum[]>()
  for (const rows of groups.values()) {
    const [first] = rows
    if (!first) continue
    const open = rows.flatMap(({ number, route, pence, askedAt }) =>
      number === null ? [] : [{ number, route, pence, askedOn: askedAt === null ? null : londonDay(askedAt) }],
    )
    found.set(by(first), [...(found.get(by(first)) ?? []), ...openOf(open, first.owed, first.lastRoute)])
  }
  return found
}

const firstAskedOf = (open: readonly OpenSum[] = []): Day | null => open.flatMap(({ askedOn }) => askedOn ?? []).toSorted()[0] ?? null

/** SQL: the current name of payer `p`. */
export const payerName = `COALESCE((SELECT r.name || IIF(r.town = '', '', ', ' || r.town) FROM School s JOIN School r ON r.id = s.rootId WHERE s.id = p.schoolId),
  (SELECT MAX(t.trustName) FROM School t WHERE t.trustUid = p.trustUid), 'Trust ' || p.trustUid)`

/** What is owed by route and age, largest first. */
export const selectOwed = (db: SqlDatabase, today: Day): Read<OwedByRoute[]> =>
  mapped(all<ChargeRow>(db.prepare(`WITH ${balances} ${openCharges('1')}`)), (charges) =>
    [...Map.groupBy([...openFrom(charges).values()].flat(), ({ route }) => route)]
      .map(([route, open]) => ({ route, owed: open.reduce((sum, { pence }) => sum + pence, 0), ...agesOfOpen(open, today) }))
      .sort((a, b) => b.owed - a.owed || a.route.localeCompare(b.route)),
  )

export const selectInFavour = (db: SqlDatabase): Read<number> =>
  mapped(
    only<{ inFavour: number }>(
      db.prepare(
        `SELECT COALESCE(-SUM(MIN(owed, 0)), 0) AS inFavour FROM (SELECT SUM(pence + vatPence) AS owed FROM LedgerLine GROUP BY payerId, bookingId)`,
      ),
    ),
    ({ inFavour }) => inFavour,
  )

export const selectToReview = (db: SqlDatabase): Read<ToReview> =>
  only<ToReview>(
    db.prepare(
      `SELECT (SELECT COUNT(*) FROM MoneyProposal WHERE state = 'proposed') AS proposals,
         (SELECT COUNT(*) FROM Charge WHERE postedAt IS NULL AND withdrawnAt IS NULL AND kind = 'not_attending') AS absences,
         (SELECT COUNT(*) FROM LineDispute WHERE settledAt IS NULL) AS disputes,
         (SELECT COUNT(*) FROM StripeCall WHERE state = 'failed') AS failedCalls`,
    ),
  )

/** The largest debt or credit first. */
export const selectDebtors = (db: SqlDatabase, today: Day): Read<Debtor[]> => {
  const shown = `WITH ${balances}, shown AS (
      SELECT payerId, SUM(MAX(owed, 0)) AS owed, -SUM(MIN(owed, 0)) AS inFavour, COUNT(CASE WHEN owed > 0 THEN 1 END) AS bookings
      FROM balance GROUP BY payerId HAVING SUM(ABS(owed)) > 0)`
  const read = together({
    rows: all<Omit<Debtor, Band | 'askedSince'>>(
      db.prepare(
        `${shown} SELECT s.payerId, ${payerName} AS name, p.kind, s.owed, s.inFavour, s.bookings FROM shown s JOIN Payer p ON p.id = s.payerId
         ORDER BY s.owed DESC, s.inFavour DESC, s.payerId`,
      ),
    ),
    charges: all<ChargeRow>(db.prepare(`${shown} ${openCharges('b.payerId IN (SELECT s.payerId FROM shown s)')}`)),
  })
  return mapped(read, ({ rows, charges }) => {
    const open = openFrom(charges)
    return rows.map((row) => {
      const sumsOfPayer = open.get(row.payerId) ?? []
      return { ...row, askedSince: firstAskedOf(sumsOfPayer), ...agesOfOpen(sumsOfPayer, today) }
    })
  })
}

const ofEvent = `bookingId IN (SELECT b.id FROM Event e JOIN Booking b ON b.eventId = e.id WHERE e.code = ?1)`

/** What each payer was charged for each booking of an event, by school. */
export const selectEventDebts = (db: SqlDatabase, code: string): Read<BookingDebt[]> => {
  const read = together({
    rows: all<Omit<BookingDebt, 'askedOn'> & { bookingId: string }>(
      db
        .prepare(
          `WITH charged AS (SELECT payerId, bookingId, MIN(number) AS number, SUM(pence + vatPence) AS owed, -SUM(IIF(kind IN ${moneyKinds}, pence, 0)) AS paid
             FROM LedgerLine WHERE ${ofEvent} GROUP BY payerId, bookingId)
           SELECT c.number, c.bookingId, b.reference, b.createdAt AS bookedAt, r.name || IIF(r.town = '', '', ', ' || r.town) AS school, c.payerId, ${payerName} AS payer,
             c.owed + c.paid AS price, c.paid, c.owed,
             (SELECT json_group_array(json_object('number', n, 'dueOn', dueOn)) FROM (
                SELECT printf('INV-%06d', i.number) AS n, i.dueOn FROM Invoice i WHERE i.bookingId = b.id AND i.payerId = c.payerId AND i.state <> 'void'
                UNION ALL SELECT q.reference, NULL FROM InvoiceRequest q WHERE q.bookingId = b.id AND q.payerId = c.payerId AND q.pence > 0)) AS invoices
           FROM charged c JOIN Booking b ON b.id = c.bookingId JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId JOIN Payer p ON p.id = c.payerId
           WHERE c.owed <> 0 OR c.paid <> 0 ORDER BY r.name COLLATE NOCASE, c.number`,
        )
        .bind(code.toUpperCase()),
      { invoices: 'json' },
    ),
    charges: all<ChargeRow>(db.prepare(`WITH ${balancesOf(ofEvent)} ${openCharges('1')}`).bind(code.toUpperCase())),
  })
  return mapped(read, ({ rows, charges }) => {
    const open = openFrom(charges, byBooking)
    return rows.map(({ bookingId, ...row }) => ({
      ...row,
      askedOn: firstAskedOf(open.get(byBooking({ payerId: row.payerId, bookingId }))),
    }))
  })
}
