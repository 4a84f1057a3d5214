// A post at a school in words: since when somebody holds it, as far as that is known, and how we know.
import { type Day, type Instant, sayDay } from '#base/dates.ts'

/** fromDate: its first day, where it is known; toDate: the first day on which it is no longer held. */
export type RoleSpan = { fromDate: Day | null; toDate: Day | null }

export const datesSaid = ({ fromDate, toDate }: RoleSpan): string =>
  toDate
    ? fromDate
      ? `From ${sayDay(fromDate)}, until ${sayDay(toDate)}`
      : `Until ${sayDay(toDate)}`
    : fromDate
      ? `Since ${sayDay(fromDate)}`
      : 'Now'

/** Who says so, as `RoleAtSchool.source` has it. Sources of the imports are free text and are shown as they are. */
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
