// The demonstration happens around today: everything in it is told by days from now, on weekdays, in London time.

import type { Act, Actor } from '#base/act.ts'
import { addDays, type Day, type Instant, instant, londonDay, londonInstant } from '#base/dates.ts'
import { newReference } from '#base/id.ts'

/** The weekday `days` from the day of `now`; a Saturday becomes the Friday before, a Sunday the Monday after. */
export const weekday = (now: Date, days: number): Day => {
  const day = addDays(londonDay(now), days)
  const inWeek = new Date(`${day}T12:00:00.000Z`).getUTCDay()
  return inWeek === 6 ? addDays(day, -1) : inWeek === 0 ? addDays(day, 1) : day
}

/** Days in which no school is open: the summer and Christmas, as month and day, both included. */
const holidays: readonly [from: string, to: string][] = [
  ['07-18', '09-06'],
  ['12-18', '12-31'],
  ['01-01', '01-06'],
]

/** The first day in term on or before the weekday `days` in the past, or on or after the one ahead. */
export const schoolDay = (now: Date, days: number): Day => {
  for (let n = days; ; n += days < 0 ? -1 : 1) {
    const day = weekday(now, n)
    if (!holidays.some(([from, to]) => day.slice(5) >= from && day.slice(5) <= to)) return day
  }
}

export const at = (day: Day, time: string): Date => {
  const found = londonInstant(day, time)
  if (!found) throw new Error(`There is no ${time} on ${day}`)
  return found
}

export const instantAt = (day: Day, time: string): Instant => instant(at(day, time))

/** The same act as if `actor` did it at `now`. */
export const actOf = (act: Act, actor: Actor, now: Date): Act => ({
  ...act,
  now,
  actor,
  origin: 'demonstration',
  requestId: `demonstration-${newReference()}`,
})
