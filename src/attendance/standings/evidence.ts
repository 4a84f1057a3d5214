// The evidence of a training from elsewhere: what was brought, and how an officer who looked at it
// says it is known. Organisers do not verify.

import type { CountedAs } from '#attendance/requirements/training.ts'
import type { Day, Instant } from '#base/dates.ts'
import type { EarlierTraining, EvidenceLevel } from '#schools/schools/earlier-attendance.ts'

export type EarlierRecord = EarlierTraining & {
  id: string
  title: string
  heldOn: Day
  source: string
  person: string | undefined
  /** As what its title counts by the list; undefined: the list does not say, or the record does. */
  byTitle: { countedAs: CountedAs; at: Instant } | undefined
}

export type EvidenceCheck = { id: string; known: EvidenceLevel; note: string; at: Instant; by: string | undefined }

/** How it is known as the last check says; before the first it is stated. */
export const knownOf = ([last]: readonly EvidenceCheck[]): EvidenceLevel => last?.known ?? 'stated'
