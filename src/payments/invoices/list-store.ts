import type { Act } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import { mostCounted, type Rows } from '#base/db/list-rows.ts'
import { all, only, type Read, readNow } from '#base/db/read.ts'
import type { InvoiceFilter } from './list.ts'
import { type FoundInvoice, invoiceColumns, invoiceJoins, paidBeyond } from './store.ts'

export type ListedInvoice = Pick<
  FoundInvoice,
  | 'id'
  | 'number'
  | 'state'
  | 'givenPo'
  | 'pence'
  | 'vatPence'
  | 'gross'
  | 'credited'
  | 'received'
  | 'refunded'
  | 'taxPoint'
  | 'dueOn'
  | 'sentAt'
  | 'payerName'
  | 'schoolId'
  | 'schoolName'
  | 'eventTitle'
  | 'reference'
>

const matching = `(?1 = '' OR i.state = ?1 OR (?1 = 'unpaid' AND (i.state IN ('sent', 'overdue', 'uncollectible') OR (i.state = 'paid' AND ${paidBeyond} < 0))) OR (?1 = 'overpaid' AND i.state = 'paid' AND ${paidBeyond} > 0))
  AND (?2 = '' OR instr(lower(printf('INV-%06d', i.number) || ' ' || b.reference || ' ' || i.poNumber || ' ' || COALESCE(pay.poNumber, '') || ' ' || r.name || ' ' || COALESCE(pd.billingName, '') || ' ' || COALESCE(ps.name, '') || ' ' || e.title), lower(?2)) > 0)`

export const invoiceRows = ({ state, search }: InvoiceFilter): Rows<ListedInvoice> => ({
  sql: `SELECT ${invoiceColumns} FROM Invoice i ${invoiceJoins} WHERE ${matching}`,
  values: [state, search],
  by: ['number DESC'],
})

/** What is still to be paid on them; null if they are more than are counted. */
export const selectInvoiceSums = (db: SqlDatabase, { state, search }: InvoiceFilter): Read<{ outstanding: number | null }> =>
  only<{ outstanding: number | null }>(
    db
      .prepare(
        `SELECT IIF(COUNT(*) > ${mostCounted}, NULL, COALESCE(SUM(outstanding), 0)) AS outstanding FROM (
           SELECT IIF(i.state IN ('sent', 'overdue', 'uncollectible', 'paid'), MAX(0, -${paidBeyond}), 0) AS outstanding
           FROM Invoice i ${invoiceJoins} WHERE ${matching} LIMIT ${mostCounted + 1})`,
      )
      .bind(state, search),
  )

/** Newest first, under any of the school’s ids; only if the account acts for it. */
export const readInvoicesOf = (act: Act, schoolId: string): Promise<ListedInvoice[]> =>
  readNow(
    act.db,
    all<ListedInvoice>(
      act.db
        .prepare(
          `SELECT ${invoiceColumns} FROM Invoice i ${invoiceJoins}
         WHERE r.id = ?1 AND r.id IN (SELECT value FROM json_each(?2)) AND i.sentAt IS NOT NULL ORDER BY i.number DESC LIMIT 200`,
        )
        .bind(schoolId, JSON.stringify(act.actor.schoolIds)),
    ),
  )

export type InvoiceEvent = { act: string; at: Instant; who: string | null; after: string | null }

/** An invoice's history from the log, oldest first. */
export const selectHistory = (db: SqlDatabase, invoiceId: string): Read<InvoiceEvent[]> =>
  all<InvoiceEvent>(
    db
      .prepare(
        `SELECT g.act, g.at, COALESCE(p.name, a.email) AS who, g.after FROM Log g LEFT JOIN Account a ON a.id = g.accountId LEFT JOIN Person p ON p.id = g.personId
         WHERE g.subjectKind = 'invoice' AND g.subjectId = ?1 ORDER BY g.id LIMIT 200`,
      )
      .bind(invoiceId),
  )

export type InvoiceCall = { kind: string; state: 'queued' | 'failed'; lastError: string | null; dueAt: Instant }

export const selectOpenCalls = (db: SqlDatabase, invoiceId: string): Read<InvoiceCall[]> =>
  all<InvoiceCall>(
    db
      .prepare(`SELECT kind, state, lastError, dueAt FROM StripeCall WHERE subjectId = ?1 AND state <> 'done' ORDER BY rowid`)
      .bind(invoiceId),
  )
