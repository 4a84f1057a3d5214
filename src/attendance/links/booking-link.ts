// Links of mails that book one place for somebody whose training is due.
import { isDate, type NextDate, type NextStep, sayNext } from '#attendance/requirements/coming.ts'
import { isDue } from '#attendance/requirements/standing.ts'
import type { StandingRow } from '#attendance/requirements/standing-row.ts'
import type { Day, Instant } from '#base/dates.ts'
import { sayPence } from '#base/money.ts'
import type { Refusal } from '#booking/bookings/booking.ts'
import type { SchoolCard, SchoolName } from '#schools/schools/school.ts'

/** The most links that one mail holds. */
export const mostLinks = 5

/** How many days a link works at the most. */
export const linkDays = 30

/** What a mail said that a place costs. `basis` null: the event was free. */
export type PriceSaid = { pence: number; basis: string | null }

export type BookingLink = SchoolName &
  Pick<SchoolCard, 'outsideKind'> &
  PriceSaid & {
    /** The school as it is now (a root). */
    schoolId: string
    isOpen: number
    accountId: string
    email: string
    bookerId: string | null
    bookerName: string | null
    mayBook: number
    /** Acts for several schools of its trust, or for the trust. */
    byTrust: number
    /** Pence above which the school asks for a code; null: it has not said. */
    codeAbove: number | null
    personId: string
    who: string
    roleId: string
    role: string
    requirementId: string
    /** The event of the mail, or that which was booked instead. */
    code: string
    title: string
    startsAt: Instant
    /** As it is now; null: every session is called off. */
    beginsAt: Instant | null
    termsId: string | null
    formId: string
    endsAt: Instant
    sentAt: Instant
    /** What it has booked; null: nothing yet. */
    reference: string | null
    bookingEnded: number | null
    /** Its account waits to hear of a date for this training. */
    isAsked: number
    heldUntil: Instant | null
  }

/** Pence above which a code is asked where a school has not said. */
export const usualCodeAbove = 15_000

export type LinkRule = Pick<BookingLink, 'schoolId' | 'isOpen' | 'byTrust' | 'codeAbove'>

/** Whether a code of their mailbox is asked before a place at this price is booked. */
export const asksCode = ({ byTrust, codeAbove }: Pick<LinkRule, 'byTrust' | 'codeAbove'>, { pence }: PriceSaid): boolean =>
  byTrust === 1 || pence > (codeAbove ?? usualCodeAbove)

/** Why a link books nothing any more. */
export type LinkEnd =
  | 'booked'
  | 'school_closed'
  | 'may_not_book'
  | 'run_out'
  | 'called_off'
  | 'moved'
  | 'booking_closed'
  | 'not_due'
  | 'other_place'
  | 'full'
  | 'room_full'
  | 'dearer'
  | 'other_terms'
  | 'changed'

/** What a refusal to book means to whoever came by a link. */
export const endOfRefusal = (refusal: Refusal): LinkEnd => {
  switch (refusal) {
    case 'event_cancelled':
      return 'called_off'
    case 'event_over':
    case 'booking_closed':
    case 'booking_not_open':
      return 'booking_closed'
    case 'event_full':
    case 'others_are_waiting':
    case 'held_back':
    case 'school_limit_reached':
    case 'trust_limit_reached':
      return 'full'
    case 'already_has_place':
      return 'not_due'
    case 'price_not_accepted':
    case 'price_changed':
      return 'dearer'
    case 'terms_not_accepted':
      return 'other_terms'
    default:
      return 'changed'
  }
}

/** The row of whom a link is for, while their training is due and they have no place. */
export const dueRow = (
  rows: readonly StandingRow[],
  { personId, requirementId }: Pick<BookingLink, 'personId' | 'requirementId'>,
): StandingRow | undefined =>
  rows.find(
    ({ next, state, about, ...row }) =>
      row.personId === personId &&
      row.requirementId === requirementId &&
      about === 'holder' &&
      isDue(state) &&
      (next === undefined || isDate(next)),
  )

const isOpenDate = (step: NextStep | undefined): step is NextDate => step?.is === 'book' || step?.is === 'ask'

/** The next date that the school can book or ask for; that of the link only by its own form. */
export const otherDate = (row: StandingRow | undefined, link: Pick<BookingLink, 'code'>): NextDate | undefined =>
  isOpenDate(row?.next) && (row.next.code !== link.code || row.next.asks === 'form') ? row.next : undefined

/** Somebody whose training is due, and the date that the school can book for them now. */
export type Bookable = { personId: string; who: string; roleId: string; requirementId: string; due: Day | undefined; date: NextDate }

/**
 * The soonest first, each person and date once; not where the event asks more than a press.
 * @param code only for this event
 */
export const bookableOf = (rows: readonly StandingRow[], code?: string): Bookable[] => {
  const found = rows.flatMap(({ personId, who, roleId, requirementId, about, due, next }) =>
    about === 'holder' &&
    personId &&
    roleId &&
    next &&
    isDate(next) &&
    next.is === 'book' &&
    next.asks !== 'form' &&
    (!code || next.code === code)
      ? [{ personId, who, roleId, requirementId, due, date: next }]
      : [],
  )
  const once = new Map(found.toReversed().map((one) => [`${one.personId} ${one.date.code}`, one]))
  return [...once.values()].toSorted((a, b) => (a.due ?? '').localeCompare(b.due ?? '') || a.who.localeCompare(b.who, 'en'))
}

export const priceSaid = ({ quote }: Pick<NextDate, 'quote'>): PriceSaid =>
  quote ? { pence: quote.pence + quote.vatPence, basis: quote.basis } : { pence: 0, basis: null }

/** `£95`, `covered by your agreement`, `free of charge` */
export const sayPrice = ({ pence, basis }: PriceSaid): string =>
  pence > 0 ? sayPence(pence) : basis === 'agreement' ? 'covered by your agreement' : 'free of charge'

/** `Book Sunita for 2 March 2027, £95` */
export const sayBook = ({ who, date }: Pick<Bookable, 'who' | 'date'>): string =>
  `${sayNext(date).replace(/^Book/, `Book ${who} for`)}, ${sayPrice(priceSaid(date))}`
