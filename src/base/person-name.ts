// How names compare: same, alike or different. Alike names decide nothing; we ask.

/** Without capitals, accents and extra spaces, with one kind of apostrophe. */
export const nameKey = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[‘’ʼ`´]/g, "'")
    .toLocaleLowerCase('en-GB')
    .replaceAll(/\s+/g, ' ')
    .trim()

export type Likeness = 'same' | 'like' | 'other'

const titles = new Set('mr mrs ms miss mx dr rev revd prof professor sir dame father canon'.split(' '))

// Short names that do not begin the long one.
const shortNames =
  `alexander alexandra alex sandy|andrew drew|anthony tony|barbara babs|catherine katherine kathryn kate katie kathy cath kath|charles charlie
  christina christine chris tina|christopher chris kit|david dave dai|deborah debbie debs|dorothy dot|edward ted ned|elizabeth liz lizzie beth betty libby
  frances fran|gwendolen gwendolyn gwen|henry harry|james jim jimmy jamie|jennifer jenny jen|john jack johnny jon|joseph joe|margaret maggie meg peggy|matthew matt
  michael mike mick|nicholas nick|nicola nicky|patricia tricia trish|philippa pippa|rebecca becky bex|richard dick rick|robert bob bobby|sarah sally|stephen steven steve
  susan sue susie|theresa teresa terry tess|thomas tom|victoria vicky tori|william bill billy liam`
    .split(/[|\n]/)
    .map((group) => new Set(group.trim().split(' ')))

const wordsOf = (name: string): string[] =>
  nameKey(name)
    .replaceAll(/[.']/g, '')
    .split(/[\s,]+/)
    .filter((word) => word !== '' && !titles.has(word))

/** One letter added, missing, different or swapped. */
const isMisspelt = (one: string, other: string): boolean => {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  if (short.length < 4 || long.length - short.length > 1) return false
  let at = 0
  while (at < short.length && short[at] === long[at]) at += 1
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1)
  return (
    short.slice(at + 1) === long.slice(at + 1) ||
    (short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2))
  )
}

/** Polish and Czech feminine forms. */
const isFeminine = (one: string, other: string): boolean => ['owa', 'ova', 'owna'].some((ending) => one === other + ending)

const isSpelt = (one: string, other: string): boolean =>
  one === other || isMisspelt(one, other) || isFeminine(one, other) || isFeminine(other, one)

const isLikeGiven = (one: string, other: string): boolean => {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  return isSpelt(one, other) || (short !== '' && long.startsWith(short)) || shortNames.some((group) => group.has(one) && group.has(other))
}

type InOrder = { first: string; given: string[]; afterFirst: string[]; family: string[] }

/** Parsed once; `turned`: with the surname first. */
export type ReadName = InOrder & { key: string; words: string; turned: InOrder }

const inOrder = (words: readonly string[]): InOrder => ({
  first: words[0] ?? '',
  given: words.slice(0, -1),
  afterFirst: words.slice(1).flatMap((word) => word.split('-')),
  family: (words.at(-1) ?? '').split('-').filter((word) => word.length > 1),
})

export const readName = (name: string): ReadName => {
  const words = wordsOf(name)
  const [surname = '', ...rest] = words
  return { key: nameKey(name), words: words.toSorted().join(' '), ...inOrder(words), turned: inOrder([...rest, surname]) }
}

const shares = (one: InOrder, other: InOrder): boolean =>
  one.family.some((name) => other.afterFirst.some((word) => isSpelt(name, word))) &&
  one.given.some((name) => isLikeGiven(name, other.first))

/**
 * Alike: a short name, an initial, a middle name more, part of a double surname, a hyphen, one
 * wrong letter, another order or a title.
 */
export const likenessOf = (one: ReadName, other: ReadName): Likeness => {
  if (one.key === other.key) return 'same'
  if (one.words !== '' && one.words === other.words) return 'like'
  return shares(one, other) || shares(other, one) || shares(one.turned, other) || shares(one, other.turned) ? 'like' : 'other'
}
