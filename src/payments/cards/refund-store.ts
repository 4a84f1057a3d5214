import type { Act, Moment } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, allNow, type Read } from '#base/db/read.ts'
import { rangesTo } from '#base/db/sweep.ts'
import { insert, insertOnce, pick, update } from '#base/db/write.ts'
import { callQueued } from '#payments/stripe/store.ts'
import type { CardRefund, ListedDispute, ListedRefund, PaidLeft, RefundState } from './refund.ts'

const refunds = `SELECT r.id, r.checkoutId, r.bookingId, r.payerId, r.pence, r.why, r.proposalId, r.state, r.stripeId, c.paymentIntentId, r.createdAt
  FROM CardRefund r JOIN Checkout c ON c.id = r.checkoutId`

export const refundById = async (db: SqlDatabase, id: string): Promise<CardRefund | undefined> =>
  (await db.prepare(`${refunds} WHERE r.id = ?1`).bind(id).first<CardRefund>()) ?? undefined

/** By Stripe's id, or by our id in its metadata when Stripe's answer never reached us. */
export const refundOfStripe = async (db: SqlDatabase, stripeId: string, id: string | null | undefined): Promise<CardRefund | undefined> =>
  (await db
    .prepare(`${refunds} WHERE r.stripeId = ?1 OR (r.id = ?2 AND r.stripeId IS NULL)`)
    .bind(stripeId, id ?? '')
    .first<CardRefund>()) ?? undefined

/** Inserts a refund with its call; fails with `more_than_paid` when it exceeds the payment. */
export const refundAsked = (
  act: Act,
  row: Pick<CardRefund, 'id' | 'checkoutId' | 'bookingId' | 'payerId' | 'pence' | 'why' | 'proposalId'>,
): SqlStatement[] => [
  insertRefundRow(act, row, 'asked', null),
  callQueued(act, { kind: 'refund.create', subjectId: row.id, key: `refund.create:${row.id}` }),
]

export const insertRefundRow = (
  act: Act,
  row: Pick<CardRefund, 'id' | 'checkoutId' | 'bookingId' | 'payerId' | 'pence' | 'why' | 'proposalId'>,
  state: RefundState,
  stripeId: string | null,
): SqlStatement =>
  insert(act.db, 'CardRefund', {
    ...pick(row, ['id', 'checkoutId', 'bookingId', 'payerId', 'pence', 'why', 'proposalId']),
    state,
    stripeId,
    createdAt: instant(act.now),
  })

/** Records the state that Stripe reports; never moves backwards. */
export const settleRefund = (act: Act, id: string, stripeId: string, state: Exclude<RefundState, 'asked'>): SqlStatement =>
  act.db
    .prepare(
      `UPDATE CardRefund SET stripeId = ?2, state = ?3, settledAt = IIF(?3 = 'pending', NULL, ?4)
       WHERE id = ?1 AND (state IN ('asked', 'pending') OR (state = 'succeeded' AND ?3 = 'failed'))`,
    )
    .bind(id, stripeId, state, instant(act.now))

/** Gives up refunds we asked for that Stripe has not made: the money was returned another way. */
export const releaseAsked = (act: Act, checkoutId: string): SqlStatement =>
  update(act.db, 'CardRefund', { state: 'failed', settledAt: instant(act.now) }, { checkoutId, state: 'asked', stripeId: null })

const owed = (booking: string, payer: string): string =>
  `(SELECT COALESCE(SUM(l.pence + l.vatPence), 0) FROM LedgerLine l WHERE l.bookingId = ${booking} AND l.payerId = ${payer})
   + (SELECT COALESCE(SUM(r.pence), 0) FROM CardRefund r WHERE r.bookingId = ${booking} AND r.payerId = ${payer} AND r.state IN ('asked', 'pending'))`

/** How many checkouts one statement starts from when all are walked. */
const checkoutsAtOnce = 2_000

const pagesOf = async ({ db, stripe }: Act, sql: (among: string) => string): Promise<Condition[]> => {
  if (!stripe) return []
  const last = (await db.prepare('SELECT MAX(rowid) AS last FROM Checkout').first<number>('last')) ?? 0
  return rangesTo(last, checkoutsAtOnce).map((range) => exists(sql(' AND c.rowid BETWEEN ?1 AND ?2'), ...range))
}

/** Refunds and transfers that are due, in pages by the checkouts they come from. */
export const refundPages = (act: Act): Promise<Condition[]> => pagesOf(act, owedBack)
export const transferPages = (act: Act): Promise<Condition[]> => pagesOf(act, toCarry)

/** What a payer overpaid by card for a booking, and what of each payment is left to refund. */
export type Due = { bookingId: string; payerId: string; owed: number; proposalId: string | null; paid: PaidLeft[] }

/** SQL: a booking’s own paid checkouts, and those of bookings whose places moved to it. */
const reached = (among: string): string => `reach (checkoutId, bookingId) AS (
    SELECT c.id, c.bookingId FROM Checkout c WHERE c.state = 'paid'${among}
    UNION SELECT r.checkoutId, b.id FROM reach r JOIN Booking b ON b.movedFromId = r.bookingId)`

const owedBack = (among = ''): string => `WITH RECURSIVE ${reached(among)},
  paid AS (
    SELECT h.bookingId, c.payerId, c.id, c.createdAt, c.pence - (SELECT COALESCE(SUM(r.pence), 0) FROM CardRefund r WHERE r.checkoutId = c.id AND r.state <> 'failed') AS left
    FROM reach h JOIN Checkout c ON c.id = h.checkoutId
    WHERE NOT EXISTS (SELECT 1 FROM CardRefund r WHERE r.checkoutId = c.id AND r.state = 'failed')
      AND NOT EXISTS (SELECT 1 FROM CardDispute d WHERE d.checkoutId = c.id AND d.state <> 'won')),
  open AS (
    SELECT p.bookingId, p.payerId, json_group_array(json_object('checkoutId', p.id, 'left', p.left)) AS paid
    FROM (SELECT * FROM paid WHERE left > 0 ORDER BY createdAt, id) p GROUP BY p.bookingId, p.payerId)
  SELECT * FROM (
    SELECT o.bookingId, o.payerId, o.paid, ${owed('o.bookingId', 'o.payerId')} AS owed,
      (SELECT l.proposalId FROM LedgerLine l WHERE l.bookingId = o.bookingId AND l.payerId = o.payerId AND l.kind IN ('waiver', 'credit', 'write_off')
       ORDER BY l.number DESC LIMIT 1) AS proposalId
    FROM open o) d
  WHERE owed < 0 AND NOT EXISTS (SELECT 1 FROM Booking m WHERE m.movedFromId = d.bookingId AND ${owed('m.id', 'd.payerId')} > 0)
    AND ${triable('refundCards', 'd.bookingId')}`

export const refundsAreDue = ({ stripe }: Moment): Condition[] => (stripe ? [exists(owedBack())] : [])

/** Disputed or failed payments are left to finance; money needed where places moved stays. */
export const refundsDue = (db: SqlDatabase, limit: number): Promise<Due[]> =>
  allNow<Due>(db.prepare(`${owedBack()} ORDER BY bookingId LIMIT ?1`).bind(limit), { paid: 'json' })

/** Card money of places that were moved to another date, up to what is needed there. */
export type Carry = { fromId: string; toId: string; payerId: string; over: number; owed: number }

const toCarry = (among = ''): string => `WITH RECURSIVE ${reached(among)}
  SELECT * FROM (
    SELECT DISTINCT h.bookingId AS fromId, m.id AS toId, c.payerId, -(${owed('h.bookingId', 'c.payerId')}) AS over, ${owed('m.id', 'c.payerId')} AS owed
    FROM reach h JOIN Checkout c ON c.id = h.checkoutId JOIN Booking m ON m.movedFromId = h.bookingId)
  WHERE over > 0 AND owed > 0 AND ${triable('transferCardPayment', 'toId')}`

export const transfersAreDue = ({ stripe }: Moment): Condition[] => (stripe ? [exists(toCarry())] : [])

export const transfersDue = async (db: SqlDatabase, limit: number): Promise<Carry[]> =>
  (await db.prepare(`${toCarry()} ORDER BY toId LIMIT ?1`).bind(limit).all<Carry>()).results

export const stillToCarry = (act: Act, carry: Carry): SqlStatement =>
  guard(act.db, `-(${owed('?1', '?3')}) = ?4 AND ${owed('?2', '?3')} = ?5`, carry.fromId, carry.toId, carry.payerId, carry.over, carry.owed)

/** Guard: the same sum is still owed to the payer, counting pending refunds. */
export const stillDue = (act: Act, due: Due): SqlStatement =>
  guard(act.db, `${owed('?1', '?2')} = ?3`, due.bookingId, due.payerId, due.owed)

/** Guard: the payer is still in credit by this much, less pending refunds. */
export const stillToPayBack = (act: Act, of: { bookingId: string; payerId: string; pence: number }): SqlStatement =>
  guard(act.db, `-(${owed('?1', '?2')}) >= ?3`, of.bookingId, of.payerId, of.pence)

export const insertDispute = (
  act: Act,
  row: { id: string; checkoutId: string; bookingId: string; payerId: string; pence: number },
): SqlStatement =>
  insertOnce(act.db, 'CardDispute', ['id'], {
    ...pick(row, ['id', 'checkoutId', 'bookingId', 'payerId', 'pence']),
    state: 'open',
    raisedAt: instant(act.now),
  })

export const settleDispute = (act: Act, id: string, state: 'won' | 'lost'): SqlStatement =>
  update(act.db, 'CardDispute', { state, settledAt: instant(act.now) }, { id, state: 'open' })

/** Stripe ids of refunds and disputes that are not settled. */
export const openRefunds = async (db: SqlDatabase): Promise<string[]> =>
  (
    await db
      .prepare(
        `SELECT stripeId AS id FROM CardRefund WHERE state IN ('asked', 'pending') AND stripeId IS NOT NULL ORDER BY createdAt LIMIT 500`,
      )
      .all<{ id: string }>()
  ).results.map((row) => row.id)

export const openDisputes = async (db: SqlDatabase): Promise<string[]> =>
  (await db.prepare(`SELECT id FROM CardDispute WHERE state = 'open' ORDER BY raisedAt LIMIT 500`).all<{ id: string }>()).results.map(
    (row) => row.id,
  )

const ofBooking =
  'JOIN Booking b ON b.id = r.bookingId JOIN Event e ON e.id = b.eventId JOIN School s ON s.id = b.schoolId JOIN School t ON t.id = s.rootId'

/** Failed refunds first, then the newest; `again`: it was retried since. */
export const selectRefunds = (db: SqlDatabase): Read<ListedRefund[]> =>
  all<ListedRefund>(
    db.prepare(
      `SELECT r.id, r.pence, r.why, r.state, r.createdAt, b.reference, t.name AS schoolName, e.title AS eventTitle,
         EXISTS (SELECT 1 FROM CardRefund o WHERE o.checkoutId = r.checkoutId AND o.rowid > r.rowid) AS again
       FROM CardRefund r ${ofBooking} ORDER BY r.state = 'failed' DESC, r.createdAt DESC, r.id LIMIT 200`,
    ),
  )

/** Open disputes first, then the newest. */
export const selectDisputes = (db: SqlDatabase): Read<ListedDispute[]> =>
  all<ListedDispute>(
    db.prepare(
      `SELECT r.id, r.pence, r.state, r.raisedAt, b.reference, t.name AS schoolName FROM CardDispute r ${ofBooking}
       ORDER BY r.state = 'open' DESC, r.raisedAt DESC, r.id LIMIT 200`,
    ),
  )
