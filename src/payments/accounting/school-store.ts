// What a school reads of its own money. Each query checks the school: root id ?1, the account's
// schools as JSON ?2.

import type { Act } from '#base/act.ts'
import type { Rows } from '#base/db/list-rows.ts'
import { all, mapped, one, only, type Read } from '#base/db/read.ts'
import { noWaits, type Waits } from '#money/ledger/second-person.ts'
import { waitsOf } from '#money/ledger/second-person-store.ts'
import { moneyKinds } from '#money/ledger/store.ts'
import { paidBeyond } from '#payments/invoices/store.ts'
import type { AccountLine, BookingMoney } from './account.ts'
import { accountLines, takingBack } from './account-store.ts'

export type SchoolMoney = { id: string; name: string; trustName: string | null; trustUid: string | null; speaksForTrust: number }

const own = `r.id = ?1 AND r.id IN (SELECT value FROM json_each(?2))`
const ownBookings = 'FROM School r JOIN School s ON s.rootId = r.id JOIN Booking b ON b.schoolId = s.id'

/** Whether the account acts for its trust too; no row if it does not act for the school. */
export const selectSchoolMoney = (act: Act, schoolId: string): Read<SchoolMoney | undefined> =>
  one<SchoolMoney>(
    act.db
      .prepare(
        `SELECT r.id, r.name, r.trustUid, r.trustName, EXISTS (
           SELECT 1 FROM TrustClaim t WHERE t.accountId = ?3 AND t.state = 'approved' AND t.trustUid = r.trustUid) AS speaksForTrust
         FROM School r WHERE ${own}`,
      )
      .bind(schoolId, JSON.stringify(act.actor.schoolIds), act.actor.accountId ?? ''),
  )

/** `speakers`: the accounts that act for its trust. */
type StatedSchool = Omit<SchoolMoney, 'speaksForTrust'> & { speakers: string[] }

/** A school as a statement of it, or of its trust, needs it, whoever asks. */
export const selectStatedSchool = (db: SqlDatabase, schoolId: string): Read<StatedSchool | undefined> =>
  one<StatedSchool>(
    db
      .prepare(
        `SELECT r.id, r.name, r.trustUid, r.trustName,
           (SELECT json_group_array(t.accountId) FROM TrustClaim t WHERE t.state = 'approved' AND t.trustUid = r.trustUid) AS speakers
         FROM School r WHERE r.id = ?1`,
      )
      .bind(schoolId),
    { speakers: 'json' },
  )

/** SQL: the payers that school ?1 is or was, and the one that its trust is. */
export const payersOfSchool = 'SELECT p.id FROM School s CROSS JOIN Payer p ON p.schoolId = s.id WHERE s.rootId = ?1'
export const payerOfTrust = 'SELECT p.id FROM School r CROSS JOIN Payer p ON p.trustUid = r.trustUid WHERE r.id = ?1'

/** The school's bookings that have lines, owed ones first, whoever pays for them. */
export const bookingMoneyRows = (act: Act, schoolId: string): Rows<BookingMoney> => ({
  sql: `SELECT b.id AS bookingId, b.reference, e.title AS eventTitle, (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) AS startsAt,
      l.payerId, p.kind AS payerKind, COALESCE(bp.route, MAX(l.route)) AS route, COALESCE(bp.poNumber, '') AS poNumber,
      SUM(IIF(l.kind IN ${moneyKinds}, 0, l.pence)) AS pence, SUM(IIF(l.kind IN ${moneyKinds}, 0, l.vatPence)) AS vatPence,
      -SUM(IIF(l.kind IN ${moneyKinds}, l.pence, 0)) AS paid, SUM(l.pence + l.vatPence) AS owed,
      (SELECT MIN(i.dueOn) FROM Invoice i WHERE i.bookingId = b.id AND i.payerId = l.payerId AND i.state IN ('sent', 'overdue')) AS due,
      ${waitsOf('m.bookingId = b.id AND m.payerId = l.payerId')}, SUM(l.pence + l.vatPence) <= 0 AS isSettled,
      COALESCE((SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id), '') AS startsFrom, b.id || ' ' || l.payerId AS id
    FROM School r JOIN School s ON s.rootId = r.id JOIN Booking b ON b.schoolId = s.id JOIN Event e ON e.id = b.eventId
      JOIN LedgerLine l ON l.bookingId = b.id JOIN Payer p ON p.id = l.payerId
      LEFT JOIN BookingPayer bp ON bp.bookingId = b.id AND bp.payerId = l.payerId AND bp.supersededAt IS NULL
    WHERE ${own} GROUP BY b.id, l.payerId`,
  values: [schoolId, JSON.stringify(act.actor.schoolIds)],
  by: ['isSettled', 'startsFrom DESC', 'id'],
})

export type SchoolSums = Waits & { owed: number; inFavour: number }

/** Totals over the school's bookings: owed, in credit, and waiting for approval. */
export const selectSchoolSums = (act: Act, schoolId: string): Read<SchoolSums> =>
  only<SchoolSums>(
    act.db
      .prepare(
        `SELECT COALESCE(SUM(MAX(owed, 0)), 0) AS owed, COALESCE(-SUM(MIN(owed, 0)), 0) AS inFavour,
             ${waitsOf(`(m.bookingId IN (SELECT b.id ${ownBookings} WHERE ${own})
               OR (m.bookingId IS NULL AND m.payerId IN (SELECT p.id FROM School r JOIN School s ON s.rootId = r.id JOIN Payer p ON p.schoolId = s.id WHERE ${own})))`)}
           FROM (
             SELECT SUM(l.pence + l.vatPence) AS owed FROM School r JOIN School s ON s.rootId = r.id JOIN Booking b ON b.schoolId = s.id
               JOIN LedgerLine l ON l.bookingId = b.id JOIN Payer p ON p.id = l.payerId
             WHERE ${own} GROUP BY b.id, l.payerId
             UNION ALL SELECT SUM(l.pence + l.vatPence) FROM School r JOIN School s ON s.rootId = r.id JOIN Payer p ON p.schoolId = s.id
               JOIN LedgerLine l ON l.payerId = p.id AND l.bookingId IS NULL WHERE ${own})`,
      )
      .bind(schoolId, JSON.stringify(act.actor.schoolIds)),
  )

export type SchoolInvoice = {
  number: number
  reference: string
  state: string
  pence: number
  vatPence: number
  taxPoint: string
  dueOn: string
}

export const selectSchoolInvoices = (act: Act, schoolId: string): Read<SchoolInvoice[]> =>
  all<SchoolInvoice>(
    act.db
      .prepare(
        `SELECT i.number, b.reference, IIF(i.state = 'paid' AND ${paidBeyond} < 0, 'owed_again', i.state) AS state, i.pence, i.vatPence, i.taxPoint, i.dueOn
         FROM School r JOIN School s ON s.rootId = r.id JOIN Booking b ON b.schoolId = s.id JOIN Invoice i ON i.bookingId = b.id
         WHERE ${own} AND i.state <> 'draft' ORDER BY i.number DESC LIMIT 100`,
      )
      .bind(schoolId, JSON.stringify(act.actor.schoolIds)),
  )

export type Receipt = {
  number: number
  pence: number
  happenedOn: string
  route: string
  reason: string
  source: string
  reference: string | null
  eventTitle: string | null
  payerKind: 'school' | 'trust'
  /** JSON of the line that took the payment back. */
  takenBack: string | null
}

const receiptFrom = `FROM School r JOIN School s ON s.rootId = r.id JOIN LedgerLine l ON l.kind = 'payment' AND (l.schoolId = s.id
    OR (l.bookingId IS NULL AND l.payerId IN (SELECT q.id FROM Payer q WHERE q.schoolId = s.id)))
  JOIN Payer p ON p.id = l.payerId LEFT JOIN Booking b ON b.id = l.bookingId LEFT JOIN Event e ON e.id = b.eventId
  WHERE ${own} AND l.source NOT LIKE 'put:%'`
const receiptColumns = `l.number, -l.pence AS pence, l.happenedOn, l.route, l.reason, l.source, b.reference, e.title AS eventTitle, p.kind AS payerKind,
  (SELECT o.rule FROM LedgerLine o WHERE o.reversesNumber = l.number AND o.kind = 'taken_back') AS takenBack`

export const selectReceipts = (act: Act, schoolId: string): Read<Receipt[]> =>
  all<Receipt>(
    act.db
      .prepare(`SELECT ${receiptColumns} ${receiptFrom} ORDER BY l.number DESC LIMIT 100`)
      .bind(schoolId, JSON.stringify(act.actor.schoolIds)),
  )

export const selectReceipt = (act: Act, schoolId: string, number: number): Read<Receipt | undefined> =>
  one<Receipt>(
    act.db.prepare(`SELECT ${receiptColumns} ${receiptFrom} AND l.number = ?3`).bind(schoolId, JSON.stringify(act.actor.schoolIds), number),
  )

export const selectBookingLines = (act: Act, schoolId: string, reference: string): Read<AccountLine[]> =>
  accountLines(
    act.db
      .prepare(
        `SELECT l.number, l.kind, l.payerId, l.route, l.bookingId, l.placeId, l.pence, l.vatPence, l.period, l.happenedOn, l.rule, l.reason, l.at,
         l.reversesNumber, l.chargeId, ${takingBack}, b.reference, e.title AS eventTitle, r.name AS schoolName, NULL AS byName, NULL AS approvedByName,
         (SELECT n.name FROM Place x JOIN Person n ON n.id = x.personId WHERE x.id = l.placeId) AS person,
         IIF(l.kind IN ('charge', 'cancellation_charge', 'not_attending_charge'),
           l.pence + l.vatPence + (SELECT COALESCE(SUM(o.pence + o.vatPence), 0) FROM LedgerLine o WHERE o.reversesNumber = l.number), 0) AS left,
         EXISTS (SELECT 1 FROM LineDispute d WHERE d.lineNumber = l.number AND d.settledAt IS NULL) AS disputed
       FROM School r JOIN School s ON s.rootId = r.id JOIN Booking b ON b.schoolId = s.id JOIN Event e ON e.id = b.eventId
         JOIN LedgerLine l ON l.bookingId = b.id
       WHERE ${own} AND b.reference = ?3 ORDER BY l.number`,
      )
      .bind(schoolId, JSON.stringify(act.actor.schoolIds), reference.toUpperCase()),
  )

/** Payments and proposals of one of the school's bookings that wait for a second person. */
export const selectBookingWaits = (act: Act, schoolId: string, reference: string): Read<Waits> =>
  mapped(
    one<Waits>(
      act.db
        .prepare(`SELECT ${waitsOf('m.bookingId = b.id')} ${ownBookings} WHERE ${own} AND b.reference = ?3`)
        .bind(schoolId, JSON.stringify(act.actor.schoolIds), reference.toUpperCase()),
    ),
    (row) => row ?? noWaits,
  )

export type OwnDispute = {
  id: string
  lineNumber: number
  words: string
  raisedAt: string
  outcome: 'stands' | 'let_off' | 'withdrawn' | null
  answer: string
  reference: string
  pence: number
}

export const selectOwnDisputes = (act: Act, schoolId: string): Read<OwnDispute[]> =>
  all<OwnDispute>(
    act.db
      .prepare(
        `SELECT d.id, d.lineNumber, d.words, d.raisedAt, d.outcome, d.answer, b.reference, l.pence + l.vatPence AS pence
         FROM School r JOIN School s ON s.rootId = r.id JOIN LedgerLine l ON l.schoolId = s.id JOIN LineDispute d ON d.lineNumber = l.number
           JOIN Booking b ON b.id = l.bookingId
         WHERE ${own} ORDER BY d.settledAt IS NOT NULL, d.raisedAt DESC LIMIT 100`,
      )
      .bind(schoolId, JSON.stringify(act.actor.schoolIds)),
  )
