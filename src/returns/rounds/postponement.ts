// That an officer put off the dates of an open round. It is appended and never changed; what was
// counted at an earlier date stays, and the round goes by the dates that stand.
import type { Instant } from '#base/dates.ts'

export type Dates = { deadlineAt: Instant; finalAt: Instant }

export type Postponement = {
  fromDeadlineAt: Instant
  fromFinalAt: Instant
  toDeadlineAt: Instant
  toFinalAt: Instant
  reason: string
  by: string | null
  at: Instant
}

export type PostponeRefusal = 'round_is_closed' | 'dates_have_changed' | 'not_put_off'
