// After a move (other time or place), bookings may cancel free of charge for some days.

import { type Calendar, endOfDay, workingDaysAfter } from '#base/council/working-day.ts'
import { addMinutes, type Day, type Instant, instant, isDay, londonDay, sayBeginning, sayDeadline, shifted } from '#base/dates.ts'
import type { ChangeName } from '#calendars/invites/named-change.ts'
import { type BookingRules, isDeadline, namedRules } from './booking-rules.ts'

/** The day, a day's hours or the place change; not names, or the programme within the hours. */
export const isMove = (changes: readonly ChangeName[]): boolean =>
  (['date', 'times', 'place'] as const).some((one) => changes.includes(one))

/** So many days later, at the same time; as long as before where the clocks go forward between. */
export const movedTimes = ({ startsAt, endsAt }: { startsAt: Instant; endsAt: Instant }, days: number) => {
  const start = shifted(startsAt, days)
  const end = shifted(endsAt, days)
  const minutes = (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000
  return { startsAt: start, endsAt: end > start ? end : instant(addMinutes(new Date(start), minutes)) }
}

type Timed = { id?: string | undefined; startsAt: Instant; endsAt: Instant }

/** The session that an edit would put into the past; undefined if there is none. */
export const movedIntoThePast = (before: readonly Timed[], after: readonly Timed[], now: Date): number | undefined => {
  const at = instant(now)
  const row = after.findIndex((is) => {
    const was = before.find(({ id }) => id !== undefined && id === is.id)
    return was ? was.startsAt > at && is.startsAt <= at : is.endsAt <= at
  })
  return row < 0 ? undefined : row
}

type WithDeadlines = {
  sessions: readonly { startsAt: Instant }[]
  rules: BookingRules
  earlyUntil: Instant | null
}

/** In a sentence, deadlines after the new start. @param closes when booking closes, as typed */
export const deadlinesTooLate = (event: WithDeadlines, start: Instant | undefined, closes: Instant | null): string | undefined => {
  if (start === undefined || start === event.sessions[0]?.startsAt) return undefined
  const late = (
    [
      ...namedRules.flatMap(([name, rule]) =>
        isDeadline(rule) ? [[`${rule.by}${rule.isUntil ? ' until' : ''}`, event.rules[name] as Instant | null] as const] : [],
      ),
      ['the early price ends', event.earlyUntil],
      ['booking closes', closes],
    ] as const
  ).flatMap(([what, at]) => (at !== null && at >= start ? [`${what} ${sayDeadline(at)}`] : []))
  return late.length === 0
    ? undefined
    : `The event would begin ${sayBeginning(start)}, before its deadlines: ${late.join('; ')}. Change those first: when booking closes on this form, the others under “Rules of booking”. Or choose “Move to another day” on its programme: its deadlines then move with it`
}

/** Default working days to decide. */
const daysToDecide = 5

/** The fifth working day from today, or the event's day if sooner. */
export const usualFreeDay = (now: Date, start: Instant | undefined, calendar: Calendar): Day => {
  const usual = workingDaysAfter(londonDay(now), daysToDecide, calendar)
  if (start === undefined || usual < londonDay(start)) return usual
  return londonDay(start)
}

/**
 * The end of the day in London, at most the event's start; undefined for none.
 * @returns `problem` for an invalid or past day, or one after the event
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

export const laterFreeUntil = (before: Instant | null, asked: Instant | undefined, now: Date): Instant | undefined =>
  before !== null && before > instant(now) && (asked === undefined || before > asked) ? before : asked

/** What messages of an edit promise: null: only the terms; undefined: it is no move. */
export const promiseOf = (
  event: { freeUntil: Instant | null },
  changes: readonly ChangeName[],
  asked: Instant | undefined,
  now: Date,
): Instant | null | undefined => (isMove(changes) ? (laterFreeUntil(event.freeUntil, asked, now) ?? null) : undefined)
