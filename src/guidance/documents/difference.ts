// What differs between two versions of a text: whole paragraphs first, and of a paragraph that was
// changed its words.
import { diffArrays } from 'diff'

type Passage = { kind: 'same' | 'added' | 'removed'; text: string }
export type ChangedParagraph = { kind: 'same' | 'added' | 'removed' | 'changed'; passages: Passage[] }

type Run = { kind: Passage['kind']; items: string[] }

/** Beyond so many edits one text is shown as taken out, and the other as put in. */
const mostEdits = 1000

const runsBetween = (before: string[], after: string[]): Run[] =>
  diffArrays(before, after, { maxEditLength: mostEdits })?.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    items: value,
  })) ?? [
    { kind: 'removed', items: before },
    { kind: 'added', items: after },
  ]

const paragraphsOf = (text: string): string[] => text.split(/\n{2,}/).filter(Boolean)

const wordsOf = (text: string): string[] => text.match(/\S+\s*|\s+/g) ?? []

const passagesBetween = (before: string, after: string): Passage[] =>
  runsBetween(wordsOf(before), wordsOf(after)).map(({ kind, items }) => ({ kind, text: items.join('') }))

const isAlike = (passages: readonly Passage[], before: string): boolean =>
  passages.filter(({ kind }) => kind === 'same').reduce((sum, { text }) => sum + text.length, 0) * 2 > before.length

const whole = (kind: Passage['kind'], text: string): ChangedParagraph => ({ kind, passages: [{ kind, text }] })

/** Paragraphs that were taken out, each beside the one put in at its place. */
const changedBetween = (removed: readonly string[], added: readonly string[]): ChangedParagraph[] =>
  Array.from({ length: Math.max(removed.length, added.length) }, (_, n) => [removed[n], added[n]] as const).flatMap(([one, other]) => {
    const passages = one !== undefined && other !== undefined ? passagesBetween(one, other) : []
    if (one !== undefined && isAlike(passages, one)) return [{ kind: 'changed' as const, passages }]
    return [...(one === undefined ? [] : [whole('removed', one)]), ...(other === undefined ? [] : [whole('added', other)])]
  })

/** The paragraphs of the later text, with what was taken out of the earlier one where it stood. */
export const differenceOf = (before: string, after: string): ChangedParagraph[] => {
  const runs = runsBetween(paragraphsOf(before), paragraphsOf(after))
  return runs.flatMap(({ kind, items }, n) => {
    if (kind === 'same') return items.map((text) => whole('same', text))
    const beside = runs[n + 1]
    if (kind === 'removed') return changedBetween(items, beside?.kind === 'added' ? beside.items : [])
    return runs[n - 1]?.kind === 'removed' ? [] : changedBetween([], items)
  })
}
