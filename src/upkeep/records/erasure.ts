// Erasing a person: their school keeps that "a designated lead of school X attended event Y", and nothing anywhere says who that was. It is done
// once and for all: nobody, the council included, can bring the name back.
import type { Day } from '#base/dates.ts'

export type ErasureGround = 'asked' | 'no_longer_needed'

/** What keeps a person from being erased as things stand. */
export type EraseObstacle =
  | 'no_such_person'
  | 'already_erased'
  | 'merged'
  | 'is_staff'
  | 'has_coming_place'
  | 'mail_is_waiting'
  | 'request_is_waiting'
  | 'held'
export type EraseReason = EraseObstacle | 'changed'

/** Of the texts by others in which somebody may stand: which were shown, by `FoundText.id`, and out of which the name goes. */
export type TextsDecided = { shown: readonly string[]; out: readonly string[] }

/** A hold that covers the person: their own, one of an event they were at, or one of a class. */
export type HoldOnPerson = { id: string; scope: 'class' | 'person' | 'event'; label: string; reason: string; reviewOn: Day }

/** What would go and what keeps it from going, for the page that is looked at first. */
export type ErasurePreview = {
  person: { id: string; name: string }
  /** How many rows of what, those of nothing left out. */
  goes: { words: string; rows: number }[]
  /** Facts that stay without the name. */
  stays: { places: number; walkIns: number; marks: number; roles: number; earlier: number }
  holds: HoldOnPerson[]
  /** Coming events of which the person has a place, and messages that wait to be sent to them or that name them. */
  coming: { title: string; reference: string; code: string }[]
  waitingMail: number
  /** Events for which a request of somebody else that waits names them. */
  requests: { title: string; code: string }[]
  obstacle: EraseObstacle | undefined
}
