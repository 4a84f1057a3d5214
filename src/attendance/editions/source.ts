// A source of several rules, such as KCSIE, comes out anew: each of its rules is asked as before,
// otherwise, or no longer, from the day on which the new edition is in force.

import { endedOn, newEdition } from '#attendance/requirements/edition-change.ts'
import { type Edition, editionOn, editionsOn } from '#attendance/requirements/requirement.ts'
import type { Day } from '#base/dates.ts'
import { ok, type Result, refuse } from '#base/result.ts'

/** `KCSIE 2026` of `KCSIE 2026, Annex C`. */
export const sourceOf = ({ source }: Pick<Edition, 'source'>): string => source.split(',')[0]?.trim() ?? ''

export const ruleWays = ['same', 'end', 'stay'] as const
export type RuleWay = (typeof ruleWays)[number]

/** What is left out stays as it is. */
type Otherwise = Pick<Edition, 'graceDays' | 'strength' | 'citation'>

export type SourceFacts = {
  source: string
  publishedOn: Day | undefined
  validFrom: Day
  /** What becomes of each rule, and after how many months it is due again; undefined: once. */
  rules: readonly ({ requirementId: string; way: RuleWay; everyMonths: number | undefined } & Partial<Otherwise>)[]
}

/** Editions that end or are replaced, and those that stand instead. */
export type EditionsChange = { was: readonly Edition[]; made: readonly Edition[] }

/** A source of which rules are in force, and those rules. */
export type Source = { name: string; editions: readonly Edition[] }

/** By source the rules in force on a day, the source of most rules first. */
export const sourcesOn = (editions: readonly Edition[], day: Day): Source[] =>
  [...Map.groupBy(editionsOn(editions, day), sourceOf)]
    .map(([name, own]) => ({ name, editions: own }))
    .toSorted((a, b) => b.editions.length - a.editions.length)

export type SourceReason = 'begins_already' | 'not_in_force' | 'nothing_chosen'

/** @param idOf a new id each time */
export const sourceChange = (
  editions: readonly Edition[],
  { source, publishedOn, validFrom, rules }: SourceFacts,
  idOf: () => string,
): Result<EditionsChange, SourceReason> => {
  const [was, made]: [Edition[], Edition[]] = [[], []]
  for (const { requirementId, way, ...otherwise } of rules) {
    if (way === 'stay') continue
    const own = editions.filter((one) => one.requirementId === requirementId)
    const present = editionOn(own, validFrom)
    if (!present) return refuse('not_in_force')
    if (present.validFrom === validFrom) return refuse('begins_already')
    was.push(present)
    if (way === 'end') {
      made.push(endedOn(present, validFrom, idOf()).now)
      continue
    }
    const { id, ...before } = present
    const facts = {
      ...before,
      source: present.source.replace(sourceOf(present), source),
      publishedOn,
      validFrom,
      ...otherwise,
      toCheck: true,
    }
    const change = newEdition(requirementId, own, facts, { id: idOf(), besideId: idOf() })
    if (!change.ok) return change
    made.push(...(change.value.beside ? [change.value.beside.now] : []), change.value.edition)
  }
  return made.length === 0 ? refuse('nothing_chosen') : ok({ was, made })
}

/** What takes a change back: the editions that it ended or replaced stand again. */
export const undoneChange = ({ was, made }: EditionsChange, idOf: () => string): EditionsChange => ({
  was: made,
  made: was.map((edition) => ({ ...edition, id: idOf() })),
})

export const changed = (editions: readonly Edition[], { was, made }: EditionsChange): Edition[] => [
  ...editions.filter(({ id }) => !was.some((one) => one.id === id)),
  ...made,
]

/** One that was brought in. */
export type SourceEdition = {
  id: string
  source: string
  publishedOn: Day | null
  validFrom: Day
  at: string
  by: string | undefined
  undoneAt: string | undefined
}
