import { expect, it } from 'vitest'
import { sayDays } from '#base/dates.ts'

it('several days are said with each month and year once', () => {
  expect(sayDays(['2027-03-02'])).toBe('2 March 2027')
  expect(sayDays(['2027-03-02', '2027-03-09'])).toBe('2 and 9 March 2027')
  expect(sayDays(['2027-03-02', '2027-03-09', '2027-04-06'])).toBe('2, 9 March and 6 April 2027')
  expect(sayDays(['2026-11-30', '2027-01-12'])).toBe('30 November 2026 and 12 January 2027')
  expect(sayDays([])).toBe('')
})
