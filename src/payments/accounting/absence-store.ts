// Charges for not attending that closing a register proposed and finance has not reviewed yet.

import { type Act, stamp } from '#base/act.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, type Read } from '#base/db/read.ts'
import { update } from '#base/db/write.ts'
import type { Absence } from './account.ts'

/** How many are listed, and posted, at a time. */
const mostAbsences = 100

const columns = `c.id, e.id AS eventId, e.code AS eventCode, e.title AS eventTitle, (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) AS startsAt,
  c.bookingId, b.reference, r.name AS school, n.name AS person, c.pence, c.vatPence, c.rule, c.at,
  EXISTS (SELECT 1 FROM BookingPayer p WHERE p.bookingId = c.bookingId AND p.supersededAt IS NULL) AS hasPayer,
  (SELECT COALESCE(SUM(l.pence + l.vatPence), 0) FROM LedgerLine l WHERE l.bookingId = c.bookingId) AS owed,
  EXISTS (SELECT 1 FROM MoneyProposal m WHERE m.chargeId = c.id AND m.state = 'proposed') AS asked, COUNT(*) OVER () AS total`

export const selectAbsences = (db: SqlDatabase, chosen?: readonly string[]): Read<{ absences: Absence[]; total: number }> =>
  mapped(
    all<Absence & { total: number }>(
      db
        .prepare(
          `SELECT ${columns} FROM Charge c JOIN Booking b ON b.id = c.bookingId JOIN Event e ON e.id = c.eventId JOIN School s ON s.id = c.schoolId
         JOIN School r ON r.id = s.rootId JOIN Place pl ON pl.id = c.placeId LEFT JOIN Person n ON n.id = pl.personId
       WHERE c.postedAt IS NULL AND c.withdrawnAt IS NULL AND c.kind = 'not_attending' AND c.pence > 0
         AND (?1 IS NULL OR c.id IN (SELECT value FROM json_each(?1)))
       ORDER BY startsAt, e.id, r.name COLLATE NOCASE, c.id LIMIT ${mostAbsences}`,
        )
        .bind(chosen ? JSON.stringify(chosen) : null),
    ),
    (absences) => ({ absences, total: absences[0]?.total ?? 0 }),
  )

/** Guard: all of these are still proposed and nobody has asked to waive one. */
export const stillToReview = (act: Act, chargeIds: readonly string[]): SqlStatement =>
  guard(
    act.db,
    `(SELECT COUNT(*) FROM Charge c WHERE c.id IN (SELECT value FROM json_each(?1)) AND c.postedAt IS NULL AND c.withdrawnAt IS NULL
       AND NOT EXISTS (SELECT 1 FROM MoneyProposal m WHERE m.chargeId = c.id AND m.state = 'proposed')) = ?2`,
    JSON.stringify(chargeIds),
    chargeIds.length,
  )

/** Posts the charges; a trigger writes their ledger lines. */
export const postCharges = (act: Act, chargeIds: readonly string[]): SqlStatement =>
  update(act.db, 'Charge', stamp(act, 'posted'), { id: chargeIds })

export const noticedOfCharges = (act: Act, chargeIds: readonly string[], messageId: string): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO LineNotice (lineNumber, messageId)
       SELECT l.number, ?2 FROM LedgerLine l WHERE l.chargeId IN (SELECT value FROM json_each(?1)) AND l.kind = 'not_attending_charge'`,
    )
    .bind(JSON.stringify(chargeIds), messageId)
