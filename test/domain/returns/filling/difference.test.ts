import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Entry, merge, nothingTyped, sameTyped, seenOf, type Typed } from '#returns/filling/entry.ts'
import { holdsFor } from '#test/support/holds.ts'

const typed = (value: string): Typed => ({ value, evidence: '', action: '' })
const entry = (id: string, value: string, afterId: string | null = null): Entry => ({
  ...{ id, questionId: 'q', afterId, by: 'Ann Lee', at: '2027-01-11T09:41:00.000Z', times: 1 },
  ...typed(value),
})

describe('two people at one question', () => {
  const hers = entry('2', 'hers', '1')
  const old = entry('1', 'old')
  const [seen, seenHers] = [seenOf(old), seenOf(hers)]

  it.each([
    ['writes the first entry', { seen: null, typed: typed('mine') }, undefined, { does: 'write', over: undefined }],
    ['writes over what the page showed', { seen, typed: typed('mine') }, old, { does: 'write', over: old }],
    ['keeps what was not changed', { seen, typed: typed('old') }, old, { does: 'keep' }],
    ['asks when another has entered something else meanwhile', { seen, typed: typed('mine') }, hers, { does: 'ask', theirs: hers }],
    [
      'asks when its author has typed on meanwhile',
      { seen, typed: typed('mine') },
      entry('1', 'older'),
      { does: 'ask', theirs: entry('1', 'older') },
    ],
    ['asks when another was first', { seen: null, typed: typed('mine') }, hers, { does: 'ask', theirs: hers }],
    ['keeps theirs where nothing was typed here', { seen, typed: typed('old') }, hers, { does: 'keep' }],
    ['keeps what its author typed on where nothing was typed here', { seen, typed: typed('old') }, entry('1', 'older'), { does: 'keep' }],
    ['keeps it where both entered the same', { seen, typed: typed('hers') }, hers, { does: 'keep' }],
    [
      'writes mine once it is chosen',
      { seen: seenHers, typed: typed('mine'), chosen: 'mine' as const },
      hers,
      { does: 'write', over: hers },
    ],
    ['keeps theirs once it is chosen', { seen: seenHers, typed: typed('mine'), chosen: 'theirs' as const }, hers, { does: 'keep' }],
    ['asks again when a third came between', { seen, typed: typed('mine'), chosen: 'mine' as const }, hers, { does: 'ask', theirs: hers }],
    ['takes an answer away that the page showed', { seen, typed: nothingTyped }, old, { does: 'write', over: old }],
  ] as const)('%s', (_does, attempt, current, merged) => {
    expect(merge({ chosen: undefined, ...attempt }, current)).toEqual(merged)
  })

  it('never writes over an entry that whoever types has not seen, and never loses one unsaid', () => {
    const word = fc.constantFrom('', 'a', 'b', 'c')
    const step = fc.record({
      who: fc.nat(2),
      value: word,
      looks: fc.boolean(),
      chosen: fc.constantFrom(undefined, 'mine' as const, 'theirs' as const),
    })
    holdsFor([fc.array(step, { maxLength: 30 })], {}, (steps) => {
      const entries: Entry[] = []
      const screens: (Entry | null)[] = [null, null, null]
      for (const { who, value, looks, chosen } of steps) {
        const current = entries.at(-1)
        if (looks) screens[who] = current ?? null
        const before = screens[who] ?? null
        const merged = merge({ seen: before && seenOf(before), typed: typed(value), chosen }, current)
        if (merged.does === 'write') {
          // What it is written over is what stands, and was on this screen.
          expect([merged.over ?? null, merged.over ?? null]).toEqual([current ?? null, before])
          entries.push(entry(String(entries.length), value, merged.over?.id ?? null))
          screens[who] = entries.at(-1) ?? null
        } else if (merged.does === 'ask') expect(sameTyped(merged.theirs, typed(value))).toBe(false)
        else
          expect([current?.value ?? '', before?.value ?? '', chosen]).toSatisfy(
            ([now, old, said]) => value === now || value === old || said === 'theirs',
          )
      }
      expect(entries.map(({ afterId }) => afterId)).toEqual(entries.map((_, n) => (n === 0 ? null : String(n - 1))))
    })
  })
})
