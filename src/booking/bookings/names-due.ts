// By when a booking's places need names: one date on its form, its pages, its mails and the first
// page of its school.
import type { Calendar } from '#base/council/working-day.ts'
import type { Instant } from '#base/dates.ts'
import type { EventDetails } from '#events/events/event.ts'
import { aSchoolDayAfter } from '#money/terms/school-hours.ts'

type AsksForNames = { rules: Pick<EventDetails['rules'], 'namesDueAt'>; sessions: readonly { startsAt: Instant }[] }

/**
 * The date by which a place confirmed at `since` needs a name: the organiser's date, at least one
 * school day after `since`, at most the event's start. Undefined when the event sets no date.
 */
export const namesDueOf = (event: AsksForNames, since: Instant, calendar: Calendar): Instant | undefined => {
  const { namesDueAt } = event.rules
  if (namesDueAt === null) return undefined
  const [, due = namesDueAt] = [namesDueAt, aSchoolDayAfter(since, calendar)].sort()
  return [due, ...event.sessions.map(({ startsAt }) => startsAt)].sort()[0]
}

/** The same for a booking: of its first place without a name. */
export const namesDueOfBooking = (
  event: AsksForNames,
  { places }: { places: readonly { state: string; personId: string | null; stateAt: Instant }[] },
  calendar: Calendar,
): Instant | undefined => {
  const [since] = places.flatMap(({ state, personId, stateAt }) => (state === 'confirmed' && personId === null ? [stateAt] : [])).sort()
  return since === undefined ? undefined : namesDueOf(event, since, calendar)
}
