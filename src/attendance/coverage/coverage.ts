// Coverage says which schools of the area had someone attend, as at a date. Counted is every
// register school open in the council's area on THE DATE (the event's first day, or the period's
// last), once per School.rootId, by its identity in force then (of several, the one opened last).
// An unknown opening means always open, an unknown closing not closed; proposed without opening
// date is not open. Outside organisations and other areas are only listed. Evidence and grades:
// evidence.ts.
import { addDays, type Day, type Instant, midnight } from '#base/dates.ts'
import { kinds, sectors } from '#schools/schools/school.ts'

export const dimensions = [
  ...(['sector-kind', 'sector', 'kind', 'phase', 'trust', 'ward'] as const),
  ...(['district', 'faith', 'gender', 'settlement', 'size', 'free-meals'] as const),
] as const
export type Dimension = (typeof dimensions)[number]

const usual: readonly Dimension[] = ['sector-kind', 'phase', 'trust', 'ward', 'district', 'free-meals']

export const offered = (every: boolean, asked: Dimension): readonly Dimension[] =>
  dimensions.filter((one) => every || one === asked || usual.includes(one))

export const dimensionNames: Record<Dimension, string> = {
  'sector-kind': 'Sector and kind',
  sector: 'Sector',
  kind: 'Kind',
  phase: 'Phase',
  trust: 'Trust',
  ward: 'Ward',
  district: 'District',
  faith: 'Religious character',
  gender: 'Gender of pupils admitted',
  settlement: 'Town or country',
  size: 'Number of pupils',
  'free-meals': 'Pupils with free school meals',
}

/** Keys of a dimension that the register does not name; of the others it is the name itself. */
const keyNames: Partial<Record<Dimension, Readonly<Record<string, string>>>> = {
  faith: { none: 'No religious character' },
  settlement: { urban: 'Town (urban)', rural: 'Country (rural)' },
  size: { 1: 'Fewer than 100', 2: '100 to 249', 3: '250 to 499', 4: '500 to 999', 5: '1,000 or more' },
  'free-meals': { 1: 'Under 10%', 2: '10% to under 20%', 3: '20% to under 30%', 4: '30% to under 40%', 5: '40% or more' },
}

/** What they say of a school is said of its pupils together, not of anybody. */
export const isOfContext = (dimension: Dimension): boolean =>
  (['faith', 'gender', 'settlement', 'size', 'free-meals'] as readonly Dimension[]).includes(dimension)

/** `marked`: it has marks, perhaps from before its day. */
type CoverageEvent = { id: string; code: string; title: string; startsOn: Day; cancelled: boolean; marked: boolean }
export type CoverageTopic = { id: string; label: string }
export type Choices = { topics: CoverageTopic[]; events: CoverageEvent[] }

/** What is asked: one event, or a period with an optional topic. */
export type Question = {
  laCodes: readonly string[]
  /** The date on which counted schools are open. */
  on: Day
  /** The period's London days, both included; an event's days do not depend on it. */
  from: Day
  to: Day
  topic: CoverageTopic | undefined
  event: CoverageEvent | undefined
}

/** Why nobody can have taken part yet or at all; then non-participants are not listed. */
export const notHeld = ({ event, from }: Question, today: Day): 'cancelled' | 'to_come' | undefined =>
  event?.cancelled ? 'cancelled' : from > today && !event?.marked ? 'to_come' : undefined

/** The instants at which the period begins and ends. */
export const periodBounds = ({ from, to }: Pick<Question, 'from' | 'to'>): { start: Instant; end: Instant } => ({
  start: midnight(from),
  end: midnight(addDays(to, 1)),
})

/** The day after the same one so many years before. */
const sinceYears = (day: Day, years: number): Day => {
  const year = Number(day.slice(0, 4)) - years
  return day.endsWith('02-29') ? `${year}-03-01` : addDays(`${year}${day.slice(4)}`, 1)
}

/** The two years ending today: designated leads renew their training every two years. */
export const usualPeriod = (today: Day): { from: Day; to: Day } => ({ from: sinceYears(today, 2), to: today })

export const yearBefore = (day: Day): Day => addDays(sinceYears(day, 1), -1)

const sectorAdjectives: Record<keyof typeof sectors, string> = { ...sectors, academy: 'Academy' }

/** `Maintained primary`, `Academy special`, `Independent, kind not known`. */
const sectorAndKind = (key: string): string => {
  const [sector, kind] = key.split('.') as [keyof typeof sectors, keyof typeof kinds]
  if (sector === 'not_known' && kind === 'not_known') return 'Not known'
  if (kind === 'not_known') return `${sectorAdjectives[sector]}, kind not known`
  if (sector === 'not_known') return `${kinds[kind]}, sector not known`
  return `${sectorAdjectives[sector]} ${kinds[kind].toLowerCase()}`
}

/** A category's label. `stored`: the name from the register, where it has one. */
export const categoryLabel = (dimension: Dimension, key: string, stored: string): string => {
  if (dimension === 'sector-kind') return sectorAndKind(key)
  if (dimension === 'sector') return sectors[key as keyof typeof sectors] ?? key
  if (dimension === 'kind') return kinds[key as keyof typeof kinds] ?? key
  if (key === '') return dimension === 'trust' ? 'Not in a trust' : 'Not recorded by the register'
  // The register's word for anything outside its phases.
  if (dimension === 'phase' && stored === 'Not applicable') return 'No phase: special, independent and other schools'
  return keyNames[dimension]?.[key] ?? (stored || key)
}

const positions = (key: string): number => {
  const [first = '', second = ''] = key.split('.')
  const sector = Object.keys(sectors).indexOf(first)
  return sector >= 0 ? sector * 100 + Math.max(0, Object.keys(kinds).indexOf(second)) : Object.keys(kinds).indexOf(first)
}

/** Sectors and kinds in the register's order, bands by size, the rest by name, unknown last. */
export const inOrder = <C extends { key: string; label: string }>(dimension: Dimension, categories: readonly C[]): C[] =>
  [...categories].sort((a, b) =>
    dimension === 'sector-kind' || dimension === 'sector' || dimension === 'kind'
      ? positions(a.key) - positions(b.key)
      : Number(a.key === '') - Number(b.key === '') ||
        (dimension === 'size' || dimension === 'free-meals' ? a.key.localeCompare(b.key) : 0) ||
        a.label.localeCompare(b.label, 'en-GB') ||
        (a.key < b.key ? -1 : 1),
  )
