// Working days of a council in England: Monday to Friday without bank holidays, and for some terms of cancelling only within school terms.
import { addDays, type Day, type Instant, instant, londonInstant } from '#base/dates.ts'

export type Term = { name: string; firstDay: Day; lastDay: Day }

type Entered = { source: string; addedAt: Instant; addedBy: string | null }

/** A day of the table, with where it comes from and who entered it, if somebody did. */
export type BankHoliday = Entered & { day: Day; name: string }

export type TermDates = Entered & Term & { id: string }

/** What decides which days are working days, as the tables hold it. */
export type Calendar = {
  bankHolidays: ReadonlySet<Day>
  /** The council's school terms; a day before the first of them or after the last is not judged by them. */
  terms: readonly Term[]
}

const within = (day: Day, terms: readonly Term[]): boolean => {
  if (!terms.some((term) => term.firstDay <= day) || !terms.some((term) => term.lastDay >= day)) return true
  return terms.some((term) => term.firstDay <= day && day <= term.lastDay)
}

/** @param termTimeOnly days in the school holidays do not count either */
export const isWorkingDay = (day: Day, calendar: Calendar, termTimeOnly = false): boolean => {
  const weekday = new Date(`${day}T12:00:00.000Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !calendar.bankHolidays.has(day) && (!termTimeOnly || within(day, calendar.terms))
}

/** The working day that is `count` working days after `day`; `day` itself does not count. */
export const workingDaysAfter = (day: Day, count: number, calendar: Calendar): Day => {
  let next = day
  for (let left = count; left > 0; ) {
    next = addDays(next, 1)
    if (isWorkingDay(next, calendar)) left -= 1
  }
  return next
}

/** The first working day after `day`. */
export const nextWorkingDay = (day: Day, calendar: Calendar): Day => workingDaysAfter(day, 1, calendar)

/** How many working days lie between two days, neither of which counts. */
export const workingDaysBetween = (notice: Day, event: Day, calendar: Calendar, termTimeOnly = false): number => {
  let found = 0
  for (let day = addDays(notice, 1); day < event; day = addDays(day, 1)) if (isWorkingDay(day, calendar, termTimeOnly)) found += 1
  return found
}

/**
 * The last day on which notice is still `days` working days before the event: neither the day of notice nor the day of the event counts, so
 * no working days of notice are had on the day of the event itself. Notice may be given on any day, at a weekend too.
 */
export const lastDayOfNotice = (event: Day, days: number, calendar: Calendar, termTimeOnly = false): Day => {
  let day = event
  for (let left = days; left > 0; ) {
    day = addDays(day, -1)
    if (isWorkingDay(day, calendar, termTimeOnly)) left -= 1
  }
  return days === 0 ? event : addDays(day, -1)
}

/** The last millisecond of a day in London, which people call 23:59. */
export const endOfDay = (day: Day): Instant => {
  const midnight = londonInstant(addDays(day, 1), '00:00')
  if (!midnight) throw new Error(`No midnight after ${day}`)
  return instant(new Date(midnight.getTime() - 1))
}

/** The last instant at which notice is still `days` working days before the event. */
export const lastMoment = (event: Day, days: number, calendar: Calendar, termTimeOnly = false): Instant =>
  endOfDay(lastDayOfNotice(event, days, calendar, termTimeOnly))

export type CalendarGap = 'bank_holidays' | 'term_dates'

/** What the calendar does not hold yet for a day: the bank holidays of its year, or term dates that reach it when they are needed. */
export const gapAt = (day: Day, calendar: Calendar, termTimeOnly = false): CalendarGap | undefined => {
  const year = day.slice(0, 4)
  if (![...calendar.bankHolidays].some((holiday) => holiday.startsWith(year))) return 'bank_holidays'
  const reached = calendar.terms.some((term) => term.firstDay <= day) && calendar.terms.some((term) => term.lastDay >= day)
  return termTimeOnly && !reached ? 'term_dates' : undefined
}
