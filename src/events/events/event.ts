// A conference, update or briefing for schools: dated sessions, places and a limit per school.
import { type Day, type Instant, instant, londonDay } from '#base/dates.ts'
import type { GettingThere } from '#events/venues/venue.ts'
import type { BookingRules } from './booking-rules.ts'
import type { EventFacts } from './event-facts.ts'

export type Purpose = EventFacts['purpose']
export type AttendanceMode = EventFacts['attendanceMode']
/** How somebody comes to a mixed event: to the room, or online. */
export const attendances = ['in_person', 'online'] as const
export type Attendance = (typeof attendances)[number]

export const purposes: readonly Purpose[] = ['training', 'update', 'briefing']
/** The kinds of school an event can be for, as derived from the register. */
export const schoolKinds = ['primary', 'secondary', 'all_through', 'special', 'alternative_provision', 'nursery', 'post_16'] as const
export type SchoolKind = (typeof schoolKinds)[number]

/** What an organiser says of a session beside its time; '' where nobody has. */
type SessionWords = {
  room: string
  about: string
  /** A line for each, such as `Jo Price, Hereford College`. */
  speakers: string
} & Elsewhere

/** Another venue than the event's, as the list had it when it was picked; its address in a line. */
type Elsewhere = { venueId?: string | null; venueName?: string; venueAddress?: string }

/**
 * `block` '': for everyone. Sessions of one block are workshops, of which each place chooses one;
 * `capacity` null: only the event's; `chosen`: confirmed places.
 */
export type EventSession = {
  id: string
  position: number
  title: string
  startsAt: Instant
  endsAt: Instant
  block: string
  capacity: number | null
  chosen: number
} & SessionWords

/** Attendance is not marked. */
export type EventBreak = { title: string; startsAt: Instant; endsAt: Instant }

/** A session that does not take place while the event goes on. Cannot be undone. */
export type CalledOffSession = Pick<EventSession, 'id' | 'title' | 'startsAt' | 'endsAt' | 'block'> & {
  calledOffAt: Instant
  /** The organiser's words to everyone; may be ''. */
  why: string
}

export type TopicLabel = { label: string; preferred: boolean; fromDate: Day | null; toDate: Day | null }

/** An earlier course that people need; `level` '': any. */
export type EarlierCourse = { topicId: string; label: string; level: string }

/** `otherKinds`, `otherRoles`: those it is not for can book with a reason. */
type Audience = {
  roles: { id: string; label: string }[]
  kinds: SchoolKind[]
  course?: EarlierCourse | undefined
  otherKinds?: boolean
  otherRoles?: boolean
}

/** `Safeguarding foundation (level 2)` */
export const sayCourse = ({ label, level }: EarlierCourse): string => (level === '' ? label : `${label} (${level})`)

export type EventDetails = EventFacts & {
  id: string
  code: string
  state: 'draft' | 'published' | 'cancelled'
  /** Set when an organiser closed booking by hand. */
  bookingClosedAt: Instant | null
  version: number
  createdAt: Instant
  publishedAt: Instant | null
  cancelledAt: Instant | null
  cancelReason: string | null
  /** The topic should not be readable over somebody's shoulder. */
  sensitive: boolean
  /** Something is asked after it (src/correspondence/evaluations). */
  evaluated: boolean
  /** The topic's name on the event's day. */
  topicLabel: string
  /** The topic's other names, earlier, later and alternative. */
  topicAlso: string[]
  sessions: EventSession[]
  breaks: EventBreak[]
  /** null where the venue was typed. */
  venue: GettingThere | null
  /** The same of other venues at which sessions are. */
  otherVenues?: (GettingThere & { id: string; name: string })[]
  calledOff: CalledOffSession[]
  audience: Audience
  /** The schools (roots) that alone may know of it; null: everybody may. */
  onlyFor: string[] | null
  rules: BookingRules
  /** The terms for new bookings; null: cancelling is free. */
  termsId: string | null
  /** Set when the event was moved: everyone may cancel free until then. */
  freeUntil: Instant | null
  /** The price list version for new bookings; null: places are free. */
  priceId: string | null
  /** Last instant of early prices; null: none. */
  earlyUntil: Instant | null
  seriesId: string | null
  /** Places confirmed or validly held, when read. */
  taken: number
  /** Places on the waiting list that may still be offered, without those on offer. */
  waiting: number
  /** Reserved and not taken yet. */
  heldBack: number
  /** The online places among them, of a mixed event. */
  takenOnline: number
  waitingOnline: number
}

export type ListedEvent = Omit<EventDetails, 'evaluated' | 'breaks' | 'venue' | 'otherVenues' | 'calledOff' | 'audience' | 'onlyFor'>

/** What new bookings accept: terms of cancelling and prices. */
export type Accepting = Pick<EventDetails, 'termsId' | 'priceId' | 'earlyUntil'>

export type BookingState = 'draft' | 'cancelled' | 'not_open_yet' | 'open' | 'full' | 'closed' | 'over'

/** Held for a school that asked for it, and those it named: seen by them alone, at one price. */
export const isOfOneSchool = ({ state, publishedAt }: Pick<EventDetails, 'state' | 'publishedAt'>): boolean =>
  state === 'published' && publishedAt === null

/** @param schools those of whoever asks */
export const isShownTo = ({ state, onlyFor }: Pick<EventDetails, 'state' | 'onlyFor'>, schools: readonly string[]): boolean =>
  state !== 'draft' && (onlyFor === null || onlyFor.some((id) => schools.includes(id)))

export const onePrice = 'One price for the whole session'

type Timed = { sessions: readonly Pick<EventSession, 'startsAt' | 'endsAt'>[] }

export const plenary = <S extends Pick<EventSession, 'block'>>(sessions: readonly S[]): S[] =>
  sessions.filter((session) => session.block === '')

/** Blocks of workshops by first start, each with its workshops. */
export const blocksOf = <S extends Pick<EventSession, 'block'>>(sessions: readonly S[]): { block: string; workshops: S[] }[] =>
  [...new Set(sessions.map((session) => session.block).filter(Boolean))].map((block) => ({
    block,
    workshops: sessions.filter((session) => session.block === block),
  }))

const inOrder = (moments: readonly Instant[]): Instant[] => [...moments].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))

export const firstStart = (event: Timed): Instant | undefined => inOrder(event.sessions.map((session) => session.startsAt))[0]

export const lastEnd = (event: Timed): Instant | undefined => inOrder(event.sessions.map((session) => session.endsAt)).at(-1)

/**
 * What a school that wants to book meets, by the rules of the triggers on Booking and Place.
 * 'full': the rest is waited for or reserved. @param taken confirmed or validly held
 */
export const bookingState = (
  event: Pick<EventDetails, 'state' | 'capacity' | 'bookingOpensAt' | 'bookingClosesAt' | 'bookingClosedAt'> &
    Timed &
    Partial<Pick<EventDetails, 'waiting' | 'heldBack'>> &
    OnlineCounts,
  taken: number,
  now: Date,
): BookingState => {
  const at = instant(now)
  const passed = (moment: Instant | null | undefined): boolean => moment !== null && moment !== undefined && moment <= at
  if (event.state !== 'published') return event.state
  if (passed(lastEnd(event))) return 'over'
  if (passed(event.bookingClosedAt) || passed(event.bookingClosesAt) || passed(firstStart(event))) return 'closed'
  if (event.bookingOpensAt !== null && event.bookingOpensAt > at) return 'not_open_yet'
  return placesOpen({ ...event, taken, waiting: event.waiting ?? 0, heldBack: event.heldBack ?? 0 }) === 0 ? 'full' : 'open'
}

/** The last instant for schools to book, unless closed by hand earlier. */
export const bookingEndsAt = (event: Pick<EventDetails, 'bookingClosesAt' | 'bookingClosedAt'> & Timed): Instant | undefined =>
  inOrder([event.bookingClosedAt, event.bookingClosesAt, firstStart(event)].filter((moment) => typeof moment === 'string'))[0]

type OnlineCounts = Partial<Pick<EventDetails, 'onlineCapacity' | 'takenOnline' | 'waitingOnline'>>
type Counts = Pick<EventDetails, 'capacity' | 'taken' | 'heldBack'> & Partial<Pick<EventDetails, 'waiting'>> & OnlineCounts

export const isMixed = (event: OnlineCounts): boolean => typeof event.onlineCapacity === 'number'

/** Whether a rule that is asked `only` of some events is asked of this one. */
export const hasUseFor = (event: Pick<EventDetails, 'sessions'> & OnlineCounts, only: 'workshops' | 'mixed' | undefined): boolean =>
  only === undefined || (only === 'mixed' ? isMixed(event) : blocksOf(event.sessions).length > 0)

/** A mixed event for those in the room (with what is reserved) or online; others as they are. */
export const eventFor = <E extends Counts>(event: E, attendance: Attendance | null): E => {
  const { onlineCapacity, takenOnline = 0, waitingOnline = 0 } = event
  if (attendance === null || typeof onlineCapacity !== 'number') return event
  const counts =
    attendance === 'online'
      ? { capacity: onlineCapacity, taken: takenOnline, waiting: waitingOnline, heldBack: 0 }
      : { taken: event.taken - takenOnline, waiting: (event.waiting ?? 0) - waitingOnline }
  return { ...event, ...counts, attendanceMode: attendance, onlineCapacity: null, takenOnline: 0, waitingOnline: 0 }
}

/** The ways to come to an event; [null]: there is one. */
export const waysTo = (event: OnlineCounts): readonly (Attendance | null)[] => (isMixed(event) ? attendances : [null])

const sum = (event: Counts, of: (part: Counts) => number): number =>
  waysTo(event).reduce((total, way) => total + Math.max(0, of(eventFor(event, way))), 0)

/** For a school without reserved places: none while others wait for all that are left. */
export const placesOpen = (event: Counts): number =>
  sum(event, ({ capacity, taken, waiting = 0, heldBack }) => capacity - taken - waiting - heldBack)

export const placesLeft = (event: Counts): number => sum(event, ({ capacity, taken }) => capacity - taken)

/** All places of an event, in the room and online. */
export const allPlaces = (event: Pick<EventDetails, 'capacity'> & OnlineCounts): number => event.capacity + (event.onlineCapacity ?? 0)

/** A topic's name on `day` (the latest without one), and its other names. */
export const topicNames = (labels: readonly TopicLabel[], day: Day | undefined): { label: string; also: string[] } => {
  const on = day ?? '9999-12-31'
  const preferred = labels.find((l) => l.preferred && (l.fromDate ?? '') <= on && (l.toDate === null || l.toDate > on))
  const label = (preferred ?? labels.find((l) => l.preferred) ?? labels[0])?.label ?? ''
  return { label, also: labels.map((l) => l.label).filter((other) => other !== label) }
}

/** The London day the event begins, whose vocabulary and register apply. */
export const dayOf = (event: Timed): Day | undefined => {
  const start = firstStart(event)
  return start === undefined ? undefined : londonDay(start)
}
