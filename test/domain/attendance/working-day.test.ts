import { expect, it } from 'vitest'
import { bankHolidaysUntil, isWorkingDay, nextWorkingDay } from '../../../src/attendance/working-day.ts'

it('the day after a conference on a Thursday is a working day, and after one on a Friday it is Monday', () => {
  expect(nextWorkingDay('2026-06-11')).toBe('2026-06-12')
  expect(nextWorkingDay('2026-06-12')).toBe('2026-06-15')
})

it('bank holidays and the days that stand in for them are not working days', () => {
  expect(nextWorkingDay('2026-04-02')).toBe('2026-04-07') // Maundy Thursday, over Easter
  expect(nextWorkingDay('2026-12-24')).toBe('2026-12-29') // Boxing Day is a Saturday, so the Monday stands in
  expect(nextWorkingDay('2027-12-24')).toBe('2027-12-29') // Christmas Day and Boxing Day at a weekend
  expect(isWorkingDay('2028-01-03')).toBe(false)
  expect(isWorkingDay('2026-08-31')).toBe(false)
  expect(isWorkingDay('2026-11-24')).toBe(true)
})

it('the table of bank holidays reaches at least a year ahead of the day on which it is relied upon', () => {
  expect(bankHolidaysUntil > '2027-11-24').toBe(true)
  for (const year of [2024, 2025, 2026, 2027, 2028]) {
    const days = Array.from({ length: 366 }, (_, n) => new Date(Date.UTC(year, 0, 1 + n)))
      .filter((date) => date.getUTCFullYear() === year && date.getUTCDay() % 6 !== 0)
      .map((date) => date.toISOString().slice(0, 10))
    expect(days.filter((day) => !isWorkingDay(day))).toHaveLength(8)
  }
})
