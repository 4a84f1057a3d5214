// A link by which one person reads the answer on a topic without signing in, until a day ends.
import { type Day, type Instant, londonDay } from '#base/dates.ts'

export type AnswerLink = { id: string; topicId: string; lastDay: Day; endedAt: Instant | null }

/** `email`: null once the message that brought it is no longer kept. */
export type ListedLink = AnswerLink & { topic: string; email: string | null; madeBy: string; opened: number; openedAt: Instant | null }

export const opensAnswer = ({ lastDay, endedAt }: AnswerLink, now: Date): boolean => endedAt === null && lastDay >= londonDay(now)

export type LinkRefusal = 'answer_link_too_long' | 'not_allowed' | 'enough_today'
