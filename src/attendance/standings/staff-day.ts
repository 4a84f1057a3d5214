// Days on which a school's staff are at the school, as it types them or as its calendar has them.

import type { StaffDay } from '#attendance/requirements/coming.ts'
import { type Day, sayDay } from '#base/dates.ts'
import { isUsableDay } from '#base/web/form.ts'

const mostStaffDays = 60
const longestWhat = 100

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const dayOf = (day: string, month: string, year: string): Day => {
  const number = /^\d/.test(month) ? Number(month) : months.indexOf(month.slice(0, 3).toLowerCase()) + 1
  return `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`
}

const typedLine = /^(?:[a-z]+ )?(?:(\d{4}-\d{2}-\d{2})|(\d{1,2})[ /](\d{1,2}|[a-z]{3,9})[ /](\d{4}))[,:;]?\s*(.*)$/i

/** `4 January 2027, training day`; undefined: it begins with no date. */
const readLine = (line: string): StaffDay | undefined => {
  const [, iso, date = '', month = '', year = '', what = ''] = typedLine.exec(line) ?? []
  const day = iso ?? dayOf(date, month, year)
  return isUsableDay(day) ? { day, what: what.trim() || 'staff day' } : undefined
}

/** The lines of a calendar file, of which a long one goes on after a space. */
const unfolded = (text: string): string[] =>
  text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/\n[ \t]/g, '')
    .split('\n')

const unescaped = (text: string): string => text.replaceAll(/\\[nN]/g, ' ').replaceAll(/\\([,;\\])/g, '$1')

/** The first days of all-day entries of a calendar file; entries with an hour are left out. */
const readCalendar = (text: string): StaffDay[] =>
  text.split('BEGIN:VEVENT').flatMap((entry, index) => {
    const lines = index === 0 ? [] : unfolded(entry)
    const date = lines.flatMap((line) => /^DTSTART(?:;[^:]*)?:(\d{4})(\d{2})(\d{2})$/.exec(line) ?? [])
    const [day, what] = [date.slice(1).join('-'), lines.flatMap((line) => /^SUMMARY(?:;[^:]*)?:(.*)$/.exec(line)?.[1] ?? [])[0] ?? '']
    return isUsableDay(day) ? [{ day, what: unescaped(what).trim() || 'staff day' }] : []
  })

/** By day, with the first that is said of each. @returns a sentence where a line cannot be read */
export const readStaffDays = (typed: string, file = ''): StaffDay[] | string => {
  const isCalendar = typed.includes('BEGIN:VEVENT')
  const lines = isCalendar ? [] : typed.split('\n').flatMap((line) => line.trim() || [])
  const wrong = lines.find((line) => !readLine(line))
  if (wrong !== undefined) return `Begin each line with a date such as 4 January 2027: “${wrong.slice(0, 40)}” does not`
  const days = [...(isCalendar ? readCalendar(typed) : lines.flatMap((line) => readLine(line) ?? [])), ...readCalendar(file)]
  const unique = [...Map.groupBy(days, ({ day }) => day).values()].flatMap(([first]) => first ?? [])
  if (unique.length > mostStaffDays) return `Enter at most ${mostStaffDays} days`
  return unique.map(({ day, what }) => ({ day, what: what.slice(0, longestWhat) })).toSorted((a, b) => a.day.localeCompare(b.day))
}

export const sayStaffDays = (days: readonly StaffDay[]): string => days.map(({ day, what }) => `${sayDay(day)}, ${what}`).join('\n')
