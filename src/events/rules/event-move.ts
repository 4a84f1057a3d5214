// An event on other days: its programme and its deadlines move with it.
import type { Calendar } from '#base/council/working-day.ts'
import { type Day, daysBetween, type Instant, instant, londonDay, sayDeadline, shifted } from '#base/dates.ts'
import { counted } from '#base/words.ts'
import { type BookingRules, isDeadline, namedRules } from '#events/events/booking-rules.ts'
import type { EventDraft } from '#events/events/draft.ts'
import { type EventDetails, firstStart } from '#events/events/event.ts'
import { movedTimes } from '#events/events/moved-event.ts'
import type { Difference } from '#events/events/recipient.ts'
import { lastSchoolHour } from '#money/terms/school-hours.ts'
import { type HeldBack, heldBackState } from './held-back.ts'

export type EventMove = {
  draft: EventDraft
  deadlines: Partial<BookingRules> & { earlyUntil: Instant | null }
  /** Places that are reserved, each until when then. */
  releases: { id: string; places: number; was: Instant; releaseAt: Instant }[]
}

/** @param to its first day then; the days after it keep their distance */
export const movedEvent = (event: EventDetails, heldBacks: readonly HeldBack[], to: Day, calendar: Calendar, now: Date): EventMove => {
  const days = daysBetween(londonDay(firstStart(event) ?? now), to)
  const at = instant(now)
  /** What would have passed already ends when the event begins. */
  const later = (was: Instant | null, is = was && shifted(was, days)): Instant | null =>
    was === null || is === null || is > at ? is : was <= at ? was : null
  const atSchoolHour = (was: Instant | null): Instant | null => later(was, was && lastSchoolHour(shifted(was, days), calendar))
  const sessions = event.sessions.map((session) => ({ ...session, ...movedTimes(session, days) }))
  const begins = firstStart({ sessions }) ?? ''
  const isOpen = event.bookingOpensAt !== null && event.bookingOpensAt <= at
  const deadlines = namedRules.flatMap(([name, rule]) =>
    isDeadline(rule) ? [[name, atSchoolHour(event.rules[name] as Instant | null)]] : [],
  )
  return {
    draft: {
      facts: {
        ...event,
        bookingOpensAt: isOpen ? event.bookingOpensAt : later(event.bookingOpensAt),
        bookingClosesAt: later(event.bookingClosesAt),
      },
      sessions,
      breaks: event.breaks.map((pause) => ({ ...pause, ...movedTimes(pause, days) })),
      roleIds: event.audience.roles.map(({ id }) => id),
      kinds: event.audience.kinds,
      course: event.audience.course,
    },
    deadlines: { ...Object.fromEntries(deadlines), earlyUntil: atSchoolHour(event.earlyUntil) },
    releases: heldBacks
      .filter((one) => heldBackState(one, at) === 'standing')
      .map(({ id, places, releaseAt }) => ({ id, places, was: releaseAt, releaseAt: atSchoolHour(releaseAt) ?? begins })),
  }
}

const sayUntil = (at: Instant | null, otherwise: string): string => (at === null ? otherwise : sayDeadline(at))

const atStart = 'When the event begins'

/** Of its deadlines, those that move. */
export const movedDeadlines = (event: EventDetails, { draft: { facts }, deadlines, releases }: EventMove): Difference[] =>
  [
    ...namedRules.flatMap(([name, rule]) =>
      isDeadline(rule)
        ? [[rule.row ?? rule.label, event.rules[name] as Instant | null, deadlines[name] as Instant | null, atStart] as const]
        : [],
    ),
    ['Early price until', event.earlyUntil, deadlines.earlyUntil, 'It has ended'] as const,
    ['Booking opens', event.bookingOpensAt, facts.bookingOpensAt, 'Once published'] as const,
    ['Booking closes', event.bookingClosesAt, facts.bookingClosesAt, atStart] as const,
    ...releases.map(({ places, was, releaseAt }) => [`Reserved (${counted(places, 'place')}) until`, was, releaseAt, atStart] as const),
  ].flatMap(([what, was, is, otherwise]) => (was === is ? [] : [{ what, was: sayUntil(was, ''), is: sayUntil(is, otherwise) }]))
