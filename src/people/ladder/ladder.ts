// The ladder says whom at a school to contact next about a matter, and on which day. A chase goes
// up from the office to the head; above the head the next step is proposed to an officer and never
// taken by itself. Days are working days in the school's term.

import { type Calendar, isWorkingDay, workingDaysAfter } from '#base/council/working-day.ts'
import { addDays, type Day } from '#base/dates.ts'
import type { Means, Result } from './contact.ts'
import { type Rung, rungs } from './rung.ts'

/** How many school working days somebody has to answer before the next is contacted. */
const daysToAnswer: Record<Rung, number> = { office: 5, lead: 5, head: 5, chair: 10, trust: 10, telephone: 5 }

/** After so many calls that nobody answered the next rung is due. */
const mostCallsUnanswered = 2

/** These are only ever proposed to an officer. */
export const isProposed = (rung: Rung): boolean => rungs.indexOf(rung) > rungs.indexOf('head')

export type Step = { rung: Rung; on: Day }

/** A contact as the ladder judges it, `on` the day on which it happened. */
export type Tried = { rung: Rung; means: Means; result: Result; on: Day; chosen: Step | undefined }

const schoolDayFrom = (day: Day, calendar: Calendar): Day =>
  isWorkingDay(day, calendar, true) ? day : workingDaysAfter(day, 1, calendar, true)

/** The rungs of a school: one of no trust and no diocese has none above its chair to ask. */
const rungsOf = (school: { hasTrust: boolean }): Rung[] => rungs.filter((rung) => rung !== 'trust' || school.hasTrust)

/** undefined once somebody answered. @param from its first day @param tried earliest first */
export const nextStep = (school: { hasTrust: boolean }, from: Day, tried: readonly Tried[], calendar: Calendar): Step | undefined => {
  if (tried.some(({ result }) => result === 'answered')) return undefined
  const last = tried.at(-1)
  if (!last) return { rung: 'office', on: schoolDayFrom(from, calendar) }
  if (last.chosen) return last.chosen
  const calls = tried.filter(({ rung, result }) => rung === last.rung && result === 'no_answer').length
  if (last.result === 'no_answer' && calls < mostCallsUnanswered)
    return { rung: last.rung, on: schoolDayFrom(addDays(last.on, 1), calendar) }
  const highest = Math.max(...tried.map(({ rung }) => rungs.indexOf(rung)))
  const rung = rungsOf(school).find((one) => rungs.indexOf(one) > highest) ?? 'telephone'
  return { rung, on: workingDaysAfter(last.on, daysToAnswer[last.rung], calendar, true) }
}
