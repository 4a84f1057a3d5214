// The edit form of an event as factories make it, and events far enough ahead of the real clock, which decides for requests.

import { londonDay, londonTime } from '#base/dates.ts'
import { eventByCode } from '#events/events/store.ts'
import { db, existing } from '#test/support/factories.ts'

const year = new Date().getUTCFullYear() + 2

export const ahead = { startsAt: `${year}-06-12T08:30:00.000Z`, endsAt: `${year}-06-12T15:00:00.000Z` }

/** The event as it is, with what is typed otherwise. */
export const editForm = async (code: string, typed: Record<string, string> = {}): Promise<Record<string, string>> => {
  const event = await eventByCode(db, code).then(existing)
  const sessions = event.sessions.flatMap((session, index): [string, string][] => [
    [`session-${index + 1}-id`, session.id],
    [`session-${index + 1}-title`, session.title],
    [`session-${index + 1}-date`, londonDay(session.startsAt)],
    [`session-${index + 1}-start`, londonTime(session.startsAt)],
    [`session-${index + 1}-end`, londonTime(session.endsAt)],
  ])
  return {
    do: 'save',
    title: event.title,
    topicId: event.topicId,
    description: event.description,
    purpose: event.purpose,
    hours: '6',
    level: '',
    provider: '',
    attendanceMode: event.attendanceMode,
    venueName: event.venueName,
    venueAddress: event.venueAddress,
    venuePostcode: event.venuePostcode,
    joiningLink: '',
    capacity: String(event.capacity),
    placesPerSchool: event.placesPerSchool === null ? '' : String(event.placesPerSchool),
    contactName: '',
    contactEmail: event.contactEmail,
    contactTelephone: '',
    version: String(event.version),
    ...Object.fromEntries(sessions),
    ...typed,
  }
}
