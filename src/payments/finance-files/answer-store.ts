import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { mapped, one, type Read } from '#base/db/read.ts'
import { insert } from '#base/db/write.ts'
import type { BatchKind, FinanceFileAnswer } from './batch.ts'

// A payment of one of the file's requests waits for a second person.
const paymentIsProposed = `EXISTS (SELECT 1 FROM InvoiceRequest r JOIN MoneyProposal m ON m.state = 'proposed'
    AND m.source >= 'request:' || r.reference || ':' AND m.source < 'request:' || r.reference || ';' WHERE r.batchId = ?1)`

export const selectWaitsForSecondPerson = (db: SqlDatabase, kind: BatchKind, number: number): Read<boolean> =>
  mapped(
    one<{ waits: number }>(
      db
        .prepare(`SELECT ${paymentIsProposed.replace('?1', 'b.id')} AS waits FROM FinanceFile b WHERE b.kind = ?1 AND b.number = ?2`)
        .bind(kind, number),
    ),
    (row) => row?.waits === 1,
  )

/**
 * A rejection takes the lines out of the file and reverses a journal’s payments (trigger). Fails
 * with `FinanceFileAnswer.batchId`, `request_was_paid`, or `guardBroken` (a payment waits).
 */
export const insertAnswer = (act: Act, batchId: string, answer: FinanceFileAnswer, reason: string): SqlStatement[] => {
  const at = instant(act.now)
  const by = act.actor.accountId ?? null
  return [
    ...(answer === 'rejected' ? [guard(act.db, `NOT ${paymentIsProposed}`, batchId)] : []),
    insert(act.db, 'FinanceFileAnswer', { batchId, answer, reason: answer === 'rejected' ? reason : '', answeredAt: at, answeredById: by }),
    // Files of requests post no payments.
    act.db
      .prepare(
        `INSERT INTO LedgerLine (kind, payerId, route, bookingId, placeId, eventId, schoolId, pence, rule, at, byId, source)
         SELECT IIF(m.kind = 'payment', 'refund', 'payment'), m.payerId, m.route, m.bookingId, m.placeId, m.eventId, m.schoolId, -m.pence,
           json_object('why', 'journal_rejected', 'journal', b.number, 'line', x.lineNumber), ?2, ?3, m.source || ':rejected'
         FROM FinanceFileLine x JOIN FinanceFile b ON b.id = x.batchId JOIN LedgerLine m ON (m.source = 'journal:' || x.lineNumber
             OR (m.source >= 'journal:' || x.lineNumber || ':' AND m.source < 'journal:' || x.lineNumber || ';'))
           AND m.rule ->> '$.why' = 'journalled' AND m.rule ->> '$.journal' = b.number
         WHERE x.batchId = ?1 AND x.returnedAt = ?2 ORDER BY x.lineNumber`,
      )
      .bind(batchId, at, by),
  ]
}
