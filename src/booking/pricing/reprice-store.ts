// Which bookings may need repricing since their school, event or payer changed.

import type { Act } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { all, only, readTogether } from '#base/db/read.ts'
import { update } from '#base/db/write.ts'
import type { PlacePrice } from '#booking/bookings/pricing.ts'
import type { Route } from '#money/payers/payer.ts'

/** All up to `doneUpTo` is processed; those up to `upTo` for booking ids up to `afterId`. */
export type Followed = { doneUpTo: Instant | ''; upTo: Instant | null; afterId: string }

// Minutes: a change is committed a little after its own timestamp, so recent ones are read again.
const overlap = 15

export const since = ({ doneUpTo }: Followed): string => (doneUpTo === '' ? '' : instant(addMinutes(new Date(doneUpTo), -overlap)))

const changed = `FROM (
  SELECT *, IIF(doneUpTo = '', '', strftime('%Y-%m-%dT%H:%M:%fZ', doneUpTo, '-${overlap} minutes')) AS since FROM PricesFollowed) f
       WHERE f.upTo IS NOT NULL
  OR EXISTS (SELECT 1 FROM SchoolIdentity i WHERE i.learnedAt > f.since)
  OR EXISTS (SELECT 1 FROM Succession s WHERE s.learnedAt > f.since OR s.supersededAt > f.since)
  OR EXISTS (SELECT 1 FROM RegisterImport m WHERE m.undoneAt > f.since)
  OR EXISTS (SELECT 1 FROM RegisterReview m WHERE m.undoneAt > f.since)
  OR EXISTS (SELECT 1 FROM Event e WHERE e.changedAt > f.since AND e.priceId IS NOT NULL)
  OR EXISTS (SELECT 1 FROM PayerRoute r WHERE r.createdAt > f.since OR r.supersededAt > f.since)
  OR EXISTS (SELECT 1 FROM CentralPayer c WHERE c.createdAt > f.since OR c.supersededAt > f.since)
  OR EXISTS (SELECT 1 FROM RouteDefault d WHERE d.createdAt > f.since OR d.supersededAt > f.since)`

const failed = `FROM FailedJob f JOIN Booking b ON b.id = f.subjectId WHERE f.job = 'repricePlaces' AND f.waits = 0`

export const pricesDue = (): Condition[] => [exists(`SELECT 1 ${changed}`), exists(`SELECT 1 ${failed}`)]

/** Bookings whose repricing failed and is retried: their change has been passed by the others. */
export const bookingsToTryAgain = async (act: Act, limit: number): Promise<{ id: string; reference: string }[]> =>
  (await act.db.prepare(`SELECT b.id, b.reference ${failed} ORDER BY b.id LIMIT ?1`).bind(limit).all<{ id: string; reference: string }>())
    .results

/** How far changes have been processed, if there are new ones; else undefined. One query. */
export const changesToFollow = async (act: Act): Promise<Followed | undefined> =>
  (await act.db.prepare(`SELECT f.doneUpTo, f.upTo, f.afterId ${changed}`).first<Followed>()) ?? undefined

export const setFollowed = (act: Act, to: Followed): Promise<unknown> =>
  act.db.prepare('UPDATE PricesFollowed SET doneUpTo = ?1, upTo = ?2, afterId = ?3').bind(to.doneUpTo, to.upTo, to.afterId).run()

/** By id. Payers and routes affect events that have not begun; legal status past ones too. */
export const bookingsToPrice = async (
  act: Act,
  from: string,
  afterId: string,
  limit: number,
): Promise<{ id: string; reference: string }[]> =>
  (
    await act.db
      .prepare(
        `SELECT b.id, b.reference FROM Booking b JOIN BookingPayer p ON p.bookingId = b.id AND p.supersededAt IS NULL
           JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId JOIN Event e ON e.id = b.eventId
         WHERE b.id > ?2 AND EXISTS (SELECT 1 FROM PlacePrice x WHERE x.bookingId = b.id AND x.supersededAt IS NULL)
           AND (e.changedAt > ?1
             OR EXISTS (SELECT 1 FROM School m CROSS JOIN SchoolIdentity i ON i.schoolId = m.id WHERE m.rootId = r.id AND (i.learnedAt > ?1 OR i.supersededAt > ?1))
             OR EXISTS (SELECT 1 FROM Succession c JOIN School m ON m.id = c.toSchoolId WHERE m.rootId = r.id AND (c.learnedAt > ?1 OR c.supersededAt > ?1))
             OR ((SELECT MIN(z.startsAt) FROM ActiveSession z WHERE z.eventId = e.id) > ?3 AND (
               EXISTS (SELECT 1 FROM PayerRoute o WHERE (o.createdAt > ?1 OR o.supersededAt > ?1)
                 AND (o.payerId = p.payerId OR o.payerId IN (SELECT 'payer-of-' || m.id FROM School m WHERE m.rootId = r.id)))
               OR EXISTS (SELECT 1 FROM CentralPayer c WHERE (c.createdAt > ?1 OR c.supersededAt > ?1)
                 AND (p.payerId = 'payer-of-trust-' || c.trustUid
                   OR EXISTS (SELECT 1 FROM School m CROSS JOIN SchoolIdentity i ON i.schoolId = m.id WHERE m.rootId = r.id AND i.trustUid = c.trustUid)))
               OR EXISTS (SELECT 1 FROM RouteDefault d WHERE d.createdAt > ?1 OR d.supersededAt > ?1))))
         ORDER BY b.id LIMIT ?4`,
      )
      .bind(from, afterId, instant(act.now), limit)
      .all<{ id: string; reference: string }>()
  ).results

export type LivePrice = PlacePrice & { id: string; payerId: string; status: string; area: string }

/** Also whether the bill is out: paid in part, or on a Stripe invoice. */
export const readLivePrices = async (db: SqlDatabase, bookingId: string): Promise<{ prices: LivePrice[]; settled: boolean }> => {
  const { prices, facts } = await readTogether(db, {
    prices: all<Omit<LivePrice, 'rule' | 'route'> & { rule: string; route: Route }>(
      db
        .prepare(
          `SELECT x.id, x.placeId, x.payerId, x.route, x.status, x.area, x.pence, x.vatPence, x.basis, x.rule FROM PlacePrice x
             JOIN Place p ON p.id = x.placeId AND p.state = 'confirmed'
           WHERE x.bookingId = ?1 AND x.supersededAt IS NULL ORDER BY p.rowid`,
        )
        .bind(bookingId),
    ),
    facts: only<{ settled: number }>(
      db
        .prepare(
          `SELECT EXISTS (SELECT 1 FROM LedgerLine l WHERE l.bookingId = ?1 AND ((l.kind = 'payment' AND NOT EXISTS (SELECT 1 FROM LedgerLine o WHERE o.reversesNumber = l.number))
           OR EXISTS (SELECT 1 FROM InvoiceLine x JOIN Invoice i ON i.id = x.invoiceId WHERE x.lineNumber = l.number AND i.state <> 'void'))) AS settled`,
        )
        .bind(bookingId),
    ),
  })
  return {
    prices: prices.map((price) => ({
      ...price,
      rule: JSON.parse(price.rule) as LivePrice['rule'],
    })),
    settled: facts.settled === 1,
  }
}

/** Triggers credit them. Guard: each is live and its place has not ended. */
export const supersedePrices = (act: Act, ids: readonly string[]): SqlStatement[] => [
  guard(
    act.db,
    `(SELECT COUNT(*) FROM PlacePrice x JOIN Place p ON p.id = x.placeId AND p.state <> 'cancelled'
      WHERE x.supersededAt IS NULL AND x.id IN (SELECT value FROM json_each(?1))) = json_array_length(?1)`,
    JSON.stringify(ids),
  ),
  update(act.db, 'PlacePrice', { supersededAt: instant(act.now) }, { id: ids }),
]
