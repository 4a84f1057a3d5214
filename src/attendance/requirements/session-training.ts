// Sessions of ours that somebody attended, made into trainings: those of one event on one day are
// one training, as long as they are together.
import type { Day } from '#base/dates.ts'
import type { CountsAs, Purpose } from './requirement.ts'
import type { Training } from './training.ts'

type Count = { requirementId: string; countsAs: CountsAs; ofSession: boolean }

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
  /** What it counts towards, as this session or with its event. */
  counts: readonly Count[]
}

const ranks: Record<CountsAs, number> = { none: 0, refresher: 1, either: 2, first: 2 }

/**
 * Later counts: what is said of a session over its event, a first over a refresher, and both over
 * that it does not count.
 */
const order = ({ ofSession, countsAs }: Count): number => (ofSession ? 3 : 0) + ranks[countsAs]

const countsTowards = (counts: readonly Count[]): Record<string, CountsAs> =>
  Object.fromEntries(counts.toSorted((a, b) => order(a) - order(b)).map(({ requirementId, countsAs }) => [requirementId, countsAs]))

export const trainingsOf = (sessions: readonly SessionAttended[]): Training[] =>
  [...Map.groupBy(sessions, ({ personId, eventId, on }) => `${personId} ${eventId} ${on}`).values()].flatMap((group) => {
    const once = [...new Map(group.map((session) => [session.sessionId, session])).values()]
    const [first] = once
    if (!first) return []
    const { personId, eventId, on, title, where, purpose, level } = first
    return [
      {
        id: `${eventId} ${on}`,
        ...{ personId, on, title, where, purpose, level },
        topicIds: [...new Set(once.flatMap(({ topicIds }) => topicIds))],
        minutes: once.reduce((sum, { minutes }) => sum + minutes, 0),
        evidence: once.some(({ stated }) => stated === 1) ? ('stated' as const) : ('attended' as const),
        countsTowards: countsTowards(once.flatMap(({ counts }) => counts)),
      },
    ]
  })
