// How events are kept in lists: the shelves that lists show, what they can be narrowed by, and whom an event has reached so far.
import type { EventDetails, SchoolKind } from './event.ts'
import type { SearchTerms } from './search.ts'

export const listScopes = ['upcoming', 'drafts', 'past', 'cancelled'] as const
export type ListScope = (typeof listScopes)[number]

/** `terms`: each must be found in the event's title, description, place, provider, code, any name of its topic or a role that it names. */
export type EventFilter = { terms: SearchTerms; topicId?: string | undefined; kind?: SchoolKind | undefined; roleId?: string | undefined }

export type EventList = { events: EventDetails[]; total: number }

/** Places, people, schools and bookings that stand; invitedPeople: those with a live calendar entry; undelivered: messages that failed or came back; paused: what somebody paused on its way to a group. */
export type Reach = {
  places: number
  /** Of these, held only: on offer, or while somebody pays. */
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
  /** Bookings that stand and accepted terms of cancelling. */
  underTerms: number
}

/** A mail that could not be read or relied on is shown for so long. */
export const unreadDays = 7

/** What waits for an organiser, as counts. */
export type ToDo = {
  /** Places of coming events: without a name past its day, waiting for an approval, on a waiting list. */
  unnamed: number
  approvals: number
  waiting: number
  claims: number
  /** Messages that failed; those that came back or were withheld are behind `failing`. */
  unsent: number
  /** What somebody paused on its way to a group: nobody hears of it until somebody goes on. */
  paused: number
  /** Email addresses that do not work. */
  failing: number
  /** Mails to the sending address, of the last days, that could not be read or relied on. */
  unread: number
  reviews: number
  /** What was refused since yesterday because as much mail had gone out as the plan has for strangers: codes, and mail to pass on. */
  ceilings: number
  /** Codes of a second factor that were not looked at any more, after too many wrong ones. */
  factorTries: number
  registersToday: number
  registersOpen: number
  drafts: number
  /** 1 while no school of the national register is known; else 0. */
  noSchools: number
}

/** The words of a search in the spelling that the lists compare: lower case as the database knows it, hyphens or not. */
export const searchWords = (text: string): string[] =>
  text
    .slice(0, 200)
    .replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replaceAll('-', ' ')
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 10)
