// Slides, links and files, only for people with a place or walk-ins, once they are shown.
import type { Instant } from '#base/dates.ts'
import type { StoredFile } from '#base/files/file.ts'

export type Material = {
  id: string
  title: string
  /** A line or two about it; '' where nothing is said. */
  words: string
  /** null: a file. */
  url: string | null
  file: StoredFile | null
  /** null: for everybody at the event. */
  sessionId: string | null
  sessionTitle: string | null
  position: number
  /** When it was added or last changed. */
  changedAt: Instant
}

/** An event's materials, for one person. */
export type Shown = {
  eventId: string
  eventTitle: string
  /** From when they are shown. */
  from: Instant
  /** Even before they are shown. */
  materials: Material[]
}

/** Who may see some: on the page of their place, else on a record, which a shared address lacks. */
export type Reader = { personId: string; placeId: string | null; from: Instant; isShared: 0 | 1 }

export type MaterialRefusal = 'no_such_material' | 'material_is_there' | 'materials_changed' | 'changed_meanwhile' | 'event_cancelled'

export const longestTitle = 120
export const longestWords = 500
