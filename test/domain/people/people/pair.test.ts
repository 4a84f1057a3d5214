// Which two records of a school are asked about, which is kept, and who decides. docs/rules/people.md.
import { expect, it } from 'vitest'
import { isSettledBySchool, keptOf, likePairs, type PairSide } from '#people/people/pair.ts'
import { pairOf } from '#people/people/spelling.ts'

const named = (...names: string[]) => names.map((name, at) => ({ id: `${at}`, name }))
const likeOf = (...names: string[]): string[] => likePairs(named(...names)).map(([one, other]) => `${one.name}, ${other.name}`)

it('people of a school with like names are a pair, each once, in any spelling and order', () => {
  expect(likeOf('Jon Smith', 'Jonathan Smith', 'Ann Smith')).toEqual(['Jon Smith, Jonathan Smith'])
  expect(likeOf('Siobhán O’Dea', "Siobhan O'Dea-D'Arcy", 'Siân O’Dea')).toEqual(["Siobhán O’Dea, Siobhan O'Dea-D'Arcy"])
  expect(likeOf('Bill Vaughan', 'William Vaughan')).toEqual(['Bill Vaughan, William Vaughan'])
  expect(likeOf('Delyth', 'delyth')).toEqual(['Delyth, delyth'])
  expect(likeOf('Bo Price', 'Cai Rees')).toEqual([])
})

it('two thousand people of a college are compared in a tenth of the steps that all pairs would need', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz'
  const people = Array.from({ length: 2_000 }, (_, n) => ({
    id: String(n).padStart(4, '0'),
    name: `${letters[n % 26]}${letters[(n * 7) % 26]}${n} ${letters[(n * 3) % 26]}${letters[(n * 11) % 26]}${n}`,
  }))
  let read = 0
  const counted = people.map(({ id, name }) => ({
    get id() {
      read += 1
      return id
    },
    name,
  }))
  likePairs(counted)
  expect(read).toBeLessThan(800_000)
})

const side = (facts: Partial<PairSide>): PairSide => ({
  ...{ id: 'a', name: 'Dilys', hasAddress: false, signsIn: false, signs: false, elsewhere: false, roles: [], attended: [], movable: '{}' },
  ...facts,
})

it('the record with an address is kept, else the one that signs in, else the older', () => {
  const kept = (one: Partial<PairSide>, other: Partial<PairSide>) => keptOf(side({ id: 'a', ...one }), side({ id: 'b', ...other })).kept.id
  expect([
    kept({}, { hasAddress: true }),
    kept({ signsIn: true }, { hasAddress: true }),
    kept({}, { signsIn: true }),
    kept({}, {}),
  ]).toEqual([...['b', 'b', 'b', 'a']])
})

// “It decides by itself where nothing of either is at another school, at most one has an address and nobody signs in as, or by, the one that is given up; otherwise it proposes to the council.”
it('a school decides by itself where nothing of either is at another school, at most one has an address and nobody signs in as the one given up', () => {
  const settled = (one: Partial<PairSide>, other: Partial<PairSide>) =>
    isSettledBySchool(side({ id: 'a', ...one }), side({ id: 'b', ...other }))
  expect([settled({}, {}), settled({}, { hasAddress: true }), settled({}, { hasAddress: true, signsIn: true })]).toEqual([true, true, true])
  expect([
    settled({ elsewhere: true }, {}),
    settled({}, { elsewhere: true }),
    settled({ hasAddress: true }, { hasAddress: true }),
    settled({ signsIn: true }, { hasAddress: true }),
    settled({ signsIn: true }, { signsIn: true }),
    settled({ signs: true }, { hasAddress: true }),
  ]).toEqual([false, false, false, false, false, false])
  expect(settled({}, { hasAddress: true, signs: true })).toBe(true)
  expect([pairOf('b', 'a'), pairOf('a', 'b')]).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ])
})
