import type { Child } from 'hono/jsx'
import type { Problems } from '#base/web/field.tsx'
import type { Vocabulary } from '#events/events/draft.ts'
import type { eventFacts } from '#events/events/event-facts.ts'
import type { EventValues } from '../forms.ts'

/** What the fields of each form of an event are shown from. */
export type FieldsProps = {
  code: string | undefined
  values: EventValues
  vocabulary: Vocabulary
  /** Those of its days on which schools do not work; of a new event else its weekday. */
  daysOff: string
  problems: Problems
  /** One field for each fact. */
  fields: Record<keyof typeof eventFacts, Child>
}
