// The days back from a committee's meeting by which schools can be named in its papers.
import { type Calendar, gapAt, isWorkingDay } from '#base/council/working-day.ts'
import { addDays, type Day } from '#base/dates.ts'

/** Papers are public so many clear days before a meeting (Local Government Act 1972 s. 100B). */
const clearDays = 5

export type Timetable = { meetsOn: Day; publishBy: Day; decideBy: Day; showBy: Day; replyDays: number; isWhole: boolean }

const workingDaysBefore = (day: Day, count: number, calendar: Calendar, termTimeOnly = false): Day => {
  let before = day
  for (let left = count; left > 0; ) {
    before = addDays(before, -1)
    if (isWorkingDay(before, calendar, termTimeOnly)) left -= 1
  }
  return before
}

/**
 * What a school is shown on the last day comes on its next school day, and its days to answer end
 * on the school day before answers are decided. `isWhole`: holidays and terms of all these days are
 * entered.
 */
export const timetableTo = (meetsOn: Day, replyDays: number, calendar: Calendar): Timetable => {
  const publishBy = workingDaysBefore(meetsOn, clearDays + 1, calendar)
  const decideBy = workingDaysBefore(publishBy, 1, calendar)
  const showBy = workingDaysBefore(workingDaysBefore(decideBy, replyDays + 1, calendar, true), 1, calendar)
  const isWhole = [showBy, meetsOn].every((day) => gapAt(day, calendar, true) === undefined)
  return { meetsOn, publishBy, decideBy, showBy, replyDays, isWhole }
}
