import type { Day } from '../dates.ts'
import type { Terms } from './terms.ts'
import type { Calendar, Term } from './working-day.ts'

type TermsRow = Omit<Terms, 'termTimeOnly'> & { termTimeOnly: number }

/** The columns of one version of terms, of a table called t. */
const columns = `t.id, t.termsKey AS key, t.version, t.name, t.freeDays, t.partDays, t.partPence, t.fullPence, t.absentPence, t.termTimeOnly,
  t.notes, t.createdAt, t.retiredAt`

const termsOf = (row: TermsRow): Terms => ({ ...row, termTimeOnly: row.termTimeOnly === 1 })

/** The terms in a result of `selectTerms…`; undefined when there are none. */
export const termsIn = (result: D1Result | undefined): Terms | undefined => {
  const row = result?.results[0] as TermsRow | undefined
  return row && termsOf(row)
}

/** The terms that new bookings of an event accept; for a batch, read by `termsIn`. */
export const selectTermsOfEvent = (db: D1Database, code: string): D1PreparedStatement =>
  db.prepare(`SELECT ${columns} FROM Event e JOIN CancellationTerms t ON t.id = e.termsId WHERE e.code = ?1`).bind(code.toUpperCase())

/** The terms that a booking accepted; for a batch, read by `termsIn`. */
export const selectTermsOfBooking = (db: D1Database, reference: string): D1PreparedStatement =>
  db
    .prepare(`SELECT ${columns} FROM Booking b JOIN CancellationTerms t ON t.id = b.termsId WHERE b.reference = ?1`)
    .bind(reference.toUpperCase())

/** Bank holidays and terms that stand, in one row; for a batch, read by `calendarIn`. */
export const selectCalendar = (db: D1Database): D1PreparedStatement =>
  db.prepare(
    `SELECT (SELECT json_group_array(day) FROM BankHoliday WHERE removedAt IS NULL) AS days,
       (SELECT json_group_array(json_object('name', name, 'firstDay', firstDay, 'lastDay', lastDay)) FROM TermDate WHERE removedAt IS NULL) AS terms`,
  )

export const calendarIn = (result: D1Result | undefined): Calendar => {
  const row = result?.results[0] as { days: string; terms: string } | undefined
  return {
    bankHolidays: new Set(JSON.parse(row?.days ?? '[]') as Day[]),
    terms: JSON.parse(row?.terms ?? '[]') as Term[],
  }
}

const newest = `t.version = (SELECT MAX(o.version) FROM CancellationTerms o WHERE o.termsKey = t.termsKey)`

/** The newest version of each of the terms that an event can choose, by name; retired ones are not among them. One round trip. */
export const latestTerms = async (db: D1Database): Promise<Terms[]> =>
  (
    await db
      .prepare(`SELECT ${columns} FROM CancellationTerms t WHERE t.retiredAt IS NULL AND ${newest} ORDER BY t.name COLLATE NOCASE, t.id`)
      .all<TermsRow>()
  ).results.map(termsOf)
