// A postponement of an open round or one of its schools. Appended and never changed; counts at
// earlier dates stay.
import type { Instant } from '#base/dates.ts'

export type Dates = { deadlineAt: Instant; finalAt: Instant }

export type DatedReturn = Dates & { id: string; school: string }

export type Postponement = {
  id: string
  /** Only of one school. */
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
