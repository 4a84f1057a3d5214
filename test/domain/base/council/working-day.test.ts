import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  type Calendar,
  endOfDay,
  gapAt,
  isWorkingDay,
  lastDayOfNotice,
  lastMoment,
  nextWorkingDay,
  sayDaysOff,
  workingDaysAfter,
  workingDaysBetween,
} from '#base/council/working-day.ts'
import { londonDay } from '#base/dates.ts'
import { holdsFor } from '#test/support/holds.ts'

/** The days that the migration seeds. */
const seeded = [...readFileSync('prisma/migrations/0006_events.sql', 'utf8').matchAll(/^ {2}\('(\d{4}-\d\d-\d\d)', '/gm)].map(
  ([, day = '']) => day,
)
const england: Calendar = { bankHolidays: new Set(seeded), terms: [] }

it('the day after a conference on a Thursday is a working day, and after one on a Friday it is Monday', () => {
  expect(nextWorkingDay('2026-06-11', england)).toBe('2026-06-12')
  expect(nextWorkingDay('2026-06-12', england)).toBe('2026-06-15')
})

// “Working days are Monday to Friday without the bank holidays that are entered.”
it('bank holidays and the days that stand in for them are not working days', () => {
  expect(nextWorkingDay('2026-04-02', england)).toBe('2026-04-07') // Maundy Thursday, over Easter
  expect(nextWorkingDay('2026-12-24', england)).toBe('2026-12-29') // Boxing Day is a Saturday, so the Monday stands in
  expect(nextWorkingDay('2027-12-24', england)).toBe('2027-12-29') // Christmas Day and Boxing Day at a weekend
  expect(isWorkingDay('2028-01-03', england)).toBe(false)
  expect(isWorkingDay('2026-11-24', england)).toBe(true)
  expect(workingDaysAfter('2026-11-24', 5, england)).toBe('2026-12-01')
})

it('why schools do not work on a day is said with its date, and nothing of a school day', () => {
  const terms = [
    { name: 'Autumn', firstDay: '2026-09-01', lastDay: '2026-12-18' },
    { name: 'Spring', firstDay: '2027-01-04', lastDay: '2027-03-25' },
  ]
  const days = ['2026-12-17', '2026-12-19', '2026-12-22', '2026-12-22', '2026-12-28', '2027-01-05']
  expect(sayDaysOff(days, { ...england, terms })).toBe(
    'Saturday 19 December 2026 is at a weekend. Tuesday 22 December 2026 is in the school holidays. Monday 28 December 2026 is a bank holiday.',
  )
  expect(sayDaysOff(['2026-12-22'], england)).toBe('')
})

it('the seeded bank holidays are eight a year, on weekdays, and reach at least a year ahead', () => {
  for (const year of [2024, 2025, 2026, 2027, 2028])
    expect(seeded.filter((day) => day.startsWith(`${year}`) && isWeekday(day))).toHaveLength(8)
  expect(gapAt('2028-06-01', england)).toBeUndefined()
  expect(gapAt('2029-06-01', england)).toBe('bank_holidays')
})

const isWeekday = (day: string): boolean => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())

// The day of notice and the day of the event do not count; in between there must be as many working
// days as the terms say.
// “Neither the day of notice nor the day of the event counts.”
it.each([
  ['an ordinary week', '2026-06-12', 3, '2026-06-08'],
  ['notice on a Sunday is as good as on the Friday before', '2026-06-12', 4, '2026-06-07'],
  ['an event on a Monday', '2026-06-15', 1, '2026-06-11'],
  ['an event on the Tuesday after Easter Monday', '2026-04-07', 1, '2026-04-01'],
  ['ten days over Easter', '2026-04-14', 10, '2026-03-26'],
  ['over Christmas and New Year with a substitute day', '2027-01-05', 5, '2026-12-23'],
  ['the early May bank holiday', '2026-05-05', 2, '2026-04-29'],
  ['over the change of the clocks in March', '2026-03-30', 1, '2026-03-26'],
  ['over the change of the clocks in October', '2026-10-26', 1, '2026-10-22'],
  ['29 February is a day like others', '2028-03-01', 1, '2028-02-28'],
  ['an event on 29 February', '2028-02-29', 2, '2028-02-24'],
  ['no days of notice', '2026-06-12', 0, '2026-06-12'],
  ['an event on a Saturday', '2026-06-13', 1, '2026-06-11'],
])('the last day of notice: %s', (_, event, days, last) => {
  expect(lastDayOfNotice(event, days, england)).toBe(last)
})

// “The last moment is 23:59 in London, and the whole of that minute is in time.”
it('the moment is the end of that day in London, in winter and in summer', () => {
  expect(lastMoment('2026-06-12', 3, england)).toBe('2026-06-08T22:59:59.999Z')
  expect(lastMoment('2026-12-04', 3, england)).toBe('2026-11-30T23:59:59.999Z')
  expect(endOfDay('2026-03-29')).toBe('2026-03-29T22:59:59.999Z')
  expect(endOfDay('2026-10-25')).toBe('2026-10-25T23:59:59.999Z')
})

// “Terms may count only those in the council’s school terms; days before the first term entered
// and after the last are judged without terms.”
it('with term dates, days in the school holidays do not count, and days that no term date reaches are judged without them', () => {
  const council: Calendar = {
    ...england,
    terms: [
      { name: 'Spring', firstDay: '2026-01-05', lastDay: '2026-03-27' },
      { name: 'Summer', firstDay: '2026-04-13', lastDay: '2026-07-17' },
    ],
  }
  expect(lastDayOfNotice('2026-04-15', 3, council, true)).toBe('2026-03-26')
  expect(lastDayOfNotice('2026-04-15', 3, council)).toBe('2026-04-09')
  expect(isWorkingDay('2026-04-08', council, true)).toBe(false)
  expect(isWorkingDay('2026-09-08', council, true)).toBe(true)
  expect(gapAt('2026-09-08', council, true)).toBe('term_dates')
  expect(gapAt('2026-09-08', council)).toBeUndefined()
  expect(gapAt('2026-05-08', council, true)).toBeUndefined()
})

// Written apart: every day of the century in a list, judged one by one by its name.
const naive = (days: readonly string[]) => {
  const name = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' })
  const working = days.filter((day) => !name.format(new Date(day)).startsWith('S') && !seeded.includes(day))
  return {
    working,
    enough: (notice: string, event: string, n: number) => working.filter((day) => day > notice && day < event).length >= n,
  }
}
const everyDay = Array.from({ length: 5 * 366 }, (_, n) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10))
const model = naive(everyDay)

it('whatever the event and the days of notice: the last day has enough working days after it, and the next has not', () => {
  holdsFor([fc.integer({ min: 150, max: everyDay.length - 2 }), fc.integer({ min: 0, max: 60 })], { numRuns: 300 }, (index, n) => {
    const event = everyDay[index] ?? ''
    const last = lastDayOfNotice(event, n, england)
    const latest = everyDay.slice(0, index + 1).findLast((day) => model.enough(day, event, n))
    expect(last).toBe(latest)
  })
})

// “Notice may be given on any day, at a weekend too.”
it('whatever the moment, it is in time exactly when its London day leaves enough working days', () => {
  holdsFor(
    [
      fc.integer({ min: 200, max: everyDay.length - 2 }),
      fc.integer({ min: 1, max: 30 }),
      fc.date({ min: new Date('2024-03-01T00:00:00Z'), max: new Date('2028-12-31T00:00:00Z'), noInvalidDate: true }),
    ],
    { numRuns: 500 },
    (index, n, now) => {
      const event = everyDay[index] ?? ''
      expect(now.toISOString() <= lastMoment(event, n, england)).toBe(model.enough(londonDay(now), event, n))
    },
  )
})

it('whatever two days, the working days between them are counted as one would on a calendar', () => {
  holdsFor([fc.integer({ min: 0, max: everyDay.length - 1 }), fc.integer({ min: 0, max: 90 })], { numRuns: 300 }, (from, span) => {
    const [notice = '', event = ''] = [everyDay[from], everyDay[Math.min(from + span, everyDay.length - 1)]]
    expect(workingDaysBetween(notice, event, england)).toBe(model.working.filter((day) => day > notice && day < event).length)
  })
})
