// How lists show events: shelves, filters, and reach so far.
import { counted, cutTo } from '#base/words.ts'
import type { EventSession, ListedEvent, SchoolKind } from './event.ts'
import type { SearchTerms } from './search.ts'

export const listScopes = ['upcoming', 'drafts', 'past', 'cancelled'] as const
export type ListScope = (typeof listScopes)[number]

/** `terms`: each in the title, description, place, provider, code, topic names or a named role. */
export type EventFilter = { terms: SearchTerms; topicId?: string | undefined; kind?: SchoolKind | undefined; roleId?: string | undefined }

/** What the public list shows of it. */
export type CardEvent = Pick<
  ListedEvent,
  | 'id'
  | 'code'
  | 'title'
  | 'topicId'
  | 'topicLabel'
  | 'topicAlso'
  | 'purpose'
  | 'state'
  | 'attendanceMode'
  | 'venueName'
  | 'venueAddress'
  | 'venuePostcode'
  | 'capacity'
  | 'onlineCapacity'
  | 'taken'
  | 'waiting'
  | 'takenOnline'
  | 'waitingOnline'
  | 'heldBack'
  | 'bookingOpensAt'
  | 'bookingClosesAt'
  | 'bookingClosedAt'
  | 'priceId'
  | 'earlyUntil'
  | 'seriesId'
> & { sessions: Pick<EventSession, 'startsAt' | 'endsAt' | 'block' | 'venueName'>[] }

export type EventList = { events: ListedEvent[]; total: number }

/**
 * Current counts. invitedPeople: with a live calendar entry; undelivered: failed or returned
 * messages; paused: part of a paused sending.
 */
export type Reach = {
  places: number
  /** Among them only held: on offer, or while somebody pays. */
  held: number
  people: number
  schools: number
  bookings: number
  invitedPeople: number
  undelivered: number
  paused: number
  /** People whose address does not work, and what calendars answered. */
  unreached: number
  said: { accepted: number; declined: number; tentative: number }
  /** Current bookings that accepted terms of cancelling. */
  underTerms: number
}

/** Days that an unreadable or untrusted mail is shown. */
export const unreadDays = 7

export const sayAdviceWaits = (n: number, days: number): string =>
  `${counted(n, 'national publication')} undecided, ${n === 1 ? '' : 'the oldest '}published ${counted(days, 'day')} ago`

/** As lists compare them: lower case by the database's rules, hyphens as blanks. */
export const searchWords = (text: string): string[] =>
  cutTo(text, 200)
    .replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replaceAll('-', ' ')
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 10)
