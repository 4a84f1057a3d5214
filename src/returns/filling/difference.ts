// What becomes of what somebody typed when somebody else may have typed to the same question since
// they began. Nothing is overwritten that they have not seen: then both are shown, and they choose.
import { type Entry, isUntouched, nothingTyped, sameTyped, seenOf, type Typed } from './entry.ts'

/** `seen`: the entry that the page showed, null for none. `mine`: chosen over theirs. */
export type Attempt = { seen: string | null; typed: Typed; chosen: 'mine' | 'theirs' | undefined }

export type Merged =
  /** Nothing is to be written: what stands is what was typed, or was chosen. */
  | { does: 'keep' }
  /** It is written over the entry that stands. */
  | { does: 'write'; over: Entry | undefined }
  /** Another has entered something else meanwhile. */
  | { does: 'ask'; theirs: Entry }

/** @param current the entry that stands */
export const merge = ({ seen, typed, chosen }: Attempt, current: Entry | undefined): Merged => {
  if (sameTyped(typed, current ?? nothingTyped)) return { does: 'keep' }
  if ((current ? seenOf(current) : null) === seen) return chosen === 'theirs' ? { does: 'keep' } : { does: 'write', over: current }
  // They typed nothing here: what another entered stands.
  if (isUntouched(typed, seen)) return { does: 'keep' }
  return current ? { does: 'ask', theirs: current } : { does: 'write', over: undefined }
}
