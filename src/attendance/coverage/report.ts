import type { Dimension, Question } from './coverage.ts'
import type { Sources } from './evidence.ts'
import type { LiveCategory, LiveFigures } from './figures.ts'

/** `waiting`: corrections of any closed register that a second person has yet to decide. */
export type Report = {
  tables: { dimension: Dimension; categories: LiveCategory[] }[]
  whole: LiveFigures
  sources: Sources
  waiting: { n: number; overdue: number }
}

export const whichSchools = ['all', 'did-not', 'took-part', 'lapsed', 'other-topic', 'never'] as const
/** Which of the counted schools. The last four are apart from each other, and are all of them. */
export type WhichSchools = (typeof whichSchools)[number]

/** A counted school on the national grid, in metres; `came`: in what was asked. */
export type Placed = { id: string; name: string; town: string; easting: number; northing: number; came: boolean }

export type SchoolCounts = {
  /** How many schools are behind each. */
  of: Record<WhichSchools, number>
  total: number
  /** What the one asked for is called, if it has any of `total`. */
  category: string | undefined
}

/** What each group is called; undefined: there is none of it to ask for. */
export type Groups = Record<WhichSchools, string | undefined>

export const usualGroups: Groups = {
  all: 'All open schools',
  'did-not': 'Did not take part',
  'took-part': 'Took part',
  lapsed: 'Lapsed',
  'other-topic': 'Never on this topic',
  never: 'Never at all',
}

/** Of one event, or of all topics, nobody can have come to something else. */
export const groupsOf = ({ topic, event }: Pick<Question, 'topic' | 'event'>): Groups => ({
  ...usualGroups,
  'took-part': 'Reached',
  lapsed: event ? 'Other events only' : 'Lapsed',
  'other-topic': topic && !event ? usualGroups['other-topic'] : undefined,
})

/** The groups that add up to all. */
export const tabs = ['took-part', 'lapsed', 'other-topic', 'never'] as const satisfies readonly WhichSchools[]
