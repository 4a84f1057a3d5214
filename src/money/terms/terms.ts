// Terms of cancelling say what a place costs that is cancelled late or not attended. They are kept
// in versions: a booking keeps the one it accepted. Notice is counted in working days, charges in
// whole pence per place.

import { type Calendar, type CalendarGap, gapAt, lastMoment, workingDaysBetween } from '#base/council/working-day.ts'
import { type Instant, instant, londonDay } from '#base/dates.ts'

export const longestName = 100
export const mostDays = 60
/** £10,000 a place; more is a typing mistake. */
export const mostPence = 1_000_000

export type TermsFacts = {
  name: string
  /** Working days of notice with which cancelling is free; 0: free until the start. */
  freeDays: number
  /** Fewer working days, with which it costs `partPence`; null: no part charge. */
  partDays: number | null
  partPence: number | null
  /** With less notice than that. */
  fullPence: number
  /** For a place nobody attends, at free events too; 0: no charge. */
  absentPence: number
  /** Count only working days in the council's school terms. */
  termTimeOnly: boolean
  notes: string
  /** VAT of these charges; null: none. */
  vatCodeId?: string | null
}

/** One version of terms; its versions share `key`. */
export type Terms = TermsFacts & {
  id: string
  key: string
  version: number
  createdAt: Instant
  retiredAt: Instant | null
  /** Its rate in basis points: 2000 is 20 %, 0 is none. */
  vatBasisPoints?: number
}

export type VatChoice = { id: string; name: string; basisPoints: number }

export type ListedTerms = Terms & {
  /** Published future events whose new bookings get this version. */
  events: number
  bookings: number
}

/** Terms that a booking accepted or a new one gets, and the calendar that counts notice. */
export type Accepted = { terms: Terms | undefined; calendar: Calendar }

export type Cancellable = { sessions: readonly { startsAt: Instant }[]; freeUntil: Instant | null }

const earliest = (moments: readonly Instant[]): Instant | undefined => [...moments].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))[0]

const startOf = (event: Pick<Cancellable, 'sessions'>): Instant | undefined => earliest(event.sessions.map((session) => session.startsAt))

export type Moments = {
  /** Last instant of free cancelling by notice. */
  lastFree: Instant
  /** Last instant of the part charge; null: there is none. */
  lastPart: Instant | null
  startsAt: Instant
}

/** At most the event’s start; undefined while it has no date. */
export const momentsOf = (terms: TermsFacts, event: Pick<Cancellable, 'sessions'>, calendar: Calendar): Moments | undefined => {
  const startsAt = startOf(event)
  if (startsAt === undefined) return undefined
  const last = (days: number): Instant =>
    earliest([lastMoment(londonDay(startsAt), days, calendar, terms.termTimeOnly), startsAt]) ?? startsAt
  return { lastFree: last(terms.freeDays), lastPart: terms.partDays === null ? null : last(terms.partDays), startsAt }
}

export type Rule = {
  band: 'free' | 'part' | 'full'
  why: 'no_terms' | 'in_time' | 'moved' | 'part_notice' | 'late_notice'
  version: number
  /** Working days from the day of notice to the day of the event. */
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
 * What cancelling a place costs at `now` under its booking's terms.
 * @param terms undefined: none accepted, so free
 * @returns `pence` per place, and the facts behind it
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

/** What the calendar lacks for an event's terms, so that their moments may be wrong. */
export const calendarGap = (
  terms: TermsFacts | undefined,
  event: Pick<Cancellable, 'sessions'>,
  calendar: Calendar,
): CalendarGap | undefined => {
  const startsAt = startOf(event)
  return terms && startsAt !== undefined ? gapAt(londonDay(startsAt), calendar, terms.termTimeOnly) : undefined
}
