// Successions of URNs, from the links file: splits, mergers, missing dates, links repeated from the
// other end, and links that are no succession.
import type { Day } from '#base/dates.ts'
import type { How } from '#schools/schools/record.ts'

/** One URN succeeded another. */
export type Edge = { from: string; to: string; how: How; happenedOn: Day | null }

export type LinkRow = { urn: string; linkUrn: string; type: string; date: Day | '' }

/** All of England's links as objects would take a quarter of a Worker's memory. */
export type LinkList = Iterable<LinkRow> & {
  add: (row: LinkRow) => void
  count: () => number
}

const isUrn = (text: string): boolean => /^[1-9]\d{0,8}$/.test(text)

export const linkList = (): LinkList => {
  const width = 4
  let numbers = new Int32Array(1024 * width)
  let used = 0
  /** Interned: there are a dozen types and few days. */
  const words: string[] = []
  const places = new Map<string, number>()
  const placeOf = (word: string): number => {
    const known = places.get(word)
    if (known !== undefined) return known
    places.set(word, words.push(word) - 1)
    return words.length - 1
  }
  return {
    add: ({ urn, linkUrn, type, date }) => {
      if (!isUrn(urn) || !isUrn(linkUrn)) return
      if (used === numbers.length) {
        const more = new Int32Array(numbers.length * 2)
        more.set(numbers)
        numbers = more
      }
      numbers.set([Number(urn), Number(linkUrn), placeOf(type), placeOf(date)], used)
      used += width
    },
    count: () => used / width,
    *[Symbol.iterator]() {
      for (let at = 0; at < used; at += width) {
        const [type, date] = [words[numbers[at + 2] ?? 0] ?? '', words[numbers[at + 3] ?? 0] ?? '']
        yield { urn: String(numbers[at]), linkUrn: String(numbers[at + 1]), type, date }
      }
    },
  }
}

export type Links = {
  edges: readonly Edge[]
  /** By a chain of successions, also through URNs not held. */
  related: (a: string, b: string) => boolean
  /** Pairs that succeed each other; ignored. */
  contradictory: readonly [string, string][]
}

/** undefined: no succession (a sixth form centre, an expansion, a closure). */
const directionOf = ({ urn, linkUrn, type }: LinkRow): { from: string; to: string } | undefined => {
  if (urn === linkUrn || urn === '' || linkUrn === '') return undefined
  if (/^successor\b/i.test(type)) return { from: urn, to: linkUrn }
  if (/^predecessor\b/i.test(type)) return { from: linkUrn, to: urn }
  return undefined
}

/**
 * A link and its reverse are one, with the later date (often last day and first day). Several
 * successors make a split, several predecessors a merger, as do the words; otherwise one school
 * gets a new URN.
 */
export const readLinks = (rows: Iterable<LinkRow>): Links => {
  const marks = new Map<string, { from: string; to: string; merged: boolean; split: boolean; happenedOn: Day | '' }>()
  for (const row of rows) {
    const way = directionOf(row)
    if (!way) continue
    const key = `${way.from}>${way.to}`
    const mark = marks.get(key) ?? { ...way, merged: false, split: false, happenedOn: '' }
    mark.merged ||= /merged|amalgamated/i.test(row.type)
    mark.split ||= /split/i.test(row.type)
    if (row.date > mark.happenedOn) mark.happenedOn = row.date
    marks.set(key, mark)
  }
  const contradictory: [string, string][] = []
  for (const { from, to } of marks.values()) if (from < to && marks.has(`${to}>${from}`)) contradictory.push([from, to])
  for (const [a, b] of contradictory) {
    marks.delete(`${a}>${b}`)
    marks.delete(`${b}>${a}`)
  }
  const [successors, predecessors] = [new Map<string, number>(), new Map<string, number>()]
  for (const { from, to } of marks.values()) {
    successors.set(from, (successors.get(from) ?? 0) + 1)
    predecessors.set(to, (predecessors.get(to) ?? 0) + 1)
  }
  const groups = disjointGroups()
  const edges: Edge[] = []
  for (const { from, to, merged, split, happenedOn } of marks.values()) {
    const isMerger = merged || (predecessors.get(to) ?? 0) > 1
    const how: How = split ? 'split' : isMerger ? 'merger' : (successors.get(from) ?? 0) > 1 ? 'split' : 'one_to_one'
    edges.push({ from, to, how, happenedOn: happenedOn || null })
    groups.join(from, to)
  }
  return { edges, contradictory, related: (a, b) => a !== b && groups.known(a) && groups.of(a) === groups.of(b) }
}

/** Union-find: `of` names an element's set. */
export const disjointGroups = () => {
  const parents = new Map<string, string>()
  const of = (element: string): string => {
    let top = element
    for (let parent = parents.get(top); parent !== undefined && parent !== top; parent = parents.get(top)) top = parent
    for (let at = element; at !== top; ) {
      const next = parents.get(at) ?? top
      parents.set(at, top)
      at = next
    }
    return top
  }
  return {
    of,
    known: (element: string): boolean => parents.has(element),
    join: (a: string, b: string): void => {
      if (!parents.has(a)) parents.set(a, a)
      if (!parents.has(b)) parents.set(b, b)
      parents.set(of(b), of(a))
    },
  }
}
