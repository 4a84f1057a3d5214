import type { Act } from '#base/act.ts'
import { type Day, instant } from '#base/dates.ts'
import { all, type Read } from '#base/db/read.ts'
import { insertOnce, pick, sql } from '#base/db/write.ts'
import type { Route } from '#money/payers/payer.ts'
import type { LineRule } from './line.ts'

/** Marks the booking's unnotified lines as notified by this message; put it after the inserts. */
export const markLinesNotified = (act: Act, bookingId: string, messageId: string): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO LineNotice (lineNumber, messageId)
       SELECT l.number, ?2 FROM LedgerLine l
       WHERE l.bookingId = ?1 AND NOT EXISTS (SELECT 1 FROM LineNotice n WHERE n.lineNumber = l.number)`,
    )
    .bind(bookingId, messageId)

/** The same by the last message that told of the booking's money, which is still true. */
export const markLinesToldBefore = (act: Act, bookingId: string): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO LineNotice (lineNumber, messageId)
       SELECT l.number, t.messageId FROM LedgerLine l
         JOIN (SELECT MAX(o.messageId) AS messageId FROM LedgerLine x JOIN LineNotice o ON o.lineNumber = x.number WHERE x.bookingId = ?1) t
           ON t.messageId IS NOT NULL
       WHERE l.bookingId = ?1 AND NOT EXISTS (SELECT 1 FROM LineNotice n WHERE n.lineNumber = l.number)`,
    )
    .bind(bookingId)

/** The same for several bookings, each with its own message. */
export const markAllLinesNotified = (act: Act, told: readonly { bookingId: string; messageId: string }[]): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO LineNotice (lineNumber, messageId)
       SELECT l.number, t.value ->> '$.messageId' FROM json_each(?1) t JOIN LedgerLine l ON l.bookingId = t.value ->> '$.bookingId'
       WHERE NOT EXISTS (SELECT 1 FROM LineNotice n WHERE n.lineNumber = l.number)`,
    )
    .bind(JSON.stringify(told))

export type MoneyLine = {
  payerId: string
  route: Route
  /** null: money on account. */
  bookingId: string | null
  /** Above zero, the whole sum; money has no VAT of its own. */
  pence: number
  /** Such as `card:<checkout id>`. A source has one line, however often it is posted. */
  source: string
  /** The day the money moved; defaults to the London day of the act. */
  happenedOn?: Day | undefined
  rule: LineRule
  /** The payment reference, and any note by finance. */
  reason?: string | undefined
}

const insertMoney = (
  act: Act,
  kind: 'payment' | 'refund',
  line: MoneyLine & { approvedById?: string | null | undefined; proposalId?: string | undefined; byId?: string | undefined },
): SqlStatement =>
  insertOnce(act.db, 'LedgerLine', ['source'], {
    kind,
    ...pick(line, ['payerId', 'route', 'bookingId', 'source']),
    eventId: sql('(SELECT eventId FROM Booking WHERE id = ?1)', line.bookingId),
    schoolId: sql('(SELECT schoolId FROM Booking WHERE id = ?1)', line.bookingId),
    pence: kind === 'payment' ? -line.pence : line.pence,
    happenedOn: line.happenedOn ?? '',
    rule: JSON.stringify(line.rule),
    reason: line.reason ?? '',
    at: instant(act.now),
    byId: line.byId ?? act.actor.accountId ?? null,
    approvedById: line.approvedById ?? null,
    proposalId: line.proposalId ?? null,
  })

/** Posts money that came in, once per source. */
export const insertPayment = (act: Act, line: MoneyLine): SqlStatement => insertMoney(act, 'payment', line)

/** Posts a refund, or the reversal of a payment that failed, once per source. */
export const insertRefund = (
  act: Act,
  line: MoneyLine & { approvedById?: string | null | undefined; proposalId?: string | undefined; byId?: string | undefined },
): SqlStatement => insertMoney(act, 'refund', line)

/** SQL: money of line l is refunded automatically; by hand it would be paid twice. */
export const returnsByItself = `(l.route = 'card' OR l.source LIKE 'stripe:%' OR l.source LIKE 'journal:%')`

export const moneyKinds = `('payment', 'refund', 'taken_back')`

/** With VAT; below zero: credit. `paid` is less refunds; `goesBack` is refunded automatically. */
export type Balance = { payerId: string; bookingId: string | null; charged: number; paid: number; owed: number; goesBack: number }

/** What the council can pay back by its own means of a payer's credit. */
export const refundable = ({ owed, paid, goesBack }: Pick<Balance, 'owed' | 'paid' | 'goesBack'>): number =>
  Math.max(0, Math.min(-owed, paid - goesBack))

/** One per payer and booking. */
export const selectBalances = (db: SqlDatabase, of: { bookingId: string } | { payerId: string }): Read<Balance[]> =>
  all(
    db
      .prepare(
        `SELECT payerId, bookingId, SUM(IIF(kind IN ${moneyKinds}, 0, pence + vatPence)) AS charged,
           -SUM(IIF(kind IN ${moneyKinds}, pence, 0)) AS paid, SUM(pence + vatPence) AS owed,
           -SUM(IIF(kind IN ${moneyKinds} AND ${returnsByItself}, pence, 0)) AS goesBack
         FROM LedgerLine l WHERE ${'bookingId' in of ? 'bookingId' : 'payerId'} = ?1 GROUP BY payerId, bookingId ORDER BY payerId, bookingId`,
      )
      .bind('bookingId' in of ? of.bookingId : of.payerId),
  )
