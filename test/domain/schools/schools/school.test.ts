import { expect, it } from 'vitest'
import { nameKey, schoolLabel, searchWords, statusOf } from '#schools/schools/school.ts'

it('two schools of one name are told apart by town and URN', () => {
  expect(schoolLabel({ name: 'St Mary’s CofE Primary School', town: 'Ross-on-Wye', urn: '116801' })).toBe(
    'St Mary’s CofE Primary School, Ross-on-Wye (URN 116801)',
  )
  expect(schoolLabel({ name: 'Women’s Aid', town: '', urn: null })).toBe('Women’s Aid')
})

it('a search is spelt as the stored text is: no accents, apostrophes or full stops, and St as Saint', () => {
  expect(searchWords("St. Mary's  Ŵyn-Llŷr")).toEqual([[' st', ' saint'], ['marys'], ['wyn'], ['llyr']])
  expect(searchWords('   ')).toEqual([])
})

it('a search of 10,000 characters stays within what D1 accepts', () => {
  const words = searchWords('🎓'.repeat(10_000))
  expect(words).toHaveLength(1)
  expect(searchWords(Array.from({ length: 500 }, (_, n) => `w${n}`).join(' '))).toHaveLength(8)
})

it('names that differ in spelling alone have one key', () => {
  expect(nameKey('The St. Michael’s Hospice Ltd')).toBe(nameKey("Saint Michael's Hospice"))
})

it('a status is said in words', () => {
  expect(statusOf({ origin: 'register', statusCode: '2' })).toBe('Closed')
  expect(statusOf({ origin: 'outside', statusCode: '' })).toBe('Outside organisation')
})
