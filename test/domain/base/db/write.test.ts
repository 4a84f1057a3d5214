import { expect, it } from 'vitest'
import { sql, update } from '#base/db/write.ts'

const db = { prepare: (text: string) => ({ bind: (...bound: unknown[]) => ({ text, bound }) }) } as unknown as SqlDatabase

it('SQL in place of a value has its own numbers, and each of them a value', () => {
  expect(update(db, 'Event', { title: sql('?1 || ?2 || ?1', 'a', 'b') }, { id: 'e' })).toEqual({
    text: 'UPDATE Event SET title = ?1 || ?2 || ?1 WHERE id = ?3',
    bound: ['a', 'b', 'e'],
  })
  expect(() => update(db, 'Event', { title: sql('?1 || ?2', 'a') }, { id: 'e' })).toThrow('?2 of "?1 || ?2" has no value')
})
