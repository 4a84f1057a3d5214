import { type Act, stamp } from '#base/act.ts'
import type { BankHoliday, TermDates } from '#base/council/working-day.ts'
import type { Day } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, one, type Read } from '#base/db/read.ts'
import { insert, update, upsert } from '#base/db/write.ts'
import { newId } from '#base/id.ts'

const addedBy = (table: string): string =>
  `(SELECT COALESCE(p.name, a.email) FROM Account a LEFT JOIN Person p ON p.id = a.personId WHERE a.id = ${table}.addedById)`

const holiday = `SELECT day, name, source, addedAt, ${addedBy('BankHoliday')} AS addedBy FROM BankHoliday WHERE removedAt IS NULL`

export const selectBankHolidays = (db: SqlDatabase): Read<BankHoliday[]> => all(db.prepare(`${holiday} ORDER BY day`))

export const selectBankHoliday = (db: SqlDatabase, day: string): Read<BankHoliday | undefined> =>
  one(db.prepare(`${holiday} AND day = ?1`).bind(day))

/** Adds a day, also one that was removed before. Guard: it is not there already. */
export const insertBankHoliday = (act: Act, { day, name, source }: Pick<BankHoliday, 'day' | 'name' | 'source'>): SqlStatement[] => [
  guard(act.db, 'NOT EXISTS (SELECT 1 FROM BankHoliday WHERE day = ?1 AND removedAt IS NULL)', day),
  upsert(act.db, 'BankHoliday', ['day'], { day, name, source, ...stamp(act, 'added'), removedAt: null, removedById: null }),
]

export const endBankHoliday = (act: Act, day: Day): SqlStatement[] => [
  guard(act.db, 'EXISTS (SELECT 1 FROM BankHoliday WHERE day = ?1 AND removedAt IS NULL)', day),
  update(act.db, 'BankHoliday', stamp(act, 'removed'), { day }),
]

const term = `SELECT id, name, firstDay, lastDay, source, addedAt, ${addedBy('TermDate')} AS addedBy FROM TermDate WHERE removedAt IS NULL`

export const selectTermDates = (db: SqlDatabase): Read<TermDates[]> => all(db.prepare(`${term} ORDER BY firstDay`))

export const selectTerm = (db: SqlDatabase, id: string): Read<TermDates | undefined> => one(db.prepare(`${term} AND id = ?1`).bind(id))

/** Guard: no current term shares a day with it. */
export const insertTermDates = (
  act: Act,
  { name, firstDay, lastDay, source }: Pick<TermDates, 'name' | 'firstDay' | 'lastDay' | 'source'>,
): SqlStatement[] => [
  guard(act.db, 'NOT EXISTS (SELECT 1 FROM TermDate WHERE removedAt IS NULL AND firstDay <= ?2 AND lastDay >= ?1)', firstDay, lastDay),
  insert(act.db, 'TermDate', { id: newId(act.now), name, firstDay, lastDay, source, ...stamp(act, 'added') }),
]

export const endTermDates = (act: Act, id: string): SqlStatement[] => [
  guard(act.db, 'EXISTS (SELECT 1 FROM TermDate WHERE id = ?1 AND removedAt IS NULL)', id),
  update(act.db, 'TermDate', stamp(act, 'removed'), { id }),
]
