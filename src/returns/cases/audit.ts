// An audit of a school's case records: how many were read and complete, in bands, and obstacles.
// Nothing about a child.
import type { Day, Instant } from '#base/dates.ts'

export const bands = ['None', '1 to 5', '6 to 20', 'More than 20'] as const
export const bandKeys = ['0', '1', '2', '3'] as const

export const readers = {
  head: 'The head',
  lead: 'The DSL',
  deputy: 'A deputy DSL',
  governor: 'A governor or trustee',
  trust: 'The trust',
  outside: 'Somebody from outside',
} as const
export type Reader = keyof typeof readers

export const sayReader = (by: Reader | 'council'): string => (by === 'council' ? 'The council' : readers[by])

/** Obstacles to complete records. */
export const obstacles = {
  time: 'No time is set aside for it',
  system: 'The recording system makes it hard',
  places: 'Records are in more than one place',
  unsure: 'Staff are unsure what to record',
  reasons: 'Decisions and reasons are not written down',
  services: 'Other services do not say what they did',
  transfer: 'Records of the school before come late',
  training: 'Staff are not trained in recording',
} as const
export type Obstacle = keyof typeof obstacles

export type CaseAudit = {
  id: string
  schoolId: string
  bySchool: 0 | 1
  doneOn: Day
  doneBy: Reader | 'council'
  readBand: number
  completeBand: number
  obstacles: readonly Obstacle[]
  by: string | null
  at: Instant
}

/** With the school of which it is. */
export type SchoolAudit = CaseAudit & { name: string; town: string }
/** A school with the last audit of each kind. */
export type AuditsOfSchool = Pick<SchoolAudit, 'schoolId' | 'name' | 'town'> & {
  own: CaseAudit | undefined
  council: CaseAudit | undefined
}

/** @param audits the latest first */
export const schoolsIn = (audits: readonly SchoolAudit[]): AuditsOfSchool[] =>
  [...Map.groupBy(audits, ({ schoolId }) => schoolId)]
    .map(([schoolId, of]) => ({
      schoolId,
      name: of[0]?.name ?? '',
      town: of[0]?.town ?? '',
      own: of.find(({ bySchool }) => bySchool === 1),
      council: of.find(({ bySchool }) => bySchool === 0),
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en') || (a.schoolId < b.schoolId ? -1 : 1))

/** The first year of the school year of a day: September begins it. */
export const schoolYear = (day: Day): number => Number(day.slice(0, 4)) - (day.slice(5) < '09-01' ? 1 : 0)
export const sayYear = (year: number): string => `${year}/${String((year + 1) % 100).padStart(2, '0')}`

export type CaseFigures = {
  schools: number
  /** By the bands of their last audit. */
  read: readonly number[]
  complete: readonly number[]
  named: Readonly<Record<Obstacle, number>>
}

/** Each school once, by its last audit. */
export const figuresOf = (audits: readonly CaseAudit[]): CaseFigures => {
  const last = [...new Map(audits.toSorted((a, b) => (a.doneOn < b.doneOn ? -1 : 1)).map((one) => [one.schoolId, one])).values()]
  const inBand = (which: 'readBand' | 'completeBand') => bands.map((_, n) => last.filter((one) => one[which] === n).length)
  return {
    schools: last.length,
    read: inBand('readBand'),
    complete: inBand('completeBand'),
    named: Object.fromEntries(
      Object.keys(obstacles).map((key) => [key, last.filter((one) => one.obstacles.includes(key as Obstacle)).length]),
    ) as CaseFigures['named'],
  }
}
