import { type Act, actsFor, type Moment, stamp } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, one, only, type Read, readTogether } from '#base/db/read.ts'
import { insert, pick, sql, update } from '#base/db/write.ts'
import type { Waits } from '#money/ledger/second-person.ts'
import { waitsOf } from '#money/ledger/second-person-store.ts'
import type { Route } from '#money/payers/payer.ts'
import { type Checkout, cardSettingsFrom, type HeldPlace, type PayGround } from './checkout.ts'

const heldPlaces = `SELECT pl.id, pl.heldUntil, COALESCE(x.pence, 0) AS pence, COALESCE(x.vatPence, 0) AS vatPence, COALESCE(x.rule, '{}') AS rule
  FROM Place pl LEFT JOIN PlacePrice x ON x.placeId = pl.id AND x.supersededAt IS NULL
  WHERE pl.bookingId = ?1 AND pl.state = 'held' AND pl.waitsFor IS NULL ORDER BY pl.rowid`

const selectHeld = (db: SqlDatabase, bookingId: string): Read<HeldPlace[]> =>
  all<HeldPlace>(db.prepare(heldPlaces).bind(bookingId), { rule: 'json' })

/** undefined unless the account acts for the school. Two round trips. */
export const readPayGround = async (act: Act, reference: string): Promise<PayGround | undefined> => {
  const row = await act.db
    .prepare(
      `SELECT b.id, b.reference, b.eventId, s.rootId AS schoolId, e.code AS eventCode, e.title AS eventTitle,
         (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) AS startsAt, p.payerId, p.route
       FROM Booking b JOIN School s ON s.id = b.schoolId JOIN Event e ON e.id = b.eventId
         JOIN BookingPayer p ON p.bookingId = b.id AND p.supersededAt IS NULL
       WHERE b.reference = ?1 AND s.rootId IN (SELECT value FROM json_each(?2))`,
    )
    .bind(reference.toUpperCase(), JSON.stringify(act.actor.schoolIds))
    .first<PayGround['booking'] & { payerId: string; route: Route }>()
  if (!row || !actsFor(act.actor, row.schoolId)) return undefined
  const { payerId, route, ...booking } = row
  const { sums, settings, ...ground } = await readTogether(act.db, {
    held: selectHeld(act.db, booking.id),
    sums: only<Waits & { owed: number }>(
      act.db
        .prepare(
          `SELECT COALESCE(SUM(pence + vatPence), 0) AS owed, ${waitsOf('m.bookingId = ?1')} FROM LedgerLine WHERE bookingId = ?1 AND payerId = ?2`,
        )
        .bind(booking.id, payerId),
    ),
    open: one<NonNullable<PayGround['open']>>(
      act.db
        .prepare(`SELECT id, forWhat, pence, state, stripeId, expiresAt FROM Checkout WHERE bookingId = ?1 AND state IN ('asked', 'open')`)
        .bind(booking.id),
    ),
    settings: one<{ value: string }>(act.db.prepare(`SELECT value FROM MoneySetting WHERE key = 'card' AND supersededAt IS NULL`)),
  })
  const { owed, ...waits } = sums
  return { booking, payerId, route, ...ground, owed, waits, balances: cardSettingsFrom(settings?.value).balances }
}

/** Guard: exactly these places are held, at this total in pence with VAT. */
export const samePlacesHeld = (act: Act, bookingId: string, placeIds: readonly string[], pence: number): SqlStatement =>
  guard(
    act.db,
    `(SELECT COUNT(*) FROM Place WHERE bookingId = ?1 AND state = 'held' AND waitsFor IS NULL) = ?3
     AND (SELECT COUNT(*) FROM Place WHERE bookingId = ?1 AND state = 'held' AND waitsFor IS NULL AND id IN (SELECT value FROM json_each(?2))) = ?3
     AND (SELECT COALESCE(SUM(pence + vatPence), 0) FROM PlacePrice WHERE supersededAt IS NULL AND placeId IN (SELECT value FROM json_each(?2))) = ?4`,
    bookingId,
    JSON.stringify(placeIds),
    placeIds.length,
    pence,
  )

/** Inserts a checkout; a second open one of the booking fails with `Checkout.bookingId`. */
export const insertCheckout = (
  act: Act,
  row: Pick<Checkout, 'id' | 'bookingId' | 'payerId' | 'forWhat' | 'pence' | 'expiresAt'>,
): SqlStatement =>
  insert(act.db, 'Checkout', {
    ...pick(row, ['id', 'bookingId', 'payerId', 'forWhat', 'pence', 'expiresAt']),
    state: 'asked',
    ...stamp(act, 'created'),
  })

/** Until the payment can no longer arrive; a lapsed hold is renewed if there is room. */
export const extendHold = (act: Act, placeIds: readonly string[], heldUntil: Instant): SqlStatement =>
  update(
    act.db,
    'Place',
    { heldUntil: sql('MAX(heldUntil, ?1)', heldUntil), stateAt: instant(act.now) },
    { id: placeIds, state: 'held', waitsFor: null },
  )

const checkouts = `SELECT c.id, c.bookingId, b.reference, b.eventId, s.rootId AS schoolId, c.payerId, c.forWhat, c.pence, c.state, c.outcome, c.stripeId,
    c.paymentIntentId, c.expiresAt, c.createdAt
  FROM Checkout c JOIN Booking b ON b.id = c.bookingId JOIN School s ON s.id = b.schoolId`

export const checkoutById = async (db: SqlDatabase, id: string): Promise<Checkout | undefined> =>
  (await db.prepare(`${checkouts} WHERE c.id = ?1`).bind(id).first<Checkout>()) ?? undefined

/** By Stripe's id, or by our id in the session's metadata when Stripe's answer never reached us. */
export const checkoutOfSession = async (db: SqlDatabase, stripeId: string, id: string | null | undefined): Promise<Checkout | undefined> =>
  (await db
    .prepare(`${checkouts} WHERE c.stripeId = ?1 OR (c.id = ?2 AND c.stripeId IS NULL)`)
    .bind(stripeId, id ?? '')
    .first<Checkout>()) ?? undefined

export const checkoutOfPayment = async (db: SqlDatabase, paymentIntentId: string): Promise<Checkout | undefined> =>
  (await db.prepare(`${checkouts} WHERE c.paymentIntentId = ?1`).bind(paymentIntentId).first<Checkout>()) ?? undefined

export const latestCheckout = async (db: SqlDatabase, bookingId: string): Promise<Checkout | undefined> =>
  (await db
    .prepare(`${checkouts} WHERE c.bookingId = ?1 ORDER BY c.createdAt DESC, c.id DESC LIMIT 1`)
    .bind(bookingId)
    .first<Checkout>()) ?? undefined

export const readPageGround = async (
  db: SqlDatabase,
  checkout: Pick<Checkout, 'bookingId' | 'eventId'>,
): Promise<{ event: { title: string; startsAt: Instant | null }; held: HeldPlace[] }> => {
  const { event, held } = await readTogether(db, {
    event: one<{ title: string; startsAt: Instant | null }>(
      db
        .prepare(
          'SELECT e.title, (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) AS startsAt FROM Event e WHERE e.id = ?1',
        )
        .bind(checkout.eventId),
    ),
    held: selectHeld(db, checkout.bookingId),
  })
  return { event: event ?? { title: '', startsAt: null }, held }
}

/** Marks the page as created; changes nothing if the checkout is already further on. */
export const opened = (act: Act, id: string, stripeId: string): SqlStatement =>
  act.db
    .prepare(
      `UPDATE Checkout SET stripeId = ?2, state = IIF(state = 'asked', 'open', state) WHERE id = ?1 AND (stripeId IS NULL OR stripeId = ?2)`,
    )
    .bind(id, stripeId)

export const failed = (act: Act, id: string): SqlStatement =>
  update(act.db, 'Checkout', { state: 'failed', settledAt: instant(act.now) }, { id, state: 'asked' })

export const markPaid = (
  act: Act,
  id: string,
  of: { stripeId: string; paymentIntentId: string; outcome: NonNullable<Checkout['outcome']> },
): SqlStatement =>
  act.db
    .prepare(
      `UPDATE Checkout SET state = 'paid', outcome = ?4, stripeId = ?2, paymentIntentId = ?3, settledAt = ?5 WHERE id = ?1 AND state <> 'paid'`,
    )
    .bind(id, of.stripeId, of.paymentIntentId, of.outcome, instant(act.now))

export const markExpired = (act: Act, id: string, stripeId: string | null): SqlStatement =>
  act.db
    .prepare(
      `UPDATE Checkout SET state = 'expired', stripeId = COALESCE(stripeId, ?2), settledAt = ?3 WHERE id = ?1 AND state IN ('asked', 'open')`,
    )
    .bind(id, stripeId, instant(act.now))

/** Stripe ids of open sessions that are not settled. */
export const openSessions = async (db: SqlDatabase): Promise<string[]> =>
  (
    await db
      .prepare(`SELECT stripeId FROM Checkout WHERE state IN ('asked', 'open') AND stripeId IS NOT NULL ORDER BY expiresAt LIMIT 500`)
      .all<{ stripeId: string }>()
  ).results.map((row) => row.stripeId)

/** Checkouts whose page has expired and whose outcome is unknown. */
const overdue = `c.state IN ('asked', 'open') AND c.expiresAt <= ?1 AND ${triable('expireCardHolds', 'c.id')}`
const unwanted = `c.state IN ('asked', 'open') AND c.state = 'open' AND IIF(c.forWhat = 'places',
             NOT EXISTS (SELECT 1 FROM Place p WHERE p.bookingId = c.bookingId AND p.state = 'held' AND p.waitsFor IS NULL),
             c.pence <> (SELECT COALESCE(SUM(l.pence + l.vatPence), 0) FROM LedgerLine l WHERE l.bookingId = c.bookingId AND l.payerId = c.payerId))
           AND NOT EXISTS (SELECT 1 FROM StripeCall k WHERE k.subjectId = c.id AND k.kind = 'checkout.expire')
           AND ${triable('expireCardHolds', 'c.id')}`

/** Uses the index of unsettled checkouts. */
export const checkoutsDue = ({ now, stripe }: Moment): Condition[] => [
  ...(stripe ? [exists(`SELECT 1 FROM Checkout c WHERE ${overdue}`, instant(now))] : []),
  exists(`SELECT 1 FROM Checkout c WHERE ${unwanted}`),
]

export const overdueCheckouts = async (act: Act, limit: number): Promise<Checkout[]> =>
  (await act.db.prepare(`${checkouts} WHERE ${overdue} ORDER BY c.expiresAt LIMIT ?2`).bind(instant(act.now), limit).all<Checkout>())
    .results

/** None of their places is held any more, or the sum differs: end them so that nobody pays. */
export const unwantedCheckouts = async (db: SqlDatabase, limit: number): Promise<Checkout[]> =>
  (await db.prepare(`${checkouts} WHERE ${unwanted} ORDER BY c.expiresAt LIMIT ?1`).bind(limit).all<Checkout>()).results
