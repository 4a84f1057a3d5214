// Until when freed places are kept for a school on the waiting list, by the rules of the event and the hours at which schools work.

import type { Calendar } from '#base/council/working-day.ts'
import { type Instant, instant } from '#base/dates.ts'
import { afterHours, lastSchoolHour } from '#money/terms/school-hours.ts'
import { type EventDetails, firstStart } from './event.ts'

/** Shorter than this before the start nothing is offered: what is free then is anyone's. */
const leastOfferHours = 1

const hour = 3_600_000

/**
 * Until when an offer made at `now` stands: as many hours as the event says, of which those when no school works do not count (24 are one
 * school day), but never beyond the last school hour before its start. When nobody is at school until then, the hours of the clock count and
 * it stands until the start at the most.
 *
 * @returns undefined when less than an hour is left until the start, and for an event without a date
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
