// A chase is one matter with one school, from when somebody began to ask until it is answered or
// settled. It has an owner, to whom the next step is proposed.

import type { Calendar } from '#base/council/working-day.ts'
import { addDays, type Day, type Instant, londonDay } from '#base/dates.ts'
import type { SchoolOption } from '#schools/schools/school.ts'
import { type ChasedMatter, type Matter, type Means, matterWords, type Result, resultWords } from './contact.ts'
import { isProposed, nextStep, type Step } from './ladder.ts'
import { type Rung, rungWords } from './rung.ts'

/** A contact as kept for the ladder. */
export type TriedContact = { rung: Rung; means: Means; result: Result; happenedAt: Instant; nextRung: Rung | null; nextOn: Day | null }

export type Chase = {
  id: string
  school: SchoolOption
  hasTrust: boolean
  matter: ChasedMatter
  subjectId: string
  /** What the requirement or the event is called; ''. */
  subject: string
  ownerId: string
  owner: string
  openedAt: Instant
  endedAt: Instant | null
  endedWhy: 'answered' | 'settled' | 'stopped' | null
  /** The school decides at a meeting on that day, and is not followed up before it is over. */
  pausedTo?: Day | null
  /** What stands, the earliest first. */
  tried: TriedContact[]
}

export type KeptContact = {
  id: string
  chaseId: string | null
  matter: Matter
  subjectId: string
  subject: string
  rung: Rung
  means: Means
  result: Result
  happenedAt: Instant
  notedAt: Instant
  by: string | null
  note: string
  nextRung: Rung | null
  nextOn: Day | null
  correctsId: string | null
  corrected: 0 | 1
}

export type Officer = { id: string; name: string }

export const endWords: Record<NonNullable<Chase['endedWhy']>, string> = {
  answered: 'The school answered',
  settled: 'The matter is settled',
  stopped: 'No longer followed up',
}

/** The next step of an open chase, and the day from which it is due. */
export const stepOf = (chase: Chase, calendar: Calendar): Step | undefined => {
  const step = stepWithoutPause(chase, calendar)
  return step && chase.pausedTo && step.on <= chase.pausedTo ? { ...step, on: addDays(chase.pausedTo, 1) } : step
}

const stepWithoutPause = (chase: Chase, calendar: Calendar): Step | undefined =>
  chase.endedAt === null
    ? nextStep(
        chase,
        londonDay(chase.openedAt),
        chase.tried.map(({ happenedAt, nextRung, nextOn, ...one }) => ({
          ...one,
          on: londonDay(happenedAt),
          chosen: nextRung && nextOn ? { rung: nextRung, on: nextOn } : undefined,
        })),
        calendar,
      )
    : undefined

export const sayMatter = ({ matter, subject }: { matter: keyof typeof matterWords; subject: string }): string =>
  subject === '' ? matterWords[matter] : `${matterWords[matter]}: ${subject}`

/** `Headteacher or principal`; above the head `Proposed to Olive Officer: chair of governors`. */
export const sayStep = ({ rung }: Step, owner: string): string =>
  isProposed(rung) ? `Proposed to ${owner}: ${rungWords[rung].toLowerCase()}` : rungWords[rung]

export type DueStep = { chase: Chase; step: Step }

export const dueFilters = ['all', 'overdue', 'today', 'later'] as const
export type DueFilter = (typeof dueFilters)[number]

const fits: Record<DueFilter, (on: Day, today: Day) => boolean> = {
  all: () => true,
  overdue: (on, today) => on < today,
  today: (on, today) => on === today,
  later: (on, today) => on > today,
}

/** Steps of open chases, overdue first and of those the longest. */
export const dueSteps = (chases: readonly Chase[], calendar: Calendar, today: Day, due: DueFilter): DueStep[] =>
  chases
    .flatMap((chase) => {
      const step = stepOf(chase, calendar)
      return step && fits[due](step.on, today) ? [{ chase, step }] : []
    })
    .toSorted((a, b) => (a.step.on === b.step.on ? a.chase.school.name.localeCompare(b.chase.school.name) : a.step.on < b.step.on ? -1 : 1))

export const lastTried = ({ tried }: Chase): TriedContact | undefined => tried.at(-1)

export const sayLast = (last: TriedContact | undefined): string =>
  last ? `${rungWords[last.rung]}: ${resultWords[last.result].toLowerCase()}` : 'Nobody yet'
