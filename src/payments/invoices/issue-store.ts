import { type Act, type Moment, stamp } from '#base/act.ts'
import { type Day, instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, mapped, type Read } from '#base/db/read.ts'
import { insert, pick, sql, update } from '#base/db/write.ts'
import { chargeKinds, goesAt, takenBack, toBeInvoiced } from '#money/ledger/invoice-wait-store.ts'
import { rangesOfLines } from '#money/ledger/line-range-store.ts'
import type { ChargeKind, InvoicedLine } from './invoice.ts'

/** What a booking's payer owes that is on no valid invoice. */
export type ToInvoice = {
  bookingId: string
  payerId: string
  poNumber: string
  schoolId: string
  eventId: string
  lines: InvoicedLine[]
  /** The void invoice that had these lines. */
  replacesId: string | null
}

type Row = Omit<InvoicedLine, 'eventDay'> & Omit<ToInvoice, 'lines'> & { startsAt: string }

const uninvoiced = `FROM LedgerLine l WHERE ${toBeInvoiced} AND ${triable('issueInvoices', `l.bookingId || ' ' || l.payerId`)}`

const toInvoice = `SELECT l.number, l.bookingId, l.payerId ${uninvoiced} AND ${goesAt} <= ?1`

export const invoicesDue = ({ now, stripe }: Moment): Condition[] => (stripe ? [exists(toInvoice, instant(now))] : [])

/** When the first charge that waits for a purchase order number is invoiced without one. */
export const nextInvoice = ({ now }: Moment): Condition => ({
  sql: `(SELECT MIN(${goesAt}) ${uninvoiced} AND ${goesAt} > ?1)`,
  values: [instant(now)],
})

/** The same work in pages, by line number. */
export const invoicePages = async ({ db, now, stripe }: Act): Promise<Condition[]> =>
  stripe ? (await rangesOfLines(db)).map((range) => exists(`${toInvoice} AND l.number BETWEEN ?2 AND ?3`, instant(now), ...range)) : []

/** By booking, oldest first, once the payer has agreed and no purchase order number is awaited. */
export const readToInvoice = async (act: Act, limit: number): Promise<ToInvoice[]> => {
  const { results } = await act.db
    .prepare(
      `WITH due AS (
         ${toInvoice}
       ), wanted AS (SELECT bookingId, payerId, MIN(number) AS first FROM due GROUP BY bookingId, payerId ORDER BY first LIMIT ?2)
       SELECT l.number AS lineNumber, l.kind, l.bookingId, l.payerId, b.poNumber, k.schoolId, e.id AS eventId, e.title AS eventTitle,
         l.pence + ${takenBack('pence')} AS pence, l.vatPence + ${takenBack('vatPence')} AS vatPence,
         COALESCE(v.basisPoints, 0) AS basisPoints, COALESCE(v.code, '') AS vatCode,
         (SELECT MIN(s.startsAt) FROM ActiveSession s WHERE s.eventId = e.id) AS startsAt,
         (SELECT i.id FROM InvoiceLine o JOIN Invoice i ON i.id = o.invoiceId AND i.state = 'void' WHERE o.lineNumber = l.number ORDER BY i.number DESC LIMIT 1) AS replacesId
       FROM wanted w JOIN due d ON d.bookingId = w.bookingId AND d.payerId = w.payerId JOIN LedgerLine l ON l.number = d.number
         JOIN BookingPayer b ON b.bookingId = l.bookingId AND b.supersededAt IS NULL JOIN Booking k ON k.id = l.bookingId JOIN Event e ON e.id = k.eventId
         LEFT JOIN VatCode v ON v.id = l.vatCodeId
       ORDER BY w.first, l.number`,
    )
    .bind(instant(act.now), limit)
    .all<Row>()
  const groups = new Map<string, ToInvoice>()
  for (const { bookingId, payerId, poNumber, schoolId, eventId, replacesId, startsAt, ...line } of results) {
    const key = `${bookingId} ${payerId}`
    const group = groups.get(key) ?? { bookingId, payerId, poNumber, schoolId, eventId, replacesId, lines: [] }
    group.replacesId ??= replacesId
    group.lines.push({ ...line, eventDay: londonDay(startsAt) })
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** Guard: nothing was taken back of these charges since they were read, nor the number changed. */
const asRead = (act: Act, { bookingId, poNumber, lines }: Pick<ToInvoice, 'bookingId' | 'poNumber' | 'lines'>): SqlStatement =>
  guard(
    act.db,
    `EXISTS (SELECT 1 FROM BookingPayer b WHERE b.bookingId = ?2 AND b.poNumber = ?3 AND b.supersededAt IS NULL) AND NOT EXISTS (SELECT 1 FROM json_each(?1) j JOIN LedgerLine l ON l.number = j.value ->> '$.lineNumber'
       WHERE l.pence + ${takenBack('pence')} <> j.value ->> '$.pence' OR l.vatPence + ${takenBack('vatPence')} <> j.value ->> '$.vatPence')`,
    JSON.stringify(lines),
    bookingId,
    poNumber,
  )

/** The number is raised in the same batch, so a refused invoice leaves no gap. */
export const insertInvoice = (
  act: Act,
  invoice: Pick<ToInvoice, 'bookingId' | 'payerId' | 'poNumber' | 'lines' | 'replacesId'> & {
    id: string
    pence: number
    vatPence: number
    taxPoint: Day
    dueOn: Day
  },
): SqlStatement[] => [
  asRead(act, invoice),
  update(act.db, 'RunningNumber', { last: sql('last + 1') }, { kind: 'invoice' }),
  insert(act.db, 'Invoice', {
    ...pick(invoice, ['id', 'payerId', 'bookingId', 'poNumber', 'pence', 'vatPence', 'taxPoint', 'dueOn', 'replacesId']),
    number: sql(`(SELECT last FROM RunningNumber WHERE kind = 'invoice')`),
    state: 'draft',
    ...stamp(act, 'created'),
  }),
  act.db
    .prepare(
      `INSERT INTO InvoiceLine (invoiceId, lineNumber)
       SELECT ?1, l.number FROM json_each(?2) j JOIN LedgerLine c ON c.number = j.value JOIN LedgerLine l
         ON l.number = c.number OR (l.reversesNumber = c.number AND l.kind IN ('credit', 'waiver'))
       WHERE NOT EXISTS (SELECT 1 FROM CreditNote n WHERE n.lineNumber = l.number) ORDER BY l.number`,
    )
    .bind(invoice.id, JSON.stringify(invoice.lines.map(({ lineNumber }) => lineNumber))),
]

export const selectInvoiced = (db: SqlDatabase, invoiceId: string): Read<InvoicedLine[]> =>
  mapped(
    all<Omit<InvoicedLine, 'eventDay'> & { kind: ChargeKind; startsAt: string }>(
      db
        .prepare(
          `SELECT l.number AS lineNumber, l.kind, l.pence + b.pence AS pence, l.vatPence + b.vatPence AS vatPence, COALESCE(v.basisPoints, 0) AS basisPoints,
             COALESCE(v.code, '') AS vatCode, e.title AS eventTitle, (SELECT MIN(s.startsAt) FROM ActiveSession s WHERE s.eventId = e.id) AS startsAt
           FROM (SELECT c.number, COALESCE(SUM(r.pence), 0) AS pence, COALESCE(SUM(r.vatPence), 0) AS vatPence
               FROM InvoiceLine o JOIN LedgerLine c ON c.number = o.lineNumber AND c.kind IN (${chargeKinds})
                 LEFT JOIN LedgerLine r ON r.reversesNumber = c.number AND r.kind IN ('credit', 'waiver') AND (
                   EXISTS (SELECT 1 FROM InvoiceLine p WHERE p.invoiceId = ?1 AND p.lineNumber = r.number)
                   OR EXISTS (SELECT 1 FROM CreditNote n JOIN Invoice i ON i.id = n.invoiceId JOIN Invoice me ON me.id = ?1
                     WHERE n.lineNumber = r.number AND i.number < me.number))
               WHERE o.invoiceId = ?1 GROUP BY c.number) b
             JOIN LedgerLine l ON l.number = b.number JOIN Event e ON e.id = l.eventId LEFT JOIN VatCode v ON v.id = l.vatCodeId ORDER BY l.number`,
        )
        .bind(invoiceId),
    ),
    (rows) => rows.map(({ startsAt, ...line }) => ({ ...line, eventDay: londonDay(startsAt) })),
  )
