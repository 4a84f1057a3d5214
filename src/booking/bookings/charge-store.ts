import { type Act, stamp } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, type Read } from '#base/db/read.ts'
import { update } from '#base/db/write.ts'
import type { CancelCost, Charge, ChargeKind, ChargeRule } from './charge.ts'

export const selectCharges = (db: SqlDatabase, reference: string): Read<Charge[]> =>
  all<Charge>(
    db
      .prepare(
        `SELECT c.id, c.placeId, c.kind, c.pence, c.vatPence, c.at, c.rule, t.name AS termsName, t.version, c.postedAt, c.withdrawnAt,
             (SELECT m.state FROM MoneyProposal m WHERE m.chargeId = c.id ORDER BY m.proposedAt DESC, m.id DESC LIMIT 1) AS letOff
           FROM Booking b JOIN Charge c ON c.bookingId = b.id JOIN CancellationTerms t ON t.id = c.termsId
           WHERE b.reference = ?1 ORDER BY c.at, c.id`,
      )
      .bind(reference.toUpperCase()),
    { rule: 'json' },
  )

/**
 * One charge per place by the accepted terms, owed at once; the booking needs a payer
 * (`ensureBookingPayer`). VAT by the terms, computed as in `vatOf`.
 */
export const insertCharges = (
  act: Act,
  ask: { bookingId: string; charges: readonly { id: string; placeId: string }[]; kind: ChargeKind; pence: number; rule: ChargeRule },
): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO Charge (id, eventId, bookingId, placeId, schoolId, kind, pence, termsId, rule, at, byId, vatPence, vatCodeId, postedAt, postedById)
       SELECT j.value ->> '$.id', p.eventId, p.bookingId, p.id, p.schoolId, ?3, ?4, b.termsId, ?5, ?6, ?7,
         COALESCE((CAST(?4 AS INTEGER) * v.basisPoints + 5000) / 10000, 0), v.id, ?6, ?7
       FROM json_each(?1) j JOIN Place p ON p.id = j.value ->> '$.placeId' JOIN Booking b ON b.id = p.bookingId
         JOIN CancellationTerms t ON t.id = b.termsId LEFT JOIN VatCode v ON v.id = t.vatCodeId
       WHERE b.id = ?2`,
    )
    .bind(
      JSON.stringify(ask.charges),
      ask.bookingId,
      ask.kind,
      ask.pence,
      JSON.stringify(ask.rule),
      instant(act.now),
      act.actor.accountId ?? null,
    )

export const withdrawCharges = (act: Act, placeIds: readonly string[], kind: ChargeKind): SqlStatement =>
  update(act.db, 'Charge', stamp(act, 'withdrawn'), { placeId: placeIds, kind, withdrawnAt: null })

/** Guard: the event and the confirmed ending places are as the charge was computed from. */
export const sameCharge = (
  act: Act,
  event: { id: string; version: number },
  ending: readonly string[],
  { placeIds: charged, released }: Pick<CancelCost, 'placeIds' | 'released'>,
): SqlStatement =>
  guard(
    act.db,
    `(SELECT version FROM Event WHERE id = ?1) = ?2 AND NOT EXISTS (SELECT 1 FROM Place WHERE id IN (SELECT value FROM json_each(?3))
       AND ((state = 'confirmed') <> (id IN (SELECT value FROM json_each(?4)) OR id IN (SELECT value FROM json_each(?5)))
         OR personId IS NOT NULL AND id IN (SELECT value FROM json_each(?5))))`,
    event.id,
    event.version,
    JSON.stringify(ending),
    JSON.stringify(charged),
    JSON.stringify(released),
  )
