import type { Act } from '#base/act.ts'
import { instant, londonDay, sayDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { bookingState, type EventDetails, firstStart } from '#events/events/event.ts'
import { allEvents, eventRow } from '#events/events/store.ts'
import { clashesOf } from '#people/people/spelling-store.ts'
import { audienceAllowsKind, type BookingSchool } from './booking.ts'

/**
 * The day and title of the next date of the earlier course that a school can book or wait for, and
 * that clashes with no other place of these people.
 */
export const nextOfCourse = async (
  act: Act,
  { id, audience: { course } }: Pick<EventDetails, 'id' | 'audience'>,
  school: Pick<BookingSchool, 'kind' | 'origin'>,
  personIds: readonly string[],
): Promise<string | undefined> => {
  if (!course) return undefined
  const events = await readNow(
    act.db,
    allEvents(
      act.db
        .prepare(
          `${eventRow} WHERE e.state = 'published' AND e.publishedAt IS NOT NULL AND e.topicId = ?2 AND (?3 = '' OR lower(e.level) = lower(?3)) AND e.id <> ?4
             AND (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) > ?1
             AND NOT EXISTS (SELECT 1 FROM json_each(?5) j WHERE ${clashesOf('j.value', 'e.id', 'NULL')} <> '[]')
           ORDER BY (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id), e.id LIMIT 20`,
        )
        .bind(instant(act.now), course.topicId, course.level, id, JSON.stringify(personIds)),
    ),
  )
  const states = ['open', 'full', 'not_open_yet'] as const
  const can = events.filter(
    (event) => states.some((state) => state === bookingState(event, event.taken, act.now)) && audienceAllowsKind(event, school),
  )
  const next = can.find((event) => bookingState(event, event.taken, act.now) === 'open') ?? can[0]
  return next && `${sayDay(londonDay(firstStart(next) ?? act.now))}: ${next.title}`
}
