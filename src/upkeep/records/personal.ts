// What is said of each place where personal data is stored (`personal-store.ts`).
import type { RecordClass } from './record.ts'

/** Sets of ids (or words) that say whose a row is; conditions name them in braces. */
export const scopes = ['person', 'account', 'email', 'place', 'word', 'school', 'letter', 'mention'] as const
export type Scope = (typeof scopes)[number]

export type Personal = {
  table: string
  /** The row's kind in `RowToDestroy`; the table, unless two lines share one. */
  kind?: string
  /** Row t's key, if not `id`. */
  key?: string
  columns: string
  words: string
  class: RecordClass
  whose: string
  /** What replaces the data where the row stays (?1: the instant); else it is deleted. */
  instead?: string
  /** SQL, for the audit: row t still has personal data. Default: only rows to delete. */
  still?: string
  /** Row t's person and event, if not those being erased: both can be held. */
  holder?: string
  event?: string
}
