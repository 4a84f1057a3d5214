import type { Act, Moment } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, allNow, type Read } from '#base/db/read.ts'
import { insert, sql, update } from '#base/db/write.ts'
import { rangesOfLines } from '#money/ledger/line-range-store.ts'
import { moneyKinds } from '#money/ledger/store.ts'
import type { InvoiceState } from './invoice.ts'

/** An invoice with something taken back that no credit note covers yet. */
export type ToCredit = {
  invoiceId: string
  number: number
  bookingId: string
  schoolId: string
  state: InvoiceState
  gross: number
  credited: number
  /** Received less refunded, in pence. */
  kept: number
  /** The booking has a charge that is on no invoice. */
  chargedAnew: number
  lines: { lineNumber: number; pence: number; vatPence: number }[]
}

const uncredited = `NOT EXISTS (SELECT 1 FROM CreditNote n WHERE n.lineNumber = r.number)
  AND NOT EXISTS (SELECT 1 FROM InvoiceLine q JOIN Invoice j ON j.id = q.invoiceId AND j.state <> 'void' WHERE q.lineNumber = r.number)`

const takenBack = `FROM LedgerLine r JOIN InvoiceLine o ON o.lineNumber = r.reversesNumber
    JOIN Invoice i ON i.id = o.invoiceId AND i.state IN ('sent', 'overdue', 'uncollectible', 'paid')
  WHERE r.route = 'stripe_invoice' AND r.kind NOT IN ('payment', 'refund') AND r.kind IN ('credit', 'waiver') AND ${uncredited}
    AND NOT EXISTS (SELECT 1 FROM StripeCall k WHERE k.subjectId = i.id AND k.kind = 'invoice.void' AND k.state = 'queued')
    AND ${triable('creditInvoices', 'i.id')}`

export const creditsDue = ({ stripe }: Moment): Condition[] => (stripe ? [exists(`SELECT 1 ${takenBack}`)] : [])

/** The same work in pages, by the numbers of the lines that take back. */
export const creditPages = async ({ db, stripe }: Act): Promise<Condition[]> =>
  stripe ? (await rangesOfLines(db)).map((range) => exists(`SELECT 1 ${takenBack} AND r.number BETWEEN ?1 AND ?2`, ...range)) : []

/** Leaves out invoices about to be voided: they need no credit note. */
export const readToCredit = (act: Act, limit: number): Promise<ToCredit[]> =>
  allNow<ToCredit>(
    act.db
      .prepare(
        `WITH due AS (
         SELECT i.id AS invoiceId, i.number, i.bookingId, i.payerId, i.state, i.pence + i.vatPence AS gross,
           json_group_array(json_object('lineNumber', r.number, 'pence', -r.pence, 'vatPence', -r.vatPence)) AS lines
         ${takenBack}
         GROUP BY i.id ORDER BY i.number LIMIT ?1)
       SELECT due.invoiceId, due.number, due.bookingId, due.state, due.gross, due.lines, b.schoolId,
         (SELECT COALESCE(SUM(n.pence + n.vatPence), 0) FROM CreditNote n WHERE n.invoiceId = due.invoiceId) AS credited,
         -(SELECT COALESCE(SUM(m.pence), 0) FROM LedgerLine m WHERE m.bookingId = due.bookingId AND m.kind IN ${moneyKinds} AND m.rule ->> '$.invoice' = due.invoiceId) AS kept,
         EXISTS (SELECT 1 FROM LedgerLine l WHERE l.bookingId = due.bookingId AND l.payerId = due.payerId AND l.route = 'stripe_invoice'
           AND l.kind IN ('charge', 'cancellation_charge', 'not_attending_charge')
           AND l.pence + l.vatPence + (SELECT COALESCE(SUM(x.pence + x.vatPence), 0) FROM LedgerLine x WHERE x.reversesNumber = l.number AND x.kind IN ('credit', 'waiver')) > 0
           AND NOT EXISTS (SELECT 1 FROM InvoiceLine q JOIN Invoice j ON j.id = q.invoiceId AND j.state <> 'void' WHERE q.lineNumber = l.number)) AS chargedAnew
       FROM due JOIN Booking b ON b.id = due.bookingId ORDER BY due.number`,
      )
      .bind(limit),
    { lines: 'json' },
  )

/** Inserts the next credit note for one line; fails with `CreditNote.lineNumber` if it has one. */
export const insertCreditNote = (
  act: Act,
  note: { id: string; invoiceId: string; lineNumber: number; pence: number; vatPence: number },
): SqlStatement[] => [
  guard(act.db, `EXISTS (SELECT 1 FROM Invoice WHERE id = ?1 AND state IN ('sent', 'overdue', 'uncollectible', 'paid'))`, note.invoiceId),
  update(act.db, 'RunningNumber', { last: sql('last + 1') }, { kind: 'credit_note' }),
  insert(act.db, 'CreditNote', {
    ...note,
    number: sql(`(SELECT last FROM RunningNumber WHERE kind = 'credit_note')`),
    createdAt: instant(act.now),
  }),
]

export type FoundNote = {
  id: string
  number: number
  invoiceId: string
  pence: number
  vatPence: number
  stripeId: string | null
  createdAt: string
  invoiceStripeId: string | null
}

const selectNote = `SELECT n.id, n.number, n.invoiceId, n.pence, n.vatPence, n.stripeId, n.createdAt, i.stripeId AS invoiceStripeId
  FROM CreditNote n JOIN Invoice i ON i.id = n.invoiceId`

export const readCreditNote = async (db: SqlDatabase, of: { id: string } | { stripeId: string }): Promise<FoundNote | undefined> =>
  (await db
    .prepare(`${selectNote} WHERE ${'id' in of ? 'n.id' : 'n.stripeId'} = ?1`)
    .bind('id' in of ? of.id : of.stripeId)
    .first<FoundNote>()) ?? undefined

export const selectCreditNotes = (db: SqlDatabase, invoiceId: string): Read<FoundNote[]> =>
  all<FoundNote>(db.prepare(`${selectNote} WHERE n.invoiceId = ?1 ORDER BY n.number`).bind(invoiceId))

export const setStripeNote = (act: Act, id: string, stripeId: string): SqlStatement =>
  update(act.db, 'CreditNote', { stripeId }, { id, stripeId: null })

/** Stripe ids of credit notes whose refund has not arrived: more was paid than is owed. */
export const unsettledNotes = async (db: SqlDatabase): Promise<string[]> =>
  (
    await db
      .prepare(
        `SELECT n.stripeId FROM CreditNote n JOIN Invoice i ON i.id = n.invoiceId AND i.state = 'paid' WHERE n.stripeId IS NOT NULL
           AND (SELECT COALESCE(SUM(-m.pence), 0) FROM LedgerLine m WHERE m.bookingId = i.bookingId AND m.kind IN ${moneyKinds} AND m.rule ->> '$.invoice' = i.id)
             > i.pence + i.vatPence - (SELECT SUM(c.pence + c.vatPence) FROM CreditNote c WHERE c.invoiceId = i.id) ORDER BY n.number`,
      )
      .all<{ stripeId: string }>()
  ).results.map(({ stripeId }) => stripeId)
