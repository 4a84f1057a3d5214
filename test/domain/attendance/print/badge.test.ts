import { expect, it } from 'vitest'
import { inSheets, sizeOf } from '#attendance/print/badge.ts'

// “A long name is printed smaller, so that all of it stands on its badge.”
it('a long name is printed smaller, so that all of it stands on its badge', () => {
  expect(
    [
      'Jo Price',
      'Delyth Mair Morgan',
      'Christopher Featherstonehaugh',
      'Wolfeschlegelsteinhausenbergerdorff Oyelaran',
      'Maria Magdalena Wilhelmina Katarzyna Brzęczyszczykiewicz-Featherstonehaugh of the Three Counties',
      'x'.repeat(150),
    ].map((name) => [sizeOf(name, '8'), sizeOf(name, '10')]),
  ).toEqual([
    [26, 26],
    [26, 14],
    [18, 14],
    [8, 8],
    [8, 8],
    [8, 8],
  ])
})

it('badges are put on sheets of eight, ten or one', () => {
  const badges = Array.from({ length: 21 }, (_, n) => n)
  expect((['8', '10', 'label'] as const).map((size) => inSheets(badges, size).map(({ length }) => length))).toEqual([
    [8, 8, 5],
    [10, 10, 1],
    Array.from({ length: 21 }, () => 1),
  ])
})
