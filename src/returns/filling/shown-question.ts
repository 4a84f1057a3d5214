// One question as a page shows it: what stands, what was typed, and what came of it.
import type { Day } from '#base/dates.ts'
import { type Entry, nothingTyped, seenOf, type Typed } from './entry.ts'
import type { HeldKind } from './fact.ts'
import type { Sent } from './forms.ts'
import type { Outcome } from './save-entries.ts'
import type { Question, SaidOfHeld } from './school-return.ts'

/** What is held for a question, as it is today, with what the school said to it. */
type ShownHeld = { kind: HeldKind; shown: string; on: Day; said: SaidOfHeld | undefined }

export type QuestionState = {
  question: Question
  /** By what was entered, it is asked now. */
  asked: boolean
  current: Entry | undefined
  /** What its fields hold. */
  typed: Typed
  /** The entry that the fields are typed over. */
  seen: string
  problems: Partial<Record<keyof Typed | 'keep' | 'words', string>>
  /** Another's entry, to choose between it and what was typed. */
  theirs: Entry | undefined
  held: ShownHeld | undefined
  /** What was typed of a dispute that was not taken. */
  words: string
}

/** Whether what is held still waits for a word of the school. */
export const waitsForWord = ({ held }: Pick<QuestionState, 'held'>): boolean => held !== undefined && held.said?.shown !== held.shown

type Facts = { question: Question; asked: boolean; current: Entry | undefined; held: ShownHeld | undefined }

/** @param sent what was typed just now, @param outcome what came of it */
export const stateOf = ({ question, asked, current, held }: Facts, sent?: Sent, outcome?: Outcome): QuestionState => {
  const bare: QuestionState = {
    ...{ question, asked, current, held, words: '', problems: {}, theirs: undefined },
    ...{ typed: current ?? nothingTyped, seen: current ? seenOf(current) : '' },
  }
  if (!sent || !outcome) return bare
  if (outcome.is === 'wrong') return { ...bare, typed: sent.attempt.typed, seen: sent.attempt.seen ?? '', problems: outcome.problems }
  if (outcome.is === 'to_choose')
    return {
      ...bare,
      ...{ typed: sent.attempt.typed, seen: seenOf(outcome.theirs), current: outcome.theirs, theirs: outcome.theirs },
      problems: { keep: `Choose which answer stands: yours, or that of ${outcome.theirs.by || 'somebody else'}` },
    }
  return { ...bare, current: outcome.entry, typed: outcome.entry ?? nothingTyped, seen: outcome.entry ? seenOf(outcome.entry) : '' }
}
