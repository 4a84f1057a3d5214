// How the schools of the area stand with one requirement today: counted are those open today that
// an edition in force binds. Those that it does not bind, and those still to be worked out, are
// listed apart and are in no denominator.

import { type Edition, editionOn, isOfSettings } from '#attendance/requirements/requirement.ts'
import type { KeptState } from '#attendance/requirements/standing.ts'
import type { StandingRow } from '#attendance/requirements/standing-row.ts'
import { askedOf, type Counts, countsOf, knownStates } from '#attendance/requirements/state.ts'
import type { Day } from '#base/dates.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import { categoryLabel, type Dimension, inOrder } from './coverage.ts'

export type StandingCategory = {
  key: string
  label: string
  /** Schools of which it is asked: what the five states add up to. */
  asked: number
  counts: Counts
  /** Of those in date. */
  dueSoon: number
}

/** A state, what of those in date is due soon, or schools of which nothing is asked. */
export const standingAnswers = ['all', 'in_date', 'due_soon', ...knownStates.slice(1), 'exempt', 'not_asked', 'waiting'] as const
export type StandingAnswer = 'all' | 'due_soon' | keyof Counts

export type StandingSchool = SchoolName & {
  id: string
  urn: string
  category: string
  state: KeptState | 'waiting'
  day: Day | undefined
  about: StandingRow['about']
  turnsOn: Day | undefined
  /** How it stands and why, without names. */
  said: string
  why: string
}

export type CountedState = { key: string; stored: string; state: KeptState | 'waiting'; n: number }

const categoryOf = (key: string, label: string, counted: readonly CountedState[]): StandingCategory => {
  const counts = countsOf(counted.map(({ state, n }) => [state, n] as const))
  return {
    key,
    label,
    counts,
    asked: askedOf(counts),
    dueSoon: counted.reduce((sum, { state, n }) => sum + (state === 'due_soon' ? n : 0), 0),
  }
}

/** Categories of a dimension in its order, and all schools together. */
export const standingsFrom = (
  dimension: Dimension,
  counted: readonly CountedState[],
): { categories: StandingCategory[]; whole: StandingCategory } => {
  const categories = [...Map.groupBy(counted, ({ key }) => key)].map(([key, own]) =>
    categoryOf(key, categoryLabel(dimension, key, own[0]?.stored ?? ''), own),
  )
  return { categories: inOrder(dimension, categories), whole: categoryOf('', 'All schools', counted) }
}

export type RequirementChoice = { id: string; label: string; edition: Edition | undefined }

/** Requirements in their order, as the edition in force calls them, or else the last. */
export const choicesOn = (editions: readonly Edition[], day: Day): RequirementChoice[] =>
  [
    ...Map.groupBy(
      editions.filter((edition) => !isOfSettings(edition)),
      ({ requirementId }) => requirementId,
    ),
  ].map(([id, own]) => {
    const edition = editionOn(own, day)
    return { id, label: (edition ?? own.at(-1))?.label ?? '', edition }
  })
