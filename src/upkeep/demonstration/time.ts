// The demonstration is dated relative to today, on weekdays, in London time.

import type { Act, Actor } from '#base/act.ts'
import { addDays, type Day, type Instant, instant, londonDay, londonInstant } from '#base/dates.ts'
import { newReference } from '#base/id.ts'

const isWeekend = (day: Day): boolean => [0, 6].includes(new Date(`${day}T12:00:00.000Z`).getUTCDay())

/** The weekday `days` from `now`; a weekend becomes the Friday before, in the future the Monday after. */
export const weekday = (now: Date, days: number): Day => {
  let day = addDays(londonDay(now), days)
  while (isWeekend(day)) day = addDays(day, days < 0 ? -1 : 1)
  return day
}

/** Holidays, summer and Christmas, as month and day, both included. */
const holidays: readonly [from: string, to: string][] = [
  ['07-18', '09-06'],
  ['12-18', '12-31'],
  ['01-01', '01-06'],
]

/** The nearest day in term, earlier for past weekdays, later for future ones. */
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

/** The act as `actor` at `now`. */
export const actOf = (act: Act, actor: Actor, now: Date): Act => ({
  ...act,
  now,
  actor,
  origin: 'demonstration',
  requestId: `demonstration-${newReference()}`,
})
