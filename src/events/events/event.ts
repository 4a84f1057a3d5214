// An event is a conference, update or briefing that the council runs for its schools: one or more dated sessions, a number of places,
// and a limit for each school. Schools find it in the public list and book while booking is open.
import { type Day, type Instant, instant, londonDay } from '#base/dates.ts'

type EventState = 'draft' | 'published' | 'cancelled'
export type Purpose = 'training' | 'update' | 'briefing'
export const attendanceModes = ['in_person', 'online'] as const
export type AttendanceMode = (typeof attendanceModes)[number]

export const purposes: readonly Purpose[] = ['training', 'update', 'briefing']
/** The kinds of school that an event can be meant for, as the register derives them. */
export const schoolKinds = ['primary', 'secondary', 'all_through', 'special', 'alternative_provision', 'nursery', 'post_16'] as const
export type SchoolKind = (typeof schoolKinds)[number]

/**
 * `block` '': everyone attends. Sessions of one block are workshops, of which each place chooses one; `capacity` null: no limit but the
 * event's; `chosen`: confirmed places that have chosen it.
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
}

/** A session that does not take place, while the event goes on. It cannot be put back on. */
export type CalledOffSession = Pick<EventSession, 'id' | 'title' | 'startsAt' | 'endsAt' | 'block'> & {
  calledOffAt: Instant
  /** The organiser's words to everyone; may be empty. */
  why: string
}

export const waitingOrders = ['first_come', 'no_record_first', 'overdue_first'] as const
export type WaitingOrder = (typeof waitingOrders)[number]

/** How places of an event are given out, besides its capacity and the limit for each school. */
export type BookingRules = {
  /** null: no limit for the schools of one trust together. */
  placesPerTrust: number | null
  /** An organiser decides on each booking before it takes places. */
  approval: boolean
  waitingOrder: WaitingOrder
  /** How long an offer of freed places stands, in hours. */
  offerHours: number
  /** null: places may stay unnamed until the event. */
  namesDueAt: Instant | null
  /** Places without a name at `namesDueAt` are released. */
  namesRelease: boolean
  /** null: workshops can be changed until the event begins. */
  choicesCloseAt: Instant | null
}

export type TopicLabel = { label: string; preferred: boolean; fromDate: Day | null; toDate: Day | null }

/** No role: for every role. No kind: for every kind of school. */
type Audience = { roles: { id: string; label: string }[]; kinds: SchoolKind[] }

/** What an organiser states about an event, besides its sessions and audience. */
export type EventFacts = {
  title: string
  topicId: string
  description: string
  purpose: Purpose
  /** Length of the training itself, in minutes, as it counts towards a person's record. */
  minutes: number
  level: string
  provider: string
  attendanceMode: AttendanceMode
  venueName: string
  venueAddress: string
  venuePostcode: string
  joiningLink: string
  capacity: number
  /** null: no limit for one school besides the capacity. */
  placesPerSchool: number | null
  /** null: as soon as the event is published. */
  bookingOpensAt: Instant | null
  /** null: until the first session starts. */
  bookingClosesAt: Instant | null
  contactName: string
  contactEmail: string
  contactTelephone: string
  /** What calendars and subjects of messages say: null, the title, or a neutral one where the topic is sensitive; '', the title. */
  calendarTitle: string | null
  /** An entry in people's calendars for each session, or for each day. */
  calendarEntries: 'each' | 'day'
  /** How long before the start calendars remind people; null: not at all. */
  alarmMinutes: number | null
}

export type EventDetails = EventFacts & {
  id: string
  /** The short code in the event's address. */
  code: string
  state: EventState
  /** Set when an organiser closed booking by hand. */
  bookingClosedAt: Instant | null
  version: number
  createdAt: Instant
  publishedAt: Instant | null
  cancelledAt: Instant | null
  cancelReason: string | null
  /** Whether nobody should read the topic over a colleague's shoulder. */
  sensitive: boolean
  /** What the topic was called on the day of the event. */
  topicLabel: string
  /** The topic's other names, before, after and beside that one. */
  topicAlso: string[]
  /** Those that take place, in order of their start. */
  sessions: EventSession[]
  calledOff: CalledOffSession[]
  audience: Audience
  rules: BookingRules
  /** The terms of cancelling that new bookings accept; null: none, cancelling is free. */
  termsId: string | null
  /** Set when the event was moved: until then everyone may cancel free of charge. */
  freeUntil: Instant | null
  /** The version of a price list that new bookings accept; null: a place costs nothing. */
  priceId: string | null
  /** Early prices hold for what is asked up to this instant; null: there are none. */
  earlyUntil: Instant | null
  seriesId: string | null
  /** Places confirmed, or held and not lapsed, when the event was read. */
  taken: number
  /** Places that schools wait for and may still be offered, without those on offer now. */
  waiting: number
  /** Places reserved for some schools and not yet taken by them. */
  heldBack: number
}

/** What new bookings of an event accept: the terms of cancelling and the prices. */
export type Accepting = Pick<EventDetails, 'termsId' | 'priceId' | 'earlyUntil'>

export type BookingState = 'draft' | 'cancelled' | 'not_open_yet' | 'open' | 'full' | 'closed' | 'over'

type Timed = { sessions: readonly Pick<EventSession, 'startsAt' | 'endsAt'>[] }

/** The sessions that every place attends. */
export const plenary = <S extends Pick<EventSession, 'block'>>(sessions: readonly S[]): S[] =>
  sessions.filter((session) => session.block === '')

/** The blocks of workshops in order of their first start, each with its workshops. */
export const blocksOf = <S extends Pick<EventSession, 'block'>>(sessions: readonly S[]): { block: string; workshops: S[] }[] =>
  [...new Set(sessions.map((session) => session.block).filter(Boolean))].map((block) => ({
    block,
    workshops: sessions.filter((session) => session.block === block),
  }))

const inOrder = (moments: readonly Instant[]): Instant[] => [...moments].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))

export const firstStart = (event: Timed): Instant | undefined => inOrder(event.sessions.map((session) => session.startsAt))[0]

export const lastEnd = (event: Timed): Instant | undefined => inOrder(event.sessions.map((session) => session.endsAt)).at(-1)

/**
 * What a school that wants to book would meet at `now`. The triggers on Booking and Place decide when it comes to it, by the same rules;
 * this says beforehand which of them it would be. 'full': nothing is left but what others wait for or what is reserved for some schools.
 *
 * @param taken places confirmed, or held and not lapsed
 */
export const bookingState = (
  event: Pick<EventDetails, 'state' | 'sessions' | 'capacity' | 'bookingOpensAt' | 'bookingClosesAt' | 'bookingClosedAt'> &
    Partial<Pick<EventDetails, 'waiting' | 'heldBack'>>,
  taken: number,
  now: Date,
): BookingState => {
  const at = instant(now)
  const passed = (moment: Instant | null | undefined): boolean => moment !== null && moment !== undefined && moment <= at
  if (event.state !== 'published') return event.state
  if (passed(lastEnd(event))) return 'over'
  if (passed(event.bookingClosedAt) || passed(event.bookingClosesAt) || passed(firstStart(event))) return 'closed'
  if (event.bookingOpensAt !== null && event.bookingOpensAt > at) return 'not_open_yet'
  return placesOpen({ capacity: event.capacity, taken, waiting: event.waiting ?? 0, heldBack: event.heldBack ?? 0 }) === 0 ? 'full' : 'open'
}

/** The instant after which no school can book any more, unless an organiser closes booking before. */
export const bookingEndsAt = (event: Pick<EventDetails, 'bookingClosesAt' | 'bookingClosedAt'> & Timed): Instant | undefined =>
  inOrder([event.bookingClosedAt, event.bookingClosesAt, firstStart(event)].filter((moment) => typeof moment === 'string'))[0]

/** Places that a school without places reserved for it can book at once: none while others wait for all that are left. */
export const placesOpen = (event: Pick<EventDetails, 'capacity' | 'taken' | 'waiting' | 'heldBack'>): number =>
  Math.max(0, event.capacity - event.taken - event.waiting - event.heldBack)

export const placesLeft = (event: Pick<EventDetails, 'capacity'>, taken: number): number => Math.max(0, event.capacity - taken)

/** What a topic is called on `day` (the latest name when no day is given), and what else it is or was called. */
export const topicNames = (labels: readonly TopicLabel[], day: Day | undefined): { label: string; also: string[] } => {
  const on = day ?? '9999-12-31'
  const preferred = labels.find((l) => l.preferred && (l.fromDate ?? '') <= on && (l.toDate === null || l.toDate > on))
  const label = (preferred ?? labels.find((l) => l.preferred) ?? labels[0])?.label ?? ''
  return { label, also: labels.map((l) => l.label).filter((other) => other !== label) }
}

/** The London day on which the event begins: the day whose vocabulary and register apply to it. */
export const dayOf = (event: Timed): Day | undefined => {
  const start = firstStart(event)
  return start === undefined ? undefined : londonDay(start)
}
