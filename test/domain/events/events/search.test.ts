// Finding conferences by short forms, posts and mistyped words.
import { expect, it } from 'vitest'
import { lettersApart, meantBy, roleSearched, searchTerms } from '#events/events/search.ts'

it('hyphens, capitals and stray signs do not matter to a search', () => {
  expect(searchTerms('  ALDERWICK-on-Lugg, (Hall) ')).toEqual([['alderwick'], ['on'], ['lugg'], ['hall']])
  expect(searchTerms('   ')).toEqual([])
  expect(searchTerms('word '.repeat(30))).toHaveLength(10)
})

it('any name of a known thing finds the others, and the longest name counts', () => {
  expect(searchTerms('KCSIE update')).toEqual([['keeping children safe in education', 'kcsie'], ['update']])
  expect(searchTerms('Keeping Children Safe in Education')).toEqual([['keeping children safe in education', 'kcsie']])
  expect(searchTerms('deputy DSL')).toEqual(searchTerms('DDSL'))
  expect(searchTerms('governors')).toEqual(searchTerms('governor'))
})

it('a post at a school is told from other words', () => {
  expect(roleSearched(searchTerms('deputy in Leominster'))).toEqual({ roleId: 'deputy_dsl', others: [['in'], ['leominster']] })
  expect(roleSearched(searchTerms('prevent'))).toBeUndefined()
})

it('counts the letters that two words are apart, two swapped ones as one', () => {
  expect(lettersApart('safegaurding', 'safeguarding', 2)).toBe(1)
  expect(lettersApart('prevnet', 'prevent', 2)).toBe(1)
  expect(lettersApart('online', 'online', 2)).toBe(0)
  expect(lettersApart('abuse', 'neglect', 2)).toBe(3)
})

it('puts a mistyped word right by the words of the listed events, and leaves alone what is near nothing', () => {
  const texts = ['child on child abuse three counties hotel', 'safeguarding update leominster']
  expect(meantBy('safegaurding', texts)).toBe('safeguarding')
  expect(meantBy('Safegaurding in Leomnister', texts)).toBe('safeguarding in leominster')
  expect(meantBy('depty', texts)).toBe('deputy')
  expect(meantBy('abuse', texts)).toBeUndefined()
  expect(meantBy('xylophone', texts)).toBeUndefined()
  // Too short to be put right with any certainty.
  expect(meantBy('abu', ['dsl'])).toBeUndefined()
})
