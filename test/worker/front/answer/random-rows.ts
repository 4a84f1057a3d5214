// What random rows are written with: chance by a seed, moments before one now, and a pen that writes many rows in a batch.
import { addDays, type Day, londonDay } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { db, tick } from '#test/support/factories.ts'
import { chance } from '#test/worker/attendance/coverage/recounted.ts'

/** By day and by night, in both times of the year, on a leap day and in the hour in which London is a day ahead. */
const moments = [
  '2026-12-01T10:00',
  '2027-02-28T23:30',
  '2027-07-01T23:10',
  '2028-02-29T09:00',
  '2027-03-28T00:30',
  '2026-10-31T23:59',
] as const

export type Value = string | number | null

export const aPen = (seed: number) => {
  const { next, pick } = chance(seed)
  const now = new Date(`${pick(moments)}:00.000Z`)
  const today = londonDay(now)
  const at = (day: Day, time = '09:00'): string => `${day}T${time}:00.000Z`
  let written = 0
  /** No two on one day at the same moment. */
  const moment = (day: Day): string => {
    written += 1
    return new Date(Date.parse(at(day, '07:00')) + written * 100).toISOString()
  }
  const statements: SqlStatement[] = []
  const set = (sql: string, ...values: Value[]): void => void statements.push(db.prepare(sql).bind(...values))
  /** @param columns of the values, with spaces between; an id is made unless it is among them or there is none */
  const put = (table: string, columns: string, ...values: Value[]): string => {
    const names = columns.split(' ')
    const hasOwn = names[0] === 'id' || names[0] === 'placeId'
    const row = hasOwn ? values : [newId(tick()), ...values]
    const all = hasOwn ? names : ['id', ...names]
    set(`INSERT INTO ${table} (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})`, ...row)
    return String(row[0])
  }
  const write = async (): Promise<void> => {
    while (statements.length > 0) await db.batch(statements.splice(0, 200))
  }
  return { next, pick, now, today, at, moment, ago: (days: number): Day => addDays(today, -days), set, put, write }
}
export type Pen = ReturnType<typeof aPen>
export type School = { id: string; urn: string; sector: string; opensOn?: string; closesOn?: string }
export type Lead = { personId: string; school: School }
