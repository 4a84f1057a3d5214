// What is due from a school: each thing that somebody there is asked to do, why, until when, and
// where to press. The home of a school and the weekly letter say the same list.
import { type Calendar, lastSchoolDay } from '#base/council/working-day.ts'
import { type Day, type Instant, londonDay, sayDeadline, sayLongDay, sayTime } from '#base/dates.ts'
import type { NoticeOf } from '#messages/outbox/message.ts'
import { lastSchoolHour } from '#money/terms/school-hours.ts'

/** Who hears of something in a letter. Pages show all but what only approvers can do. */
type Hears = 'everyone' | 'leads' | 'approvers'

type KindFacts = {
  label: string
  hears: Hears
  /** For whoever may book alone. */
  books?: true
  /** Whether the weekly letter says it: not what has letters of its own. */
  weekly: boolean
  /** It ends at its minute, in school hours or not. */
  byClock?: true
}

/** In the order in which a page shows them where no day decides. */
const dueKinds = {
  pay: { label: 'Places held until they are paid for', hears: 'everyone', weekly: false, books: true, byClock: true },
  offer: { label: 'Places on offer', hears: 'everyone', weekly: false, books: true, byClock: true },
  session: { label: 'Sessions on offer', hears: 'everyone', weekly: false, books: true, byClock: true },
  asks: { label: 'Colleagues who ask for a place', hears: 'everyone', weekly: false, books: true, byClock: true },
  absence: { label: 'Somebody who cannot come', hears: 'everyone', weekly: false, books: true },
  names: { label: 'Names missing', hears: 'everyone', weekly: true, books: true },
  workshops: { label: 'Workshops to choose', hears: 'everyone', weekly: true, books: true },
  questions: { label: 'Questions to answer', hears: 'everyone', weekly: true, books: true },
  colleagues: { label: 'People who ask to act for the school', hears: 'approvers', weekly: false },
  reply: { label: 'What we will publish about your school', hears: 'approvers', weekly: true },
  return: { label: 'Safeguarding audit', hears: 'leads', weekly: true },
  plan: { label: 'After a safeguarding audit', hears: 'leads', weekly: true },
  guidance: { label: 'Guidance to answer', hears: 'everyone', weekly: true },
  roles: { label: 'Roles to confirm', hears: 'approvers', weekly: true },
  training: { label: 'Training', hears: 'leads', weekly: true },
  statement: { label: 'Training of all staff to state', hears: 'approvers', weekly: true },
  money: { label: 'Money owed', hears: 'everyone', weekly: false },
} as const satisfies Record<string, KindFacts>

export type DueKind = keyof typeof dueKinds

const kinds = Object.keys(dueKinds) as DueKind[]
const factsOf = (kind: DueKind): KindFacts => dueKinds[kind]

export type Due = {
  /** The school as it is now (a root). */
  schoolId: string
  kind: DueKind
  what: string
  why: string
  /** The last school day on which it is in time; it may have passed. */
  by: Day | undefined
  /** The minute at which it ends, where that counts whatever the hours of a school. */
  until: Instant | undefined
  press: { text: string; href: string }
  /** Whom it concerns; '': the school as a whole. */
  whom: string
  saidElsewhere: boolean
  /** What a letter that says it tells the school. */
  tells?: readonly NoticeOf[] | undefined
}

/** Schools (roots) whose list is asked for, and when; `laCodes`: of the council's own area. */
export type Asked = { rootIds: readonly string[]; now: Date; laCodes: readonly string[] }

/** The same before its deadline is put on a school day. */
export type DueFact = Omit<Due, 'by' | 'until' | 'saidElsewhere'> & { by?: Day | Instant | undefined; saidElsewhere?: boolean | undefined }

/** The last school day on which something is in time that must be done by then. */
export const schoolDayBy = (by: Day | Instant, calendar: Calendar): Day =>
  by.length > 10 ? londonDay(lastSchoolHour(by, calendar)) : lastSchoolDay(by, calendar)

/** A deadline in words. */
export const sayBy = ({ by, until }: Pick<Due, 'by' | 'until'>, today: Day): string => {
  if (by === undefined) return ''
  if (until !== undefined) return by === today ? `By ${sayTime(until)} today` : `By ${sayDeadline(until)}`
  return by < today ? `Was due by ${sayLongDay(by)}` : by === today ? 'Due today' : `Due by ${sayLongDay(by)}`
}

/** What is held until it is paid for, then the soonest; what has no day comes last. */
export const duesOf = (facts: readonly DueFact[], calendar: Calendar): Due[] =>
  facts
    .map(({ by, saidElsewhere = false, ...fact }) => {
      const until = by !== undefined && by.length > 10 && factsOf(fact.kind).byClock ? by : undefined
      const day = by === undefined ? undefined : until === undefined ? schoolDayBy(by, calendar) : londonDay(until)
      return { ...fact, saidElsewhere, by: day, until }
    })
    .toSorted(
      (a, b) =>
        Number(b.kind === 'pay') - Number(a.kind === 'pay') ||
        (a.by ?? '9999').localeCompare(b.by ?? '9999') ||
        kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
        (a.until ?? '').localeCompare(b.until ?? '') ||
        a.what.localeCompare(b.what, 'en'),
    )

/** Whether it is behind its day. */
export const isOverdue = ({ by }: Pick<Due, 'by'>, today: Day): boolean => by !== undefined && by < today

/** Somebody who acts for a school, as far as it decides what they hear of. */
export type Hearer = { approver: boolean; mayBook: boolean; roleId: string | null }

// Training says how named people stand, so a letter about it goes to these and to approvers alone.
const leads = ['dsl', 'deputy_dsl', 'head', 'trust_lead']

const isLead = ({ approver, roleId }: Hearer): boolean => approver || leads.includes(roleId ?? '')

/** Where no lead and no approver acts for the school, training is said to everybody who does. */
const hears = (due: Due, hearer: Hearer, all: readonly Hearer[]): boolean => {
  const { hears: who, books } = factsOf(due.kind)
  if (books && !hearer.mayBook) return false
  if (who === 'approvers') return hearer.approver
  return who === 'everyone' || isLead(hearer) || !all.some(isLead)
}

export const weeklyOf = (dues: readonly Due[], hearer: Hearer, all: readonly Hearer[]): Due[] =>
  dues.filter((due) => factsOf(due.kind).weekly && !due.saidElsewhere && hears(due, hearer, all))

/** What a page shows to somebody who acts for the school: not what only others there can do. */
export const shownTo = (dues: readonly Due[], { approver, mayBook }: Omit<Hearer, 'roleId'>): Due[] =>
  dues
    .filter(({ kind }) => (approver || factsOf(kind).hears !== 'approvers') && (mayBook || !factsOf(kind).books))
    .map((due) => ({ ...due, press: pressFor(due, mayBook) }))

/** Whoever may not book sees whose training is due. */
export const pressFor = ({ kind, press, schoolId }: Due, mayBook: boolean): Due['press'] =>
  mayBook || kind !== 'training' ? press : { text: 'See what your people need', href: `/school/${schoolId}/requirements` }
