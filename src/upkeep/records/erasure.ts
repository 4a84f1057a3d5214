// Erasing a person: their school keeps that "a designated lead of school X attended event Y", and
// nothing says who that was. It is final: nobody, the council included, can restore the name.
import type { Day } from '#base/dates.ts'
import type { FoundText } from './naming.ts'

/** `repeated`: they had been erased, and were back since the database was set back. */
export type ErasureGround = 'asked' | 'no_longer_needed' | 'repeated'

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

/** For texts by others: which were shown, by `FoundText.id`, and from which the name is removed. */
export type TextsDecided = { shown: readonly string[]; out: readonly string[] }

/** Texts by others on a page. `notShown`: how many more hold a part of the name; `out`: ticked. */
export type TextsShown = { shown: readonly FoundText[]; notShown: number; out: readonly string[] }

/** A hold that covers the person: on them, on an event they attended, or on a class. */
export type HoldOnPerson = { id: string; scope: 'class' | 'person' | 'event'; label: string; reason: string; reviewOn: Day }

export type ErasurePreview = {
  person: { id: string; name: string }
  /** Rows by kind, empty kinds left out. */
  goes: { words: string; rows: number }[]
  /** Facts that stay without the name. */
  stays: { places: number; walkIns: number; marks: number; roles: number; earlier: number }
  holds: HoldOnPerson[]
  /** Future events with a place of theirs, and unsent messages to them or naming them. */
  coming: { title: string; reference: string; code: string }[]
  waitingMail: number
  /** Events with somebody else's waiting request that names them. */
  requests: { title: string; code: string }[]
  obstacle: EraseObstacle | undefined
}
