// An event that is moved to another time or place lets those who have booked cancel free of charge for some days.

import { type Calendar, endOfDay, workingDaysAfter } from '#base/council/working-day.ts'
import { type Day, type Instant, instant, isDay, londonDay, sayDeadline } from '#base/dates.ts'
import type { ChangeName } from '#calendars/invites/named-change.ts'

/** What makes an edit a move: another day, other hours of a day as a whole, or another place. Not what is on in those hours, nor what it is called. */
export const isMove = (changes: readonly ChangeName[]): boolean => changes.includes('times') || changes.includes('place')

type WithDeadlines = {
  sessions: readonly { startsAt: Instant }[]
  rules: { namesDueAt: Instant | null; choicesCloseAt: Instant | null }
  earlyUntil: Instant | null
}

/**
 * Which deadlines of an event nobody could keep any more once it begins at another moment, in a sentence for its form; undefined when all of
 * them still lie before it.
 *
 * @param closes when booking closes, as it is in the form
 */
export const deadlinesTooLate = (event: WithDeadlines, start: Instant | undefined, closes: Instant | null): string | undefined => {
  if (start === undefined || start === event.sessions[0]?.startsAt) return undefined
  const late = (
    [
      ['names are due', event.rules.namesDueAt],
      ['workshops can be changed until', event.rules.choicesCloseAt],
      ['the early price ends', event.earlyUntil],
      ['booking closes', closes],
    ] as const
  ).flatMap(([what, at]) => (at !== null && at >= start ? [`${what} ${sayDeadline(at)}`] : []))
  return late.length === 0
    ? undefined
    : `The event would begin ${sayDeadline(start)}, before its deadlines: ${late.join('; ')}. Change those first: when booking closes on this form, the others under “Rules of booking”`
}

/** Working days that people have to decide, unless the organiser says otherwise. */
const daysToDecide = 5

/** The day until whose end cancelling is free by default: the fifth working day from today, or the day of the event when that is sooner. */
export const usualFreeDay = (now: Date, start: Instant | undefined, calendar: Calendar): Day => {
  const usual = workingDaysAfter(londonDay(now), daysToDecide, calendar)
  if (start === undefined || usual < londonDay(start)) return usual
  return londonDay(start)
}

/**
 * The instant that a typed day means: its end in London, never after the event begins; undefined for none.
 *
 * @returns `problem` when the day is no day, is past or lies after the event
 */
export const readFreeUntil = (
  typed: string,
  now: Date,
  start: Instant | undefined,
): { freeUntil: Instant | undefined } | { problem: string } => {
  if (typed === '') return { freeUntil: undefined }
  if (!isDay(typed)) return { problem: 'Enter the day until which cancelling is free of charge, or leave it empty' }
  if (typed < londonDay(now)) return { problem: 'Enter a day that is not past, or leave it empty' }
  if (start !== undefined && typed > londonDay(start)) return { problem: 'Enter a day that is not after the event' }
  const end = endOfDay(typed)
  return { freeUntil: start !== undefined && start < end ? start : end }
}

/** What stands after one more move: a promise made before is never shortened, except that it ends when the event begins. */
export const laterFreeUntil = (before: Instant | null, asked: Instant | undefined, now: Date): Instant | undefined =>
  before !== null && before > instant(now) && (asked === undefined || before > asked) ? before : asked
