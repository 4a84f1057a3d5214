import type { Act } from '../act.ts'
import { addDays, type Instant, instant, londonDay, londonInstant, londonTime } from '../dates.ts'
import type { DraftSession } from './draft.ts'
import { type EventDetails, firstStart } from './event.ts'
import { createEvent } from './save-event.ts'

/**
 * A new draft with the same facts, on the same weekdays at the same London times a year on (or as many years as it takes to lie ahead).
 * When booking opens and closes is left blank: it is decided anew.
 *
 * @param ask.id made with the form, so that sending it twice makes one copy
 */
export const duplicateEvent = async (act: Act, ask: { event: EventDetails; id: string }): Promise<{ code: string }> => {
  const { event } = ask
  const start = firstStart(event)
  let years = 1
  while (start && years < 50 && (later(start, years) ?? '') <= instant(act.now)) years += 1
  const sessions = event.sessions.flatMap((session): DraftSession[] => {
    const startsAt = later(session.startsAt, years)
    const endsAt = later(session.endsAt, years)
    const { title: name, block, capacity: places } = session
    return startsAt && endsAt && endsAt > startsAt ? [{ id: undefined, title: name, startsAt, endsAt, block, capacity: places }] : []
  })
  const { title, topicId, description, purpose, minutes, level, provider, attendanceMode, venueName, venueAddress, venuePostcode } = event
  const { joiningLink, capacity, placesPerSchool, contactName, contactEmail, contactTelephone } = event
  return createEvent(act, {
    id: ask.id,
    copyOf: event.id,
    draft: {
      facts: {
        ...{ title, topicId, description, purpose, minutes, level, provider, attendanceMode, venueName, venueAddress, venuePostcode },
        ...{ joiningLink, capacity, placesPerSchool, contactName, contactEmail, contactTelephone },
        bookingOpensAt: null,
        bookingClosesAt: null,
      },
      sessions,
      roleIds: event.audience.roles.map((role) => role.id),
      kinds: event.audience.kinds,
    },
  })
}

const later = (at: Instant, years: number): Instant | undefined => {
  const moved = londonInstant(addDays(londonDay(at), 364 * years), londonTime(at))
  return moved ? instant(moved) : undefined
}
