import { expect, it } from 'vitest'
import { momentsUntil, sayTrend } from '#attendance/coverage/trend.ts'

it('a trend asks as at the last six ends of terms, or of school years, and as at today', () => {
  expect(momentsUntil('2026-11-28', 'term').map(({ label, on }) => [label, on])).toEqual([
    ['Autumn 2024', '2024-12-31'],
    ['Spring 2025', '2025-04-30'],
    ['Summer 2025', '2025-08-31'],
    ['Autumn 2025', '2025-12-31'],
    ['Spring 2026', '2026-04-30'],
    ['Summer 2026', '2026-08-31'],
    ['Today', '2026-11-28'],
  ])
  expect(momentsUntil('2026-08-31', 'year', 2).map(({ on }) => on)).toEqual(['2024-08-31', '2025-08-31', '2026-08-31'])
})

it('its heading says both numbers and judges nothing, and of fewer than ten schools no percentage', () => {
  const point = (on: string, tookPart: number, open: number) => ({ label: '', on, open, tookPart })
  expect(sayTrend([point('2024-12-31', 89, 100), point('2026-11-28', 66, 100)])).toBe(
    '66 of 100 (66%) schools took part as at 28 November 2026, 89 of 100 (89%) as at 31 December 2024',
  )
  expect(sayTrend([point('2024-12-31', 1, 9), point('2026-11-28', 2, 9)])).toBe(
    '2 of 9 schools took part as at 28 November 2026, 1 of 9 as at 31 December 2024',
  )
  expect(sayTrend([])).toBe('There is nothing to compare yet')
})
