// The mark of whom the register names as head.
import { expect, it } from 'vitest'
import { headMark, isAnotherHead, markOfName, mayBeOne } from '#schools/register/head.ts'

const isOne = (register: readonly [string, string], name: string): boolean => mayBeOne(markOfName(name), headMark(...register))

it('is of one person however their name is written, and of another when the surname or the initial is', () => {
  expect(isOne(['Joanna', 'Hughes'], 'Mrs Jo Hughes')).toBe(true)
  expect(isOne(['J.', 'Hughes'], 'JO HUGHES')).toBe(true)
  expect(isOne(['', 'Hughes'], 'Jo Hughes')).toBe(true)
  expect(isOne(['Siân', 'Ó Néill'], 'Sian O’Neill')).toBe(false)
  expect(isOne(['Sian', 'O’Neill'], 'Siân ONeill')).toBe(true)
  expect(isOne(['Ann', 'Smith-Jones'], 'Dr Ann Smith-Jones')).toBe(true)
  expect(isOne(['Ann', 'Smith Jones'], 'Ann Smith Jones')).toBe(true)
  expect(isOne(['Joanna', 'Price'], 'Mrs Jo Hughes')).toBe(false)
  expect(isOne(['Mark', 'Hughes'], 'Mrs Jo Hughes')).toBe(false)
})

it('another of the same surname and initial is another head once the register named the first, and not while only the spelling can differ', () => {
  const mark = (first: string) => headMark(first, 'Hughes')
  const another = (before: string, now: string, ...heads: string[]) => isAnotherHead(before, now, heads)
  expect(another(mark('Joanna'), mark('James'), 'Mrs Jo Hughes')).toBe(true)
  expect(another(mark('Joanna'), mark('James'), 'Mrs Jo Hughes', 'James Hughes')).toBe(false)
  // The first file that names a head, one that gives an initial alone, and the same name again.
  expect(another('', mark('Joanna'), 'Mrs Jo Hughes')).toBe(false)
  expect(another(mark('Joanna'), mark('J'), 'Mrs Jo Hughes')).toBe(false)
  expect(another(mark('J'), mark('Joanna'), 'Mrs Jo Hughes')).toBe(false)
  expect(another(mark('James'), mark('James'), 'Mrs Jo Hughes')).toBe(false)
  expect(another(mark('Joanna'), mark('Jo'), 'Mrs Jo Hughes')).toBe(false)
  expect(another(mark('Joanna'), '', 'Mrs Jo Hughes')).toBe(false)
})

it('“Of whom the register names as head only a mark is kept, by which another name can be told from the same and nobody can be named.”', () => {
  expect(headMark('Joanna', 'Hughes')).toMatch(/^[0-9a-f]{4}j[0-9a-f]{2}$/)
  expect(headMark('J.', 'Hughes')).toMatch(/^[0-9a-f]{4}j$/)
  expect(headMark('Joanna', '')).toBe('')
  // Of a hundred thousand surnames most share their mark with another.
  const marks = new Set(
    Array.from({ length: 100_000 }, (_, n) =>
      headMark('', `Surname${n.toString(36).replace(/\d/g, (d) => 'qwertyuiop'[Number(d)] ?? '')}`),
    ),
  )
  expect(marks.size).toBeLessThan(65_537)
})
