import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Calendar } from '#base/council/working-day.ts'
import { type Instant, instant, londonInstant, londonTime, sayDeadline } from '#base/dates.ts'
import { afterHours, aSchoolDayAfter, aSchoolDayBefore, lastSchoolHour } from '#money/terms/school-hours.ts'
import { holdsFor } from '#test/support/holds.ts'

/** 2026/27 as a council enters it: half-terms in October, February and May, and bank holidays. */
const calendar: Calendar = {
  bankHolidays: new Set(['2026-12-25', '2026-12-28', '2027-01-01', '2027-03-26', '2027-03-29', '2027-05-03', '2027-05-31', '2027-08-30']),
  terms: [
    { name: 'Autumn 1', firstDay: '2026-09-03', lastDay: '2026-10-23' },
    { name: 'Autumn 2', firstDay: '2026-11-02', lastDay: '2026-12-18' },
    { name: 'Spring 1', firstDay: '2027-01-05', lastDay: '2027-02-12' },
    { name: 'Spring 2', firstDay: '2027-02-22', lastDay: '2027-03-25' },
    { name: 'Summer 1', firstDay: '2027-04-12', lastDay: '2027-05-28' },
    { name: 'Summer 2', firstDay: '2027-06-07', lastDay: '2027-07-21' },
    { name: 'Autumn 1', firstDay: '2027-09-02', lastDay: '2027-10-22' },
    { name: 'Autumn 2', firstDay: '2027-11-01', lastDay: '2027-12-17' },
  ],
}

/** `2026-12-04 15:00`, of the clock in London. */
const at = (text: string): Instant => instant(londonInstant(text.slice(0, 10), text.slice(11)) ?? new Date(Number.NaN))

// “What schools must do by a time, and the release of reserved places, fall within school hours:
// 8am to 4pm on Monday to Friday, without bank holidays, in the terms that are entered.”
it.each([
  ['within school hours it stays', '2026-12-04 15:00', 'Friday 4 December 2026, 3pm'],
  ['the last minute of the day', '2026-12-04 16:00', 'Friday 4 December 2026, 4pm'],
  ['the first minute of the day', '2026-12-04 08:00', 'Friday 4 December 2026, 8am'],
  ['in the evening', '2026-12-04 17:00', 'Friday 4 December 2026, 4pm'],
  ['before the office opens', '2026-12-04 07:59', 'Thursday 3 December 2026, 4pm'],
  ['before it opens on a Monday', '2026-12-07 06:00', 'Friday 4 December 2026, 4pm'],
  ['on a Sunday', '2026-12-06 17:00', 'Friday 4 December 2026, 4pm'],
  ['in the autumn half-term, over the change of the clocks', '2026-10-28 12:00', 'Friday 23 October 2026, 4pm'],
  ['on the Sunday on which the clocks go back', '2026-10-25 01:30', 'Friday 23 October 2026, 4pm'],
  ['in the Christmas holidays', '2026-12-29 10:00', 'Friday 18 December 2026, 4pm'],
  ['on the first day after them, which schools keep for training', '2027-01-04 10:00', 'Friday 18 December 2026, 4pm'],
  ['in the February half-term', '2027-02-17 09:00', 'Friday 12 February 2027, 4pm'],
  ['on Good Friday', '2027-03-26 10:00', 'Thursday 25 March 2027, 4pm'],
  ['on the Sunday on which the clocks go forward', '2027-03-28 03:00', 'Thursday 25 March 2027, 4pm'],
  ['on the early May bank holiday', '2027-05-03 12:00', 'Friday 30 April 2027, 4pm'],
  ['in the May half-term', '2027-06-02 12:00', 'Friday 28 May 2027, 4pm'],
  ['in August', '2027-08-12 12:00', 'Wednesday 21 July 2027, 4pm'],
  ['beyond every term that is entered, by weekdays alone', '2028-02-19 12:00', 'Friday 18 February 2028, 4pm'],
])('what schools must do is due in school hours, at the latest at the time asked for: %s', (_, asked, due) => {
  expect(sayDeadline(lastSchoolHour(at(asked), calendar))).toBe(due)
})

it.each([
  ['two ordinary days', '2026-12-02 10:30', 48, 'Friday 4 December 2026, 10:30am'],
  ['one ordinary day', '2026-12-02 10:30', 24, 'Thursday 3 December 2026, 10:30am'],
  ['an hour', '2026-12-02 10:30', 1, 'Wednesday 2 December 2026, 11:30am'],
  ['an hour late in the day', '2026-12-02 15:30', 1, 'Thursday 3 December 2026, 8:30am'],
  ['an hour on a Friday evening', '2026-12-04 20:00', 1, 'Monday 7 December 2026, 9am'],
  ['half a day is no more than a day of school hours', '2026-12-02 10:30', 12, 'Thursday 3 December 2026, 10:30am'],
  ['over a weekend', '2026-12-04 12:00', 48, 'Tuesday 8 December 2026, midday'],
  ['begun on a Friday evening', '2026-12-04 18:00', 48, 'Tuesday 8 December 2026, 4pm'],
  ['begun on a Sunday', '2026-12-06 03:00', 24, 'Monday 7 December 2026, 4pm'],
  ['over the autumn half-term, when the clocks go back', '2026-10-23 09:00', 24, 'Monday 2 November 2026, 9am'],
  ['over Easter, when the clocks go forward', '2027-03-24 14:00', 48, 'Monday 12 April 2027, 2pm'],
  ['over a bank holiday', '2027-04-30 13:15', 24, 'Tuesday 4 May 2027, 1:15pm'],
  ['over the summer', '2027-07-21 15:00', 24, 'Thursday 2 September 2027, 3pm'],
  ['fourteen days are as many school days', '2026-11-02 09:00', 336, 'Friday 20 November 2026, 9am'],
])('whoever is to answer has as many hours in which somebody is at school: %s', (_, from, hours, end) => {
  expect(sayDeadline(afterHours(at(from), hours, calendar))).toBe(end)
})

const moments = fc.integer({ min: Date.parse('2026-09-10T00:00:00Z') / 60_000, max: Date.parse('2027-12-31T00:00:00Z') / 60_000 })
const minute = (n: number): Instant => instant(new Date(n * 60_000))

it('every deadline lies in school hours, more hours never end sooner, and one day of them is the same forwards and back', () => {
  const inHours = (moment: Instant) => lastSchoolHour(moment, calendar) === moment && londonTime(moment) <= '16:00'
  holdsFor([moments, fc.integer({ min: 1, max: 336 })], {}, (n, hours) => {
    const [now, end] = [minute(n), afterHours(minute(n), hours, calendar)]
    expect(inHours(end)).toBe(true)
    expect(end >= instant(new Date(n * 60_000 + Math.min(hours, 8) * 3_600_000))).toBe(true)
    expect(afterHours(now, hours + 1, calendar) >= end).toBe(true)
    expect(lastSchoolHour(now, calendar) <= now).toBe(true)
    const since = aSchoolDayBefore(now, calendar)
    expect(aSchoolDayAfter(since, calendar) <= now).toBe(true)
    expect(aSchoolDayAfter(minute(Date.parse(since) / 60_000 + 1), calendar) > now).toBe(true)
  })
})

it('a calendar that leaves no day at all delays nothing for ever', () => {
  const never: Calendar = {
    bankHolidays: new Set(),
    terms: [
      { name: 'a', firstDay: '2020-01-01', lastDay: '2020-01-02' },
      { name: 'b', firstDay: '2099-01-01', lastDay: '2099-01-02' },
    ],
  }
  expect(lastSchoolHour(at('2026-12-06 12:00'), never)).toBe(at('2026-12-06 12:00'))
  expect(afterHours(at('2026-12-06 12:00'), 1, never)).toBe(at('2026-12-06 13:00'))
})
