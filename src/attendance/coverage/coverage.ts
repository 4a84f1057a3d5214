// Coverage says which schools of the area had someone attend, as at a date, and which did not.
//
// Which schools are counted: every school of the register that is open, in the council's area, on THE DATE (the day on which the event's first
// session begins, or the last day of the period). A school counts once whatever URNs it held: ids are grouped by School.rootId, and its
// sector, kind, phase, trust and ward are those of the identity in force on the date (of several, the one that opened last). An unknown
// opening means always open; an unknown closing means not closed, until a file says so. A school that is only proposed, with no opening date,
// is not open. Outside organisations and schools of other areas are never counted; they are listed apart.
//
// What is evidence: a standing mark (one that nothing corrects) of attended or in part, at a session whose London day is in the period, for
// the school whose place it was ("own staff"), for each school that the delegate represented, or for the school that a walk-in was matched
// to; and earlier attendance entered with its source, as "own staff". Someone who came counts, whatever became of the place or of the event.
// A walk-in matched to no school counts for none.
//
// How it is graded: a school is printed under its best evidence, in this order: own staff attended; own staff attended in part; represented
// by someone who attended; represented by someone who attended in part. Two marks stand beside that: whether it rests on a signed register,
// an earlier record or a register not yet signed (the best of these at that grade), and whether it came only through a predecessor that
// merged into the school or was split into it.
import { addDays, type Day, type Instant, londonInstant } from '#base/dates.ts'
import { kinds, sectors } from '#schools/schools/school.ts'
import type { Category } from './figures.ts'

export const dimensions = ['sector-kind', 'sector', 'kind', 'phase', 'trust', 'ward'] as const
/** What the figures are broken down by. */
export type Dimension = (typeof dimensions)[number]

export const dimensionNames: Record<Dimension, string> = {
  'sector-kind': 'Sector and kind',
  sector: 'Sector',
  kind: 'Kind',
  phase: 'Phase',
  trust: 'Trust',
  ward: 'Ward',
}

/** `marked`: somebody was recorded at it, perhaps before its day. */
type CoverageEvent = { id: string; code: string; title: string; startsOn: Day; cancelled: boolean; marked: boolean }
export type CoverageTopic = { id: string; label: string }
/** What a report may be about. */
export type Choices = { topics: CoverageTopic[]; events: CoverageEvent[] }

/** What is asked: one event, or a period and perhaps a topic. */
export type Question = {
  laCodes: readonly string[]
  /** The date on which schools must be open to be counted. */
  on: Day
  /** The period, in London days, both included; the event's own days do not depend on it. */
  from: Day
  to: Day
  topic: CoverageTopic | undefined
  event: CoverageEvent | undefined
}

/** Why nobody can have taken part in what is asked about: then nothing is said of who did not. */
export const notHeld = ({ event, from }: Question, today: Day): 'cancelled' | 'to_come' | undefined =>
  event?.cancelled ? 'cancelled' : from > today && !event?.marked ? 'to_come' : undefined

/** The instants at which the period begins and has ended. Midnight exists in London on every day. */
export const periodBounds = ({ from, to }: Pick<Question, 'from' | 'to'>): { start: Instant; end: Instant } => ({
  start: midnight(from),
  end: midnight(addDays(to, 1)),
})

const midnight = (day: Day): Instant => londonInstant(day, '00:00')?.toISOString() ?? `${day}T00:00:00.000Z`

/** The two years that end today: designated leads renew their training every two years. */
export const usualPeriod = (today: Day): { from: Day; to: Day } => {
  const year = Number(today.slice(0, 4)) - 2
  const sameDay = `${year}${today.slice(4)}`
  return { from: today.endsWith('02-29') ? `${year}-03-01` : addDays(sameDay, 1), to: today }
}

const sectorAdjectives: Record<keyof typeof sectors, string> = { ...sectors, academy: 'Academy' }

/** `Maintained primary`, `Academy special`, `Independent, kind not known`. */
const sectorAndKind = (key: string): string => {
  const [sector, kind] = key.split('.') as [keyof typeof sectors, keyof typeof kinds]
  if (sector === 'not_known' && kind === 'not_known') return 'Not known'
  if (kind === 'not_known') return `${sectorAdjectives[sector]}, kind not known`
  if (sector === 'not_known') return `${kinds[kind]}, sector not known`
  return `${sectorAdjectives[sector]} ${kinds[kind].toLowerCase()}`
}

/** What people call a category. `stored` is the name that came with the school, for phase, trust and ward. */
export const categoryLabel = (dimension: Dimension, key: string, stored: string): string => {
  if (dimension === 'sector-kind') return sectorAndKind(key)
  if (dimension === 'sector') return sectors[key as keyof typeof sectors] ?? key
  if (dimension === 'kind') return kinds[key as keyof typeof kinds] ?? key
  if (key === '') return dimension === 'trust' ? 'Not in a trust' : 'Not known'
  // What the national register says of whatever is not one of its phases.
  if (dimension === 'phase' && stored === 'Not applicable') return 'No phase: special, independent and other schools'
  return stored || key
}

const positions = (key: string): number => {
  const [first = '', second = ''] = key.split('.')
  const sector = Object.keys(sectors).indexOf(first)
  return sector >= 0 ? sector * 100 + Math.max(0, Object.keys(kinds).indexOf(second)) : Object.keys(kinds).indexOf(first)
}

/** Sectors and kinds as the register lists them, everything else by name, and what is not known last. */
export const inOrder = (dimension: Dimension, categories: readonly Category[]): Category[] =>
  [...categories].sort((a, b) =>
    dimension === 'sector-kind' || dimension === 'sector' || dimension === 'kind'
      ? positions(a.key) - positions(b.key)
      : Number(a.key === '') - Number(b.key === '') || a.label.localeCompare(b.label, 'en-GB') || (a.key < b.key ? -1 : 1),
  )
