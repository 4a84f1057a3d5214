import type { Day } from '#base/dates.ts'
import { mapped, one, type Read } from '#base/db/read.ts'
import type { Calendar, Term } from './working-day.ts'

/** @param row `days` and `terms` as JSON */
export const calendarFrom = ({ days, terms }: { days: string; terms: string }): Calendar => ({
  bankHolidays: new Set(JSON.parse(days) as Day[]),
  terms: JSON.parse(terms) as Term[],
})

/** @param statement gives `days` and `terms` as JSON */
export const calendarOf = (statement: SqlStatement): Read<Calendar> =>
  mapped(one<{ days: string; terms: string }>(statement), (row) => calendarFrom(row ?? { days: '[]', terms: '[]' }))

/** Current bank holidays and terms. */
export const selectCalendar = (db: SqlDatabase): Read<Calendar> =>
  calendarOf(
    db.prepare(
      `SELECT (SELECT json_group_array(day) FROM BankHoliday WHERE removedAt IS NULL) AS days,
       (SELECT json_group_array(json_object('name', name, 'firstDay', firstDay, 'lastDay', lastDay)) FROM TermDate WHERE removedAt IS NULL) AS terms`,
    ),
  )
