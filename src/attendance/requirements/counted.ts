// What an event, or one session of it, counts towards. Where nothing is said of a requirement, its
// purpose, topic, level and length decide.
import { type CountsAs, whyNotAsked } from '#events/events/requirement.ts'
import type { Edition, Purpose } from './requirement.ts'

/**
 * `sessionId` undefined: the whole event. `requirementId` undefined: it counts towards nothing. No
 * row at all: nobody has said.
 */
export type Counted = { requirementId: string | undefined; sessionId: string | undefined; countsAs: CountsAs }

export const nothing: Counted = { requirementId: undefined, sessionId: undefined, countsAs: 'none' }

/** A public event of which nobody has said what it counts towards; `startsAt` may be ''. */
export type UnsaidEvent = { code: string; title: string; startsAt: string }

export const countWays = ['either', 'first', 'refresher', 'none'] as const

/** Why it is changed once the event is public; the log keeps it. */
export const countReasons = ['mistake', 'programme', 'requirement'] as const
export type CountReason = (typeof countReasons)[number]

/** Whether what an event is about is what an edition asks; what schools state is never met so. */
export const isSuggested = (edition: Edition, event: { purpose: Purpose; topicId: string; level: string; minutes: number }): boolean =>
  edition.whose !== 'statement' && whyNotAsked(edition, { ...event, topicIds: [event.topicId] }) === undefined
