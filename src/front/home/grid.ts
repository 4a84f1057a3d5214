// Several schools side by side, for whoever acts for them: how each stands by our record, what is
// due from it, as its own page says it, what it has booked and what it owes. What needs attention
// most stands first.

import { rankOf } from '#attendance/requirements/school-standing.ts'
import type { KeptState } from '#attendance/requirements/standing.ts'
import { type StandingRow, sayListed } from '#attendance/requirements/standing-row.ts'
import { type Counts, countsOf } from '#attendance/requirements/state.ts'
import { type Day, type Instant, londonDay } from '#base/dates.ts'
import { moneyForFiles } from '#base/money.ts'
import type { Column } from '#base/web/csv.ts'
import { type Due, isOverdue } from '#front/due/due.ts'
import type { SchoolName } from '#schools/schools/school.ts'

/** As kept, and as the school sees it. */
type LeadState = KeptState | 'waiting'

export type GridSchool = SchoolName & {
  id: string
  /** Confirmed places at events to come, those of them without a name, and places that wait. */
  booked: number
  unnamed: number
  waiting: number
  /** Pence owed for its bookings, whoever pays. */
  owed: number
  lead: LeadState
  leadDay: Day | undefined
  /** What its state is about, as the rows of a school have it. */
  leadAbout: StandingRow['about']
  /** How many people are confirmed in a role now. */
  people: number
  rolesConfirmedAt: Instant | null
  /** Whether it has said since schools were last asked that its roles are right. */
  rolesConfirmed: boolean
}

/** With what is due from it, soonest first, and how much of that is behind its day. */
export type GridRow = GridSchool & { dues: readonly Due[]; overdue: number; approver: boolean }

/** @param approverOf schools whose roles the reader may see */
export const rowsOf = (schools: readonly GridSchool[], dues: readonly Due[], approverOf: readonly string[], today: Day): GridRow[] => {
  const bySchool = Map.groupBy(dues, ({ schoolId }) => schoolId)
  return schools.map((school) => {
    const own = bySchool.get(school.id) ?? []
    return { ...school, dues: own, overdue: own.filter((due) => isOverdue(due, today)).length, approver: approverOf.includes(school.id) }
  })
}

export const sayLead = ({ lead, leadDay, leadAbout }: Pick<GridSchool, 'lead' | 'leadDay' | 'leadAbout'>): string =>
  sayListed({ about: leadAbout, state: lead, day: leadDay })

/** `8 to do, 2 overdue` */
export const sayToDo = ({ toDo, overdue }: { toDo: number; overdue: number }): string =>
  toDo === 0 ? 'Nothing to do' : `${toDo} to do${overdue > 0 ? `, ${overdue} overdue` : ''}`

/** A lead in date, or of whom nothing is asked, presses alike. */
const pressing = ({ lead }: GridSchool): number => Math.min(rankOf(lead), rankOf('in_date'))

const words = new Intl.Collator('en-GB')

/** Schools whose lead is behind, then due, then those with most overdue, then with most to do. */
export const byNeed = (schools: readonly GridRow[]): GridRow[] =>
  schools.toSorted(
    (a, b) =>
      pressing(a) - pressing(b) ||
      b.overdue - a.overdue ||
      b.dues.length - a.dues.length ||
      words.compare(a.name, b.name) ||
      (a.id < b.id ? -1 : 1),
  )

export type GridSums = Pick<GridSchool, 'booked' | 'unnamed' | 'owed'> & {
  /** Schools by how their lead stands, but for those of which that is not shown yet. */
  leads: Counts
  leadsDue: number
  unshown: number
  toDo: number
  overdue: number
}

export const sumsOf = (schools: readonly GridRow[]): GridSums => {
  const sum = (of: (school: GridRow) => number) => schools.reduce((total, school) => total + of(school), 0)
  const many = (isSo: (school: GridSchool) => boolean) => schools.filter(isSo).length
  return {
    booked: sum(({ booked }) => booked),
    unnamed: sum(({ unnamed }) => unnamed),
    owed: sum(({ owed }) => owed),
    leads: countsOf(schools.flatMap(({ lead, leadAbout }) => (leadAbout === 'unshown' ? [] : [[lead, 1] as const]))),
    leadsDue: many(({ lead }) => lead === 'due_soon'),
    unshown: many(({ leadAbout }) => leadAbout === 'unshown'),
    toDo: sum(({ dues }) => dues.length),
    overdue: sum(({ overdue }) => overdue),
  }
}

/** No names of people: the file says how many. */
export const gridColumns: Column<GridRow>[] = [
  { name: 'School', value: ({ name }) => name },
  { name: 'Town', value: ({ town }) => town },
  { name: 'URN', value: ({ urn }) => urn },
  { name: 'Things to do', value: ({ dues }) => dues.length },
  { name: 'Overdue', value: ({ overdue }) => overdue },
  { name: 'DSL, by our record', value: sayLead },
  { name: 'Roles confirmed', value: ({ rolesConfirmed }) => (rolesConfirmed ? 'Yes' : 'Not yet') },
  { name: 'Last confirmed', value: ({ rolesConfirmedAt }) => rolesConfirmedAt && londonDay(rolesConfirmedAt) },
  { name: 'People confirmed in a role', value: ({ people }) => people },
  { name: 'Places booked', value: ({ booked }) => booked },
  { name: 'Names missing', value: ({ unnamed }) => unnamed },
  { name: 'Places waiting', value: ({ waiting }) => waiting },
  { name: 'Owed (pounds)', value: ({ owed }) => moneyForFiles(owed) },
]
