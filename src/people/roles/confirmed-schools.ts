// Which schools have said, since schools were last asked, that all of their roles are still right.
import { type Day, type Instant, instant, londonInstant } from '#base/dates.ts'
import type { SchoolName } from '#schools/schools/school.ts'

export const confirmedStates = {
  confirmed: 'Confirmed',
  not_yet: 'Not yet',
  never: 'Nobody has ever said',
} as const
export type ConfirmedState = keyof typeof confirmedStates

/** What the list can be narrowed to: a state, or several. */
export const listStates = {
  ...confirmedStates,
  not_this_year: 'Not confirmed this year',
  to_answer: 'Still to answer',
  overdue: 'Overdue',
  nobody: 'Nobody there to ask',
} as const
export type ListState = keyof typeof listStates

export const isListState = (typed: string): typed is ListState => typed in listStates

export type ListFilter = { q: string; state: ListState | undefined }

/** `said`: what it ever said of a role. `confirmed`: people confirmed in a role now. */
export type SayingSchool = SchoolName & {
  id: string
  confirmedAt: Instant | null
  said: number
  confirmed: number
  proposed: number
  vacant: number
  notKnown: number
  disputed: number
  /** Roles that it has still to answer for; without a day nobody is there to be asked. */
  open: number
  askedOn: Day | null
  dueOn: Day | null
}
export type ListedSchool = SayingSchool & { state: ConfirmedState }

/** How these schools stand. @param since the day on which the asking of this year opened */
export const statesSince = (since: Day, schools: readonly SayingSchool[]): ListedSchool[] => {
  const from = instant(londonInstant(since, '00:00') ?? new Date(since))
  return schools.map((school) => {
    const { confirmedAt, said } = school
    const state = confirmedAt !== null && confirmedAt >= from ? 'confirmed' : confirmedAt === null && said === 0 ? 'never' : 'not_yet'
    return { ...school, state }
  })
}

/** How many there are of each state. */
export const countStates = (schools: readonly ListedSchool[]): Record<ConfirmedState, number> => {
  const count = (state: ConfirmedState): number => schools.filter((one) => one.state === state).length
  return { confirmed: count('confirmed'), not_yet: count('not_yet'), never: count('never') }
}

/** Those that the list is narrowed to, as on a day. */
export const narrowed = (schools: readonly ListedSchool[], wanted: ListState | undefined, today: Day): ListedSchool[] =>
  schools.filter((school) => {
    const { state, open, dueOn } = school
    if (wanted === undefined) return true
    if (wanted === 'not_this_year') return state !== 'confirmed'
    if (wanted === 'to_answer') return open > 0
    if (wanted === 'overdue') return dueOn !== null && dueOn < today
    return wanted === 'nobody' ? isNobodyThere(school) : state === wanted
  })

export const isNobodyThere = ({ open, askedOn }: Pick<ListedSchool, 'open' | 'askedOn'>): boolean => open > 0 && askedOn === null
