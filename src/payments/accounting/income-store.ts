import { all, mapped, only, type Read, together } from '#base/db/read.ts'
import { selectEventByCode } from '#events/events/store.ts'
import { moneyKinds } from '#money/ledger/store.ts'
import { selectPriceListOfEvent } from '#money/prices/store.ts'
import { selectCancelling } from '#money/terms/store.ts'
import { selectEventDebts } from './debt-store.ts'
import type { Income, IncomeOfEvent, IncomeOfMonth } from './income.ts'

const sums = `SUM(IIF(l.kind IN ('charge', 'cancellation_charge', 'not_attending_charge'), l.pence, 0)) AS charged,
  SUM(IIF(l.kind IN ('credit', 'waiver'), l.pence, 0)) AS takenOff, SUM(IIF(l.kind = 'write_off', l.pence, 0)) AS writtenOff, SUM(l.vatPence) AS vatPence`

const within = `l.kind NOT IN ${moneyKinds} AND l.period BETWEEN ?1 AND ?2`

/** Months that have lines, newest first, and the income by month and event. */
export const selectIncome = (
  db: SqlDatabase,
  from: string,
  to: string,
): Read<{ periods: string[]; months: IncomeOfMonth[]; events: IncomeOfEvent[] }> => {
  const read = together({
    periods: all<{ period: string }>(db.prepare('SELECT DISTINCT period FROM LedgerLine ORDER BY period DESC')),
    months: all<IncomeOfMonth>(
      db.prepare(`SELECT l.period, ${sums} FROM LedgerLine l WHERE ${within} GROUP BY l.period ORDER BY l.period`).bind(from, to),
    ),
    events: all<IncomeOfEvent>(
      db
        .prepare(
          `SELECT e.code, e.title, (SELECT MIN(x.startsAt) FROM Session x WHERE x.eventId = e.id) AS startsAt, ${sums}
           FROM LedgerLine l JOIN Booking b ON b.id = l.bookingId JOIN Event e ON e.id = b.eventId WHERE ${within}
           GROUP BY e.id ORDER BY startsAt, e.title, e.id`,
        )
        .bind(from, to),
    ),
  })
  return mapped(read, ({ periods, ...income }) => ({ periods: periods.map(({ period }) => period), ...income }))
}

/** An event's prices and terms, its income, and who owes what of it. */
export const selectEventMoney = (db: SqlDatabase, code: string, now: Date) =>
  together({
    event: selectEventByCode(db, code, now),
    debts: selectEventDebts(db, code),
    cancelling: selectCancelling(db, code),
    prices: selectPriceListOfEvent(db, code),
    income: only<Income>(
      db
        .prepare(
          `SELECT ${sums.replaceAll('SUM(', 'TOTAL(')} FROM Event e JOIN LedgerLine l ON l.eventId = e.id WHERE e.code = ?1 AND l.kind NOT IN ${moneyKinds}`,
        )
        .bind(code.toUpperCase()),
    ),
  })
