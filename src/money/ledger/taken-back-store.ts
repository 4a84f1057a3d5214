import type { Act } from '#base/act.ts'
import { type Instant, instant, londonDay } from '#base/dates.ts'
import { all, type Read } from '#base/db/read.ts'
import { takenBackRule } from './line.ts'
import type { Proposal } from './proposal.ts'
import { moneyKinds, returnsByItself } from './store.ts'

export type RecordedPayment = {
  number: number
  payerId: string
  bookingId: string | null
  /** Above zero. */
  pence: number
  at: Instant
  byHand: number
  /** 1: it was moved here from the account, to which it returns. */
  put: number
  /** The invoice it was recorded for as paid elsewhere. */
  invoiceId: string | null
  takenBack: number
  /** Recorded by hand, and neither refunded, moved nor taken back. */
  there: number
}

/** SQL: people recorded this payment, so finance may take it back. */
export const recordedByPeople = (of: string): string =>
  `(${of}.source LIKE 'hand:%' OR ${of}.source LIKE 'request:%' OR ${of}.source LIKE 'outside:%' OR ${of}.source LIKE 'put:%:to')`

/** The payment of that line; of a joined request all its lines, because it is taken back whole. */
const selectPaymentOf = (db: SqlDatabase, number: string, value: number | string): Read<RecordedPayment[]> =>
  all<RecordedPayment>(
    db
      .prepare(
        `SELECT p.number, p.payerId, p.bookingId, -p.pence AS pence, p.at, ${recordedByPeople('p')} AS byHand,
           p.source LIKE 'put:%' AS put, p.rule ->> '$.invoice' AS invoiceId,
           EXISTS (SELECT 1 FROM LedgerLine o WHERE o.reversesNumber = p.number) AS takenBack,
           (SELECT -COALESCE(SUM(l.pence), 0) FROM LedgerLine l WHERE l.payerId = p.payerId AND l.bookingId IS p.bookingId
             AND l.kind IN ${moneyKinds} AND NOT ${returnsByItself}) AS there
         FROM LedgerLine g JOIN LedgerLine p ON p.kind = 'payment' AND (p.number = g.number OR (instr(g.source, char(10)) > 0
           AND p.source > substr(g.source, 1, instr(g.source, char(10))) AND p.source < substr(g.source, 1, instr(g.source, char(10)) - 1) || char(11)))
         WHERE g.number = ${number} AND g.kind = 'payment' ORDER BY p.number`,
      )
      .bind(value),
  )

export const selectPayment = (db: SqlDatabase, number: number): Read<RecordedPayment[]> => selectPaymentOf(db, '?1', number)

export const selectPaymentToTakeBack = (db: SqlDatabase, proposalId: string): Read<RecordedPayment[]> =>
  selectPaymentOf(db, '(SELECT m.lineNumber FROM MoneyProposal m WHERE m.id = ?1)', proposalId)

/** Fails with `payment_stands`, `already_taken_back` or `payment_is_spent`. */
export const takeBack = (act: Act, proposal: Proposal, payment: RecordedPayment | undefined): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO LedgerLine (kind, payerId, route, bookingId, eventId, schoolId, pence, rule, reason, at, byId, approvedById, reversesNumber, proposalId, source)
       SELECT 'taken_back', l.payerId, l.route, l.bookingId, l.eventId, l.schoolId, ?2, ?3, ?4, ?5, ?6, ?7, l.number, ?8, l.source || ':taken_back'
       FROM LedgerLine l WHERE l.number = ?1`,
    )
    .bind(
      proposal.lineNumber,
      proposal.pence,
      JSON.stringify(
        takenBackRule({
          because: proposal.why ?? 'wrong_request',
          pence: proposal.pence,
          recordedOn: londonDay(payment?.at ?? act.now),
          line: proposal.lineNumber ?? 0,
          ...(payment?.put ? { onAccount: true as const } : {}),
          ...(payment?.invoiceId ? { invoice: payment.invoiceId } : {}),
        }),
      ),
      proposal.reason,
      instant(act.now),
      proposal.proposedById,
      act.actor.accountId ?? null,
      proposal.id,
    )
