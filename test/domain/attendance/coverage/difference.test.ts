import { expect, it } from 'vitest'
import { sayDifference, widestDifference } from '#attendance/coverage/difference.ts'

const part = (label: string, n: number, of: number) => ({ label, n, of })

it('the group that is furthest from all others is named, with both percentages, what they are of, and the difference', () => {
  expect(sayDifference([part('Primary', 66, 75), part('Special', 10, 14), part('Secondary', 15, 17)], 'took part')).toBe(
    'The widest difference: Special: 71% took part (10 of 14 schools), all others: 88% (81 of 92), difference 17 points.',
  )
})

it('a group under ten schools is compared with nothing, and neither are all others when they are fewer', () => {
  expect(widestDifference([part('Special', 0, 9), part('Primary', 60, 60)])).toBeUndefined()
  expect(sayDifference([part('Special', 0, 9), part('Primary', 60, 60)], 'took part')).toBe(
    'No two groups have ten schools or more, so none are compared.',
  )
  expect(widestDifference([part('Special', 0, 10), part('Primary', 60, 60)])?.points).toBe(100)
})

it('groups that do not differ are said not to', () => {
  expect(sayDifference([part('Boys', 5, 10), part('Mixed', 10, 20)], 'took part')).toBe(
    'No group differs from all others. Boys: 50% took part (5 of 10 schools), all others: 50% (10 of 20).',
  )
})
