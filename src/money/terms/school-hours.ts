// The hours at which somebody is in a school office: 8am to 4pm in London, Monday to Friday, without bank holidays and within the council's
// school terms where they are entered. What schools must do by a time is due within them.

import { type Calendar, isWorkingDay } from '#base/council/working-day.ts'
import { addDays, addMinutes, type Day, type Instant, instant, londonDay, londonInstant, londonTime } from '#base/dates.ts'

const opens = '08:00'
const closes = '16:00'
const minutesOfDay = 8 * 60

/** No holidays are longer than this many days: dates that leave no school day at all are entered wrongly, and then every day counts. */
const longestBreak = 100

const momentOn = (day: Day, time: string): Instant => instant(londonInstant(day, time) ?? new Date(`${day}T${time}:00.000Z`))

const schoolDayFrom = (day: Day, step: 1 | -1, calendar: Calendar): Day => {
  let next = day
  for (let tries = 0; tries < longestBreak; tries += 1, next = addDays(next, step)) if (isWorkingDay(next, calendar, true)) return next
  return day
}

/** The first school day after, or before, a day. */
const nextSchoolDay = (day: Day, calendar: Calendar, step: 1 | -1 = 1): Day => schoolDayFrom(addDays(day, step), step, calendar)

/** The last moment within school hours that is not after `at`: `at` itself when schools work then. */
export const lastSchoolHour = (at: Instant, calendar: Calendar): Instant => {
  const day = londonDay(at)
  const time = londonTime(at)
  const before = schoolDayFrom(day, -1, calendar)
  if (before !== day || time < opens) return momentOn(before === day ? nextSchoolDay(day, calendar, -1) : before, closes)
  return time < closes ? at : momentOn(day, closes)
}

/** The moment by which so many minutes of school hours have gone by since `from`; always within school hours. */
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
 * The moment by which a school has had so many hours to answer: each whole 24 hours are one day of school hours, and what is left of them is
 * had in school hours too, a day of them at the most. On ordinary days 48 hours end at the same time two days later.
 */
export const afterHours = (from: Instant, hours: number, calendar: Calendar): Instant =>
  afterSchoolMinutes(from, Math.floor(hours / 24) * minutesOfDay + Math.min((hours % 24) * 60, minutesOfDay), calendar)

/** The moment by which schools have had one whole day of school hours since `from`. */
export const aSchoolDayAfter = (from: Instant, calendar: Calendar): Instant => afterSchoolMinutes(from, minutesOfDay, calendar)

/** The latest moment of which a whole day of school hours has gone by at `now`: what came after it has time still. */
export const aSchoolDayBefore = (now: Instant, calendar: Calendar): Instant => {
  const at = lastSchoolHour(now, calendar)
  const day = londonDay(at)
  return at === momentOn(day, closes)
    ? momentOn(day, opens)
    : instant(new Date(Date.parse(momentOn(nextSchoolDay(day, calendar, -1), opens)) + Date.parse(at) - Date.parse(momentOn(day, opens))))
}
