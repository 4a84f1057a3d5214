// What a school states of all its staff: how many have done what is asked, as at a day.
import type { Day, Instant } from '#base/dates.ts'

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
