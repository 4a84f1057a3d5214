// Finds somebody in texts by others: by address, whole name or one part of it, as whole words, in
// any case, accents and script. Only the first two are certain: May is a month, Grace a word, and
// Li also somebody else's name.

export type Sought = { names: readonly string[]; addresses: readonly string[] }

/** A place in a text; `sure`: the address, or the whole name with capitals. */
export type Passage = { from: number; to: number; sure: boolean }

/** A text that may name somebody. `id` identifies it in the form. */
export type FoundText = { id: string; words: string; text: string; passages: Passage[]; near: boolean; sure: boolean }

type Word = { from: number; to: number; folded: string; capital: boolean }

/** Normalised for comparing: case, accents, apostrophes, invisible characters. */
const folded = (text: string): string =>
  text
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
    .replaceAll(/[’‘ʼ]/g, "'")
    .replaceAll(/[‐‑]/g, '-')
    .replaceAll('ł', 'l')
    .replaceAll('Ł', 'L')
    .replaceAll(/[øØ]/g, 'o')
    .toLowerCase()

const letters = String.raw`[\p{L}\p{M}\p{N}\p{Cf}]`
const aWord = new RegExp(`${letters}+(?:['’‘ʼ‐‑-]${letters}+)*`, 'gu')
// Scripts without spaces: a name is found inside what looks like one word.
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

const wordsOf = (text: string): Word[] =>
  [...text.matchAll(aWord)].map(({ 0: word, index }) => {
    const own = word.replace(/['’‘ʼ][sS]$/u, '')
    return { from: index, to: index + own.length, folded: folded(own), capital: !/^\p{Ll}/u.test(own) }
  })

const smallWords = new Set([
  'al',
  'el',
  'ap',
  'ab',
  'bin',
  'bint',
  'da',
  'de',
  'del',
  'der',
  'di',
  'dr',
  'du',
  'la',
  'le',
  'mr',
  'mrs',
  'ms',
  'miss',
  'mx',
  'of',
  'rev',
  'sir',
  'van',
  'von',
  'y',
])

/** Distinctive parts of a name: no initials, titles or particles. */
export const partsOf = (name: string): string[] =>
  wordsOf(name)
    .map((word) => word.folded)
    .filter((part) => !smallWords.has(part) && ([...part].length > 1 || unspaced.test(part)))

const titles = new Set(['dr', 'mr', 'mrs', 'ms', 'miss', 'mx', 'rev', 'sir'])

/** The words of a whole name, without a title. */
const nameWords = (name: string): Word[] => {
  const words = wordsOf(name)
  const begins = words.findIndex(({ folded: word }) => !titles.has(word))
  return words.length - begins > 1 && begins > 0 ? words.slice(begins) : words
}

/** Names are stored with brackets, quotes, commas or ampersands, and written with others. */
const isGap = (text: string, before: Word, after: Word): boolean => /^[\s.,_&()"“”'‘’«»/]{1,4}$/u.test(text.slice(before.to, after.from))
/** “Price, Ann”, or “Price Ann” with both capitals. */
const isTurned = (text: string, before: Word, after: Word): boolean =>
  (before.capital && after.capital ? /^\s?,?\s{1,2}$/u : /^\s?,\s{1,2}$/u).test(text.slice(before.to, after.from))

const wholeNames = (text: string, words: readonly Word[], name: string): Passage[] => {
  const parts = nameWords(name)
  const joined = parts.map(({ folded: part }) => part).join('-')
  const first = parts[0]
  const last = parts.at(-1)
  if (!first || !last || parts.length < 2) return []
  return words.flatMap((word, at): Passage[] => {
    if (word.folded === joined) return [{ from: word.from, to: word.to, sure: word.capital }]
    const run = words.slice(at, at + parts.length)
    const inOrder =
      run.length === parts.length &&
      run.every((one, i) => one.folded === parts[i]?.folded && (i === 0 || isGap(text, run[i - 1] as Word, one)))
    if (inOrder)
      return [{ from: word.from, to: run.at(-1)?.to ?? word.to, sure: run.every(({ capital }, i) => capital || !parts[i]?.capital) }]
    const next = words[at + 1]
    if (next && word.folded === last.folded && next.folded === first.folded && isTurned(text, word, next))
      return [{ from: word.from, to: next.to, sure: word.capital && next.capital }]
    return []
  })
}

const addressesIn = (text: string, address: string): Passage[] => {
  const within = /[\p{L}\p{N}._%+@-]/u
  const low = text.toLowerCase()
  const passages: Passage[] = []
  // Where lower-casing changes the length, positions differ; no address is in such a text.
  if (address === '' || low.length !== text.length) return passages
  for (let at = low.indexOf(address.toLowerCase()); at >= 0; at = low.indexOf(address.toLowerCase(), at + 1)) {
    const [before, after] = [low[at - 1] ?? ' ', low.slice(at + address.length, at + address.length + 2)]
    if (!within.test(before) && !/^(?:[\p{L}\p{N}_%+@-]|\.[\p{L}\p{N}])/u.test(after))
      passages.push({ from: at, to: at + address.length, sure: true })
  }
  return passages
}

const partsAlone = (text: string, words: readonly Word[], name: string): Passage[] => {
  const parts = new Set(partsOf(name))
  const packed = [...parts].filter((part) => unspaced.test(part))
  return [
    ...words.filter((word) => word.capital && parts.has(word.folded)).map(({ from, to }) => ({ from, to, sure: false })),
    ...packed.flatMap((part) => {
      const passages: Passage[] = []
      for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length))
        passages.push({ from: at, to: at + part.length, sure: false })
      return passages
    }),
  ]
}

/** In order, without overlaps; `alone`: one part of a name counts too, even if it is a word. */
export const passagesOf = (written: string, { names, addresses }: Sought, alone: boolean): Passage[] => {
  // In JSON a line break is two characters, the second of which looks like a letter.
  const text = written.replaceAll(/\\[nrt]/g, '  ')
  const words = wordsOf(text)
  const passages = [
    ...addresses.flatMap((address) => addressesIn(text, address)),
    ...names.flatMap((name) => wholeNames(text, words, name)),
    ...(alone ? names.flatMap((name) => partsAlone(text, words, name)) : []),
  ].toSorted((a, b) => a.from - b.from || b.to - a.to)
  const kept: Passage[] = []
  for (const passage of passages) if (passage.from >= (kept.at(-1)?.to ?? 0)) kept.push(passage)
  return kept
}

const instead = '[erased]'

/** The text without the passages, otherwise unchanged. */
export const without = (text: string, passages: readonly Passage[]): string =>
  passages.toReversed().reduce((rest, { from, to }) => `${rest.slice(0, from)}${instead}${rest.slice(to)}`, text)

/** SQLite lower-cases ASCII only, so every spelling of a part is searched. */
const spellings = (part: string, typed: string): string[] => {
  const english = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
  const ways = [typed, part, typed.toLowerCase(), typed.toUpperCase()]
  return [...new Set(ways.flatMap((way) => [way.normalize('NFC'), way.normalize('NFD')]).map(english))]
}

/** For each name, each part, all its spellings. */
export const spelledParts = (names: readonly string[]): string[][][] =>
  names.map((name) => {
    const parts = new Set(partsOf(name))
    return wordsOf(name).flatMap(({ from, to, folded: part }) => (parts.has(part) ? [spellings(part, name.slice(from, to))] : []))
  })

const around = 80

/** The text around the first passage, which is marked with characters nobody types. */
export const excerpt = ({ text, passages }: FoundText): string => {
  const { from, to } = passages.find((passage) => passage.sure) ?? passages[0] ?? { from: 0, to: 0 }
  const [start, end] = [Math.max(0, from - around), Math.min(text.length, to + around)]
  const marked = `${start > 0 ? '…' : ''}${text.slice(start, from)}⟦${text.slice(from, to)}⟧${text.slice(to, end)}${end < text.length ? '…' : ''}`
  return passages.length === 1 ? marked : `${marked} (${passages.length} places)`
}
