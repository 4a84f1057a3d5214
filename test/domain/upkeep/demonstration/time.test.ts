// Days of the demonstration, counted from now.
import { expect, it } from 'vitest'
import { addDays, addMinutes, londonDay } from '#base/dates.ts'
import { weekday } from '#upkeep/demonstration/time.ts'

it('on a Monday yesterday is the Friday before, and on a Friday tomorrow is the Monday after', () => {
  const [monday, friday] = [new Date('2026-11-30T10:00:00.000Z'), new Date('2026-11-27T10:00:00.000Z')]
  expect([weekday(monday, -1), weekday(monday, -2), weekday(monday, -3)]).toEqual(['2026-11-27', '2026-11-27', '2026-11-27'])
  expect([weekday(friday, 1), weekday(friday, 3), weekday(friday, 4)]).toEqual(['2026-11-30', '2026-11-30', '2026-12-01'])
})

it('a day in the past is never later than yesterday, and a day to come is never today, at any hour', () => {
  const wrong: string[] = []
  for (let now = new Date('2026-01-01T00:05:00.000Z'); now < new Date('2029-01-01T00:00:00.000Z'); now = addMinutes(now, 6 * 60)) {
    const today = londonDay(now)
    for (const days of [1, 2, 3, 4, 7, 30])
      if (weekday(now, -days) > addDays(today, -days) || weekday(now, days) < addDays(today, days))
        wrong.push(`${now.toISOString()} ${days}`)
  }
  expect(wrong).toEqual([])
})
