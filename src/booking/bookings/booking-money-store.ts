import type { Act } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { all, mapped, only, type Read, readNow, together } from '#base/db/read.ts'
import { goesAt, toBeInvoiced } from '#money/ledger/invoice-wait-store.ts'
import type { Waits } from '#money/ledger/second-person.ts'
import { waitsOf } from '#money/ledger/second-person-store.ts'
import { returnsByItself } from '#money/ledger/store.ts'
import type { BookingMoneyShown, MoneyLine } from './booking-money.ts'
import type { PlacePrice } from './pricing.ts'
import { billed } from './pricing-store.ts'

type OfBooking = { id: string } | { reference: string }

type FactsRow = Waits & {
  billed: boolean
  byCard: boolean
  trustName: string | null
  invoiceAt: Instant | null
  invoice: BookingMoneyShown['invoice']
}

type Reader = { db: SqlDatabase; now: Date; hasStripe: boolean }

/** The caller must check that the reader may see the booking. */
export const selectBookingMoney = ({ db, now, hasStripe }: Reader, of: OfBooking): Read<BookingMoneyShown> => {
  const [booking, key] = 'id' in of ? ['?1', of.id] : ['(SELECT id FROM Booking WHERE reference = ?1)', of.reference.toUpperCase()]
  const read = together({
    prices: all<PlacePrice>(
      db
        .prepare(
          `SELECT x.placeId, x.route, x.pence, x.vatPence, x.basis, x.rule FROM PlacePrice x JOIN Place p ON p.id = x.placeId
           WHERE x.bookingId = ${booking} AND x.supersededAt IS NULL ORDER BY p.rowid`,
        )
        .bind(key),
      { rule: 'json' },
    ),
    lines: all<MoneyLine>(
      db
        .prepare(
          `SELECT l.number, l.kind, l.placeId, l.happenedOn, l.pence, l.vatPence, l.reason, l.route, l.rule, l.reversesNumber, ${returnsByItself} AS byItself
           FROM LedgerLine l WHERE l.bookingId = ${booking} ORDER BY l.number`,
        )
        .bind(key),
      { rule: 'json' },
    ),
    facts: only<FactsRow>(
      db
        .prepare(
          `SELECT ${billed(booking)} AS billed, ${waitsOf(`m.bookingId = ${booking}`)},
           (SELECT MIN(${goesAt}) FROM LedgerLine l WHERE l.bookingId = ${booking} AND ${toBeInvoiced}) AS invoiceAt,
           (SELECT json_object('number', i.number, 'dueOn', i.dueOn) FROM Invoice i WHERE i.bookingId = ${booking} AND i.state IN ('sent', 'overdue')
             ORDER BY i.dueOn, i.number LIMIT 1) AS invoice,
           (SELECT value ->> '$.balances' FROM MoneySetting WHERE key = 'card' AND supersededAt IS NULL) AS byCard, (SELECT i.trustName FROM BookingPayer b JOIN Payer p ON p.id = b.payerId JOIN SchoolIdentity i ON i.trustUid = p.trustUid
           WHERE b.bookingId = ${booking} AND b.supersededAt IS NULL AND i.supersededAt IS NULL ORDER BY i.learnedAt DESC LIMIT 1) AS trustName`,
        )
        .bind(key),
      { billed: 'flag', byCard: 'flag', invoice: 'json' },
    ),
  })
  return mapped(read, ({ prices, lines, facts: { waitsToCount, waitsToGo, billed, byCard, trustName, invoiceAt, invoice } }) => ({
    prices,
    lines,
    waits: { waitsToCount, waitsToGo },
    billed,
    trustName,
    invoiceAt: hasStripe && invoiceAt && invoiceAt > instant(now) ? invoiceAt : null,
    invoice: hasStripe ? invoice : null,
    stripe: hasStripe,
    byCard: hasStripe && byCard,
  }))
}

/** One round trip. The caller must check that the reader may see the booking. */
export const readBookingMoney = ({ db, now, stripe }: Act, of: OfBooking): Promise<BookingMoneyShown> =>
  readNow(db, selectBookingMoney({ db, now, hasStripe: stripe !== undefined }, of))
