import { type Act, stamp } from '#base/act.ts'
import { guard } from '#base/db/atomically.ts'
import { insert, update } from '#base/db/write.ts'
import type { Dispute } from './dispute.ts'

/** SQL: line ?1 is a charge, not wholly credited, to one of the account’s schools (JSON ?2). */
const ownCharge = `EXISTS (SELECT 1 FROM LedgerLine l JOIN School s ON s.id = l.schoolId
  WHERE l.number = ?1 AND s.rootId IN (SELECT value FROM json_each(?2)) AND l.kind IN ('charge', 'cancellation_charge', 'not_attending_charge')
    AND l.pence + l.vatPence + (SELECT COALESCE(SUM(o.pence + o.vatPence), 0) FROM LedgerLine o WHERE o.reversesNumber = l.number) > 0)`

export const mayDispute = (act: Act, lineNumber: number): SqlStatement =>
  guard(act.db, ownCharge, lineNumber, JSON.stringify(act.actor.schoolIds))

/** A line has one open dispute at a time (`LineDispute.lineNumber`). */
export const insertDispute = (act: Act, dispute: { id: string; lineNumber: number; words: string }): SqlStatement =>
  insert(act.db, 'LineDispute', { id: dispute.id, lineNumber: dispute.lineNumber, words: dispute.words, ...stamp(act, 'raised') })

export type FoundDispute = Dispute & { bookingId: string; schoolRootId: string; pence: number; vatPence: number }

export const readDispute = (db: SqlDatabase, id: string): Promise<FoundDispute | null> =>
  db
    .prepare(
      `SELECT d.id, d.lineNumber, d.words, d.raisedAt, d.outcome, d.answer, d.settledAt, l.bookingId, s.rootId AS schoolRootId, l.pence, l.vatPence
       FROM LineDispute d JOIN LedgerLine l ON l.number = d.lineNumber JOIN School s ON s.id = l.schoolId WHERE d.id = ?1`,
    )
    .bind(id)
    .first()

/** Fails with `line_dispute_is_settled` when it is settled. */
export const endDispute = (act: Act, id: string, outcome: 'stands' | 'withdrawn', answer: string): SqlStatement =>
  update(act.db, 'LineDispute', { outcome, answer, ...stamp(act, 'settled') }, { id })
