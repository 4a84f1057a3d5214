// Concurrent answers to one question. Nothing they have not seen is overwritten: both are shown,
// and they choose.
import { type Entry, isUntouched, nothingTyped, sameTyped, seenOf, type Typed } from './entry.ts'

/** `seen`: the entry shown, null for none. `mine`: chosen over theirs. */
export type Attempt = { seen: string | null; typed: Typed; chosen: 'mine' | 'theirs' | undefined }

export type Merged =
  /** Nothing to write: the current entry is what was typed or chosen. */
  | { does: 'keep' }
  /** Replaces the current entry. */
  | { does: 'write'; over: Entry | undefined }
  | { does: 'ask'; theirs: Entry }

/** @param current the current entry */
export const merge = ({ seen, typed, chosen }: Attempt, current: Entry | undefined): Merged => {
  if (sameTyped(typed, current ?? nothingTyped)) return { does: 'keep' }
  if ((current ? seenOf(current) : null) === seen) return chosen === 'theirs' ? { does: 'keep' } : { does: 'write', over: current }
  // Nothing was typed here: the other's entry stays.
  if (isUntouched(typed, seen)) return { does: 'keep' }
  return current ? { does: 'ask', theirs: current } : { does: 'write', over: undefined }
}
