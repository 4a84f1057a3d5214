// What differs between two versions of a text: whole paragraphs first, and of a paragraph that was
// changed its words. A library does it faster for long texts, which guidance is not.

type Passage = { kind: 'same' | 'added' | 'removed'; text: string }
export type ChangedParagraph = { kind: 'same' | 'added' | 'removed' | 'changed'; passages: Passage[] }

/** The most pairs that are compared; beyond them a text is shown as taken out and put in. */
const mostPairs = 4_000_000

type Step<T> = { kind: 'same' | 'added' | 'removed'; item: T }

/** The steps from one list to the other that keep the most of it. */
const stepsBetween = (before: readonly string[], after: readonly string[]): Step<string>[] => {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1
  let end = 0
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end += 1
  const [old, now] = [before.slice(start, before.length - end), after.slice(start, after.length - end)]
  const kept = (items: readonly string[]): Step<string>[] => items.map((item) => ({ kind: 'same', item }))
  return [...kept(before.slice(0, start)), ...between(old, now), ...kept(end === 0 ? [] : before.slice(-end))]
}

const between = (old: readonly string[], now: readonly string[]): Step<string>[] => {
  const out = (items: readonly string[]): Step<string>[] => items.map((item) => ({ kind: 'removed', item }))
  const put = (items: readonly string[]): Step<string>[] => items.map((item) => ({ kind: 'added', item }))
  if (old.length * now.length > mostPairs || old.length === 0 || now.length === 0) return [...out(old), ...put(now)]
  const width = now.length + 1
  // How much of both is kept from here on.
  const kept = new Uint16Array((old.length + 1) * width)
  const at = (i: number, j: number): number => kept[i * width + j] ?? 0
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      kept[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const steps: Step<string>[] = []
  let [i, j] = [0, 0]
  while (i < old.length && j < now.length) {
    if (old[i] === now[j]) {
      steps.push({ kind: 'same', item: old[i] ?? '' })
      i += 1
      j += 1
    } else if (at(i + 1, j) >= at(i, j + 1)) {
      steps.push({ kind: 'removed', item: old[i] ?? '' })
      i += 1
    } else {
      steps.push({ kind: 'added', item: now[j] ?? '' })
      j += 1
    }
  }
  return [...steps, ...out(old.slice(i)), ...put(now.slice(j))]
}

const paragraphsOf = (text: string): string[] => text.split(/\n{2,}/).filter(Boolean)

/** Words with the blanks after them, put together again where they are alike. */
const passagesBetween = (before: string, after: string): Passage[] => {
  const words = (text: string): string[] => text.match(/\S+\s*|\s+/g) ?? []
  const passages: Passage[] = []
  for (const { kind, item } of stepsBetween(words(before), words(after))) {
    const last = passages.at(-1)
    if (last?.kind === kind) last.text += item
    else passages.push({ kind, text: item })
  }
  return passages
}

const isAlike = (passages: readonly Passage[], before: string): boolean =>
  passages.filter(({ kind }) => kind === 'same').reduce((sum, { text }) => sum + text.length, 0) * 2 > before.length

/** The paragraphs of the later text, with what was taken out of the earlier one where it stood. */
export const differenceOf = (before: string, after: string): ChangedParagraph[] => {
  const steps = stepsBetween(paragraphsOf(before), paragraphsOf(after))
  const shown: ChangedParagraph[] = []
  for (let n = 0; n < steps.length; n += 1) {
    const from = n
    while (steps[n] !== undefined && steps[n]?.kind !== 'same') n += 1
    const run = steps.slice(from, n)
    const [out, put] = (['removed', 'added'] as const).map((kind) => run.filter((step) => step.kind === kind).map(({ item }) => item))
    for (let k = 0; k < Math.max(out?.length ?? 0, put?.length ?? 0); k += 1) {
      const [one, other] = [out?.[k], put?.[k]]
      const passages = one !== undefined && other !== undefined ? passagesBetween(one, other) : []
      if (one !== undefined && isAlike(passages, one)) shown.push({ kind: 'changed', passages })
      else {
        if (one !== undefined) shown.push({ kind: 'removed', passages: [{ kind: 'removed', text: one }] })
        if (other !== undefined) shown.push({ kind: 'added', passages: [{ kind: 'added', text: other }] })
      }
    }
    const same = steps[n]
    if (same) shown.push({ kind: 'same', passages: [{ kind: 'same', text: same.item }] })
  }
  return shown
}
