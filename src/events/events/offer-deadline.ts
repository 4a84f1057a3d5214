// When an offer to a waiting school expires, by the event's rules and school hours.

import type { Calendar } from '#base/council/working-day.ts'
import { type Instant, instant } from '#base/dates.ts'
import { afterHours, lastSchoolHour } from '#money/terms/school-hours.ts'
import { type EventDetails, firstStart } from './event.ts'

/** Nothing is offered so shortly before the start. */
const leastOfferHours = 1

const hour = 3_600_000

/**
 * The event's hours, counted on school days (24 are one day), or clock hours without any, and
 * before the start. @returns undefined within an hour of the start, and without a date
 */
export const offerDeadline = (event: Pick<EventDetails, 'sessions' | 'rules'>, now: Date, calendar: Calendar): Instant | undefined => {
  const start = firstStart(event)
  const atLeast = (end: Instant): boolean => Date.parse(end) - now.getTime() >= leastOfferHours * hour
  if (start === undefined || !atLeast(start)) return undefined
  const sooner = (one: Instant, other: Instant): Instant => (one < other ? one : other)
  const last = lastSchoolHour(start, calendar)
  return atLeast(last)
    ? sooner(afterHours(instant(now), event.rules.offerHours, calendar), last)
    : sooner(instant(new Date(now.getTime() + event.rules.offerHours * hour)), start)
}
