// The weekly letter: all that is due from a school in one letter to each who acts for it and may
// hear it. It goes in school hours, on the weekday that the council has chosen or the first school
// day after it in the same week.
import { addDays, type Day, londonDay, londonTime } from '#base/dates.ts'
import type { Due } from '#front/due/due.ts'
import type { Rung } from '#people/ladder/rung.ts'

/** The Monday of its week. */
export const weekOf = (day: Day): Day => addDays(day, -((new Date(`${day}T12:00:00.000Z`).getUTCDay() + 6) % 7))

/** 1 for Monday to 5 for Friday; undefined outside the hours of a school office. */
export const weekdayInHours = (now: Date): number | undefined => {
  const weekday = new Date(`${londonDay(now)}T12:00:00.000Z`).getUTCDay()
  const time = londonTime(now)
  return weekday >= 1 && weekday <= 5 && time >= '08:00' && time < '16:00' ? weekday : undefined
}

/** Whom at the school a letter went to, by the role of whoever got it. */
export const rungOf = (roleId: string | null): Rung =>
  roleId === 'head' ? 'head' : roleId === 'dsl' || roleId === 'deputy_dsl' ? 'lead' : 'office'

/** Weeks after which a letter that has nothing new goes again. */
const quietWeeks = 4

/** What a letter says of one thing, as a text that is another when it is not the same any more. */
export const textOf = ({ kind, what, whom, by, press }: Due): string => [kind, what, whom, by ?? '', press.href].join('\n')

/** What a school was last told, by fingerprints, and in which week. */
export type LastTold = { said: string; week: Day }

/** Whether letters go: something in them is new, or all of it was last said weeks ago. */
export const isToSay = (said: readonly string[], last: LastTold | undefined, week: Day): boolean =>
  said.some((one) => !last?.said.split(' ').includes(one)) ||
  (said.length > 0 && last !== undefined && addDays(last.week, 7 * quietWeeks) <= week)
