import { cutTo } from '#base/words.ts'

// Finding conferences by words: people type abbreviations, posts and synonyms, and mistype them.

/** What a search looks for: each term is found by any of its spellings. */
export type SearchTerms = string[][]

/**
 * School safeguarding synonyms: lower case, blanks for hyphens. `roleId`: a post, so that events
 * for its holders match too.
 */
const sameThing: readonly { names: readonly string[]; roleId?: string }[] = [
  { names: ['keeping children safe in education', 'kcsie'] },
  { names: ['working together to safeguard children', 'working together'] },
  { names: ['deputy designated safeguarding lead', 'deputy dsl', 'ddsl', 'deputy'], roleId: 'deputy_dsl' },
  { names: ['designated safeguarding lead', 'dsl'], roleId: 'dsl' },
  { names: ['special educational needs', 'senco', 'sendco', 'send co ordinator'], roleId: 'senco' },
  { names: ['governor', 'trustee'], roleId: 'link_governor' },
  { names: ['designated teacher', 'looked after', 'cared for children', 'children in care'], roleId: 'designated_teacher' },
  { names: ['headteacher', 'head teacher', 'principal'], roleId: 'head' },
  { names: ['relationships and sex education', 'relationships and health education', 'rshe', 'sex education'], roleId: 'rshe_lead' },
  { names: ['prevent duty', 'prevent', 'radicalisation', 'extremism', 'counter terrorism'] },
  { names: ['online safety', 'esafety', 'e safety', 'internet safety', 'digital safety'] },
  { names: ['child on child', 'peer on peer'] },
  { names: ['child sexual exploitation', 'cse'] },
  { names: ['child criminal exploitation', 'county lines', 'cce'] },
  { names: ['female genital mutilation', 'fgm'] },
  { names: ['domestic abuse', 'domestic violence', 'operation encompass'] },
  { names: ['safer recruitment', 'safer working', 'single central record'] },
  { names: ['mental health', 'wellbeing', 'well being'] },
  { names: ['local authority designated officer', 'lado', 'managing allegations', 'allegations against staff'] },
  { names: ['early help', 'early intervention'] },
  { names: ['attendance', 'missing education', 'missing from education'] },
]

/** Lower case by the database's rules, blanks for hyphens, no other signs. */
const plain = (text: string): string =>
  cutTo(text, 200)
    .replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replaceAll(/[-‐–—"“”()?!;:]/g, ' ')
    .replaceAll(/[,.](?=\s|$)/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()

const named = sameThing.flatMap(({ names }) => names.map((name) => ({ name, names }))).sort((a, b) => b.name.length - a.name.length)

/** Also matches the plural: «governors». */
const nameAt = (words: readonly string[], from: number) =>
  named.find(({ name }) => {
    const typed = words.slice(from, from + name.split(' ').length).join(' ')
    return typed === name || typed === `${name}s`
  })

/** A search's terms, at most ten. The longest known name is one term. */
export const searchTerms = (text: string): SearchTerms => {
  const words = plain(text).split(' ').filter(Boolean)
  const terms: SearchTerms = []
  for (let at = 0; at < words.length && terms.length < 10; ) {
    const known = nameAt(words, at)
    terms.push(known ? [...known.names] : [words[at] ?? ''])
    at += known ? known.name.split(' ').length : 1
  }
  return terms
}

/** The post that is searched for, and the other terms; undefined without one. */
export const roleSearched = (terms: SearchTerms): { roleId: string; others: SearchTerms } | undefined => {
  for (const term of terms) {
    const roleId = sameThing.find(({ names, roleId: id }) => id !== undefined && names[0] === term[0])?.roleId
    if (roleId) return { roleId, others: terms.filter((other) => other !== term) }
  }
  return undefined
}

/** Insertions, deletions, changes and swaps of neighbours; above `most` it is most + 1. */
export const lettersApart = (one: string, other: string, most: number): number => {
  if (Math.abs(one.length - other.length) > most) return most + 1
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, n) => n)
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1)
      row.push(best)
    }
    before = last
    last = row
  }
  return Math.min(last[other.length] ?? 0, most + 1)
}

const shortestCorrected = 4

/**
 * Replaces each unknown word by the nearest known one: one wrong letter, two from seven letters on.
 * @param texts one an event, as the database compares them @returns undefined when nothing is near
 */
export const meantBy = (text: string, texts: readonly string[]): string | undefined => {
  const listed = texts.flatMap((one) => one.match(/\p{L}+/gu) ?? [])
  const known = new Set([...listed, ...named.flatMap(({ name }) => name.split(' '))])
  const words = plain(text).split(' ')
  let corrected = false
  const meant = words.map((word) => {
    if (word.length < shortestCorrected || known.has(word) || texts.some((one) => one.includes(word))) return word
    const most = word.length >= 7 ? 2 : 1
    const near = [...known]
      .filter((other) => other.length >= shortestCorrected)
      .map((other) => ({ other, apart: lettersApart(word, other, most) }))
      .filter(({ apart }) => apart <= most)
      .sort((a, b) => a.apart - b.apart || a.other.localeCompare(b.other))[0]
    if (near) corrected = true
    return near?.other ?? word
  })
  return corrected ? meant.join(' ') : undefined
}
