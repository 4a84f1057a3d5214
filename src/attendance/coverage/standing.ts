// How the schools of the area stand with one requirement today: counted are those open today that
// an edition in force binds. Those that it does not bind, and those still to be worked out, are
// listed apart and are in no denominator.

import { type Edition, editionOn, isOfSettings } from '#attendance/requirements/requirement.ts'
import { type State, states } from '#attendance/requirements/standing.ts'
import type { StandingRow } from '#attendance/requirements/standing-row.ts'
import type { Day } from '#base/dates.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import { categoryLabel, type Dimension, inOrder } from './coverage.ts'

export type StandingCategory = {
  key: string
  label: string
  /** Schools that it binds: the denominator of the states. */
  asked: number
  states: Readonly<Record<State, number>>
  notAsked: number
  /** Not worked out yet, such as of a file of the register applied a minute ago. */
  waiting: number
}

/** A state, or which of the schools that have none. */
export const standingAnswers = ['all', ...states, 'not_asked', 'waiting'] as const
export type StandingAnswer = (typeof standingAnswers)[number]

export type StandingSchool = SchoolName & {
  id: string
  urn: string
  category: string
  state: StandingAnswer
  about: StandingRow['about']
  turnsOn: Day | undefined
}

export type CountedState = { key: string; stored: string; state: StandingAnswer; n: number }

const none = Object.fromEntries(states.map((state) => [state, 0])) as Record<State, number>

export const isState = (state: StandingAnswer): state is State => (states as readonly string[]).includes(state)

const categoryOf = (key: string, label: string, counted: readonly CountedState[]): StandingCategory => {
  const of = (wanted: (state: StandingAnswer) => boolean): number => counted.reduce((sum, { state, n }) => sum + (wanted(state) ? n : 0), 0)
  return {
    ...{ key, label, asked: of(isState), notAsked: of((state) => state === 'not_asked'), waiting: of((state) => state === 'waiting') },
    states: { ...none, ...Object.fromEntries(states.map((state) => [state, of((one) => one === state)])) },
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

/** How many schools were in date on a day, by a frozen report; without its number: today. */
export type StandingPoint = { label: string; on: Day; number: number | undefined; asked: number; inDate: number }

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
