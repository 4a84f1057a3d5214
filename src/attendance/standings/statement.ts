// What a school states of all its staff: how many have done what is asked, as at a day.
import type { Edition } from '#attendance/requirements/requirement.ts'
import { type Day, type Instant, londonDay, sayLongDay } from '#base/dates.ts'
import { counted } from '#base/words.ts'

/** «n of m staff, as at a day», as it was stated. */
export type Statement = {
  id: string
  requirementId: string
  requirement: string
  trained: number
  staff: number
  asAt: Day
  saidBy: string
  learnedAt: Instant
}

/** Who came to a session for the school, by its register signed off. `staff`: as last stated. */
export type StaffCame = {
  sessionId: string
  title: string
  startsAt: Instant
  purpose: Edition['purposes'][number]
  topicId: string
  came: number
  staff: number | null
}

/** What the session counts for among what is stated of all staff. */
export const statedBy = <E extends Pick<Edition, 'purposes' | 'topicIds'>>(
  editions: readonly E[],
  { purpose, topicId }: Pick<StaffCame, 'purpose' | 'topicId'>,
): E | undefined =>
  editions.find(({ purposes, topicIds }) => purposes.includes(purpose) && (topicIds.length === 0 || topicIds.includes(topicId)))

export const sayCame = ({ came, title, startsAt }: StaffCame): string =>
  `${counted(came, 'person', 'people')} of your school came to “${title}” on ${sayLongDay(londonDay(startsAt))}, by its register, which is signed off.`
