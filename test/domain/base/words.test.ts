import { expect, test } from 'vitest'
import { atStart, counted, cutTo, inWords, listed, plural, sayNumber } from '#base/words.ts'
import { longestReference } from '#booking/bookings/pricing.ts'
import { readPaying } from '#booking/placing/paying-forms.ts'

test('one place and several are said as people say them', () => {
  expect([0, 1, 3, 1250].map((n) => counted(n, 'place'))).toEqual(['0 places', '1 place', '3 places', '1,250 places'])
  expect([1, 3].map((n) => counted(n, 'person has', 'people have'))).toEqual(['1 person has', '3 people have'])
  expect([1, 3].map((n) => inWords(n, 'place'))).toEqual(['one place', '3 places'])
  expect([1, 3].map((n) => atStart(n, 'place is', 'places are'))).toEqual(['One place is', '3 places are'])
  expect([1, 3].map((n) => plural(n, 'it', 'them'))).toEqual(['it', 'them'])
  expect(sayNumber(12_500)).toBe('12,500')
})

test('the last of a list follows “and” without a comma', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['', 'a', 'a and b', 'a, b and c'])
})

test('a text is cut to its longest at whole characters, and what is typed into a bill’s fields is so too', () => {
  expect(['Schools 🎓', '🎓🎓', '🎓', 'abc', ''].map((text) => cutTo(text, 3))).toEqual(['Sch', '🎓', '🎓', 'abc', ''])
  expect(cutTo('🎓', 1)).toBe('')
  const typed = `${'x'.repeat(longestReference - 1)}🎓`
  const { costCentre, poNumber } = readPaying({ costCentre: typed, poNumber: `${typed}🎓` })
  expect([costCentre, poNumber]).toEqual(Array.from({ length: 2 }, () => 'x'.repeat(longestReference - 1)))
})
