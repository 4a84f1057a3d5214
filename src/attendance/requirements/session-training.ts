// Sessions of ours that somebody attended, made into trainings: those of one event on one day are
// one training, as long as they are together.
import type { Day } from '#base/dates.ts'
import { type Count, together } from '#events/events/requirement.ts'
import type { Purpose } from './requirement.ts'
import type { Training } from './training.ts'

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
