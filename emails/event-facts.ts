// What messages about an event say of it, as fields of their words and in their facts.
import { sayLongDay, sayWhen } from '../src/dates.ts'
import { calendarTitleOf, type EventForInvites, forEveryone } from '../src/invites/invite.ts'

/** `one place`, `5 places`. */
export const placesInWords = (n: number): string => (n === 1 ? 'one place' : `${n} places`)

/** The same where a sentence begins. */
export const placesAtStart = (n: number): string => (n === 1 ? 'One place' : `${n} places`)

/** The day on which it begins; '' while no session has a time. */
export const dayOf = (event: EventForInvites): string => (event.sessions[0] ? sayLongDay(event.sessions[0].startsAt) : '')

/** What a subject line calls the event: the same as calendars do. */
export const inSubjectOf = (event: EventForInvites) => ({ title: calendarTitleOf(event) })

/** The times of the sessions that everyone attends. */
export const whenOf = (event: EventForInvites): string =>
  forEveryone(event.sessions)
    .map((session) => sayWhen(session.startsAt, session.endsAt))
    .join('; ')
