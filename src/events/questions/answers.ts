// An event's answers, as its organiser reads them.
import type { EventDetails } from '#events/events/event.ts'
import type { Question } from './question.ts'

/** A place or waiting person with its booking's answers; personId null: unnamed. */
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
  /** In order; retired ones last, if they have current answers. */
  questions: Question[]
  /** By school and name. */
  places: AnsweringPlace[]
  /** By question, then by booking or place. */
  values: Map<string, Map<string, string>>
}
