// An invitation to training says to each school what a place costs it and whose training is due
// there. What came of it is told by schools: who booked, stopped it or was not reached, never who
// opened a mail.
import type { Bookable } from '#attendance/links/booking-link.ts'
import type { SchoolStanding } from '#attendance/requirements/school-standing.ts'
import { isDue } from '#attendance/requirements/standing.ts'
import type { StandingRow } from '#attendance/requirements/standing-row.ts'
import { lowerFirst, sayDue } from '#attendance/requirements/state.ts'
import { addDays, type Day, type Instant, instant, isDay, londonDay, londonInstant, sayDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { bookingEndsAt, type EventDetails } from '#events/events/event.ts'
import type { Quote } from '#money/prices/price.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import type { SchoolOfTrust, Unit } from './people.ts'

/** What an invitation says to one school beside its words. `price`: '' where it is not known. */
export type SchoolOffer = { price: string; due: readonly string[]; books?: readonly Bookable[] }

/** To a trust an invitation says what it says to each of its schools that have not booked. */
export type TrustOffer = { uid: string; schools: readonly (SchoolOffer & { name: string })[] }

/** @param schools those of the trust that are invited */
export const trustOffer = (
  uid: string,
  schools: readonly SchoolOfTrust[],
  offers: ReadonlyMap<string, SchoolOffer> | undefined,
): TrustOffer => ({ uid, schools: schools.map(({ id, name }) => ({ name, ...(offers?.get(id) ?? { price: '', due: [] }) })) })

export const sayTrust = (name: string, schools: readonly { name: string }[]): string =>
  `${name} (for ${schools.length === 1 ? schools[0]?.name : `${schools.length} of its schools`})`

/** `Ashfield: £65.00 a place. Due by our record: DSL: no training on our record` */
export const sayOffer = ({ name, price, due }: TrustOffer['schools'][number]): string =>
  [[name, price].filter(Boolean).join(': '), ...(due.length > 0 ? [`Due by our record: ${due.join('; ')}`] : [])].join('. ')

const grossOf = ({ pence, vatPence }: Quote): string => `${sayMoney(pence + vatPence)}${vatPence === 0 ? '' : ' with VAT'}`

/**
 * What places cost a school.
 * @param next undefined: the event has no price
 * @param later what a place costs once those that are free for it are taken
 */
export const sayPrice = (next: Quote | undefined, later: Quote | undefined): string => {
  if (!next || (next.pence === 0 && (!later || later.pence === 0))) return 'Free of charge'
  return next.pence === 0 && later ? `The next place is free of charge, later ones ${grossOf(later)} each` : `${grossOf(next)} a place`
}

/** Whether an invitation says that training is due. */
const saysDue = ({ about, state }: StandingRow): boolean => about === 'holder' && isDue(state)

const sayRoleDue = (row: StandingRow): string => `${row.role}: ${lowerFirst(sayDue(row, 'school'))}`

/**
 * Whose training is due, by role: a mail to an office names nobody.
 * @param counts whether the event counts towards it
 * @param isSeen whether the person has a place already
 */
export const dueAt = (
  { found, rows }: { found: readonly SchoolStanding[]; rows: readonly StandingRow[] },
  counts: (edition: SchoolStanding['edition']) => boolean,
  isSeen: (row: StandingRow) => boolean,
): string[] => {
  const ids = found.filter(({ edition }) => counts(edition)).map(({ edition }) => edition.requirementId)
  const due = rows.filter((row) => ids.includes(row.requirementId) && saysDue(row) && !isSeen(row))
  return [...Map.groupBy(due, sayRoleDue)].map(([said, same]) => {
    // One person may owe two kinds of it.
    const people = new Set(same.map(({ who }) => who)).size
    return people === 1 ? said : `${said} (${people} people)`
  })
}

export type InvitedSchool = SchoolName & {
  schoolId: string
  /** Of the school today, or the one that this is. */
  trustUid: string | null
  telephone: string
  individual: Unit['individual']
  /** Those it was or would have been written to. */
  emails: string
  /** A mail of it is written, or waits to be. */
  written: 0 | 1
  /** It left and no mail server gave it back. */
  went: 0 | 1
  cameBack: 0 | 1
  noConsent: 0 | 1
  stopped: 0 | 1
  booked: 0 | 1
  /** Why its mail did not leave, other than for its address; null: it did, or waits. */
  notSent: string | null
}

/** In the order in which they are listed: what somebody looks for comes first. */
const outcomeWords = {
  booked: 'Booked after it',
  stopped: 'Stopped these invitations',
  not_sent: 'Not sent',
  came_back: 'No mail arrives: ring them',
  no_address: 'No address: ring them',
  no_consent: 'Has not asked for news: ring them',
  waiting: 'Waiting to go',
  not_answered: 'Not answered yet',
}
type Outcome = keyof typeof outcomeWords

export const outcomeOf = (one: InvitedSchool): Outcome => {
  if (one.notSent && !one.stopped) return 'not_sent'
  if (one.booked) return 'booked'
  if (one.stopped) return 'stopped'
  if (one.went) return 'not_answered'
  if (one.cameBack) return 'came_back'
  if (one.noConsent) return 'no_consent'
  return one.written ? 'waiting' : one.emails === '' ? 'no_address' : 'came_back'
}

const outcomes = Object.keys(outcomeWords)
/** Schools by what came of it, then by name as they come. */
export const byOutcome = (schools: readonly InvitedSchool[]): InvitedSchool[] =>
  schools.toSorted((one, other) => outcomes.indexOf(outcomeOf(one)) - outcomes.indexOf(outcomeOf(other)))

/** The same in words: `Not sent: the event was called off`. */
export const sayOutcome = (one: InvitedSchool): string => {
  const outcome = outcomeOf(one)
  return outcome === 'not_sent' ? `${outcomeWords[outcome]}: ${one.notSent}` : outcomeWords[outcome]
}

/** Whom no mail reaches: to ring. */
export const isToRing = (one: InvitedSchool): boolean =>
  (['came_back', 'no_address', 'no_consent'] as readonly Outcome[]).includes(outcomeOf(one))

export type InvitationFigures = {
  schools: number
  reached: number
  cameBack: number
  stopped: number
  booked: number
  toRing: number
  notSent: number
  unanswered: number
}

/** Figures of an invitation, counted from the rows that the page lists. */
export const figuresOf = (schools: readonly InvitedSchool[]): InvitationFigures => {
  const count = (is: (one: InvitedSchool) => unknown): number => schools.filter(is).length
  return {
    schools: schools.length,
    reached: count((one) => one.went),
    cameBack: count((one) => one.cameBack && !one.stopped),
    stopped: count((one) => one.stopped),
    booked: count((one) => outcomeOf(one) === 'booked'),
    toRing: count(isToRing),
    notSent: count((one) => outcomeOf(one) === 'not_sent'),
    unanswered: count((one) => outcomeOf(one) === 'not_answered'),
  }
}

/** What came of the mail to a trust, in words; what its schools did is said of them. */
export const sayTrustOutcome = (one: InvitedSchool): string => {
  const outcome = outcomeOf({ ...one, booked: 0 })
  if (outcome === 'no_address') return 'No confirmed address'
  if (outcome === 'came_back') return 'No mail arrives'
  return outcome === 'not_answered' ? 'Sent' : sayOutcome({ ...one, booked: 0 })
}

/** The soonest day on which one goes once more: two invitations never go within a day. */
export const soonestAgain = (startedAt: Instant, now: Date): Day =>
  [addDays(londonDay(startedAt), 2), addDays(londonDay(now), 1)].toSorted().at(-1) ?? ''

/** The moment of a typed day, or what is wrong with it; '' is no day. */
export const readAgain = (
  typed: string,
  { startedAt, event, now }: { startedAt: Instant; event: EventDetails; now: Date },
): { at: Instant | null } | { problem: string } => {
  if (typed === '') return { at: null }
  const soonest = soonestAgain(startedAt, now)
  const moment = isDay(typed) ? londonInstant(typed, '09:00') : undefined
  if (!moment) return { problem: 'Enter a day, such as 14 January 2027' }
  if (typed < soonest) return { problem: `The day must be ${sayDay(soonest)} or later` }
  const ends = bookingEndsAt(event)
  return ends !== undefined && instant(moment) >= ends
    ? { problem: `Booking ends on ${sayDay(ends)}: choose a day before it` }
    : { at: instant(moment) }
}
