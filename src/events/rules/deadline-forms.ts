// Times until which schools may do something, as typed.
import type { Calendar } from '#base/council/working-day.ts'
import { type Instant, instant, londonDay, londonInstant, londonTime, sayDay, sayDeadline, sayLongDay, sayTime } from '#base/dates.ts'
import type { Problems } from '#base/web/field.tsx'
import { day, type Field, line } from '#base/web/fields.tsx'
import { lineField } from '#base/web/form.ts'
import { dayTyped, timeTyped } from '#events/events/form-values.ts'
import { lastSchoolHour } from '#money/terms/school-hours.ts'

/** The name of a field begins so: `namesDueAt` is typed as `namesDueDate` and `namesDueTime`. */
export const typedAs = (name: string): string => name.replace(/At$/, '')

export const deadlineFields = (name: string): Record<string, Field<string>> => ({
  [`${typedAs(name)}Date`]: day('Date', lineField),
  [`${typedAs(name)}Time`]: line('Time', lineField, { type: 'time', width: 5 }),
})

export const filledDeadline = (name: string, at: Instant | null): Record<string, string> => ({
  [`${typedAs(name)}Date`]: at ? londonDay(at) : '',
  [`${typedAs(name)}Time`]: at ? londonTime(at) : '',
})

/** What happens by the deadline, and what is wrong with it. */
type DeadlineAsked = { name: string; what: string; problems: Problems }

export const momentTyped = (dateText: string, timeText: string, { name, what, problems }: DeadlineAsked): Instant | null => {
  if (!dateText && !timeText) return null
  const date = dayTyped(dateText)
  const clock = timeTyped(timeText)
  if (!date) problems[`${name}Date`] = `Enter the date by which ${what}, such as 12/6/2026, or leave date and time blank`
  if (!clock) problems[`${name}Time`] = `Enter the time by which ${what}, such as 17:00`
  if (!date || !clock) return null
  const at = londonInstant(date, clock)
  if (!at) problems[`${name}Time`] = `There is no ${clock} on ${sayDay(date)}: the clocks go forward from 1am to 2am. Enter another time`
  return at ? instant(at) : null
}

/**
 * The problem names the school hour used instead of a deadline outside school hours.
 * @returns it as form fields; undefined: the deadline may stay, or none is left
 */
export const schoolHour = (at: Instant, calendar: Calendar, now: Date, { name, what, problems }: DeadlineAsked): Record<string, string> => {
  const date = `${name}Date`
  const due = lastSchoolHour(at, calendar)
  if (at <= instant(now) || due === at || problems[date] || problems[`${name}Time`]) return {}
  if (due <= instant(now)) {
    problems[date] = `Enter a later time by which ${what}: schools do not work between now and ${sayDeadline(at)}`
    return {}
  }
  problems[date] =
    `Schools do not work on ${sayLongDay(at)} at ${sayTime(at)}. The form now has the last hour before it at which they do, ${sayDeadline(due)}: save it, or enter another time by which ${what}`
  return { [date]: londonDay(due), [`${name}Time`]: londonTime(due) }
}
