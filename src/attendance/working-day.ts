// Working days of a council in England: Monday to Friday without bank holidays.
import { addDays, type Day } from '../dates.ts'

/**
 * Bank holidays in England and Wales, substitute days included. Source: https://www.gov.uk/bank-holidays ("England and Wales"), and the
 * Banking and Financial Dealings Act 1971 for the years it does not list yet. Add a year before `bankHolidaysUntil` comes near: after it
 * only weekends are left out.
 */
const bankHolidays: ReadonlySet<Day> = new Set([
  ...['2024-01-01', '2024-03-29', '2024-04-01', '2024-05-06', '2024-05-27', '2024-08-26', '2024-12-25', '2024-12-26'],
  ...['2025-01-01', '2025-04-18', '2025-04-21', '2025-05-05', '2025-05-26', '2025-08-25', '2025-12-25', '2025-12-26'],
  ...['2026-01-01', '2026-04-03', '2026-04-06', '2026-05-04', '2026-05-25', '2026-08-31', '2026-12-25', '2026-12-28'],
  ...['2027-01-01', '2027-03-26', '2027-03-29', '2027-05-03', '2027-05-31', '2027-08-30', '2027-12-27', '2027-12-28'],
  ...['2028-01-03', '2028-04-14', '2028-04-17', '2028-05-01', '2028-05-29', '2028-08-28', '2028-12-25', '2028-12-26'],
])

export const bankHolidaysUntil: Day = '2028-12-31'

export const isWorkingDay = (day: Day): boolean => {
  const weekday = new Date(`${day}T12:00:00.000Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !bankHolidays.has(day)
}

/** The first working day after `day`. */
export const nextWorkingDay = (day: Day): Day => {
  let next = addDays(day, 1)
  while (!isWorkingDay(next)) next = addDays(next, 1)
  return next
}
