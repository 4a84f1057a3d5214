import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { merge } from '#returns/filling/difference.ts'
import { type Entry, nothingTyped, sameTyped, type Typed } from '#returns/filling/entry.ts'

const typed = (value: string): Typed => ({ value, evidence: '', action: '' })
const entry = (id: string, value: string, afterId: string | null = null): Entry => ({
  ...{ id, questionId: 'q', afterId, by: 'Ann Lee', at: '2027-01-11T09:41:00.000Z' },
  ...typed(value),
})

describe('two people at one question', () => {
  const hers = entry('2', 'hers', '1')

  it.each([
    ['writes the first entry', { seen: null, typed: typed('mine') }, undefined, undefined, { does: 'write', afterId: null }],
    [
      'writes over what the page showed',
      { seen: '1', typed: typed('mine') },
      entry('1', 'old'),
      typed('old'),
      { does: 'write', afterId: '1' },
    ],
    ['keeps what was not changed', { seen: '1', typed: typed('old') }, entry('1', 'old'), typed('old'), { does: 'keep' }],
    [
      'asks when another has entered something else meanwhile',
      { seen: '1', typed: typed('mine') },
      hers,
      typed('old'),
      { does: 'ask', theirs: hers },
    ],
    ['asks when another was first', { seen: null, typed: typed('mine') }, hers, undefined, { does: 'ask', theirs: hers }],
    ['keeps theirs where nothing was typed here', { seen: '1', typed: typed('old') }, hers, typed('old'), { does: 'keep' }],
    ['keeps it where both entered the same', { seen: '1', typed: typed('hers') }, hers, typed('old'), { does: 'keep' }],
    [
      'writes mine once it is chosen',
      { seen: '2', typed: typed('mine'), chosen: 'mine' as const },
      hers,
      typed('hers'),
      { does: 'write', afterId: '2' },
    ],
    [
      'keeps theirs once it is chosen',
      { seen: '2', typed: typed('mine'), chosen: 'theirs' as const },
      hers,
      typed('hers'),
      { does: 'keep' },
    ],
    [
      'asks again when a third came between',
      { seen: '1', typed: typed('mine'), chosen: 'mine' as const },
      hers,
      typed('old'),
      { does: 'ask', theirs: hers },
    ],
    [
      'takes an answer away that the page showed',
      { seen: '1', typed: nothingTyped },
      entry('1', 'old'),
      typed('old'),
      { does: 'write', afterId: '1' },
    ],
  ] as const)('%s', (_does, attempt, current, before, merged) => {
    expect(merge({ chosen: undefined, ...attempt }, current, before)).toEqual(merged)
  })

  it('never writes over an entry that whoever types has not seen, and never loses one unsaid', () => {
    const word = fc.constantFrom('', 'a', 'b', 'c')
    const step = fc.record({
      who: fc.nat(2),
      value: word,
      looks: fc.boolean(),
      chosen: fc.constantFrom(undefined, 'mine' as const, 'theirs' as const),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const entries: Entry[] = []
        const screens: (string | null)[] = [null, null, null]
        for (const { who, value, looks, chosen } of steps) {
          const current = entries.at(-1)
          if (looks) screens[who] = current?.id ?? null
          const seen = screens[who] ?? null
          const before = entries.find(({ id }) => id === seen)
          const merged = merge({ seen, typed: typed(value), chosen }, current, before)
          if (merged.does === 'write') {
            // What it is written over is what stands, and was on this screen.
            expect([merged.afterId, merged.afterId]).toEqual([current?.id ?? null, seen])
            entries.push(entry(String(entries.length), value, merged.afterId))
            screens[who] = String(entries.length - 1)
          } else if (merged.does === 'ask') expect(sameTyped(merged.theirs, typed(value))).toBe(false)
          else
            expect([current?.value ?? '', before?.value ?? '', chosen]).toSatisfy(
              ([now, old, said]) => value === now || value === old || said === 'theirs',
            )
        }
        expect(entries.map(({ afterId }) => afterId)).toEqual(entries.map((_, n) => (n === 0 ? null : String(n - 1))))
      }),
    )
  })
})
