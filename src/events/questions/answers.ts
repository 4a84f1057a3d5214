// What was answered at an event, as its organiser reads it.
import type { EventDetails } from '#events/events/event.ts'
import type { Value } from './kind.ts'
import type { Question } from './question.ts'

/** A person who has, or waits for, a place, and what was answered for it and for its booking; personId null: not named yet. */
export type AnsweringPlace = {
  placeId: string
  bookingId: string
  reference: string
  school: string
  town: string
  urn: string | null
  named: 0 | 1
  name: string | null
}

export type EventAnswers = {
  event: EventDetails
  /** In their order; those retired last, and of them only those with an answer that stands. */
  questions: Question[]
  /** By school and name. */
  places: AnsweringPlace[]
  /** By question, then by booking (what is asked once) or by place. */
  values: Map<string, Map<string, Value>>
}
