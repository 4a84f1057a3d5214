import { type Act, stamp } from '#base/act.ts'
import { guard } from '#base/db/atomically.ts'
import { one, type Read } from '#base/db/read.ts'
import { insert } from '#base/db/write.ts'
import type { Route } from '#money/payers/payer.ts'

export const notPosted = (act: Act, source: string): SqlStatement =>
  guard(act.db, 'NOT EXISTS (SELECT 1 FROM LedgerLine WHERE source = ?1)', source)

type Paying = { id: string; owed: number; route: Route | null }

/** Money on account when `bookingId` is null. */
export const selectPaying = (db: SqlDatabase, payerId: string, bookingId: string | null): Read<Paying | undefined> =>
  one(
    db
      .prepare(
        `SELECT p.id, COALESCE((SELECT SUM(l.pence + l.vatPence) FROM LedgerLine l WHERE l.payerId = p.id AND l.bookingId IS ?2), 0) AS owed,
           COALESCE((SELECT b.route FROM BookingPayer b WHERE b.bookingId = ?2 AND b.payerId = p.id AND b.supersededAt IS NULL),
             (SELECT l.route FROM LedgerLine l WHERE l.payerId = p.id AND (?2 IS NULL OR l.bookingId = ?2) ORDER BY l.number DESC LIMIT 1)) AS route
         FROM Payer p WHERE p.id = ?1`,
      )
      .bind(payerId, bookingId),
  )

export const stillOnAccount = (act: Act, put: { payerId: string; pence: number }): SqlStatement =>
  guard(
    act.db,
    '(SELECT -COALESCE(SUM(pence + vatPence), 0) FROM LedgerLine WHERE payerId = ?1 AND bookingId IS NULL) >= ?2',
    put.payerId,
    put.pence,
  )

export const stillOwes = (act: Act, put: { payerId: string; bookingId: string; pence: number }): SqlStatement =>
  guard(
    act.db,
    '(SELECT COALESCE(SUM(pence + vatPence), 0) FROM LedgerLine WHERE payerId = ?1 AND bookingId = ?2) >= ?3',
    put.payerId,
    put.bookingId,
    put.pence,
  )

/** Guard: no later month is closed, which would close this one too. */
export const insertClosedPeriod = (act: Act, period: string): SqlStatement[] => [
  guard(act.db, 'NOT EXISTS (SELECT 1 FROM ClosedPeriod WHERE period >= ?1)', period),
  insert(act.db, 'ClosedPeriod', { period, ...stamp(act, 'closed') }),
]
