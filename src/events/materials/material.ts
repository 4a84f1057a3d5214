// Slides, links and files of an event, for those who have a place at it or walked in. To everybody
// else they do not exist, and to those only once they are shown.
import type { Instant } from '#base/dates.ts'
import type { StoredFile } from '#base/files/file.ts'

export type Material = {
  id: string
  title: string
  /** A line or two about it; '' where nothing is said. */
  words: string
  /** null: it is a file. */
  url: string | null
  file: StoredFile | null
  /** null: for everybody at the event. */
  sessionId: string | null
  sessionTitle: string | null
  position: number
  /** When it was added or last changed. */
  changedAt: Instant
}

/** What somebody may see of one event. */
export type Shown = {
  eventId: string
  eventTitle: string
  /** From when they are shown. */
  from: Instant
  /** Also while they are not shown. */
  materials: Material[]
}

export type MaterialRefusal = 'no_such_material' | 'material_is_there' | 'materials_changed' | 'changed_meanwhile' | 'event_cancelled'

export const longestTitle = 120
export const longestWords = 500
