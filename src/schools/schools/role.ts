// A post at a school in words: since when, as far as known, and from which source.
import { type Day, type Instant, sayDay } from '#base/dates.ts'

/** fromDate: its first day, if known; toDate: the first day after it. */
export type RoleSpan = { fromDate: Day | null; toDate: Day | null }

export const datesSaid = ({ fromDate, toDate }: RoleSpan): string =>
  toDate
    ? fromDate
      ? `From ${sayDay(fromDate)}, until ${sayDay(toDate)}`
      : `Until ${sayDay(toDate)}`
    : fromDate
      ? `Since ${sayDay(fromDate)}`
      : 'Now'

/** The source, as in `RoleAtSchool.source`; sources of imports are free text, shown as is. */
const sources: Record<string, string> = {
  claim: 'Said when asking to act for the school',
  booking: 'Said in a booking',
  person: 'Said by the person',
  school: 'Said by the school',
  council: 'Entered by the council',
}

/** `Said in a booking on 9 October 2025` */
export const sourceSaid = ({ source, learnedAt }: { source: string; learnedAt: Instant }): string =>
  `${sources[source] ?? source} on ${sayDay(learnedAt)}`
