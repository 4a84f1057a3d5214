// Somebody hears, once, of the first date that can be booked on a topic or for a training rule.
import { type ComingEvent, countsFor } from '#attendance/requirements/coming.ts'
import { type Edition, editionOn } from '#attendance/requirements/requirement.ts'
import { addDays, type Instant, instant, londonDay, londonInstant } from '#base/dates.ts'
import { allPlaces, bookingState } from '#events/events/event.ts'

/** One of the two. */
export type About = { topicId: string | null; requirementId: string | null }

export type DateAsked = About & { id: string; askedAt: Instant; label: string }

/**
 * Events that can be booked and have a place free, the soonest first.
 * @param about `passedIds`: events that they know of already, which do not fit
 */
export const openDates = (
  { topicId, requirementId, passedIds = [] }: About & { passedIds?: readonly string[] },
  editions: readonly Edition[],
  events: readonly ComingEvent[],
  now: Date,
): ComingEvent[] => {
  const edition = editionOn(
    editions.filter((one) => one.requirementId === requirementId),
    londonDay(now),
  )
  return events.filter(
    (event) =>
      bookingState(event, event.taken, now) === 'open' &&
      !passedIds.includes(event.id) &&
      (topicId ? event.topicId === topicId : edition !== undefined && countsFor(edition, event)),
  )
}

export const freeAt = (event: ComingEvent): number => allPlaces(event) - event.taken

const lookTime = '08:00'

/** The next morning. */
export const nextLookAt = (now: Date): Instant => {
  const today = londonInstant(londonDay(now), lookTime)
  return instant(today && today > now ? today : (londonInstant(addDays(londonDay(now), 1), lookTime) ?? now))
}
