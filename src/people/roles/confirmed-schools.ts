// Which schools have said, since schools were last asked, that all of their roles are still right.
import { type Day, type Instant, londonDay } from '#base/dates.ts'
import type { Column } from '#base/web/csv.ts'
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

export const listPage = 50

/** No names of people: the file says how many. */
export const listColumns: Column<ListedSchool>[] = [
  { name: 'School', value: ({ name }) => name },
  { name: 'Town', value: ({ town }) => town },
  { name: 'URN', value: ({ urn }) => urn ?? '' },
  { name: 'State', value: ({ state }) => confirmedStates[state] },
  { name: 'Last confirmed', value: ({ confirmedAt }) => (confirmedAt ? londonDay(confirmedAt) : '') },
  { name: 'Roles still to answer for', value: ({ open }) => open },
  { name: 'Asked', value: (school) => (isNobodyThere(school) ? 'Nobody there to ask' : (school.askedOn ?? '')) },
  { name: 'Due', value: ({ dueOn }) => dueOn ?? '' },
  { name: 'People confirmed', value: ({ confirmed }) => confirmed },
  { name: 'Proposed', value: ({ proposed }) => proposed },
  { name: 'Roles vacant', value: ({ vacant }) => vacant },
  { name: 'Roles not known', value: ({ notKnown }) => notKnown },
  { name: 'Disputed', value: ({ disputed }) => disputed },
]
