// A place as organisers' lists show it, and the filters of such a list, all of which fit in an
// address.
import type { Day, Instant } from '#base/dates.ts'
import type { Asked } from '#base/questions/kind.ts'
import type { Attendance } from '#events/events/event.ts'

export const pageSize = 25
/** The most places in a file: people would not read more, and a Worker should not hold more. */
export const mostExported = 20_000

/** `unvouched`: requests, not places, by people nobody has confirmed yet. */
export const standings = [
  'live',
  'confirmed',
  'unnamed',
  'overdue',
  'waiting',
  'offered',
  'approval',
  'unvouched',
  'cancelled',
  'all',
] as const
export type Standing = (typeof standings)[number]
export const spans = ['coming', 'past', 'any'] as const
export const sorts = ['newest', 'school', 'person', 'event'] as const

export type BookingFilter = {
  /** Words that must each be found in the place's school, person, booker, event or reference. */
  q: string
  /** The event's code; '': all. */
  event: string
  series: string
  state: Standing
  /** Only bookings that the council made for a school. */
  behalf: boolean
  when: (typeof spans)[number]
  /** First and last day on which the event begins. */
  from: Day | ''
  to: Day | ''
  sort: (typeof sorts)[number]
}

export const everyPlace: BookingFilter = {
  q: '',
  event: '',
  series: '',
  state: 'live',
  behalf: false,
  when: 'coming',
  from: '',
  to: '',
  sort: 'newest',
}

/** The filter as a query string without defaults. */
export const filterQuery = (filter: BookingFilter, more: Record<string, string> = {}): string => {
  const filters = (Object.keys(everyPlace) as (keyof BookingFilter)[]).flatMap((key): [string, string][] =>
    filter[key] === everyPlace[key] ? [] : [[key, filter[key] === true ? 'yes' : String(filter[key])]],
  )
  const text = new URLSearchParams({ ...Object.fromEntries(filters), ...more }).toString()
  return text ? `?${text}` : ''
}

export type ListedPlace = {
  placeId: string
  bookingId: string
  schoolId: string
  state: 'held' | 'confirmed' | 'cancelled'
  waitsFor: 'approval' | 'list' | null
  heldUntil: Instant | null
  personId: string | null
  /** At a mixed event: how its person comes. */
  attendance: Attendance | null
  reference: string
  name: string | null
  email: string | null
  role: string | null
  school: string
  town: string
  urn: string | null
  represents: number
  /** Names of represented schools, for an export. */
  representsNames: string | null
  bookedAt: Instant
  channel: 'school' | 'organiser'
  booker: string | null
  eventCode: string
  eventTitle: string
  eventState: 'draft' | 'published' | 'cancelled'
  seriesId: string | null
  startsAt: Instant
  endsAt: Instant
  namesDueAt: Instant | null
  invited: 'queued' | 'sending' | 'sent' | 'failed' | null
  unreached: 0 | 1
  /** Why they come though the event is meant for others; ''. */
  reason: string
  /** The earlier course that they lack. */
  lacks: string | null
  /** Their calendar's answers, as JSON. */
  answers: string
}

/** What a file says of a place besides. */
export type ExportedPlace = ListedPlace & {
  telephone: string | null
  schoolTelephone: string | null
  /** Titles, in order of time. */
  workshops: string[]
  /** Of the place, and beside the first place of its booking those of the booking. */
  answered: (Asked & { questionId: string; label: string; value: string })[]
}

/** Counts of the filter's places (or requests) by state. */
export type StandingCounts = Record<Standing, number>

export type BookingList = { places: ListedPlace[]; counts: StandingCounts; bookings: number; schools: number }

/** A request by somebody nobody has confirmed yet; it takes no place. */
export type UnvouchedRequest = {
  id: string
  requestedAt: Instant
  places: number
  eventCode: string
  eventTitle: string
  startsAt: Instant
  school: string
  town: string
  urn: string | null
  name: string | null
  email: string
  /** The claim to decide on; null when it has ended. */
  claimId: string | null
}

/** The choices for filtering, besides words. */
export type BookingChoices = { events: { code: string; title: string; startsAt: Instant }[]; series: { id: string; title: string }[] }
