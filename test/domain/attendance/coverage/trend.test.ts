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

it('its heading says the finding, and of fewer than ten schools no percentage', () => {
  const point = (on: string, tookPart: number, open: number) => ({ label: '', on, open, tookPart })
  expect(sayTrend([point('2024-12-31', 61, 100), point('2026-11-28', 84, 100)])).toBe(
    'Schools that took part rose from 61% to 84% since 31 December 2024',
  )
  expect(sayTrend([point('2024-12-31', 84, 100), point('2026-11-28', 61, 100)])).toContain('fell from 84% to 61%')
  expect(sayTrend([point('2024-12-31', 10, 20), point('2026-11-28', 15, 30)])).toContain('stayed at 50%')
  expect(sayTrend([point('2024-12-31', 1, 9), point('2026-11-28', 2, 9)])).toBe('2 of 9 schools took part; 1 of 9 on 31 December 2024')
  expect(sayTrend([])).toBe('There is nothing to compare yet')
})
