import { expect, it } from 'vitest'
import { type ChangedParagraph, differenceOf } from '#guidance/documents/difference.ts'

const marks = { same: '', added: '+', removed: '-' } as const
const said = (paragraphs: readonly ChangedParagraph[]): string[] =>
  paragraphs.map(({ passages }) => passages.map(({ kind, text }) => (kind === 'same' ? text : `[${marks[kind]}${text}]`)).join(''))

it('a paragraph that was changed shows the words that were, and the rest stays as it was', () => {
  expect(said(differenceOf('Tell the lead within a day.\n\nKeep a record.', 'Tell the lead at once.\n\nKeep a record.'))).toEqual([
    'Tell the lead [-within a day.][+at once.]',
    'Keep a record.',
  ])
})

it('a paragraph that came or went is shown whole, where it stands', () => {
  expect(said(differenceOf('One.\n\nTwo goes.\n\nThree.', 'One.\n\nThree.\n\nFour is new.'))).toEqual([
    'One.',
    '[-Two goes.]',
    'Three.',
    '[+Four is new.]',
  ])
})

it('a paragraph of which little is left is shown as taken out and put in', () => {
  expect(said(differenceOf('Children walk home with an adult.', 'Online abuse is reported to the police.'))).toEqual([
    '[-Children walk home with an adult.]',
    '[+Online abuse is reported to the police.]',
  ])
})

it('the later text is what is left without what was taken out, whatever was changed', () => {
  const seeds = Array.from({ length: 200 }, (_, n) => n + 1)
  const textOf = (seed: number, of: number): string =>
    Array.from({ length: (seed * of) % 7 }, (_, n) => `${'abcde'[(seed * n + of) % 5]} ${'xyz'[(seed + n * of) % 3]}`).join('\n\n')
  for (const seed of seeds) {
    const [before, after] = [textOf(seed, 3), textOf(seed, 5)]
    const paragraphs = differenceOf(before, after)
    const without = (gone: 'added' | 'removed'): string =>
      paragraphs
        .map(({ passages }) => passages.flatMap(({ kind, text }) => (kind === gone ? [] : text)).join(''))
        .filter(Boolean)
        .join('\n\n')
    expect([without('removed').replaceAll(/\s+/g, ' '), without('added').replaceAll(/\s+/g, ' ')]).toEqual([
      after.replaceAll(/\s+/g, ' '),
      before.replaceAll(/\s+/g, ' '),
    ])
  }
})

it('a long text is compared whole', () => {
  const long = (word: string): string =>
    Array.from({ length: 3000 }, (_, n) => `Paragraph ${n} ${n % 3 === 0 ? word : 'stays'}`).join('\n\n')
  expect(differenceOf(long('before'), long('after')).length).toBeGreaterThan(2999)
})
