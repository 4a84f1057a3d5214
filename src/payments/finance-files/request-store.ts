import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, type Read, together } from '#base/db/read.ts'
import { moneyKinds } from '#money/ledger/store.ts'
import { nameOn } from '#schools/schools/identity-store.ts'
import { type KnownPayment, type MarkAsk, type MarkPart, wholeSource } from './mark.ts'
import { billedAs, dayOf } from './names-store.ts'
import type { PaidMark, Request, WaitingMark } from './request.ts'

/** SQL: card money beyond the card charges of the booking and payer; it pays what was invoiced. */
const paidByCard = (of: string): string => `MAX(0, -(SELECT COALESCE(SUM(c.pence + c.vatPence), 0) FROM LedgerLine c
  WHERE c.bookingId = ${of}.bookingId AND c.payerId = ${of}.payerId AND c.route = 'card'))`

// SQL: payments on the council’s invoice route that name no request, and card money.
const elsewhere = `((SELECT -COALESCE(SUM(m.pence), 0) FROM LedgerLine m WHERE m.bookingId = r.bookingId AND m.payerId = r.payerId
  AND m.kind IN ${moneyKinds} AND m.route = 'invoice' AND COALESCE(m.source, '') NOT LIKE 'request:%') + ${paidByCard('r')})`

// A source begins with its request’s reference, so this is a range of the unique index.
const paid = `(SELECT -COALESCE(SUM(m.pence), 0) FROM LedgerLine m WHERE m.source >= 'request:' || r.reference || ':' AND m.source < 'request:' || r.reference || ';'
  AND m.bookingId = r.bookingId)`

/** SQL: the finance system rejected the file of the request. */
const rejected = (request: string): string =>
  `EXISTS (SELECT 1 FROM FinanceFileAnswer f WHERE f.batchId = ${request}.batchId AND f.answer = 'rejected')`

const requests = (where: string): string =>
  `SELECT r.id, r.reference, x.number AS batchNumber, x.createdAt AS askedAt, r.payerId, r.bookingId, b.reference AS bookingReference,
     ${billedAs(dayOf('e'))} AS payer,
     ${nameOn('s.rootId', dayOf('e'))} AS school, e.code AS eventCode, e.title AS eventTitle, r.poNumber, r.pence, r.vatPence, ${paid} AS paid, ${elsewhere} AS paidElsewhere,
     ${rejected('r')} AS rejected,
     COALESCE((SELECT MAX(m.number) FROM LedgerLine m WHERE m.bookingId = r.bookingId AND m.payerId = r.payerId), 0) AS seen
   FROM InvoiceRequest r JOIN FinanceFile x ON x.id = r.batchId JOIN Booking b ON b.id = r.bookingId JOIN School s ON s.id = b.schoolId
     JOIN Event e ON e.id = b.eventId JOIN Payer y ON y.id = r.payerId LEFT JOIN School k ON k.id = y.schoolId
     LEFT JOIN PayerDetails d ON d.payerId = r.payerId AND d.supersededAt IS NULL
   WHERE ${where} ORDER BY r.reference, r.bookingId`

/** Whole requests of the bookings and payers that `which` selects, and all beside them. */
const wholeOf = (which: string): string =>
  requests(`(r.bookingId, r.payerId) IN (SELECT w.bookingId, w.payerId FROM InvoiceRequest w WHERE w.reference IN (
    SELECT o.reference FROM InvoiceRequest o WHERE (o.bookingId, o.payerId) IN (${which})))`)

const allRequests = (statement: SqlStatement): Read<Request[]> => all<Request>(statement, { rejected: 'flag' })

/** All requests of each booking and payer that still owes something, oldest first. */
export const selectOwing = (db: SqlDatabase): Read<Request[]> =>
  allRequests(
    db.prepare(
      wholeOf(`
      SELECT q.bookingId, q.payerId FROM InvoiceRequest q WHERE NOT ${rejected('q')} GROUP BY q.bookingId, q.payerId
      HAVING SUM(q.pence + q.vatPence) + (SELECT COALESCE(SUM(m.pence), 0) FROM LedgerLine m
        WHERE m.bookingId = q.bookingId AND m.payerId = q.payerId AND m.route = 'invoice' AND m.kind IN ${moneyKinds}) - ${paidByCard('q')} > 0`),
    ),
  )

/** All requests of each booking and payer that one of the references belongs to. */
export const selectBeside = (db: SqlDatabase, references: readonly string[]): Read<Request[]> =>
  allRequests(
    db
      .prepare(wholeOf(`SELECT q.bookingId, q.payerId FROM InvoiceRequest q WHERE q.reference IN (SELECT value FROM json_each(?1))`))
      .bind(JSON.stringify(references)),
  )

/** All requests of one file with those beside them. */
export const selectOfBatch = (db: SqlDatabase, number: number): Read<Request[]> =>
  allRequests(
    db
      .prepare(
        requests(`(r.bookingId, r.payerId) IN (SELECT q.bookingId, q.payerId FROM InvoiceRequest q JOIN FinanceFile z ON z.id = q.batchId
        WHERE z.kind = 'invoice_request' AND z.number = ?1)`),
      )
      .bind(number),
  )

export const noneRejected = (db: SqlDatabase, requestIds: readonly string[]): SqlStatement =>
  guard(
    db,
    `NOT EXISTS (SELECT 1 FROM InvoiceRequest q WHERE q.id IN (SELECT value FROM json_each(?1)) AND ${rejected('q')})`,
    JSON.stringify(requestIds),
  )

/** Guard: nothing was posted since on a joined request’s bookings, which decides the split. */
export const nothingSince = (db: SqlDatabase, parts: readonly MarkPart[]): SqlStatement =>
  guard(
    db,
    `NOT EXISTS (SELECT 1 FROM json_each(?1) j JOIN InvoiceRequest q ON q.id = j.value ->> '$.requestId'
       JOIN LedgerLine l ON l.bookingId = q.bookingId AND l.payerId = q.payerId AND l.number > j.value ->> '$.seen')`,
    JSON.stringify(parts),
  )

export const selectRequest = (db: SqlDatabase, reference: string): Read<{ beside: Request[]; marks: PaidMark[]; waiting: WaitingMark[] }> =>
  together({
    beside: selectBeside(db, [reference]),
    marks: all<PaidMark>(
      db
        .prepare(
          `SELECT l.number, l.kind, b.reference AS bookingReference, -l.pence AS pence, l.happenedOn, l.reason, l.at, a.email AS byEmail, l.rule ->> '$.because' AS because,
             l.kind = 'payment' AND NOT EXISTS (SELECT 1 FROM LedgerLine o WHERE o.reversesNumber = l.number) AS stands
           FROM LedgerLine l JOIN Booking b ON b.id = l.bookingId LEFT JOIN Account a ON a.id = l.byId
           WHERE l.source >= 'request:' || ?1 || ':' AND l.source < 'request:' || ?1 || ';' ORDER BY l.number`,
        )
        .bind(reference),
    ),
    waiting: all<WaitingMark>(
      db
        .prepare(
          `SELECT COALESCE(m.togetherId, m.id) AS id, b.reference AS bookingReference, m.pence, m.happenedOn, m.reason
           FROM MoneyProposal m JOIN Booking b ON b.id = m.bookingId WHERE m.state = 'proposed' AND m.kind = 'payment'
             AND m.source >= 'request:' || ?1 || ':' AND m.source < 'request:' || ?1 || ';' ORDER BY m.proposedAt, m.id`,
        )
        .bind(reference),
    ),
  })

type SourceRow = { reference: string; bookingId: string; source: string; pence: number; state: KnownPayment['is'] }

/** Earlier payments by source, and what waits for a second person by request and booking. */
const knownFrom = (rows: readonly SourceRow[]): { sources: Map<string, KnownPayment>; waiting: Map<string, number> } => {
  const sources = new Map<string, KnownPayment>()
  const waiting = new Map<string, number>()
  for (const { reference, bookingId, source, pence, state } of rows) {
    const whole = wholeSource(source)
    sources.set(whole, { pence: (sources.get(whole)?.pence ?? 0) + pence, is: state })
    const part = `${reference} ${bookingId}`
    if (state === 'waits') waiting.set(part, (waiting.get(part) ?? 0) + pence)
  }
  return { sources, waiting }
}

/** Earlier payments of these requests, including those that wait or were taken back. */
export const selectSources = (db: SqlDatabase, references: readonly string[]): Read<ReturnType<typeof knownFrom>> =>
  mapped(
    all<SourceRow>(
      db
        .prepare(
          `SELECT j.value AS reference, l.bookingId, l.source, -l.pence AS pence,
             IIF(EXISTS (SELECT 1 FROM LedgerLine o WHERE o.reversesNumber = l.number), 'taken_back', 'recorded') AS state
           FROM json_each(?1) j JOIN LedgerLine l ON l.source >= 'request:' || j.value || ':' AND l.source < 'request:' || j.value || ';' AND l.kind = 'payment'
           UNION ALL SELECT j.value, m.bookingId, m.source, m.pence, 'waits' FROM json_each(?1) j JOIN MoneyProposal m
             ON m.state = 'proposed' AND m.source >= 'request:' || j.value || ':' AND m.source < 'request:' || j.value || ';'`,
        )
        .bind(JSON.stringify(references)),
    ),
    knownFrom,
  )

/** Inserts the payments of the marks in one statement, a line a booking; each source once. */
export const insertMarks = (act: Act, marks: readonly MarkAsk[]): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO LedgerLine (kind, payerId, route, bookingId, eventId, schoolId, pence, happenedOn, rule, reason, at, byId, source)
       SELECT 'payment', r.payerId, 'invoice', r.bookingId, b.eventId, b.schoolId, -(j.value ->> '$.pence'), j.value ->> '$.happenedOn',
         json_object('why', 'request_paid', 'request', r.reference), j.value ->> '$.payment', ?2, ?3, j.value ->> '$.source'
       FROM json_each(?1) j JOIN InvoiceRequest r ON r.id = j.value ->> '$.requestId' JOIN Booking b ON b.id = r.bookingId
       WHERE true ORDER BY j.key ON CONFLICT (source) DO NOTHING`,
    )
    .bind(
      JSON.stringify(
        marks.flatMap(({ parts, happenedOn, payment }) =>
          parts.map(({ requestId, pence, source }) => ({ requestId, pence, source, happenedOn, payment })),
        ),
      ),
      instant(act.now),
      act.actor.accountId ?? null,
    )
