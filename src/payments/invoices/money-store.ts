import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { all, one, type Read } from '#base/db/read.ts'
import { update } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import type { LineKind } from '#money/ledger/line.ts'
import { moneyKinds } from '#money/ledger/store.ts'

export const postedSources = async (db: SqlDatabase, sources: readonly string[]): Promise<Set<string>> => {
  if (sources.length === 0) return new Set()
  const { results } = await db
    .prepare('SELECT source FROM LedgerLine WHERE source IN (SELECT value FROM json_each(?1))')
    .bind(JSON.stringify(sources))
    .all<{ source: string }>()
  return new Set(results.map(({ source }) => source))
}

export type InvoiceMoney = { number: number; kind: LineKind; pence: number; happenedOn: string; reason: string; rule: string }

/** Payments, refunds and reversals of an invoice, without finance's own reasons. */
export const selectMoney = (db: SqlDatabase, invoiceId: string): Read<InvoiceMoney[]> =>
  all<InvoiceMoney>(
    db
      .prepare(
        `SELECT l.number, l.kind, l.pence, l.happenedOn, IIF(l.kind = 'taken_back', '', l.reason) AS reason, l.rule FROM Invoice i JOIN LedgerLine l ON l.bookingId = i.bookingId
           AND l.kind IN ${moneyKinds} AND l.rule ->> '$.invoice' = i.id
         WHERE i.id = ?1 ORDER BY l.number`,
      )
      .bind(invoiceId),
  )

export type WaitingPayment = { id: string; pence: number }

export const selectWaiting = (db: SqlDatabase, invoiceId: string): Read<WaitingPayment | undefined> =>
  one<WaitingPayment>(
    db
      .prepare(
        `SELECT id, pence FROM MoneyProposal WHERE state = 'proposed' AND source >= 'outside:' || ?1 || ':' AND source < 'outside:' || ?1 || ';'`,
      )
      .bind(invoiceId),
  )

/** Changes the booking's purchase order number and nothing else of the agreement. */
export const changePoNumber = (act: Act, bookingId: string, poNumber: string): SqlStatement[] => {
  const at = instant(act.now)
  return [
    update(act.db, 'BookingPayer', { supersededAt: at }, { bookingId, supersededAt: null }),
    act.db
      .prepare(
        `INSERT INTO BookingPayer (id, bookingId, payerId, route, priceId, codeId, poNumber, costCentre, subjectiveCode, billingEmail, pricedAsOf, agreedAt, agreedById, rule, createdAt, createdById)
         SELECT ?2, bookingId, payerId, route, priceId, codeId, ?3, costCentre, subjectiveCode, billingEmail, pricedAsOf, agreedAt, agreedById, rule, ?4, ?5
         FROM BookingPayer WHERE bookingId = ?1 AND supersededAt = ?4 ORDER BY rowid DESC LIMIT 1`,
      )
      .bind(bookingId, newId(act.now), poNumber, at, act.actor.accountId ?? null),
  ]
}
