// One reading of the national register: the file, what it would change, and what happened to it.
import type { Day, Instant } from '#base/dates.ts'
import type { How } from '#schools/schools/record.ts'
import type { Action, FieldChange } from './facts.ts'
import type { Counts } from './plan.ts'
import type { Area } from './register.ts'
import type { Moved, PlannedReview } from './review.ts'

export type ImportState = 'reading' | 'refused' | 'ready' | 'applied' | 'undone' | 'discarded'

export const changeKinds = ['created', 'closed', 'closing', 'changed', 'succession', 'review'] as const
export type ChangeKind = (typeof changeKinds)[number]

/** Decisions and closures before new schools. */
export const kindsByWeight: readonly ChangeKind[] = ['review', 'closed', 'closing', 'succession', 'changed', 'created']

export type Summary = Counts & {
  closing: number
  successions: number
  needsReview: number
  warnings: readonly string[]
  /** Undecided reviews the file answers. */
  settled: readonly string[]
  listed: Partial<Record<ChangeKind, number>>
  /** Changed schools with future bookings. */
  withFutureBookings: number
  /** Those among them that close or are to close. */
  endingWithFutureBookings: number
}

export type RegisterImport = {
  id: string
  state: ImportState
  fileName: string
  linksFileName: string | null
  asAt: Day
  laCodes: Area
  bytesRead: number
  rows: number
  inArea: number
  refusal: string | null
  summary: Summary | null
  startedAt: Instant
  readyAt: Instant | null
  appliedAt: Instant | null
  undoneAt: Instant | null
}

export type ChangeDetail = {
  fields?: readonly FieldChange[]
  typeName?: string
  statusName?: string
  opensOn?: Day | null
  closesOn?: Day | null
  urns?: readonly string[]
  from?: string
  to?: string
  how?: How
  happenedOn?: Day | null
  fromSchoolId?: string
  toSchoolId?: string
  toName?: string
  join?: { youngerId: string; olderId: string; members: readonly string[] } | null
  review?: PlannedReview
  /** Moves to the other school if the two become one. */
  moved?: Moved
}

export type Change = {
  id: string
  position: number
  kind: ChangeKind
  urn: string
  schoolId: string | null
  name: string
  town: string
  detail: ChangeDetail
  futureBookings: number
}

/** A staged identity, which applying inserts. */
export type StagedRow = { urn: string; schoolId: string; action: Action; newSchool: boolean; wholeLife: boolean; facts: string }

/** The report of `npm run schools:import -- --json`. */
export type ImportReport = {
  file: string
  rows: number
  inArea: number
  created: number
  changed: number
  closed: number
  unchanged: number
  successions: readonly { from: string; to: string; how: How }[]
  needsReview: readonly Record<string, unknown>[]
  warnings: readonly string[]
  applied: boolean
}

/** `listed`: successions and reviews. */
export const reportOf = (found: RegisterImport, listed: readonly Pick<Change, 'kind' | 'detail'>[]): ImportReport => {
  const summary = found.summary
  return {
    file: found.fileName,
    rows: found.rows,
    inArea: found.inArea,
    created: summary?.created ?? 0,
    changed: summary?.changed ?? 0,
    closed: summary?.closed ?? 0,
    unchanged: summary?.unchanged ?? 0,
    successions: listed.flatMap(({ detail: { from, to, how } }) => (from && to && how ? [{ from, to, how }] : [])),
    needsReview: listed.flatMap(({ detail: { review } }) =>
      review ? [{ kind: review.kind, urn: review.urn, otherUrn: review.otherUrn, ...review.detail }] : [],
    ),
    warnings: summary?.warnings ?? [],
    applied: found.state === 'applied',
  }
}

export const areaOf = (codes: readonly string[]): Area => (codes.includes('all') ? 'all' : codes)

export const sayArea = (area: Area): string => (area === 'all' ? 'all of England' : area.join(', '))

/** A reading whose connection broke has stalled. */
export const hasStalled = (found: Pick<RegisterImport, 'state' | 'startedAt'>, now: Date): boolean =>
  found.state === 'reading' && now.getTime() - Date.parse(found.startedAt) > 15 * 60_000

export type ImportPage = {
  found: RegisterImport
  /** The last applied import, the only one that can be undone. */
  isLast: boolean
  /** The register has changed since the comparison. */
  isStale: boolean
}
