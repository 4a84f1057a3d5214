// Terms of cancelling say what a place costs that is given up late, or that nobody comes to. They are kept in versions: what a booker
// accepted stays as it was. Notice is counted in working days, money in whole pence for each place.

import { type Calendar, type CalendarGap, gapAt, lastMoment, workingDaysBetween } from '#base/council/working-day.ts'
import { type Instant, instant, londonDay } from '#base/dates.ts'

export const longestName = 100
export const mostDays = 60
/** £10,000 a place: more is a slip of the keyboard. */
export const mostPence = 1_000_000

export type TermsFacts = {
  name: string
  /** Working days of notice with which cancelling is free; 0: always, up to the start. */
  freeDays: number
  /** Fewer working days, with which it costs `partPence`; null: there is no part charge. */
  partDays: number | null
  partPence: number | null
  /** With less notice than that. */
  fullPence: number
  /** For a place that nobody comes to, also when the event is free; 0: nothing. */
  absentPence: number
  /** Only working days in the council's school terms count. */
  termTimeOnly: boolean
  notes: string
  /** VAT of what cancelling and not attending cost; null: none. */
  vatCodeId?: string | null
}

/** One version of terms; `key` is what its versions share. */
export type Terms = TermsFacts & {
  id: string
  key: string
  version: number
  createdAt: Instant
  retiredAt: Instant | null
  /** The rate of that VAT; 2000 is 20 %, 0 when there is none. */
  vatBasisPoints?: number
}

export type ListedTerms = Terms & {
  /** Published events to come that new bookings make under this version. */
  events: number
  bookings: number
}

/** The terms that a booking accepted, or of an event those that a booking accepts now, and the calendar by which notice is counted. */
export type Accepted = { terms: Terms | undefined; calendar: Calendar }

/** The event as terms see it. */
export type Cancellable = { sessions: readonly { startsAt: Instant }[]; freeUntil: Instant | null }

const earliest = (moments: readonly Instant[]): Instant | undefined => [...moments].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))[0]

const startOf = (event: Pick<Cancellable, 'sessions'>): Instant | undefined => earliest(event.sessions.map((session) => session.startsAt))

export type Moments = {
  /** Up to this instant cancelling is free by the notice given. */
  lastFree: Instant
  /** After it and up to this instant it costs the part charge; null: there is none. */
  lastPart: Instant | null
  startsAt: Instant
}

/** The last instants of each charge for an event, none later than its start; undefined while it has no date. */
export const momentsOf = (terms: TermsFacts, event: Pick<Cancellable, 'sessions'>, calendar: Calendar): Moments | undefined => {
  const startsAt = startOf(event)
  if (startsAt === undefined) return undefined
  const last = (days: number): Instant =>
    earliest([lastMoment(londonDay(startsAt), days, calendar, terms.termTimeOnly), startsAt]) ?? startsAt
  return { lastFree: last(terms.freeDays), lastPart: terms.partDays === null ? null : last(terms.partDays), startsAt }
}

/** What a charge came from, kept with it: facts at the time, never computed again. */
export type Rule = {
  band: 'free' | 'part' | 'full'
  why: 'no_terms' | 'in_time' | 'moved' | 'part_notice' | 'late_notice'
  version: number
  /** Working days between the day of notice and the day of the event. */
  noticeDays: number
  lastFree: Instant | null
  lastPart: Instant | null
  freeUntil: Instant | null
  startsAt: Instant | null
}

export type Band = { pence: number; rule: Rule }

const free: Band = {
  pence: 0,
  rule: { band: 'free', why: 'no_terms', version: 0, noticeDays: 0, lastFree: null, lastPart: null, freeUntil: null, startsAt: null },
}

/**
 * What cancelling one place costs at `now`, by the terms that its booking accepted.
 *
 * @param terms undefined: none were accepted, so it is free
 * @returns `pence` for each place, and the facts that make it so
 */
export const bandAt = (terms: Terms | undefined, event: Cancellable, now: Date, calendar: Calendar): Band => {
  const moments = terms && momentsOf(terms, event, calendar)
  if (!terms || !moments) return free
  const at = instant(now)
  const facts = {
    version: terms.version,
    noticeDays: workingDaysBetween(londonDay(now), londonDay(moments.startsAt), calendar, terms.termTimeOnly),
    ...moments,
    freeUntil: event.freeUntil,
  }
  if (at <= moments.lastFree) return { pence: 0, rule: { band: 'free', why: 'in_time', ...facts } }
  if (event.freeUntil !== null && at <= event.freeUntil) return { pence: 0, rule: { band: 'free', why: 'moved', ...facts } }
  if (moments.lastPart !== null && at <= moments.lastPart)
    return { pence: terms.partPence ?? 0, rule: { band: 'part', why: 'part_notice', ...facts } }
  return { pence: terms.fullPence, rule: { band: 'full', why: 'late_notice', ...facts } }
}

/** What the calendar lacks for an event under terms, so that its moments may come out wrong. */
export const calendarGap = (
  terms: TermsFacts | undefined,
  event: Pick<Cancellable, 'sessions'>,
  calendar: Calendar,
): CalendarGap | undefined => {
  const startsAt = startOf(event)
  return terms && startsAt !== undefined ? gapAt(londonDay(startsAt), calendar, terms.termTimeOnly) : undefined
}
