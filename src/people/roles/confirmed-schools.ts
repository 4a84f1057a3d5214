// Which schools have said, since schools were last asked, that all of their roles are still right.
import { type Day, type Instant, londonDay } from '#base/dates.ts'
import type { Column } from '#base/web/csv.ts'
import type { SchoolName } from '#schools/schools/school.ts'

/** Each year counts from this day, as month and day. */
const yearBegins = '09-15'

/** The last day from which a year counted. */
export const yearOf = (today: Day): Day =>
  today.slice(5) >= yearBegins ? `${today.slice(0, 4)}-${yearBegins}` : `${Number(today.slice(0, 4)) - 1}-${yearBegins}`

export const confirmedStates = {
  confirmed: 'Confirmed',
  not_yet: 'Not yet',
  never: 'Nobody has ever said',
} as const
export type ConfirmedState = keyof typeof confirmedStates

export type ListFilter = { q: string; state: ConfirmedState | undefined }

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
}

export const listPage = 50

/** No names of people: the file says how many. */
export const listColumns: Column<ListedSchool>[] = [
  { name: 'School', value: ({ name }) => name },
  { name: 'Town', value: ({ town }) => town },
  { name: 'URN', value: ({ urn }) => urn ?? '' },
  { name: 'State', value: ({ state }) => confirmedStates[state] },
  { name: 'Last confirmed', value: ({ confirmedAt }) => (confirmedAt ? londonDay(confirmedAt) : '') },
  { name: 'People confirmed', value: ({ confirmed }) => confirmed },
  { name: 'Proposed', value: ({ proposed }) => proposed },
  { name: 'Roles vacant', value: ({ vacant }) => vacant },
  { name: 'Roles not known', value: ({ notKnown }) => notKnown },
  { name: 'Disputed', value: ({ disputed }) => disputed },
]
