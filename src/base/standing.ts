// The state of a place in the same words on every page, file and print. What is certain is always
// shown separately: schools can count only on that.
import { type Instant, sayDeadline } from './dates.ts'

/** Columns that decide a place's state. */
export type StoredPlace = {
  state: 'held' | 'confirmed' | 'cancelled'
  /** Held for an organiser, or on the list, where a future `heldUntil` means it is offered. */
  waitsFor: 'approval' | 'list' | null
  heldUntil: Instant | null
  /** The offer that set `heldUntil`; once that has passed, the place waits no longer. */
  offerId?: string | null
}

/** `not_paid`: too late to pay. `given_up`: offered and not taken. `refused`: waited in vain. */
export type PlaceStanding =
  | 'confirmed'
  | 'unnamed'
  | 'offered'
  | 'waiting'
  | 'for_approval'
  | 'held'
  | 'not_paid'
  | 'cancelled'
  | 'given_up'
  | 'refused'

export const standingOf = (place: StoredPlace & { personId: string | null }, now: Instant): PlaceStanding => {
  const { state, waitsFor, offerId } = place
  const held = (place.heldUntil ?? '') > now
  if (state === 'confirmed') return place.personId === null ? 'unnamed' : 'confirmed'
  if (state === 'cancelled') return waitsFor === null ? 'cancelled' : offerId ? 'given_up' : 'refused'
  if (waitsFor === 'approval') return 'for_approval'
  if (waitsFor === 'list') return held ? 'offered' : offerId ? 'given_up' : 'waiting'
  return held ? 'held' : 'not_paid'
}

/** Whether the school can count on it. */
export const isCertain = (standing: PlaceStanding): boolean => standing === 'confirmed' || standing === 'unnamed'

/** Whether it may still become a place. */
export const isOpen = (standing: PlaceStanding): boolean => ['offered', 'waiting', 'for_approval', 'held', 'not_paid'].includes(standing)

/** For lists and files. */
export const standingWords: Record<PlaceStanding, string> = {
  confirmed: 'Booked',
  unnamed: 'Booked, no name yet',
  offered: 'Offered',
  waiting: 'Waiting for a place',
  for_approval: 'Waiting for approval',
  held: 'Held until paid for',
  not_paid: 'Not paid for in time',
  cancelled: 'Cancelled',
  given_up: 'Offer not taken up',
  refused: 'Waited, got no place',
}

/** With its deadline, if any: `Offered until 3 June 2026 at 5pm`. */
export const sayStanding = (place: StoredPlace & { personId: string | null }, now: Instant): string => {
  const standing = standingOf(place, now)
  if (standing === 'offered' && place.heldUntil) return `Offered until ${sayDeadline(place.heldUntil)}`
  if (standing === 'held' && place.heldUntil) return `Held while you pay, until ${sayDeadline(place.heldUntil)}`
  return standingWords[standing]
}

export type StandingColour = 'green' | 'teal' | 'yellow' | 'blue' | 'orange' | 'red' | 'grey'

/** Colours of the tags. */
export const standingColours: Record<PlaceStanding, StandingColour> = {
  confirmed: 'green',
  unnamed: 'yellow',
  offered: 'blue',
  waiting: 'orange',
  for_approval: 'orange',
  held: 'yellow',
  not_paid: 'orange',
  cancelled: 'grey',
  given_up: 'grey',
  refused: 'grey',
}

/** Recorded attendance at a session or an event. */
export const markTypes = ['attended', 'part', 'absent', 'apologies'] as const
export type MarkType = (typeof markTypes)[number]

/** `none` removes the mark before it. */
export type Marked = MarkType | 'none'

export const markWords: Record<Marked, string> = {
  attended: 'Attended',
  part: 'Attended in part',
  absent: 'Did not attend',
  apologies: 'Apologies',
  none: 'Not marked',
}

const markColours: Record<MarkType, StandingColour> = {
  attended: 'green',
  part: 'teal',
  absent: 'red',
  apologies: 'yellow',
}

/** From one mark per session (null: none). `attended` only when every marked session says so. */
export const outcomeOf = (marks: readonly (MarkType | null)[]): MarkType | undefined => {
  const known = marks.filter((markType) => markType !== null)
  if (known.length === 0) return undefined
  if (known.every((markType) => markType === 'attended')) return 'attended'
  if (known.some((markType) => markType === 'attended' || markType === 'part')) return 'part'
  return known.includes('apologies') ? 'apologies' : 'absent'
}

/** A place, or somebody who came without one (`place` null). */
export type Recorded = {
  place: (StoredPlace & { personId: string | null }) | null
  eventCancelled: boolean
  endsAt: string
  /** undefined: nothing was recorded. */
  outcome: MarkType | undefined
}

/** What was recorded, or else what became of the place. */
export const sayRecorded = (
  { place, eventCancelled, endsAt, outcome }: Recorded,
  now: Instant,
): { text: string; colour: StandingColour } => {
  if (outcome) return { text: markWords[outcome], colour: markColours[outcome] }
  const standing = place && standingOf(place, now)
  if (eventCancelled && (!standing || standing === 'cancelled' || isCertain(standing))) return { text: 'Event cancelled', colour: 'grey' }
  if (!place || !standing || (isCertain(standing) && endsAt <= now)) return { text: 'Not recorded', colour: 'grey' }
  return { text: sayStanding(place, now), colour: standingColours[standing] }
}
