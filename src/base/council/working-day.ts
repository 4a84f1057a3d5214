// Working days in England: Monday to Friday without bank holidays. Some cancellation terms count
// only days in term.
import { addDays, type Day, type Instant, instant, londonDay, londonInstant, sayLongDay } from '#base/dates.ts'

export type Term = { name: string; firstDay: Day; lastDay: Day }

type Entered = { source: string; addedAt: Instant; addedBy: string | null }

export type BankHoliday = Entered & { day: Day; name: string }

export type TermDates = Entered & Term & { id: string }

/** The stored days that decide which days are working days. */
export type Calendar = {
  bankHolidays: ReadonlySet<Day>
  terms: readonly Term[]
}

const within = (day: Day, terms: readonly Term[]): boolean => {
  if (!terms.some((term) => term.firstDay <= day) || !terms.some((term) => term.lastDay >= day)) return true
  return terms.some((term) => term.firstDay <= day && day <= term.lastDay)
}

type DayOff = 'weekend' | 'bank_holiday' | 'school_holiday'

/** Why schools do not work on a day. @param termTimeOnly whether school holidays are such days */
const dayOff = (day: Day, calendar: Calendar, termTimeOnly = true): DayOff | undefined => {
  const weekday = new Date(`${day}T12:00:00.000Z`).getUTCDay()
  if (weekday === 0 || weekday === 6) return 'weekend'
  if (calendar.bankHolidays.has(day)) return 'bank_holiday'
  return termTimeOnly && !within(day, calendar.terms) ? 'school_holiday' : undefined
}

const dayOffWords: Record<DayOff, string> = {
  weekend: 'at a weekend',
  bank_holiday: 'a bank holiday',
  school_holiday: 'in the school holidays',
}

/** `Monday 3 May 2027 is a bank holiday.`, of each that is none for schools. */
export const sayDaysOff = (days: readonly Day[], calendar: Calendar): string =>
  [...new Set(days)]
    .flatMap((day) => {
      const why = dayOff(day, calendar)
      return why ? [`${sayLongDay(day)} is ${dayOffWords[why]}.`] : []
    })
    .join(' ')

/** @param termTimeOnly whether days in the school holidays do not count */
export const isWorkingDay = (day: Day, calendar: Calendar, termTimeOnly = false): boolean =>
  dayOff(day, calendar, termTimeOnly) === undefined

/** `count` working days after `day`, not counting `day` itself. */
export const workingDaysAfter = (day: Day, count: number, calendar: Calendar, termTimeOnly = false): Day => {
  let next = day
  for (let left = count; left > 0; ) {
    next = addDays(next, 1)
    if (isWorkingDay(next, calendar, termTimeOnly)) left -= 1
  }
  return next
}

/** The last school day on or before `by`. */
export const lastSchoolDay = (by: Day, calendar: Calendar): Day => {
  // Wrong term dates must not make this endless.
  for (let day = by, back = 0; back < 100; back += 1, day = addDays(day, -1)) if (isWorkingDay(day, calendar, true)) return day
  return by
}

/** The first working day after `day`. */
export const nextWorkingDay = (day: Day, calendar: Calendar): Day => workingDaysAfter(day, 1, calendar)

/** When check-in closes, for an event whose last session ends then. */
export const doorEndsAt = (lastAt: Instant, calendar: Calendar): Instant => endOfDay(nextWorkingDay(londonDay(lastAt), calendar))

/** How many working days lie between two days, counting neither. */
export const workingDaysBetween = (notice: Day, event: Day, calendar: Calendar, termTimeOnly = false): number => {
  let days = 0
  for (let day = addDays(notice, 1); day < event; day = addDays(day, 1)) if (isWorkingDay(day, calendar, termTimeOnly)) days += 1
  return days
}

/** Neither the day of notice nor the event's day counts: for 0 days it is the event's day. */
export const lastDayOfNotice = (event: Day, days: number, calendar: Calendar, termTimeOnly = false): Day => {
  let day = event
  for (let left = days; left > 0; ) {
    day = addDays(day, -1)
    if (isWorkingDay(day, calendar, termTimeOnly)) left -= 1
  }
  return days === 0 ? event : addDays(day, -1)
}

/** The last millisecond of a day in London, shown as 23:59. */
export const endOfDay = (day: Day): Instant => {
  const midnight = londonInstant(addDays(day, 1), '00:00')
  if (!midnight) throw new Error(`No midnight after ${day}`)
  return instant(new Date(midnight.getTime() - 1))
}

export const lastMoment = (event: Day, days: number, calendar: Calendar, termTimeOnly = false): Instant =>
  endOfDay(lastDayOfNotice(event, days, calendar, termTimeOnly))

export type CalendarGap = 'bank_holidays' | 'term_dates'

/** The calendar data missing to judge a day. */
export const gapAt = (day: Day, calendar: Calendar, termTimeOnly = false): CalendarGap | undefined => {
  const year = day.slice(0, 4)
  if (![...calendar.bankHolidays].some((holiday) => holiday.startsWith(year))) return 'bank_holidays'
  const reached = calendar.terms.some((term) => term.firstDay <= day) && calendar.terms.some((term) => term.lastDay >= day)
  return termTimeOnly && !reached ? 'term_dates' : undefined
}
