// A service agreement is a package that a school or a trust has bought: for events on its days so many places cost nothing, or any number. Each
// place that it covers draws one down, and gives it back when the place ends or is priced anew. An agreement is never changed: it ends, and
// another is written.
import type { Day, Instant } from '#base/dates.ts'

export const longestName = 100
export const mostPlaces = 10_000

export type AgreementFacts = { name: string; fromDay: Day; toDay: Day | null; places: number | null }

/** `used`: places drawn down now. */
export type Agreement = AgreementFacts & {
  id: string
  schoolId: string | null
  trustUid: string | null
  /** Of the school or trust. */
  ofName: string
  ofTown: string
  ofUrn: string | null
  used: number
  createdAt: Instant
  endedAt: Instant | null
}

/** One place drawn down (-1) or given back (1). */
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
  /** Lines up to and with this one. */
  inUse: number
}

/** Of a school's own page: `usedByUs` are the school's own places, `used` those of the whole trust. */
export type OwnAgreement = Pick<Agreement, 'id' | 'name' | 'fromDay' | 'toDay' | 'places' | 'used' | 'endedAt'> & {
  ofTrust: number
  usedByUs: number
}

/** Whether places can be drawn from it for an event on the day. */
export const coversOn = ({ fromDay, toDay, endedAt }: Pick<Agreement, 'fromDay' | 'toDay' | 'endedAt'>, day: Day): boolean =>
  endedAt === null && fromDay <= day && (toDay === null || day < toDay)
