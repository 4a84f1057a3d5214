import { expect, it } from 'vitest'
import { anyOf, exists } from '#base/db/condition.ts'

it('conditions are put together with each value once, also where their texts were put together before with others', () => {
  const both = (one: string, other: string) =>
    anyOf([exists('SELECT 1 FROM Event WHERE id = ?2 OR id = ?1', one, 'x'), exists('SELECT 1 FROM Place WHERE id = ?1', other)], ['x'])
  const apart = 'EXISTS (SELECT 1 FROM Event WHERE id = ?1 OR id = ?2)\n    OR EXISTS (SELECT 1 FROM Place WHERE id = ?3)'
  expect(both('a', 'b')).toEqual({ sql: apart, values: ['x', 'a', 'b'] })
  expect(both('a', 'a')).toEqual({ sql: apart.replace('?3', '?2'), values: ['x', 'a'] })
  expect(both('c', 'd')).toEqual({ sql: apart, values: ['x', 'c', 'd'] })
})

it('of no condition none holds, and one by itself stays as it is', () => {
  expect(anyOf([])).toEqual({ sql: '0', values: [] })
  expect(anyOf([exists('SELECT ?1', 'a')])).toEqual({ sql: 'EXISTS (SELECT ?1)', values: ['a'] })
})
