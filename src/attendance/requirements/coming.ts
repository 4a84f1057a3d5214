// What follows for somebody whose training is due: the place that they have or wait for already,
// else the next date that counts, as their school can book it at the moment.

import { type Day, type Instant, instant, londonDay, sayBeginning, sayDay, sayDays, sayDeadline } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { type StoredPlace, standingOf } from '#base/standing.ts'
import type { Bookable } from '#booking/bookings/bookable.ts'
import { type Allowed, fullRefusal, refusalToAsk } from '#booking/bookings/booking.ts'
import { bookingState, eventFor, isMixed, lastEnd } from '#events/events/event.ts'
import type { Quote } from '#money/prices/price.ts'
import { isSuggested } from './counted.ts'
import type { Edition, Purpose } from './requirement.ts'
import { isDue, type State } from './standing.ts'

/** A public event, to come or of a place below, and what it was said to count towards. */
export type ComingEvent = Omit<Bookable, 'sessions' | 'rules'> & {
  id: string
  code: string
  title: string
  purpose: Purpose
  topicId: string
  level: string
  minutes: number
  sessions: readonly { startsAt: Instant; endsAt: Instant; block: string }[]
  rules: { placesPerTrust: number | null; approval: boolean; choicesCloseAt: Instant | null; attendanceClosesAt: Instant | null }
  priceId: string | null
  earlyUntil: Instant | null
  termsId: string | null
  freeUntil: Instant | null
  /** Its form has a question that must be answered. */
  questions: boolean
  /** The roles that it is for; none: all. */
  roleIds: readonly string[]
  counts: readonly string[]
  /** What it was said not to count towards; `*`: anything. */
  not: readonly string[]
}

/** A place of somebody there; at one that is over, while its register says nothing of them. */
export type HeldPlace = StoredPlace & {
  personId: string
  eventId: string
  /** null: it is another school's booking. */
  reference: string | null
}

export type StaffDay = { day: Day; what: string }

/** One school at coming events: what of it and of each event decides what it can book. */
export type SchoolAhead = {
  places: readonly HeldPlace[]
  /** Days on which its staff are at the school: no date on them is advised. */
  staffDays: readonly StaffDay[]
  /** Who lacks the earlier course of which event, as far as the school may see it. */
  lacking: readonly { personId: string; eventId: string }[]
  allowedAt: (event: ComingEvent) => Allowed
  /**
   * What one more place costs it, or the last of so many more; undefined: the event is free, or its
   * price is not known.
   */
  quoteAt: (event: ComingEvent, places?: number) => Quote | undefined
  /** What so many more cost, after other bookings `used` so many places of agreements. */
  quotesAt: (event: ComingEvent, places: number, used?: ReadonlyMap<string, number>) => readonly Quote[] | undefined
}

type Of = { code: string; title: string; days: readonly Day[] }

/** Why a date does not fit somebody. `what`: an event, or what the staff day is for. */
export type Unfit = { on: Day; because: 'course' | 'place' | 'staff_day'; what: string }

/**
 * A date to book, ask or wait for. `full`: days before it, or all, without a free place. `passed`:
 * dates before it that do not fit the person. `clash`: there are only such dates.
 */
export type NextDate = Of & {
  is: 'book' | 'ask' | 'opens' | 'full' | 'clash'
  at: Instant | null
  quote: Quote | undefined
  full: readonly Day[]
  passed: readonly Unfit[]
  /** What is asked beside who comes: `answers` to questions, or what only its own form asks. */
  asks: 'nothing' | 'answers' | 'form'
}

type Seat = 'confirmed' | 'not_marked' | 'offered' | 'held' | 'for_approval' | 'waiting'

/** A place that somebody has or waits for; `instead`: of one who waits, another date with room. */
type NextPlace = Of & { is: Seat; until: Instant | null; reference: string | null; instead: NextDate | undefined }

export type NextStep = NextDate | NextPlace

const seats: readonly Seat[] = ['confirmed', 'not_marked', 'offered', 'held', 'for_approval', 'waiting']

/** Whether an event counts for what an edition asks. */
export const countsFor = (edition: Edition, event: ComingEvent): boolean =>
  event.counts.includes(edition.requirementId) ||
  (isSuggested(edition, event) && !event.not.some((id) => id === edition.requirementId || id === '*'))

/** The days on which everybody is there; where there is none, all of its days. */
export const daysOf = ({ sessions }: ComingEvent): Day[] => {
  const plenary = sessions.filter(({ block }) => block === '')
  return [...new Set((plenary.length > 0 ? plenary : sessions).map(({ startsAt }) => londonDay(startsAt)))].toSorted()
}

const ofEvent = (event: ComingEvent): Of => ({ code: event.code, title: event.title, days: daysOf(event) })

const firstDay = ({ days }: Of): Day => days[0] ?? ''

type Holder = { personId: string; roleId: string }

const spansOf = ({ sessions }: ComingEvent) =>
  [...Map.groupBy(sessions, ({ startsAt }) => londonDay(startsAt))].map(([on, own]) => ({
    on,
    from: own.map(({ startsAt }) => startsAt).toSorted()[0] ?? '',
    to:
      own
        .map(({ endsAt }) => endsAt)
        .toSorted()
        .at(-1) ?? '',
  }))

/** What is against a date: of courses and other places as much as the school may see. */
const unfitFor = (event: ComingEvent, { personId }: Holder, school: SchoolAhead, events: readonly ComingEvent[]): Unfit | undefined => {
  if (school.lacking.some((one) => one.personId === personId && one.eventId === event.id))
    return { on: firstDay(ofEvent(event)), because: 'course', what: event.title }
  const spans = spansOf(event)
  const others = school.places.filter((one) => one.personId === personId && one.eventId !== event.id && one.state === 'confirmed')
  for (const { eventId, reference } of others) {
    const other = events.find(({ id }) => id === eventId)
    const same = other && spans.find(({ from, to }) => spansOf(other).some((span) => span.from < to && from < span.to))
    if (same) return { on: same.on, because: 'place', what: reference === null ? '' : other.title }
  }
  const staffDay = school.staffDays.find(({ day }) => daysOf(event).includes(day))
  return staffDay && { on: staffDay.day, because: 'staff_day', what: staffDay.what }
}

/** A date as the school could book it, and why it does not fit the person. */
export type DateFor = { event: ComingEvent; date: NextDate; unfit: Unfit | undefined }

/** Whether only its own form books it. */
export const needsForm = (event: ComingEvent, school: SchoolAhead): boolean =>
  event.rules.approval || (event.priceId !== null && school.quoteAt(event) === undefined)

const asksOf = (event: ComingEvent, school: SchoolAhead, allowed: Allowed): NextDate['asks'] => {
  const isRoomFull = isMixed(event) && fullRefusal(eventFor(event, 'in_person'), allowed, 'school', 1)
  return needsForm(event, school) || isRoomFull ? 'form' : event.questions ? 'answers' : 'nothing'
}

/** Dates of these events, the soonest first, that the school can book, ask or wait for. */
export const datesFor = (
  school: SchoolAhead,
  events: readonly ComingEvent[],
  holder: Holder,
  all: readonly ComingEvent[],
  now: Date,
): DateFor[] =>
  events
    .filter(({ roleIds }) => roleIds.length === 0 || roleIds.includes(holder.roleId))
    .flatMap((event) => {
      const allowed = school.allowedAt(event)
      const made = (is: NextDate['is'], at: Instant | null = null): DateFor[] => [
        {
          event,
          date: { ...ofEvent(event), is, at, quote: school.quoteAt(event), full: [], passed: [], asks: asksOf(event, school, allowed) },
          unfit: unfitFor(event, holder, school, all),
        },
      ]
      if (bookingState(event, event.taken, now) === 'not_open_yet')
        return refusalToAsk({ ...event, bookingOpensAt: null }, allowed, 'school', now) ? [] : made('opens', event.bookingOpensAt)
      if (refusalToAsk(event, allowed, 'school', now)) return []
      if (event.rules.approval) return made('ask')
      return made(fullRefusal(event, allowed, 'school', 1) ? 'full' : 'book')
    })

const hasRoom = ({ is }: NextDate): boolean => is === 'book' || is === 'ask'

/** The first date with room, else the first that opens later, else the first to wait for. */
const nextDate = (...asked: Parameters<typeof datesFor>): NextDate | undefined => {
  const found = datesFor(...asked)
  const dates = found.flatMap(({ date, unfit }) => (unfit ? [] : [date]))
  const unfit = found.filter((one) => one.unfit && one.date.is !== 'full')
  const best = dates.find(hasRoom) ?? dates.find(({ is }) => is === 'opens') ?? dates[0]
  const passed = unfit.flatMap((one) => (one.unfit && (!best || firstDay(one.date) <= firstDay(best)) ? [one.unfit] : []))
  if (!best) return unfit[0] && { ...unfit[0].date, is: 'clash', passed }
  const full = dates.filter((one) => one.is === 'full' && (best.is === 'full' || firstDay(one) <= firstDay(best)))
  return { ...best, full: full.map(firstDay), passed }
}

/** @param events the soonest first */
export const nextStep = (
  edition: Edition,
  holder: { personId: string; roleId: string; state: State },
  school: SchoolAhead,
  events: readonly ComingEvent[],
  now: Date,
): NextStep | undefined => {
  if (edition.whose === 'statement') return undefined
  const counting = events.filter((event) => countsFor(edition, event))
  const isOver = (event: ComingEvent): boolean => (lastEnd(event) ?? '') <= instant(now)
  const held = counting.flatMap((event) =>
    school.places
      .filter(({ personId, eventId }) => personId === holder.personId && eventId === event.id)
      .map((place) => ({ event, place, standing: isOver(event) ? 'not_marked' : standingOf(place, instant(now)) })),
  )
  const best = seats.flatMap((standing) => held.find((one) => one.standing === standing) ?? [])[0]
  if (!best && !isDue(holder.state)) return undefined
  const others = counting.filter((event) => event.id !== best?.event.id && !isOver(event))
  const next = best && best.standing !== 'waiting' ? undefined : nextDate(school, others, holder, events, now)
  if (!best) return next
  const { event, place, standing } = best
  const instead = next && hasRoom(next) ? next : undefined
  return { ...ofEvent(event), is: standing as Seat, until: place.heldUntil, reference: place.reference, instead }
}

/** Whether nobody has to do anything about it but what a list says of its own. */
export const isSeen = (step: NextStep | undefined): boolean =>
  step !== undefined && seats.some((standing) => standing === step.is) && step.is !== 'waiting'

const day = (of: Of): string => sayDays(of.days)

const sayPlace = (step: NextPlace): string => {
  const until = step.until === null ? '' : sayDeadline(step.until)
  return {
    confirmed: `Booked for ${day(step)}`,
    not_marked: `Had a place on ${day(step)}; the register is not signed off yet`,
    offered: `On offer for ${day(step)}, until ${until}`,
    held: `Held for ${day(step)}, to be paid by ${until}`,
    for_approval: `Asked for ${day(step)}, which the organiser decides`,
    waiting: `Waiting for a place on ${day(step)}`,
  }[step.is]
}

const sayOpen = (step: NextDate): string =>
  ({
    book: `Book ${day(step)}`,
    ask: `Ask for a place on ${day(step)}`,
    opens: `Booking for ${day(step)} opens on ${step.at === null ? '' : sayBeginning(step.at)}`,
    full: `Wait for a place on ${day(step)}`,
    clash: 'No date that fits yet',
  })[step.is]

export const isDate = (step: NextStep): step is NextDate => 'full' in step

/** `Booked for 2 and 9 March 2027`, `Book 12 January 2027` */
export const sayNext = (step: NextStep): string => (isDate(step) ? sayOpen(step) : sayPlace(step))

/** `Sunita has another place on 2 March 2027: Prevent briefing.` */
export const sayUnfit = ({ on, because, what }: Unfit, who: string): string =>
  ({
    course: `${what} on ${sayDay(on)} needs an earlier course, which our record does not show for ${who}.`,
    place: `${who} has another place on ${sayDay(on)}${what === '' ? '' : `: ${what}`}.`,
    staff_day: `${sayDay(on)} is a staff day of the school: ${what}.`,
  })[because]

/** What was passed over, what is full, and what a place costs, as sentences; '' for none. */
export const sayDate = ({ quote, full, passed, ...of }: NextDate, who: string): string =>
  [
    ...passed.map((one) => sayUnfit(one, who)),
    full.length > 0 ? `No place is free for your school on ${sayDays(full)}.` : '',
    quote && of.is !== 'clash' ? `A place on ${day(of)} ${sayCost(quote)}.` : '',
  ]
    .filter(Boolean)
    .join(' ')

/** `£95.00`, `covered by your agreement`. @param quote undefined: the event is free */
export const sayPlaceCost = (quote: Quote | undefined): string =>
  quote?.basis === 'agreement'
    ? 'covered by your agreement'
    : !quote || quote.pence === 0
      ? 'free of charge'
      : `${sayMoney(quote.pence + quote.vatPence)}${quote.vatPence === 0 ? '' : ' with VAT'}`

const sayCost = ({ pence, vatPence }: Quote): string =>
  pence === 0 ? 'is free of charge' : `costs ${sayMoney(pence + vatPence)}${vatPence === 0 ? '' : ' with VAT'}`

type DueRow = { who: string; personId?: string | undefined; next?: NextStep | undefined }

/** `Book Sunita Rao for 2 March 2027, £95.00`; undefined: nobody can be booked on one page. */
export const sayBookDue = (rows: readonly DueRow[]): string | undefined => {
  const due = rows.filter(({ next }) => next?.is === 'book' && next.asks === 'nothing')
  const people = new Set(due.map(({ personId }) => personId)).size
  const [first] = due
  if (first?.next?.is !== 'book') return undefined
  return people > 1 ? `Book the ${people} who are due` : `Book ${first.who} for ${day(first.next)}, ${sayPlaceCost(first.next.quote)}`
}

/** Where the school does it; undefined: the place is of another school. */
export const addressOf = (step: NextStep, schoolId: string): string | undefined => {
  const at = `/events/${step.code}`
  if (isDate(step))
    return step.is === 'opens' || step.is === 'clash'
      ? at
      : step.is === 'full'
        ? `${at}/wait?school=${schoolId}`
        : `${at}/book?school=${schoolId}`
  if (step.reference === null) return undefined
  if (step.is === 'waiting') return `${at}/wait?school=${schoolId}`
  return `/bookings/${step.reference}${step.is === 'offered' ? '/offer' : step.is === 'held' ? '/pay' : ''}`
}
