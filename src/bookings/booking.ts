// A booking is one act of one school: places at an event for people it names. Each place belongs to that school, whose limit it uses, and
// may name other schools that the person represents.
import { bookingState, type EventDetails, placesLeft } from '../events/event.ts'
import type { SchoolName } from '../schools/school.ts'

export const longestName = 100
export const longestEmail = 254
/** More rows than this on one form is more than a person can check at once. */
export const mostDelegates = 20
export const mostRepresented = 10

/** What was typed about one person; `represents` are ids of other schools. */
export type DelegateAsked = { name: string; email: string; roleId: string; represents: string[] }

export type RoleOption = { id: string; label: string; fromDate: string | null; toDate: string | null }

/** A school that may book, with how many places at the event it already has. */
export type BookingSchool = SchoolName & { id: string; kind: string; origin: 'register' | 'outside'; taken: number }

export type Refusal =
  | 'event_cancelled'
  | 'event_over'
  | 'booking_not_open'
  | 'booking_closed'
  | 'event_full'
  | 'school_limit_reached'
  | 'kind_not_invited'
  | 'role_not_invited'
  | 'unknown_role'
  | 'unknown_school'
  | 'same_person_twice'
  | 'already_has_place'
  | 'event_changed'
  | 'form_already_used'

export type CancelRefusal = 'no_such_booking' | 'event_started' | 'event_cancelled' | 'event_changed'

/** `school`: somebody who acts for the school; `organiser`: the council for the school, at any time before the event is over. */
export type Channel = 'school' | 'organiser'

/** How many more places this school could take at this event, from what was read; the database decides when it comes to it. */
export const roomFor = (event: EventDetails, school: BookingSchool): number =>
  Math.max(
    0,
    Math.min(
      placesLeft(event, event.taken),
      event.placesPerSchool === null ? Number.POSITIVE_INFINITY : event.placesPerSchool - school.taken,
    ),
  )

/** Why this school cannot book at all now, before anything is typed. */
export const refusalBefore = (event: EventDetails, school: BookingSchool, channel: Channel, now: Date): Refusal | undefined => {
  const state = bookingState(event, event.taken, now)
  if (state === 'cancelled') return 'event_cancelled'
  if (state === 'over') return 'event_over'
  if (channel === 'school' && state === 'not_open_yet') return 'booking_not_open'
  if (channel === 'school' && state === 'closed') return 'booking_closed'
  if (!audienceAllowsKind(event, school)) return 'kind_not_invited'
  if (event.placesPerSchool !== null && school.taken >= event.placesPerSchool) return 'school_limit_reached'
  if (placesLeft(event, event.taken) === 0) return 'event_full'
  return undefined
}

/**
 * Whether an event is meant for a school of this kind. An organisation outside the register and a school whose kind the register does not
 * tell are never turned away for it; an all-through school is both primary and secondary.
 */
export const audienceAllowsKind = (event: Pick<EventDetails, 'audience'>, school: Pick<BookingSchool, 'kind' | 'origin'>): boolean => {
  const kinds: readonly string[] = event.audience.kinds
  return (
    kinds.length === 0 ||
    school.origin === 'outside' ||
    school.kind === 'not_known' ||
    kinds.includes(school.kind) ||
    (school.kind === 'all_through' && (kinds.includes('primary') || kinds.includes('secondary')))
  )
}

/** Roles that a delegate of this event may have: those of the vocabulary on its day, or of them the ones it is meant for. */
export const rolesFor = (event: Pick<EventDetails, 'audience'>, roles: readonly RoleOption[], day: string): RoleOption[] => {
  const meant = event.audience.roles.map((role) => role.id)
  return roles.filter(
    (role) =>
      (role.fromDate === null || role.fromDate <= day) &&
      (role.toDate === null || role.toDate > day) &&
      (meant.length === 0 || meant.includes(role.id)),
  )
}

/** Two spellings of one name at one address are one person: case, accents typed differently and spaces do not tell people apart. */
export const nameKey = (name: string): string => name.normalize('NFC').toLocaleLowerCase('en-GB').replaceAll(/\s+/g, ' ').trim()

export const personKey = (person: { name: string; email: string }): string => `${nameKey(person.name)} ${person.email.toLowerCase()}`

/** The position of the first person who is named a second time, or -1. */
export const repeatedAt = (people: readonly { name: string; email: string }[]): number => {
  const keys = people.map(personKey)
  return keys.findIndex((key, index) => keys.indexOf(key) < index)
}

/** What a page says about one place of a booking. */
export type BookedPlace = {
  id: string
  state: 'held' | 'confirmed' | 'cancelled'
  name: string | null
  email: string | null
  role: string | null
  represents: SchoolName[]
  /** What became of the newest message about this place. */
  message: { state: 'queued' | 'sending' | 'sent' | 'failed'; kind: string; at: string } | undefined
}

export type BookingDetails = {
  id: string
  reference: string
  eventId: string
  eventCode: string
  schoolId: string
  school: SchoolName
  channel: Channel
  createdAt: string
  cancelledAt: string | null
  /** Who booked: the account that gets the messages about it. */
  booker: { accountId: string | null; email: string | null; name: string | null }
  places: BookedPlace[]
}
