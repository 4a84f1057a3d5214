// A round's progress, for officers: begun, submitted, in time or late, signatures missing. Counts
// at its two dates are kept.
import { categoryLabel } from '#attendance/coverage/coverage.ts'
import { type Day, type Instant, sayDay, sayDeadline } from '#base/dates.ts'
import type { Column } from '#base/web/csv.ts'
import { type Came, cameWords } from '#returns/rounds/round.ts'

export const returnStates = {
  not_begun: 'Not begun',
  begun: 'Begun',
  reopened: 'Reopened, not submitted again',
  submitted: 'Submitted',
  otherwise: 'On paper or another audit',
} as const

export const dimensions = ['phase', 'sector', 'kind', 'trust', 'ward'] as const
export type Dimension = (typeof dimensions)[number]
export const dimensionNames: Record<Dimension, string> = { phase: 'Phase', sector: 'Sector', kind: 'Kind', trust: 'Trust', ward: 'Ward' }

export type SchoolProgress = Record<Dimension, string> & {
  id: string
  /** A root. */
  schoolId: string
  name: string
  town: string
  urn: string | null
  /** Closed before the round did. */
  isClosed: 0 | 1
  state: keyof typeof returnStates
  /** Of the first submission, or what came instead; null: nothing. */
  came: Came | null
  /** Its own dates, if it has any. */
  deadlineAt: Instant
  finalAt: Instant
  hasLonger: 0 | 1
  number: string | null
  submittedAt: Instant | null
  /** Signatures of the latest turn. */
  signed: string
  /** A signature waits to be confirmed. */
  doubted: 0 | 1
  chased: 0 | 1
}

/** Open after a return: an action, or a dispute. */
export type ToDo = {
  schoolId: string
  returnId: string
  title: string
  /** null: a dispute. */
  dueOn: Day | null
  what: string
  owner: string
  lookedAtBy: Day | null
}

export type Asks = { leadSigns: number; bodySigns: number }

const signers = { lead: 'the DSL', body: 'a governor, trustee or the proprietor' } as const

/** Signatures a submitted return lacks, and whether one waits to be confirmed. */
export const missingOf = (
  { state, signed, doubted }: Pick<SchoolProgress, 'state' | 'signed' | 'doubted'>,
  { leadSigns, bodySigns }: Asks,
): string[] =>
  state === 'submitted'
    ? [
        ...(leadSigns === 1 && !signed.includes('lead') ? [signers.lead] : []),
        ...(bodySigns === 1 && !signed.includes('body') ? [signers.body] : []),
        ...(doubted === 1 ? ['one to be confirmed'] : []),
      ]
    : []

/** A closed school counts only if it had answered. */
const isCounted = ({ isClosed, state }: Pick<SchoolProgress, 'isClosed' | 'state'>): boolean =>
  isClosed === 0 || state === 'submitted' || state === 'reopened' || state === 'otherwise'

export type Counts = { asked: number; inTime: number; late: number; otherwise: number; begun: number; notBegun: number; unsigned: number }

const countsOf = (schools: readonly SchoolProgress[], asks: Asks): Counts => {
  const count = (fits: (one: SchoolProgress) => boolean) => schools.filter(fits).length
  const has = ({ state }: SchoolProgress) => state === 'submitted' || state === 'reopened'
  return {
    asked: schools.length,
    inTime: count((one) => has(one) && one.came === 'by_deadline'),
    late: count((one) => has(one) && one.came !== 'by_deadline'),
    otherwise: count(({ state }) => state === 'otherwise'),
    begun: count(({ state }) => state === 'begun'),
    notBegun: count(({ state }) => state === 'not_begun'),
    unsigned: count((one) => missingOf(one, asks).length > 0),
  }
}

export type Group = { key: string; label: string; counts: Counts }

/** Of all, and of each value of a dimension. */
export const progressOf = (schools: readonly SchoolProgress[], by: Dimension, asks: Asks): { all: Counts; groups: Group[] } => {
  const counted = schools.filter(isCounted)
  const groups = Map.groupBy(counted, (one) => one[by])
  return {
    all: countsOf(counted, asks),
    groups: [...groups]
      .map(([key, of]) => ({ key, label: categoryLabel(by, key, key), counts: countsOf(of, asks) }))
      .toSorted((a, b) => a.label.localeCompare(b.label, 'en-GB')),
  }
}

export const shows = ['missing', 'late', 'unsigned', 'otherwise', 'all'] as const
export type Show = (typeof shows)[number]
export const showNames: Record<Show, string> = {
  missing: 'Still missing',
  late: 'Came late',
  unsigned: 'Signatures missing',
  otherwise: 'On paper or another audit',
  all: 'All schools',
}

/** Its own later deadline has not passed. */
export const isGivenLonger = ({ hasLonger, deadlineAt }: Pick<SchoolProgress, 'hasLonger' | 'deadlineAt'>, now: Instant): boolean =>
  hasLonger === 1 && now <= deadlineAt

/** Missing schools are named to officers only. */
export const shownOf = (schools: readonly SchoolProgress[], show: Show, asks: Asks): SchoolProgress[] =>
  schools
    .filter(isCounted)
    .filter((one) =>
      show === 'missing'
        ? one.state === 'begun' || one.state === 'not_begun'
        : show === 'late'
          ? one.came !== null && one.came !== 'by_deadline'
          : show === 'unsigned'
            ? missingOf(one, asks).length > 0
            : show === 'otherwise'
              ? one.state === 'otherwise'
              : true,
    )

const dateNames = { deadline: 'the deadline', final: 'the final date' } as const

/** As counted at a date. */
export type KeptCount = {
  moment: 'deadline' | 'final'
  /** The date, as it was then. */
  asAt: Instant
  putOff: 0 | 1
  asked: number
  submitted: number
  otherwise: number
  begun: number
  countedAt: Instant
}

/** At both dates, and at the last by phase. */
export type CountedRound = {
  id: string
  title: string
  year: string
  report: number | null
  counts: readonly KeptCount[]
  phases: readonly { phase: string; asked: number; answered: number }[]
}

/** `335 of 419 by the deadline, 377 of 419 by the final date`; the day where it was postponed. */
export const sayCounts = (counts: readonly KeptCount[]): string =>
  (['deadline', 'final'] as const)
    .flatMap((moment) => {
      const count = counts.find((one) => one.moment === moment)
      if (!count) return []
      const came = count.submitted + count.otherwise
      const date = count.putOff ? `${sayDay(count.asAt)}, before ${dateNames[moment]} was put off` : dateNames[moment]
      return [`${came} of ${count.asked} by ${date}`]
    })
    .join(', ')

export const progressColumns = (asks: Asks): Column<SchoolProgress>[] => [
  { name: 'URN', width: 10, value: ({ urn }) => urn ?? '' },
  { name: 'School', width: 40, value: ({ name }) => name },
  { name: 'Town', width: 20, value: ({ town }) => town },
  ...dimensions.map((by) => ({ name: dimensionNames[by], width: 25, value: (one: SchoolProgress) => categoryLabel(by, one[by], one[by]) })),
  { name: 'State', width: 25, value: ({ state }) => returnStates[state] },
  { name: 'Came', width: 25, value: ({ came }) => (came ? cameWords[came] : '') },
  { name: 'Own deadline', width: 16, value: ({ hasLonger, deadlineAt }) => (hasLonger ? sayDeadline(deadlineAt) : '') },
  { name: 'Submission', width: 16, value: ({ number }) => number ?? '' },
  { name: 'Signatures missing', width: 30, value: (one) => missingOf(one, asks).join(', ') },
  { name: 'Followed up', width: 8, value: ({ chased }) => (chased ? 'yes' : 'no') },
]

export type ReopenRefusal = 'return_not_submitted' | 'round_closed' | 'reopening_needs_a_second'
/** Reopening that waits for a second officer. */
export type ReopenAsked = { returnId: string; schoolId: string }
export type ChaseRefusal = 'round_closed' | 'none_missing'
export type OtherAuditRefusal = 'return_has_answered' | 'round_closed'
