// A booking is one act of one school: places at an event for people it names. Each place belongs to
// that school and counts towards its limit; it may also name other schools that the person
// represents.

import type { Calendar } from '#base/council/working-day.ts'
import type { Instant } from '#base/dates.ts'
import { nameKey } from '#base/person-name.ts'
import {
  type Attendance,
  allPlaces,
  bookingState,
  type EventDetails,
  eventFor,
  placesLeft,
  placesOpen,
  waysTo,
} from '#events/events/event.ts'
import { aSchoolDayAfter } from '#money/terms/school-hours.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import type { Bookable } from './bookable.ts'

export const longestName = 100
export const longestEmail = 254
/** The most rows on one form, so that a person can check them. */
export const mostDelegates = 40
/** The most places in one booking, named or not; for more the organiser is asked. */
export const mostPlaces = 100
export const mostRepresented = 10
/** Minutes for which places are held while the booker pays by card. */
export const holdMinutes = 40

/**
 * What was typed about a person. `represents`: ids of other schools. `personId`: exactly this
 * person, whose place moves. `meant`: the record that was picked or said to be meant, or that none
 * is.
 */
export type DelegateAsked = {
  personId?: string
  meant?: string | undefined
  name: string
  email: string
  roleId: string
  represents: string[]
  attendance?: Attendance | undefined
  /** Workshops chosen while booking, at most one of each block. */
  workshopIds?: string[] | undefined
  /** Why they come though the event is meant for others. */
  reason?: string | undefined
}

export type RoleOption = { id: string; label: string; fromDate: string | null; toDate: string | null }

/**
 * A school that may book, with how many places at the event it already has or waits for, how many
 * the schools of its trust have together, and how many are reserved for it and left. Of those that
 * it has, `offered` are on offer and `held` are held until they are paid for.
 */
export type BookingSchool = SchoolName & {
  id: string
  kind: string
  origin: 'register' | 'outside'
  trustName: string | null
  taken: number
  waiting: number
  trustTaken: number
  heldBack: number
  offered?: number
  held?: number
}

export type Refusal =
  | 'event_cancelled'
  | 'event_over'
  | 'booking_not_open'
  | 'booking_closed'
  | 'attendance_missing'
  | 'workshop_full'
  | 'workshops_clash'
  | 'event_full'
  | 'others_are_waiting'
  | 'held_back'
  | 'school_limit_reached'
  | 'trust_limit_reached'
  | 'kind_not_invited'
  | 'role_not_invited'
  | Unfit
  | 'unknown_role'
  | 'unknown_school'
  | 'same_person_twice'
  | 'already_has_place'
  | 'who_is_meant'
  | 'contact_is_staff'
  | 'event_changed'
  | 'form_already_used'
  | 'answers_incomplete'
  | 'terms_not_accepted'
  | 'not_a_name'
  | MoneyRefusal

/** The event is not for somebody who is named: without the earlier course, or without a reason. */
export type Unfit = 'course_missing' | 'reason_missing'

/** `price_changed`: the price is not the one shown. */
type MoneyRefusal = 'price_not_accepted' | 'price_changed' | 'code_unknown' | 'code_used_up'

export type CancelRefusal = 'no_such_booking' | 'event_started' | 'event_cancelled' | 'event_changed' | 'charge_changed' | 'reason_missing'

export type UndoRefusal =
  | 'no_such_booking'
  | 'event_started'
  | 'event_cancelled'
  | 'nothing_chosen'
  | 'event_full'
  | 'school_limit_reached'
  | 'trust_limit_reached'
  | 'held_back'
  | 'already_has_place'
  | 'changed_meanwhile'

/** `organiser`: the council books for the school, until the event is over. */
export type Channel = 'school' | 'organiser'

/** What of a school decides whether it can book or wait. */
export type Allowed = Pick<BookingSchool, 'kind' | 'origin' | 'trustName' | 'taken' | 'waiting' | 'trustTaken' | 'heldBack'>

/** As anybody may know. `trustName` null: no trust, or unknown. */
export const mostOf = (event: EventDetails, trustName: string | null): number =>
  Math.min(
    mostPlaces,
    allPlaces(event),
    event.placesPerSchool ?? mostPlaces,
    trustName === null ? mostPlaces : (event.rules.placesPerTrust ?? mostPlaces),
  )

/** How many more places the limits allow this school, ignoring what is left. */
export const allowanceOf = (event: Bookable, school: Allowed): number =>
  Math.max(
    0,
    Math.min(
      event.placesPerSchool === null ? Number.POSITIVE_INFINITY : event.placesPerSchool - school.taken - school.waiting,
      event.rules.placesPerTrust === null || school.trustName === null
        ? Number.POSITIVE_INFINITY
        : event.rules.placesPerTrust - school.trustTaken,
    ),
  )

/** How many it could take at once; an organiser booking for it passes the waiting list. */
export const leftFor = (event: Bookable, school: Allowed, channel: Channel): number =>
  waysTo(event).reduce((sum, way) => {
    const part = eventFor(event, way)
    return (
      sum +
      placesOpen(channel === 'organiser' ? { ...part, waiting: 0 } : part) +
      Math.min(school.heldBack, part.heldBack, placesLeft(part))
    )
  }, 0)

/** From what was read; the database decides when booking. */
export const roomFor = (event: Bookable, school: Allowed, channel: Channel = 'school'): number =>
  Math.min(leftFor(event, school, channel), allowanceOf(event, school))

/** Why this school can neither book nor wait now, before anything is typed. */
export const refusalToAsk = (event: Bookable, school: Allowed, channel: Channel, now: Date): Refusal | undefined => {
  const state = bookingState(event, event.taken, now)
  if (state === 'cancelled') return 'event_cancelled'
  if (state === 'over') return 'event_over'
  if (channel === 'school' && state === 'not_open_yet') return 'booking_not_open'
  if (channel === 'school' && state === 'closed') return 'booking_closed'
  if (!audienceAllowsKind(event, school)) return 'kind_not_invited'
  return limitRefusal(event, school, 1)
}

/** The limit that `asked` more places would exceed. */
export const limitRefusal = (event: Bookable, school: Allowed, asked: number): Refusal | undefined => {
  if (asked <= allowanceOf(event, school)) return undefined
  return event.placesPerSchool !== null && school.taken + school.waiting + asked > event.placesPerSchool
    ? 'school_limit_reached'
    : 'trust_limit_reached'
}

/** What a trust has against its limit, which refuses `asked` more. */
export const sayTrustLimit = (event: EventDetails, school: BookingSchool, asked: number): string =>
  `The schools of ${school.trustName ?? 'the trust'} have ${school.trustTaken} of the ${event.rules.placesPerTrust ?? 0} places that one trust can have at this event, and you asked for ${asked}.`

/** Why `asked` places are not available at once, apart from limits. */
export const fullRefusal = (event: Bookable, school: Allowed, channel: Channel, asked: number): Refusal | undefined => {
  if (asked <= leftFor(event, school, channel)) return undefined
  if (asked > placesLeft(event)) return 'event_full'
  return event.waiting > 0 && channel === 'school' ? 'others_are_waiting' : 'held_back'
}

/** Outside organisations and unknown kinds are always allowed; all-through is both phases. */
export const audienceAllowsKind = (event: Pick<Bookable, 'audience'>, school: Pick<BookingSchool, 'kind' | 'origin'>): boolean =>
  event.audience.otherKinds === true || isForKind(event, school)

const isForKind = (event: Pick<Bookable, 'audience'>, school: Pick<BookingSchool, 'kind' | 'origin'>): boolean => {
  const kinds: readonly string[] = event.audience.kinds
  return (
    kinds.length === 0 ||
    school.origin === 'outside' ||
    school.kind === 'not_known' ||
    kinds.includes(school.kind) ||
    (school.kind === 'all_through' && (kinds.includes('primary') || kinds.includes('secondary')))
  )
}

/** Those valid on the event's day, or the ones among them that can book it. */
export const rolesFor = (event: Pick<EventDetails, 'audience'>, roles: readonly RoleOption[], day: string): RoleOption[] => {
  const meant = event.audience.otherRoles ? [] : event.audience.roles.map((role) => role.id)
  return roles.filter(
    (role) =>
      (role.fromDate === null || role.fromDate <= day) &&
      (role.toDate === null || role.toDate > day) &&
      (meant.length === 0 || meant.includes(role.id)),
  )
}

/** Why the event is not for somebody: they need the earlier course, or have to give a reason. */
export const unfitFor = (
  { audience, rules }: Pick<EventDetails, 'audience' | 'rules'>,
  school: Pick<BookingSchool, 'kind' | 'origin'>,
  { roleId, reason = '' }: Pick<DelegateAsked, 'roleId' | 'reason'>,
  hasCourse: boolean,
): Unfit | undefined => {
  const isWithout = audience.course !== undefined && !hasCourse
  if (isWithout && rules.courseRule === 'only') return 'course_missing'
  const isOfOthers = (audience.roles.length > 0 && !audience.roles.some(({ id }) => id === roleId)) || !isForKind({ audience }, school)
  return (isWithout || isOfOthers) && reason.trim() === '' ? 'reason_missing' : undefined
}

// Words for a post, an office or nobody; a name of only such words names no person.
const noPersonsWords = new Set(
  `a an the our new my tbc tba na none nobody unknown anyone someone somebody another other others n o x xx xxx to be confirmed announced advised
   arranged named decided name names later not yet pending vacant vacancy place holder placeholder delegate attendee participant guest spare
   test admin administrator administration administrators office officer manager school academy college nursery main front desk reception receptionist
   secretary bursar finance business enquiries enquiry info information mail email head heads headteacher teacher teachers headmaster headmistress
   principal deputy assistant dsl ddsl dsls designated safeguarding lead team staff member of pa clerk governor governors chair trust
   senco sendco`.split(/\s+/),
)

/**
 * Whether it is an address, an office, a post or “not known yet”: such a place is named later.
 */
export const isNoName = (name: string): boolean => {
  if (name.includes('@')) return true
  const words = name
    .normalize('NFKC')
    .toLocaleLowerCase('en-GB')
    .replaceAll(/\bn\s*[/.]\s*a\b/g, 'na')
    .replaceAll(/\bt\.?\s?b\.?\s?([ac])\b/g, 'tb$1')
    .split(/[^\p{L}\p{M}'’]+/u)
    .filter(Boolean)
  return words.every((word) => noPersonsWords.has(word))
}

export const personKey = (person: { name: string; email: string }): string => `${nameKey(person.name)} ${person.email.toLowerCase()}`

/** The index of the first person named twice, or -1. */
export const repeatedAt = (people: readonly { name: string; email: string }[]): number => {
  const keys = people.map(personKey)
  return keys.findIndex((key, index) => keys.indexOf(key) < index)
}

/** Somebody with a role at the school, or who came for it. `role` is their newest there. */
export type Colleague = { id: string; name: string; email: string | null; roleId: string | null; role: string | null; hasPlace: boolean }

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
