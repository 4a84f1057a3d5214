// What a person was trained in, from a register of ours or from a record of elsewhere, and whether
// it satisfies a requirement. A length that nobody noted is not long enough: it is not known.
import type { Day } from '#base/dates.ts'
import { type Count, type CountsAs, type NotAsked, together, whyNotAsked } from '#events/events/requirement.ts'
import { evidenceNames as earlierNames } from '#schools/schools/earlier-attendance.ts'
import type { Edition, Purpose } from './requirement.ts'

/**
 * How a training is known, weakest first: said, as of whoever watched at a colleague's screen, or
 * shown, checked by an officer, or marked in a register of ours.
 */
export type EvidenceLevel = 'stated' | 'seen' | 'verified' | 'attended'

export type Training = {
  id: string
  personId: string
  on: Day
  title: string
  /** The venue, or who gave it elsewhere; '': not known. */
  where: string
  /** What it was for, as far as known. */
  purpose: Purpose | undefined
  /** Its title as the list of titles has it, where its record does not say what it was for. */
  unstated?: string | undefined
  topicIds: readonly string[]
  level: string
  minutes: number | undefined
  evidence: EvidenceLevel
  /**
   * What an event of ours was published as counting towards, by requirement; then nothing else
   * is asked of it. `*`: towards any, when it counts towards nothing.
   */
  countsTowards: Readonly<Record<string, CountsAs>>
}

export const evidenceNames: Record<EvidenceLevel, string> = { attended: 'Attended', ...earlierNames }

/** Why a training does not satisfy a requirement. */
export type Shortfall = NotAsked | 'no_first' | 'said_not'

const shortfallOf = (edition: Edition, training: Training): Shortfall | undefined => {
  const counts = training.countsTowards[edition.requirementId] ?? training.countsTowards['*']
  if (counts) return counts === 'none' ? 'said_not' : undefined
  return whyNotAsked(edition, training)
}

const inOrder = (a: Training, b: Training): number => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.id < b.id ? -1 : 1)

/**
 * A person's trainings up to a day: those that satisfy, oldest first, and the latest that does
 * not, with why.
 */
export type Satisfying = { counted: Training[]; nearest: { training: Training; why: Shortfall } | undefined }

/** A refresher counts only after a training that counts as the first. */
export const satisfying = (edition: Edition, trainings: readonly Training[], day: Day): Satisfying => {
  const counted: Training[] = []
  let nearest: Satisfying['nearest']
  for (const training of trainings.filter(({ on }) => on <= day).toSorted(inOrder)) {
    const short =
      shortfallOf(edition, training) ??
      (training.countsTowards[edition.requirementId] === 'refresher' && counted.length === 0 ? 'no_first' : undefined)
    if (short) nearest = { training, why: short }
    else counted.push(training)
  }
  return { counted, nearest }
}

export type SessionAttended = {
  personId: string
  eventId: string
  sessionId: string
  on: Day
  minutes: number
  title: string
  where: string
  purpose: Purpose
  level: string
  topicIds: string[]
  /** They watched at somebody's screen, as was said. */
  stated?: 0 | 1
  /** What it counts as, as this session or with its event. */
  counts: readonly Count[]
}

/** Sessions of one event on one day are one training, as long as they are together. */
export const trainingsOf = (sessions: readonly SessionAttended[]): Training[] =>
  [...Map.groupBy(sessions, ({ personId, eventId, on }) => `${personId} ${eventId} ${on}`).values()].flatMap((group) => {
    const once = [...new Map(group.map((session) => [session.sessionId, session])).values()]
    const [first] = once
    if (!first) return []
    const { personId, eventId, on, title, where, purpose, level } = first
    return [
      {
        id: `${eventId} ${on}`,
        personId,
        on,
        title,
        where,
        purpose,
        level,
        ...together(once),
        evidence: once.some(({ stated }) => stated === 1) ? ('stated' as const) : ('attended' as const),
      },
    ]
  })

/** As what a course of a title counted, for all records that do not say what it was for. */
export const countedWays = ['training', 'update', 'briefing', 'none'] as const

/** `none`: it counts towards nothing. */
export type CountedAs = (typeof countedWays)[number]

export const countedNames: Record<CountedAs, string> = {
  training: 'Training',
  update: 'Update',
  briefing: 'Briefing',
  none: 'Counts as nothing',
}

/** null: it is not said. */
export type TitleCounts = { title: string; countedAs: CountedAs | null }

/** `records`: of how many the purpose is not stated. `is`: the standing row, if any. */
export type ListedTitle = TitleCounts & { records: number; is: string | null }

/** One list that was saved. `stands`: nothing of it was changed since. */
export type TitleBatch = { batchId: string; at: string; by: string | null; titles: number; stands: number }

/** What a title says of a training whose record does not say what it was for. */
export const ofTitle = (countedAs: CountedAs | null): Pick<Training, 'purpose' | 'countsTowards'> =>
  countedAs === 'none' ? { purpose: undefined, countsTowards: { '*': 'none' } } : { purpose: countedAs ?? undefined, countsTowards: {} }

/** Trainings as they count once titles are said otherwise. */
export const withTitles = (trainings: readonly Training[], titles: ReadonlyMap<string, CountedAs | null>): Training[] =>
  trainings.map((training) => {
    const countedAs = training.unstated === undefined ? undefined : titles.get(training.unstated)
    return countedAs === undefined ? training : { ...training, ...ofTitle(countedAs) }
  })
