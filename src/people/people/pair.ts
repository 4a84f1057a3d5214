// Two records of one school with names so alike that they may be of one person: the school says
// whether they are. Where more than that school depends on them its word is a proposal.
import type { Day } from '#base/dates.ts'
import { likenessOf, readName } from '#base/person-name.ts'

/** One of the two records, as far as the school sees it. */
export type PairSide = {
  id: string
  name: string
  hasAddress: boolean
  signsIn: boolean
  /** A role is confirmed in which they sign: head, or one who governs. */
  signs: boolean
  /** Something of the record is at another school. */
  elsewhere: boolean
  roles: string[]
  attended: { title: string; on: Day }[]
  /** What would move, as `selectMovable` says it. */
  movable: string
}

/** `seen`: of `seenOfPair`. */
export type SeenPair = { one: PairSide; other: PairSide; proposed: boolean; seen: string }

export const namesOf = ({ one, other }: Pick<SeenPair, 'one' | 'other'>): string =>
  one.name === other.name ? `the two records of ${one.name}` : `${one.name} and ${other.name}`

/** A merge that the school said, which it can undo. */
export type SchoolMerge = { id: string; keptName: string; mergedName: string; mergedAt: string }

/** Why two records may be of one person: the likeliest first, as by their letters. */
export type LikelyWhy = 'not_asked' | 'same_address' | 'same_school'

/** Somebody at a school (a root), or at an address that somebody else has. */
export type Compared = { at: string; id: string; name: string; email: string | null }

/** How many pairs a school is shown at a time. */
export const pairsShown = 20

/** The record to keep: the one with an address, else the one that signs in, else the older. */
export const keptOf = (one: PairSide, other: PairSide): { kept: PairSide; merged: PairSide } => {
  const weight = (side: PairSide): number => (side.hasAddress ? 2 : 0) + (side.signsIn ? 1 : 0)
  const otherIsKept = weight(other) > weight(one) || (weight(other) === weight(one) && other.id < one.id)
  return otherIsKept ? { kept: other, merged: one } : { kept: one, merged: other }
}

/**
 * Whether the school itself decides that the two are one: nothing of either is at another school,
 * at most one has an address, and nobody signs in as the one that is given up, or signs by it:
 * whoever reads the address that is kept would become head.
 */
export const isSettledBySchool = (one: PairSide, other: PairSide): boolean =>
  ![one, other].some((side) => side.elsewhere) &&
  !(one.hasAddress && other.hasAddress) &&
  [keptOf(one, other).merged].every((merged) => !merged.signsIn && !merged.signs)

/** Pairs of people with like names, each once, of which two words begin or end alike. */
export const likePairs = <P extends { id: string; name: string }>(people: readonly P[]): [P, P][] => {
  const read = people.map((person) => ({ person, name: readName(person.name) }))
  const sharing = Map.groupBy(
    read.flatMap((one) =>
      [...new Set(one.name.key.split(/[\s-]+/).flatMap((word) => [word.slice(0, 2), `-${word.slice(-2)}`]))].map((part) => ({ one, part })),
    ),
    ({ part }) => part,
  )
  const pairs = new Map<string, [P, P]>()
  for (const group of sharing.values())
    for (const [at, { one }] of group.entries())
      for (const { one: other } of group.slice(at + 1)) {
        const pair: [P, P] = one.person.id < other.person.id ? [one.person, other.person] : [other.person, one.person]
        const key = `${pair[0].id} ${pair[1].id}`
        if (!pairs.has(key) && likenessOf(one.name, other.name) !== 'other') pairs.set(key, pair)
      }
  return [...pairs.values()]
}
