// Somebody of the council has lost every factor and printed code: one administrator asks to remove
// them, and another agrees.
import { addMinutes, type Instant, instant } from '#base/dates.ts'

export const resetHours = 24

export type ResetWhy = 'lost' | 'stolen' | 'broken'

export const resetWhyWords: Record<ResetWhy, string> = { lost: 'Lost', stolen: 'Stolen', broken: 'Broken or replaced' }

export type OpenReset = { id: string; askedById: string; askedBy: string; askedAt: Instant; reason: ResetWhy | null }

/** An account's facts for a reset; undefined if unknown. `open`: the pending request. */
export type ResetFacts = {
  email: string
  name: string | null
  factors: number
  codes: number
  /** Since when a factor waits for an administrator. */
  heldAt: Instant | null
  open: OpenReset | undefined
}

/** Until when another administrator may agree; same as the trigger. */
export const resetUntil = (askedAt: Instant): Instant => instant(addMinutes(new Date(askedAt), resetHours * 60))
