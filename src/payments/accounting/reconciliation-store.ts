import { type Instant, instant } from '#base/dates.ts'
import { all, type Read, together } from '#base/db/read.ts'
import { payerName } from './debt-store.ts'
import type { OddRow, Question } from './reconciliation.ts'

const row = (question: Question, what: string, pence: string): string =>
  `SELECT '${question}' AS question, p.id AS payerId, ${payerName} AS payer, b.reference, e.title AS eventTitle, ${pence} AS pence, ${what} AS what`

const bookingOfLine = `JOIN Payer p ON p.id = l.payerId LEFT JOIN Booking b ON b.id = l.bookingId LEFT JOIN Event e ON e.id = b.eventId`

/** The query of each question; in `never_told`, ?1 is the moment a day ago. */
const statements: Record<Question, string> = {
  in_favour: `${row('in_favour', `''`, 'SUM(l.pence + l.vatPence)')} FROM LedgerLine l ${bookingOfLine} WHERE l.bookingId IS NOT NULL
    GROUP BY l.payerId, l.bookingId HAVING SUM(l.pence + l.vatPence) < 0`,
  never_told: `${row('never_told', `'line ' || l.number`, 'l.pence + l.vatPence')} FROM LedgerLine l ${bookingOfLine}
    WHERE l.kind IN ('charge', 'cancellation_charge', 'not_attending_charge') AND l.at < ?1 AND NOT EXISTS (SELECT 1 FROM LineNotice n WHERE n.lineNumber = l.number)
      AND l.pence + l.vatPence + (SELECT COALESCE(SUM(o.pence + o.vatPence), 0) FROM LedgerLine o WHERE o.reversesNumber = l.number) > 0`,
  not_agreed: `${row('not_agreed', `'nobody of the school has accepted the price'`, '(SELECT SUM(l.pence + l.vatPence) FROM LedgerLine l WHERE l.bookingId = b.id AND l.payerId = p.id)')}
    FROM BookingPayer q JOIN Payer p ON p.id = q.payerId JOIN Booking b ON b.id = q.bookingId JOIN Event e ON e.id = b.eventId
    WHERE q.agreedAt IS NULL AND q.supersededAt IS NULL
      AND (SELECT COALESCE(SUM(l.pence + l.vatPence), 0) FROM LedgerLine l WHERE l.bookingId = b.id AND l.payerId = p.id) > 0`,
  disputed: `${row('disputed', `'line ' || l.number`, 'l.pence + l.vatPence')} FROM LineDispute d JOIN LedgerLine l ON l.number = d.lineNumber ${bookingOfLine} WHERE d.settledAt IS NULL`,
  on_account: `${row('on_account', `'for no booking yet'`, 'SUM(l.pence + l.vatPence)')} FROM LedgerLine l ${bookingOfLine} WHERE l.bookingId IS NULL
    GROUP BY l.payerId HAVING SUM(l.pence + l.vatPence) <> 0`,
  invoice_differs: `${row('invoice_differs', `'invoice ' || i.number || ' is ' || i.state`, '(SELECT SUM(l.pence + l.vatPence) FROM LedgerLine l WHERE l.bookingId = i.bookingId AND l.payerId = i.payerId)')}
    FROM Invoice i JOIN Payer p ON p.id = i.payerId JOIN Booking b ON b.id = i.bookingId JOIN Event e ON e.id = b.eventId
    WHERE (i.state = 'paid' AND (SELECT SUM(l.pence + l.vatPence) FROM LedgerLine l WHERE l.bookingId = i.bookingId AND l.payerId = i.payerId) > 0)
      OR (i.state IN ('sent', 'overdue') AND (SELECT SUM(l.pence + l.vatPence) FROM LedgerLine l WHERE l.bookingId = i.bookingId AND l.payerId = i.payerId) <= 0)`,
  card_without_place: `${row('card_without_place', `IIF(c.outcome IS 'too_late', 'paid too late', 'paid')`, 'c.pence')} FROM Checkout c JOIN Payer p ON p.id = c.payerId
      JOIN Booking b ON b.id = c.bookingId JOIN Event e ON e.id = b.eventId
    WHERE c.state = 'paid' AND c.forWhat = 'places' AND NOT EXISTS (SELECT 1 FROM Place t WHERE t.bookingId = c.bookingId AND t.state = 'confirmed')
      AND c.pence > (SELECT COALESCE(SUM(f.pence), 0) FROM CardRefund f WHERE f.checkoutId = c.id AND f.state = 'succeeded')`,
  calls_failed: `SELECT 'calls_failed' AS question, NULL AS payerId, NULL AS payer, NULL AS reference, NULL AS eventTitle, 0 AS pence, c.kind || ' ' || c.subjectId AS what
    FROM StripeCall c WHERE c.state = 'failed'`,
}

export const mostOdd = 50

export const selectOdd = (db: SqlDatabase, now: Date): Read<Record<Question, OddRow[]>> => {
  const dayAgo: Instant = instant(new Date(now.getTime() - 86_400_000))
  const reads = Object.entries(statements).map(([question, sql]) => {
    const statement = db.prepare(`${sql} LIMIT ${mostOdd}`)
    return [question, all<OddRow>(question === 'never_told' ? statement.bind(dayAgo) : statement)]
  })
  return together(Object.fromEntries(reads) as Record<Question, Read<OddRow[]>>)
}
