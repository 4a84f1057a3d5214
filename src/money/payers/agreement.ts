// A service agreement is a package that a school or trust has bought: so many places, or any
// number, are free at events on its days. Each covered place draws one and returns it when it ends
// or is repriced. An agreement never changes: it ends, and a new one is added.
import type { Day, Instant } from '#base/dates.ts'

export const longestName = 100
export const mostPlaces = 10_000

export type AgreementFacts = { name: string; fromDay: Day; toDay: Day | null; places: number | null }

/** `used`: places drawn now. */
export type Agreement = AgreementFacts & {
  id: string
  schoolId: string | null
  trustUid: string | null
  ofName: string
  ofTown: string
  ofUrn: string | null
  used: number
  createdAt: Instant
  endedAt: Instant | null
}

/** One place drawn (-1) or returned (1). */
export type DrawnLine = {
  number: number
  at: Instant
  places: -1 | 1
  eventCode: string
  title: string
  startsAt: Instant | null
  schoolName: string
  schoolTown: string
  schoolUrn: string | null
  reference: string
  /** The running total of places in use, this line included. */
  inUse: number
}

/** For a school's own page: `usedByUs` are its own places, `used` those of the whole trust. */
export type OwnAgreement = Pick<Agreement, 'id' | 'name' | 'fromDay' | 'toDay' | 'places' | 'used' | 'endedAt'> & {
  ofTrust: number
  usedByUs: number
}

/** Whether places at an event on that day can draw on it. */
export const coversOn = ({ fromDay, toDay, endedAt }: Pick<Agreement, 'fromDay' | 'toDay' | 'endedAt'>, day: Day): boolean =>
  endedAt === null && fromDay <= day && (toDay === null || day < toDay)
