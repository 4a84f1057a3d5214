import type { Act } from '#base/act.ts'
import type { BankHoliday, TermDates } from '#base/council/working-day.ts'
import type { Day } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { endBankHoliday, endTermDates, insertBankHoliday, insertTermDates } from './calendar-store.ts'

const write = async <R extends string>(
  act: Act,
  statements: SqlStatement[],
  entry: Parameters<typeof logged>[1],
  refusal: R,
): Promise<Result<true, R>> => {
  const result = await atomically(act.db, [...statements, logged(act, entry)], { [guardBroken]: refusal })
  return result.ok ? ok(true) : result
}

/** Bookings that accepted their terms earlier lose no day of notice. */
export const addBankHoliday = (act: Act, ask: Pick<BankHoliday, 'day' | 'name' | 'source'>): Promise<Result<true, 'held_already'>> =>
  write(
    act,
    insertBankHoliday(act, ask),
    { act: 'bank_holiday.added', subject: ['bank_holiday', ask.day], after: { name: ask.name, source: ask.source } },
    'held_already',
  )

/** Removes a bank holiday, which is a working day again; the log keeps who removed it. */
export const removeBankHoliday = (act: Act, day: Day): Promise<Result<true, 'not_held'>> =>
  write(act, endBankHoliday(act, day), { act: 'bank_holiday.removed', subject: ['bank_holiday', day] }, 'not_held')

/** 'overlaps': a current term shares days with it. */
export const addTermDates = (
  act: Act,
  ask: Pick<TermDates, 'name' | 'firstDay' | 'lastDay' | 'source'>,
): Promise<Result<true, 'overlaps'>> =>
  write(act, insertTermDates(act, ask), { act: 'term_dates.added', subject: ['term_dates', ask.firstDay], after: ask }, 'overlaps')

export const removeTermDates = (act: Act, id: string): Promise<Result<true, 'not_held'>> =>
  write(act, endTermDates(act, id), { act: 'term_dates.removed', subject: ['term_dates', id] }, 'not_held')
