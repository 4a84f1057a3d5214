import type { Act } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import type { Rows } from '#base/db/list-rows.ts'
import { all, mapped, one, only, type Read, readNow, together } from '#base/db/read.ts'
import { insert, insertEach, pick, sql, update } from '#base/db/write.ts'
import { selectSetting } from '#money/ledger/setting-store.ts'
import { moneyKinds } from '#money/ledger/store.ts'
import { identityOn, nameOn } from '#schools/schools/identity-store.ts'
import { type Batch, type BatchKind, mostLines, type PendingLine, routeOfBatch, type Totals } from './batch.ts'
import type { FileLine } from './column.ts'
import { type Layout, layoutFrom } from './layout.ts'
import { billedAs, dayOf } from './names-store.ts'
import type { NewRequest } from './new-request.ts'

const disputed = (number: string): string => `EXISTS (SELECT 1 FROM LineDispute d WHERE d.lineNumber = ${number} AND d.settledAt IS NULL)`

/** SQL: line `number` is in a file that was not rejected. */
const inFile = (number: string): string =>
  `EXISTS (SELECT 1 FROM FinanceFileLine x WHERE x.lineNumber = ${number} AND x.returnedAt IS NULL)`

/** Every line of the route in no file, except payments, with what decides whether it may go. */
const selectPending = (db: SqlDatabase, kind: BatchKind, now: Instant): Read<PendingLine[]> =>
  all<PendingLine>(
    db
      .prepare(
        `SELECT l.number, l.kind, l.payerId, l.bookingId, l.pence, l.vatPence, l.reversesNumber,
             IIF(l.kind = 'charge',
               EXISTS (SELECT 1 FROM BookingPayer p WHERE p.bookingId = l.bookingId AND p.supersededAt IS NULL AND p.agreedAt <= ?2),
               b.termsAcceptedAt IS NOT NULL AND b.termsAcceptedAt <= ?2) AS agreed,
             EXISTS (SELECT 1 FROM LineNotice n JOIN Message m ON m.id = n.messageId WHERE n.lineNumber = l.number AND m.state = 'sent') AS notified,
             ${disputed('l.number')} OR ${disputed('l.reversesNumber')} AS disputed,
             IIF(l.reversesNumber IS NOT NULL, ${inFile('l.reversesNumber')},
               l.kind = 'write_off' AND EXISTS (SELECT 1 FROM LedgerLine o JOIN FinanceFileLine x ON x.lineNumber = o.number AND x.returnedAt IS NULL
                 WHERE o.bookingId = l.bookingId AND o.payerId = l.payerId)) AS afterExported,
             COALESCE(NULLIF((SELECT p.costCentre FROM BookingPayer p WHERE p.bookingId = l.bookingId AND p.payerId = l.payerId
               ORDER BY p.supersededAt IS NOT NULL, p.createdAt DESC LIMIT 1), ''), d.costCentre, '') AS costCentre,
             COALESCE(d.customerNumber, '') AS customerNumber, COALESCE(d.billingAddress, '') AS billingAddress, l.happenedOn,
             COALESCE((SELECT date(MAX(o.endsAt)) FROM Session o WHERE o.eventId = e.id), '') AS heldOn, b.reference, s.rootId AS schoolId, ${nameOn('s.rootId', dayOf('e'))} AS school, e.code AS eventCode, e.title AS eventTitle
           FROM LedgerLine l JOIN Booking b ON b.id = l.bookingId JOIN School s ON s.id = b.schoolId
             JOIN Event e ON e.id = b.eventId LEFT JOIN PayerDetails d ON d.payerId = l.payerId AND d.supersededAt IS NULL
           WHERE l.route = ?1 AND l.kind NOT IN ${moneyKinds} AND NOT ${inFile('l.number')}
           ORDER BY l.number`,
      )
      .bind(routeOfBatch[kind], now),
    { agreed: 'flag', notified: 'flag', disputed: 'flag', afterExported: 'flag' },
  )

const batches = `SELECT b.id, b.kind, b.number, b.lines, b.pence, b.vatPence, b.createdAt, a.email AS byEmail, f.answer, COALESCE(f.reason, '') AS reason,
    f.answeredAt, z.email AS answeredByEmail
  FROM FinanceFile b LEFT JOIN Account a ON a.id = b.createdById LEFT JOIN FinanceFileAnswer f ON f.batchId = b.id LEFT JOIN Account z ON z.id = f.answeredById`

/** The files made so far. */
export const madeRows = (kind: BatchKind): Rows<Batch> => ({
  sql: `${batches} WHERE b.kind = ?1`,
  values: [kind],
  by: ['number DESC', 'id'],
  size: 20,
})

// The agreement by which the payer of line l pays its booking: the current one, else the last.
const agreedRow = `(SELECT p.id FROM BookingPayer p WHERE p.bookingId = l.bookingId AND p.payerId = l.payerId
  ORDER BY p.supersededAt IS NOT NULL, p.createdAt DESC LIMIT 1)`

/** @param exported `w`: the FinanceFileLine row that says which file is meant */
const fileLines = (where: string, exported = '(SELECT NULL AS lineNumber, NULL AS requestId)'): string =>
  `SELECT l.number, l.kind, l.pence, l.vatPence, l.happenedOn, l.period, l.reversesNumber, l.payerId, l.bookingId,
     b.reference AS bookingReference, COALESCE(q.reference, '') AS requestReference,
     COALESCE(NULLIF(p.costCentre, ''), d.costCentre, '') AS costCentre, COALESCE(NULLIF(p.subjectiveCode, ''), d.subjectiveCode, '') AS subjectiveCode,
     COALESCE(p.poNumber, '') AS poNumber, COALESCE(d.customerNumber, '') AS customerNumber,
     ${billedAs('e.day')} AS billingName,
     COALESCE(d.billingAddress, '') AS billingAddress, COALESCE(NULLIF(p.billingEmail, ''), d.billingEmail, '') AS billingEmail,
     COALESCE(i.name, r.name) AS school, COALESCE(i.urn, r.urn, '') AS urn,
     IIF(i.laCode <> '' AND i.establishmentNumber <> '', i.laCode || '/' || i.establishmentNumber, '') AS laestab,
     e.code AS eventCode, e.title AS eventTitle, e.day AS eventDay, COALESCE(v.code, '') AS vatCode, COALESCE(v.basisPoints, 0) AS basisPoints
   FROM LedgerLine l JOIN Booking b ON b.id = l.bookingId JOIN School s ON s.id = b.schoolId
     JOIN School r ON r.id = s.rootId
     JOIN (SELECT n.id, n.code, n.title, ${dayOf('n')} AS day FROM Event n) e ON e.id = b.eventId
     JOIN Payer y ON y.id = l.payerId LEFT JOIN School k ON k.id = y.schoolId
     LEFT JOIN BookingPayer p ON p.id = ${agreedRow}
     LEFT JOIN PayerDetails d ON d.payerId = l.payerId AND d.supersededAt IS NULL
     LEFT JOIN SchoolIdentity i ON i.id = ${identityOn('s.rootId', 'e.day')}
     LEFT JOIN VatCode v ON v.id = l.vatCodeId
     LEFT JOIN ${exported} w ON w.lineNumber = l.number LEFT JOIN InvoiceRequest q ON q.id = w.requestId
   WHERE ${where}`

/** What making a file needs: lines, needs, format, and the last request number. */
export const selectForFile = (
  db: SqlDatabase,
  kind: BatchKind,
  now: Instant,
): Read<Layout & { text: string; pending: PendingLine[]; lastRequest: number }> =>
  mapped(
    together({
      pending: selectPending(db, kind, now),
      setting: selectSetting(db, kind),
      number: one<{ last: number }>(db.prepare(`SELECT last FROM RunningNumber WHERE kind = 'request'`)),
    }),
    ({ pending, setting, number }) => ({ ...layoutFrom(kind, setting?.value), pending, lastRequest: number?.last ?? 0 }),
  )

export const readForFile = (db: SqlDatabase, kind: BatchKind, now: Instant) => readNow(db, selectForFile(db, kind, now))

export const linesForFile = async (db: SqlDatabase, numbers: readonly number[]): Promise<FileLine[]> =>
  (
    await db
      .prepare(`${fileLines('l.number IN (SELECT value FROM json_each(?1))')} ORDER BY l.number LIMIT ${mostLines}`)
      .bind(JSON.stringify(numbers))
      .all<FileLine>()
  ).results

/**
 * Stores a file with its lines, requests and, for journals, payments. Fails with `guardBroken` when
 * a line was disputed or taken back since it was read, with `number_taken` or FinanceFileLine's key
 * when somebody else was faster.
 */
export const keptFile = (
  act: Act,
  file: {
    id: string
    kind: BatchKind
    numbers: readonly number[]
    /** The highest line number that was read. */
    seen: number
    totals: Totals
    content: string
    requests: readonly (NewRequest & { id: string })[]
  },
): SqlStatement[] => {
  const { db } = act
  const numbers = JSON.stringify(file.numbers)
  const by = act.actor.accountId ?? null
  const requestOf = file.requests.flatMap((request) => request.numbers.map((number) => [number, request.id] as const))
  return [
    guard(
      db,
      `NOT EXISTS (SELECT 1 FROM LineDispute d WHERE d.settledAt IS NULL AND d.lineNumber IN (SELECT value FROM json_each(?1)))
       AND NOT EXISTS (SELECT 1 FROM LedgerLine l JOIN LineDispute d ON d.lineNumber = l.reversesNumber AND d.settledAt IS NULL
         WHERE l.number IN (SELECT value FROM json_each(?1)))`,
      numbers,
    ),
    // A line that was taken back since it was read must be judged again.
    guard(
      db,
      `NOT EXISTS (SELECT 1 FROM json_each(?1) j JOIN LedgerLine o ON o.reversesNumber = j.value WHERE o.number > ?2)`,
      numbers,
      file.seen,
    ),
    update(db, 'RunningNumber', { last: sql('last + 1') }, { kind: file.kind }),
    insert(db, 'FinanceFile', {
      ...pick(file, ['id', 'kind', 'content']),
      number: sql('(SELECT last FROM RunningNumber WHERE kind = ?1)', file.kind),
      lines: file.totals.lines,
      pence: file.totals.pence,
      vatPence: file.totals.vatPence,
      createdAt: instant(act.now),
      createdById: by,
    }),
    insertEach(
      db,
      'InvoiceRequest',
      file.requests.map(({ numbers: _, ...request }) => request),
      ['id', 'reference', 'payerId', 'bookingId', 'poNumber'],
      { batchId: file.id },
    ),
    file.kind === 'journal'
      ? db
          .prepare('INSERT INTO FinanceFileLine (lineNumber, batchId) SELECT value, ?2 FROM json_each(?1) ORDER BY key')
          .bind(numbers, file.id)
      : db
          .prepare(
            `INSERT INTO FinanceFileLine (lineNumber, batchId, requestId) SELECT value ->> 0, ?2, value ->> 1 FROM json_each(?1) ORDER BY key`,
          )
          .bind(JSON.stringify(requestOf), file.id),
    ...(file.kind === 'journal'
      ? [
          db
            .prepare(
              `INSERT INTO LedgerLine (kind, payerId, route, bookingId, placeId, eventId, schoolId, pence, rule, at, byId, source)
               SELECT IIF(l.pence + l.vatPence > 0, 'payment', 'refund'), l.payerId, l.route, l.bookingId, l.placeId, l.eventId, l.schoolId,
                 -l.pence - l.vatPence, json_object('why', 'journalled', 'journal', b.number, 'line', l.number), ?2, ?3,
                 'journal:' || l.number || COALESCE(':' || NULLIF((SELECT COUNT(*) FROM FinanceFileLine r WHERE r.lineNumber = l.number AND r.returnedAt IS NOT NULL), 0), '')
               FROM FinanceFileLine x JOIN LedgerLine l ON l.number = x.lineNumber JOIN FinanceFile b ON b.id = x.batchId WHERE x.batchId = ?1
               ORDER BY l.number ON CONFLICT (source) DO NOTHING`,
            )
            .bind(file.id, instant(act.now), by),
        ]
      : []),
  ]
}

export const selectNumber = (db: SqlDatabase, id: string): Read<number> =>
  mapped(only<{ number: number }>(db.prepare('SELECT number FROM FinanceFile WHERE id = ?1').bind(id)), ({ number }) => number)

/** The account's own unrejected file of exactly these lines. */
export const madeOfSame = async (act: Act, kind: BatchKind, numbers: readonly number[]): Promise<number | undefined> =>
  (
    await act.db
      .prepare(
        `SELECT b.number FROM FinanceFile b WHERE b.kind = ?2 AND b.createdById = ?3 AND b.lines = json_array_length(?1)
           AND b.lines = (SELECT COUNT(*) FROM FinanceFileLine x JOIN json_each(?1) j ON j.value = x.lineNumber WHERE x.batchId = b.id AND x.returnedAt IS NULL)
           AND b.id = (SELECT x.batchId FROM FinanceFileLine x WHERE x.lineNumber = ?1 ->> 0 AND x.returnedAt IS NULL)`,
      )
      .bind(JSON.stringify(numbers), kind, act.actor.accountId ?? null)
      .first<{ number: number }>()
  )?.number

const numbered = 'b.kind = ?1 AND b.number = ?2'

export const selectBatch = (db: SqlDatabase, kind: BatchKind, number: number): Read<Batch | undefined> =>
  one<Batch>(db.prepare(`${batches} WHERE ${numbered}`).bind(kind, number))

const ofFile = 'SELECT x.* FROM FinanceFileLine x JOIN FinanceFile b ON b.id = x.batchId WHERE'

export const batchRows = (kind: BatchKind, number: number): Rows<FileLine> => ({
  sql: fileLines(`l.number IN (SELECT lineNumber FROM (${ofFile} ${numbered}))`, `(${ofFile} ${numbered})`),
  values: [kind, number],
  by: kind === 'journal' ? ['number'] : ['requestReference', 'bookingId', 'number'],
  size: 12,
})

export const selectContent = (db: SqlDatabase, kind: BatchKind, number: number): Read<{ content: string } | undefined> =>
  one(db.prepare('SELECT content FROM FinanceFile WHERE kind = ?1 AND number = ?2').bind(kind, number))
