// Places reserved for named schools, or for schools without attendance on the topic, until a time.
import type { Instant } from '#base/dates.ts'
import type { SchoolName } from '#schools/schools/school.ts'

export type HeldBack = {
  id: string
  places: number
  /** Taken by the schools they are for: confirmed, or on offer. */
  used: number
  forWhom: 'schools' | 'no_record'
  /** The schools named; empty when they are reserved by record. */
  schools: SchoolName[]
  releaseAt: Instant
  createdAt: Instant
  withdrawnAt: Instant | null
}

/** `standing`: kept; `released`: the time has passed; `withdrawn`: earlier, by an organiser. */
export const heldBackState = (one: Pick<HeldBack, 'releaseAt' | 'withdrawnAt'>, now: Instant): 'standing' | 'released' | 'withdrawn' =>
  one.withdrawnAt !== null ? 'withdrawn' : one.releaseAt <= now ? 'released' : 'standing'
