// That an officer put off the dates of an open round, or of one school in it. It is appended and
// never changed; what was counted at an earlier date stays, and the round goes by what stands.
import type { Instant } from '#base/dates.ts'

export type Dates = { deadlineAt: Instant; finalAt: Instant }

/** A return with the dates that stand for its school. */
export type DatedReturn = Dates & { id: string; school: string }

export type Postponement = {
  id: string
  /** Of one school, which was given longer. */
  ownAlone: 0 | 1
  fromDeadlineAt: Instant
  fromFinalAt: Instant
  toDeadlineAt: Instant
  toFinalAt: Instant
  reason: string
  by: string | null
  at: Instant
}

export type PostponeRefusal = 'round_is_closed' | 'dates_have_changed' | 'not_put_off' | 'return_has_come'
