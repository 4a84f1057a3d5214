// Which schools have said, since schools were last asked, that all of their roles are still right.
import type { Day, Instant } from '#base/dates.ts'
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

/** `confirmed`: people confirmed in a role now. */
export type ListedSchool = SchoolName & {
  id: string
  state: ConfirmedState
  confirmedAt: Instant | null
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

/** Whether it has something to answer and nobody is there to be asked of it. */
export const isNobodyThere = ({ open, askedOn }: Pick<ListedSchool, 'open' | 'askedOn'>): boolean => open > 0 && askedOn === null
