// When a school office is staffed: 8am to 4pm London time, Monday to Friday, except bank holidays
// and, where entered, outside the council's school terms. Deadlines for schools fall within these
// hours.

import { type Calendar, isWorkingDay } from '#base/council/working-day.ts'
import { addDays, addMinutes, type Day, type Instant, instant, londonDay, londonInstant, londonTime } from '#base/dates.ts'

const opens = '08:00'
const closes = '16:00'
const minutesOfDay = 8 * 60

/** Days; if no school day comes within them the term dates are wrong, and every day counts. */
const longestBreak = 100

const momentOn = (day: Day, time: string): Instant => instant(londonInstant(day, time) ?? new Date(`${day}T${time}:00.000Z`))

const schoolDayFrom = (day: Day, step: 1 | -1, calendar: Calendar): Day => {
  let next = day
  for (let tries = 0; tries < longestBreak; tries += 1, next = addDays(next, step)) if (isWorkingDay(next, calendar, true)) return next
  return day
}

/** The next school day after (1) or before (-1) a day. */
const nextSchoolDay = (day: Day, calendar: Calendar, step: 1 | -1 = 1): Day => schoolDayFrom(addDays(day, step), step, calendar)

/** The last moment within school hours at or before `at`. */
export const lastSchoolHour = (at: Instant, calendar: Calendar): Instant => {
  const day = londonDay(at)
  const time = londonTime(at)
  const before = schoolDayFrom(day, -1, calendar)
  if (before !== day || time < opens) return momentOn(before === day ? nextSchoolDay(day, calendar, -1) : before, closes)
  return time < closes ? at : momentOn(day, closes)
}

/** The moment after so many minutes of school hours from `from`; always within school hours. */
const afterSchoolMinutes = (from: Instant, minutes: number, calendar: Calendar): Instant => {
  let day = schoolDayFrom(londonDay(from), 1, calendar)
  let start = momentOn(day, opens)
  if (from > start) start = from
  for (let left = minutes; ; ) {
    const today = Math.max(0, (Date.parse(momentOn(day, closes)) - Date.parse(start)) / 60_000)
    if (left <= today) return instant(addMinutes(new Date(start), left))
    left -= today
    day = nextSchoolDay(day, calendar)
    start = momentOn(day, opens)
  }
}

/**
 * A school's deadline after so many hours: each full 24 hours count as one day of school hours, and
 * the rest as school hours, at most one day. On ordinary days 48 hours end at the same time two
 * days later.
 */
export const afterHours = (from: Instant, hours: number, calendar: Calendar): Instant =>
  afterSchoolMinutes(from, Math.floor(hours / 24) * minutesOfDay + Math.min((hours % 24) * 60, minutesOfDay), calendar)

/** When one whole day of school hours has passed since `from`. */
export const aSchoolDayAfter = (from: Instant, calendar: Calendar): Instant => afterSchoolMinutes(from, minutesOfDay, calendar)

/** The latest moment since which a whole day of school hours has passed at `now`. */
export const aSchoolDayBefore = (now: Instant, calendar: Calendar): Instant => {
  const at = lastSchoolHour(now, calendar)
  const day = londonDay(at)
  return at === momentOn(day, closes)
    ? momentOn(day, opens)
    : instant(new Date(Date.parse(momentOn(nextSchoolDay(day, calendar, -1), opens)) + Date.parse(at) - Date.parse(momentOn(day, opens))))
}
