// What a place is to its school at a moment, in one vocabulary: every page, file and print says it by these words. Certain is what a school can
// count on; the rest stands apart from it, for nobody may send someone on the strength of a place that only waits.
import { type Instant, sayDeadline } from './dates.ts'

/** What is stored of a place that decides how it stands. */
export type StoredPlace = {
  state: 'held' | 'confirmed' | 'cancelled'
  /** A held place that waits: for an organiser's approval, or on the waiting list; on the list `heldUntil` ahead means that it is on offer. */
  waitsFor: 'approval' | 'list' | null
  heldUntil: Instant | null
  /** The offer that made its hold run; when that has run out, the place waits no longer. */
  offerId?: string | null
}

/** `not_paid`: held while its booker was to pay, until the time for that ran out. `given_up`: offered, and not taken up. `refused`: it waited, and was not given. */
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

/** What a school can count on. */
export const isCertain = (standing: PlaceStanding): boolean => standing === 'confirmed' || standing === 'unnamed'

/** What may still become a place. */
export const isOpen = (standing: PlaceStanding): boolean => ['offered', 'waiting', 'for_approval', 'held', 'not_paid'].includes(standing)

/** In a word, for lists and files. */
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

/** The same with the moment on which it depends: `Offered until 3 June 2026 at 5pm`. */
export const sayStanding = (place: StoredPlace & { personId: string | null }, now: Instant): string => {
  const standing = standingOf(place, now)
  if (standing === 'offered' && place.heldUntil) return `Offered until ${sayDeadline(place.heldUntil)}`
  if (standing === 'held' && place.heldUntil) return `Held while you pay, until ${sayDeadline(place.heldUntil)}`
  return standingWords[standing]
}

export type StandingColour = 'green' | 'teal' | 'yellow' | 'blue' | 'orange' | 'red' | 'grey'

/** How a tag for it is coloured. */
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

/** What was recorded of somebody at a session or an event. */
export const markTypes = ['attended', 'part', 'absent', 'apologies'] as const
export type MarkType = (typeof markTypes)[number]

export const markWords: Record<MarkType, string> = {
  attended: 'Attended',
  part: 'Attended in part',
  absent: 'Did not attend',
  apologies: 'Apologies',
}

const markColours: Record<MarkType, StandingColour> = {
  attended: 'green',
  part: 'teal',
  absent: 'red',
  apologies: 'yellow',
}

/** What somebody's marks amount to, session by session (null: none yet): attended only when it is so of all that have one. */
export const outcomeOf = (marks: readonly (MarkType | null)[]): MarkType | undefined => {
  const said = marks.filter((markType) => markType !== null)
  if (said.length === 0) return undefined
  if (said.every((markType) => markType === 'attended')) return 'attended'
  if (said.some((markType) => markType === 'attended' || markType === 'part')) return 'part'
  return said.includes('apologies') ? 'apologies' : 'absent'
}

/** What a line of a record is made of: a place, or somebody who came without one (`place` null). */
export type Recorded = {
  place: (StoredPlace & { personId: string | null }) | null
  eventCancelled: boolean
  endsAt: string
  /** What the marks amount to; undefined: nothing was recorded. */
  outcome: MarkType | undefined
}

/** How a line of a record stands: what was recorded, else what became of the place. */
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
