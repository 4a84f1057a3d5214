import type { Day } from '#base/dates.ts'
import { decoded } from '#base/db/column.ts'
import type { Rows } from '#base/db/list-rows.ts'
import { all, mapped, one, only, type Read, together } from '#base/db/read.ts'
import type { Waits } from '#money/ledger/second-person.ts'
import { waitsOf } from '#money/ledger/second-person-store.ts'
import { moneyKinds, returnsByItself } from '#money/ledger/store.ts'
import { recordedByPeople } from '#money/ledger/taken-back-store.ts'
import type { AccountLine, PayerBooking, PayerCard, StatementLine } from './account.ts'
import { payerName } from './debt-store.ts'

export const selectPayer = (db: SqlDatabase, payerId: string): Read<PayerCard | undefined> =>
  one<PayerCard>(
    db
      .prepare(
        `SELECT p.id, ${payerName} AS name, p.kind, (SELECT s.rootId FROM School s WHERE s.id = p.schoolId) AS schoolId FROM Payer p WHERE p.id = ?1`,
      )
      .bind(payerId),
  )

/** SQL for payment `l`: what took it back, whether finance may, and whether somebody asked to. */
export const takingBack = `(SELECT o.number FROM LedgerLine o WHERE o.reversesNumber = l.number AND o.kind IN ('taken_back', 'payment')) AS takenBackBy,
  l.kind = 'payment' AND ${recordedByPeople('l')} AND NOT EXISTS (SELECT 1 FROM LedgerLine o WHERE o.reversesNumber = l.number)
    AS mayTakeBack,
  EXISTS (SELECT 1 FROM MoneyProposal m WHERE m.kind = 'take_back' AND m.state = 'proposed' AND m.lineNumber = l.number) AS takeBackAsked`

const lineColumns = `l.number, l.kind, l.payerId, l.route, l.bookingId, l.placeId, l.pence, l.vatPence, l.period, l.happenedOn, l.rule, l.reason, l.at,
  l.reversesNumber, l.chargeId, ${takingBack}, b.reference, e.title AS eventTitle, s.name AS schoolName,
  (SELECT COALESCE(n.name, a.email) FROM Account a LEFT JOIN Person n ON n.id = a.personId WHERE a.id = l.byId) AS byName,
  (SELECT COALESCE(n.name, a.email) FROM Account a LEFT JOIN Person n ON n.id = a.personId WHERE a.id = l.approvedById) AS approvedByName,
  IIF(l.kind IN ('charge', 'cancellation_charge', 'not_attending_charge'),
    l.pence + l.vatPence + (SELECT COALESCE(SUM(o.pence + o.vatPence), 0) FROM LedgerLine o WHERE o.reversesNumber = l.number), 0) AS left,
  EXISTS (SELECT 1 FROM LineDispute d WHERE d.lineNumber = l.number AND d.settledAt IS NULL) AS disputed`

const lineFrom = `FROM LedgerLine l LEFT JOIN Booking b ON b.id = l.bookingId LEFT JOIN Event e ON e.id = b.eventId LEFT JOIN School s ON s.id = b.schoolId`

const lineStored = { rule: 'json', disputed: 'flag', mayTakeBack: 'flag', takeBackAsked: 'flag' } as const

/** The lines that a statement selects with the columns of an `AccountLine`. */
export const accountLines = (statement: SqlStatement): Read<AccountLine[]> => all<AccountLine>(statement, lineStored)

/** The payer's lines, newest first. */
export const accountRows = (payerId: string): Rows<AccountLine, object> => ({
  sql: `SELECT ${lineColumns} ${lineFrom} WHERE l.payerId = ?1`,
  values: [payerId],
  by: ['number DESC'],
  made: (row: object) => decoded<AccountLine>(row, lineStored),
})

export const selectLine = (db: SqlDatabase, number: number): Read<AccountLine | undefined> =>
  mapped(accountLines(db.prepare(`SELECT ${lineColumns} ${lineFrom} WHERE l.number = ?1`).bind(number)), ([line]) => line)

/** Open ones first. */
export const selectPayerBookings = (db: SqlDatabase, payerId: string): Read<PayerBooking[]> =>
  all<PayerBooking>(
    db
      .prepare(
        `SELECT b.id AS bookingId, b.reference, e.title AS eventTitle, SUM(l.pence + l.vatPence) AS owed, -SUM(IIF(l.kind IN ${moneyKinds}, l.pence, 0)) AS paid,
           -SUM(IIF(l.kind IN ${moneyKinds} AND ${returnsByItself}, l.pence, 0)) AS goesBack
         FROM LedgerLine l JOIN Booking b ON b.id = l.bookingId JOIN Event e ON e.id = b.eventId WHERE l.payerId = ?1
         GROUP BY b.id ORDER BY owed = 0, b.id DESC LIMIT 200`,
      )
      .bind(payerId),
  )

export type PayerSums = { owed: number; onAccount: number }

export const selectPayerSums = (db: SqlDatabase, payerId: string): Read<PayerSums> =>
  only<PayerSums>(
    db
      .prepare(
        `SELECT COALESCE(SUM(pence + vatPence), 0) AS owed, COALESCE(-SUM(IIF(bookingId IS NULL, pence, 0)), 0) AS onAccount
           FROM LedgerLine WHERE payerId = ?1`,
      )
      .bind(payerId),
  )

export type WaitingPayment = { id: string; reference: string | null; pence: number; happenedOn: Day; reason: string }

export const selectWaiting = (db: SqlDatabase, payerId: string): Read<WaitingPayment[]> =>
  all<WaitingPayment>(
    db
      .prepare(
        `SELECT COALESCE(m.togetherId, m.id) AS id, b.reference, m.pence, m.happenedOn, m.reason FROM MoneyProposal m LEFT JOIN Booking b ON b.id = m.bookingId
         WHERE m.payerId = ?1 AND m.kind = 'payment' AND m.state = 'proposed' ORDER BY m.proposedAt, m.id`,
      )
      .bind(payerId),
  )

/**
 * The balance before `from`, then by day to `to`. @param of a payer @param payers SQL of their ids,
 * if `of`, which is ?1, is something else
 */
export const selectStatement = (
  db: SqlDatabase,
  of: string,
  from: Day,
  to: Day,
  payers = 'SELECT ?1',
): Read<{ opening: number; lines: StatementLine[]; waits: Waits }> =>
  together({
    opening: mapped(
      only<{ opening: number }>(
        db
          .prepare(`SELECT COALESCE(SUM(pence + vatPence), 0) AS opening FROM LedgerLine WHERE payerId IN (${payers}) AND happenedOn < ?2`)
          .bind(of, from),
      ),
      ({ opening }) => opening,
    ),
    lines: all<StatementLine>(
      db
        .prepare(
          `SELECT l.number, l.kind, l.pence, l.vatPence, l.happenedOn, l.rule, l.reason, l.route, b.reference, e.title AS eventTitle
             FROM LedgerLine l LEFT JOIN Booking b ON b.id = l.bookingId LEFT JOIN Event e ON e.id = b.eventId
             WHERE l.payerId IN (${payers}) AND l.happenedOn BETWEEN ?2 AND ?3 ORDER BY l.happenedOn, l.number`,
        )
        .bind(of, from, to),
      { rule: 'json' },
    ),
    waits: only<Waits>(db.prepare(`SELECT ${waitsOf(`m.payerId IN (${payers})`)}`).bind(of)),
  })
