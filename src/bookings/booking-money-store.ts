// The money of one booking, for its page.
import type { Act } from '../act.ts'
import { waitsIn, waitsOf } from '../ledger/second-person-store.ts'
import type { BookingMoneyShown, MoneyLine } from './booking-money.ts'
import type { PlacePrice } from './pricing.ts'

const billed = `EXISTS (SELECT 1 FROM LedgerLine l WHERE l.bookingId = ?1 AND (
  EXISTS (SELECT 1 FROM ExportLine x WHERE x.lineNumber = l.number AND x.returnedAt IS NULL)
  OR EXISTS (SELECT 1 FROM InvoiceLine x JOIN Invoice i ON i.id = x.invoiceId WHERE x.lineNumber = l.number AND i.state <> 'void')))`

/** One round trip. */
export const readBookingMoney = async ({ db, stripe }: Act, bookingId: string): Promise<BookingMoneyShown> => {
  const [prices, lines, facts] = await db.batch([
    db
      .prepare(
        `SELECT x.placeId, x.route, x.pence, x.vatPence, x.because, x.rule FROM PlacePrice x JOIN Place p ON p.id = x.placeId
         WHERE x.bookingId = ?1 AND x.supersededAt IS NULL ORDER BY p.rowid`,
      )
      .bind(bookingId),
    db
      .prepare('SELECT number, kind, placeId, happenedOn, pence, vatPence, reason FROM LedgerLine WHERE bookingId = ?1 ORDER BY number')
      .bind(bookingId),
    db
      .prepare(
        `SELECT ${billed} AS billed, ${waitsOf('m.bookingId = ?1')},
           (SELECT value ->> '$.balances' FROM MoneySetting WHERE key = 'card' AND supersededAt IS NULL) AS byCard, (SELECT i.trustName FROM BookingPayer b JOIN Payer p ON p.id = b.payerId JOIN SchoolIdentity i ON i.trustUid = p.trustUid
           WHERE b.bookingId = ?1 AND b.supersededAt IS NULL AND i.supersededAt IS NULL ORDER BY i.learnedAt DESC LIMIT 1) AS trustName`,
      )
      .bind(bookingId),
  ])
  const row = facts?.results[0] as { billed: number; byCard: number | null; trustName: string | null } | undefined
  return {
    prices: ((prices?.results ?? []) as (Omit<PlacePrice, 'rule'> & { rule: string })[]).map((price) => ({
      ...price,
      rule: JSON.parse(price.rule) as PlacePrice['rule'],
    })),
    lines: (lines?.results ?? []) as MoneyLine[],
    waits: waitsIn(facts),
    billed: row?.billed === 1,
    trustName: row?.trustName ?? null,
    stripe: stripe !== undefined,
    byCard: stripe !== undefined && row?.byCard === 1,
  }
}

/** The condition under which a booking's references may still change; ?1 its id. */
export const notBilled = `NOT ${billed}`
