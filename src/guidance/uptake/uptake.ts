// Uptake: how the schools of a document’s audience stand with its current version, counted. Each
// school is in one state and in one group, so that groups and states add up to all schools. That
// somebody came to the launch stands beside it and counts as nothing.
import { type Dimension, inOrder } from '#attendance/coverage/coverage.ts'
import { share } from '#attendance/coverage/figures.ts'
import { type FrozenSchool, groupOf } from '#attendance/reports/frozen.ts'
import { type Day, daysBetween } from '#base/dates.ts'
import { type Dates, type GuidanceState, type State, states, stateWords } from '#guidance/answers/state.ts'
import { type AnswerKind, answerKinds, type How, isAdopted, type Level, levels } from '#guidance/issuing/answer.ts'
import { type NoticeFact, type Reach, reaches, reachWords } from '#people/notices/notice.ts'

/** What the register says of a school, how it stands, and whether it came to the launch. */
export type UptakeSchool = {
  school: FrozenSchool
  state: State
  /** Whether the version reached it, and from what that is known. */
  reach: Reach
  told: readonly NoticeFact[]
  /** For which version its answer was given; undefined: no answer stands. */
  answered: number | undefined
  level: Level | undefined
  how: How | undefined
  /** Decided before the version was issued to it: it is in no number of days. */
  early: boolean
  publishedLevel: GuidanceState['publishedLevel']
  dates: Dates
  attended: boolean
  meetsOn: Day | undefined
  /** It opened after the version was issued, and was given it then. */
  later: boolean
  why: string
  evidence: readonly string[]
}

/** An event at which a document was presented, or may have been. */
export type Launch = { code: string; title: string }
export type PastEvent = Launch & { day: Day }

export type UptakeFigures = {
  asked: number
  states: Readonly<Record<State, number>>
  answered: number
  adopted: number
  /** Of the schools that adopted it, by how we know. */
  levels: Readonly<Record<Level, number>>
  published: number
  attended: number
}

export type UptakeGroup = UptakeFigures & { key: string; label: string }

const isAnswer = (state: State): state is AnswerKind => (answerKinds as readonly State[]).includes(state)
const isAdoption = (state: State): boolean => isAnswer(state) && isAdopted(state)

const hasAnswer = ({ state }: UptakeSchool): boolean => isAnswer(state)
const adopted = ({ state }: UptakeSchool): boolean => isAdoption(state)

/** The schools behind each figure, and what the figure is called. */
export const figures = {
  all: { says: 'Schools that it is for', is: () => true },
  no_answer: { says: 'No answer yet', is: (one) => !hasAnswer(one) },
  answered: { says: 'Answered', is: hasAnswer },
  adopted: { says: 'Adopted, as it is or with changes', is: adopted },
  early: { says: 'Adopted before it was issued to them (no days counted)', is: (one) => one.early && adopted(one) },
  had: { says: 'Issued to them', is: ({ dates }) => dates.issued !== undefined },
  opened_later: { says: 'Opened after it was issued, and given it then', is: ({ later }) => later },
  seen_by: { says: 'Opened by somebody signed in', is: ({ dates }) => dates.opened !== undefined },
  acknowledged_by: { says: 'Confirmed by somebody there', is: ({ dates }) => dates.acknowledged !== undefined },
  stated: { says: 'Answer stated alone', is: (one) => hasAnswer(one) && one.level === 'stated' },
  seen: { says: 'Answer seen by an officer', is: ({ level }) => level === 'seen' },
  verified: { says: 'Answer verified by an officer', is: ({ level }) => level === 'verified' },
  by_link: { says: 'Answered by a link, without signing in', is: ({ how }) => how === 'link' },
  published: { says: 'Published, found or read by an officer', is: ({ dates }) => dates.published !== undefined },
  ticked: { says: 'Published, read by an officer', is: ({ publishedLevel }) => publishedLevel === 'ticked' },
  attended: { says: 'Came to the launch, which is no adoption', is: ({ attended }) => attended },
  ...(Object.fromEntries(
    states.map((state) => [`is_${state}`, { says: stateWords[state], is: (one: UptakeSchool) => one.state === state }]),
  ) as Record<`is_${State}`, { says: string; is: (one: UptakeSchool) => boolean }>),
  ...(Object.fromEntries(
    reaches.map((reach) => [`reach_${reach}`, { says: reachWords[reach], is: (one: UptakeSchool) => one.reach === reach }]),
  ) as Record<`reach_${Reach}`, { says: string; is: (one: UptakeSchool) => boolean }>),
} as const satisfies Record<string, { says: string; is: (one: UptakeSchool) => boolean }>

export type Figure = keyof typeof figures
export const figureKeys = Object.keys(figures) as Figure[]

export const numberOf = (schools: readonly UptakeSchool[], figure: Figure): number => schools.filter(figures[figure].is).length

const counts = <Name extends string>(names: readonly Name[], of: (name: Name) => number): Record<Name, number> =>
  Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, number>

export const figuresOf = (schools: readonly UptakeSchool[]): UptakeFigures => {
  const number = (is: (one: UptakeSchool) => boolean): number => schools.filter(is).length
  return {
    asked: schools.length,
    states: counts(states, (state) => number((one) => one.state === state)),
    answered: number(({ state }) => isAnswer(state)),
    adopted: number(({ state }) => isAdoption(state)),
    levels: counts(levels, (level) => number((one) => isAdoption(one.state) && one.level === level)),
    published: number(({ dates }) => dates.published !== undefined),
    attended: number(({ attended }) => attended),
  }
}

export const groupsBy = (schools: readonly UptakeSchool[], dimension: Dimension): UptakeGroup[] => {
  const groups = [...Map.groupBy(schools, ({ school }) => groupOf(dimension, school).key)]
  return inOrder(
    dimension,
    groups.map(([key, own]) => ({ ...figuresOf(own), key, label: own[0] ? groupOf(dimension, own[0].school).label : '' })),
  )
}

/** `3 of 12 schools (25%)`; no share of few. */
export const sayOf = (n: number, of: number): string => {
  const percent = share(n, of)
  return `${n} of ${of}${percent === undefined ? '' : ` (${percent}%)`}`
}

export type Spread = { schools: number; median: number; least: number; most: number }

const measures = ['national_issued', 'issued_acknowledged', 'national_acknowledged', 'issued_adopted', 'national_adopted'] as const
/** The days between two dates of the same version at the same school. */
export type Measure = (typeof measures)[number]

const measureWords: Record<Measure, string> = {
  national_issued: 'From published nationally to issued',
  issued_acknowledged: 'From issued to confirmed',
  national_acknowledged: 'From published nationally to confirmed',
  issued_adopted: 'From issued to adopted',
  national_adopted: 'From published nationally to adopted',
}

const ends: Record<Measure, (dates: Dates) => readonly [Day | undefined, Day | undefined]> = {
  national_issued: ({ available, issued }) => [available, issued],
  issued_acknowledged: ({ issued, acknowledged }) => [issued, acknowledged],
  national_acknowledged: ({ available, acknowledged }) => [available, acknowledged],
  issued_adopted: ({ issued, adopted }) => [issued, adopted],
  national_adopted: ({ available, adopted }) => [available, adopted],
}

/** Days at one school; undefined: one of the dates is not known, or is of another version. */
export const daysOf = (
  measure: Measure,
  { dates, answered, early }: Pick<UptakeSchool, 'dates' | 'answered' | 'early'>,
  version: number,
): number | undefined => {
  const [from, to] = ends[measure](answered === version && !early ? dates : { ...dates, adopted: undefined })
  return from === undefined || to === undefined ? undefined : daysBetween(from, to)
}

export const spreadOf = (days: readonly number[]): Spread | undefined => {
  const sorted = days.toSorted((a, b) => a - b)
  const [least, most] = [sorted[0], sorted.at(-1)]
  if (least === undefined || most === undefined) return undefined
  const half = sorted.length / 2
  const median = ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2
  return { schools: sorted.length, median, least, most }
}

/** `later`: at schools that opened later, where no days run from before they did. */
export type MeasuredSpread = { measure: Measure; later: boolean; spread: Spread | undefined }

/** At schools that were there when it was issued, and then at those that opened later, if any. */
export const spreads = (schools: readonly UptakeSchool[], version: number): MeasuredSpread[] => {
  const of = (later: boolean, some: readonly Measure[]): MeasuredSpread[] =>
    some.map((measure) => ({
      measure,
      later,
      spread: spreadOf(schools.flatMap((one) => (one.later === later ? (daysOf(measure, one, version) ?? []) : []))),
    }))
  const ofLater = of(true, ['issued_acknowledged', 'issued_adopted'])
  return [...of(false, measures), ...(schools.some(({ later }) => later) ? ofLater : [])]
}

export const sayMeasure = ({ measure, later }: Pick<MeasuredSpread, 'measure' | 'later'>): string =>
  `${measureWords[measure]}${later ? ', schools that opened later' : ''}`

/** Those without an answer first, and of them those to whom least came; then by name. */
export const inChasingOrder = (schools: readonly UptakeSchool[]): UptakeSchool[] =>
  schools.toSorted(
    (a, b) =>
      states.indexOf(b.state) - states.indexOf(a.state) ||
      a.school.name.localeCompare(b.school.name, 'en-GB') ||
      a.school.urn.localeCompare(b.school.urn),
  )
