import { expect, it } from 'vitest'
import { dueBefore, periods, runClasses } from '#upkeep/records/record.ts'

const at = (day: string) => new Date(`${day}T12:00:00.000Z`)

it('a message is due so many months after it was written, on the last day of a month that is shorter', () => {
  expect(dueBefore('messages', 24, at('2026-11-26'))).toBe('2024-11-26T00:00:00.000Z')
  expect(dueBefore('messages', 3, at('2026-05-31'))).toBe('2026-02-28T00:00:00.000Z')
  // A day in summer begins an hour earlier.
  expect(dueBefore('answers', 1, at('2026-07-15'))).toBe('2026-06-14T23:00:00.000Z')
})

// “People are due from the end of the school year in which they last had a place, came, signed in or were given a role.”
it('people are due by school year: whoever was last heard of in June 2020 goes from September 2026 on, and not in August', () => {
  expect(dueBefore('people', 72, at('2026-08-31'))).toBe('2019-08-31T23:00:00.000Z')
  expect(dueBefore('people', 72, at('2026-09-01'))).toBe('2020-08-31T23:00:00.000Z')
  expect(dueBefore('people', 72, at('2027-06-01'))).toBe('2020-08-31T23:00:00.000Z')
})

it('every default lies within its limits and says why', () => {
  for (const of of runClasses) {
    const { months, least, most, why } = periods[of]
    expect(months >= least && months <= most, of).toBe(true)
    expect(why.length, of).toBeGreaterThan(40)
  }
})
