// One question on a page: current entry, typed text, and the outcome.
import type { Day } from '#base/dates.ts'
import type { HeldFact, Question } from '#returns/forms/return-form.ts'
import { type Entry, nothingTyped, type ReadEntry, seenOf, type Typed } from './entry.ts'
import type { Sent } from './forms.ts'
import type { SaidOfHeld } from './school-return.ts'

/** As of today, with the school's answer. */
type ShownHeld = { kind: HeldFact; shown: string; on: Day; said: SaidOfHeld | undefined }

export type QuestionState = {
  question: Question
  /** Its condition holds. */
  asked: boolean
  current: Entry | undefined
  typed: Typed
  /** The entry that the fields would replace. */
  seen: string
  problems: Partial<Record<keyof Typed | 'keep' | 'words', string>>
  /** Somebody else's, to choose between. */
  theirs: Entry | undefined
  held: ShownHeld | undefined
  /** Of a refused dispute. */
  words: string
}

/** Whether the school has yet to confirm or dispute it. */
export const waitsForWord = ({ held }: Pick<QuestionState, 'held'>): boolean => held !== undefined && held.said?.shown !== held.shown

type Facts = { question: Question; asked: boolean; current: Entry | undefined; held: ShownHeld | undefined }

/** @param sent what was typed just now @param outcome of it */
export const stateOf = ({ question, asked, current, held }: Facts, sent?: Sent, outcome?: Outcome): QuestionState => {
  const bare: QuestionState = {
    question,
    asked,
    current,
    held,
    words: '',
    problems: {},
    theirs: undefined,
    typed: current ?? nothingTyped,
    seen: current ? seenOf(current) : '',
  }
  if (!sent || !outcome) return bare
  if (outcome.is === 'wrong') return { ...bare, typed: sent.attempt.typed, seen: sent.attempt.seen ?? '', problems: outcome.problems }
  if (outcome.is === 'to_choose')
    return {
      ...bare,
      typed: sent.attempt.typed,
      seen: seenOf(outcome.theirs),
      current: outcome.theirs,
      theirs: outcome.theirs,
      problems: { keep: `Choose which answer stands: yours, or that of ${outcome.theirs.by || 'somebody else'}` },
    }
  return { ...bare, current: outcome.entry, typed: outcome.entry ?? nothingTyped, seen: outcome.entry ? seenOf(outcome.entry) : '' }
}

/** Of one question. */
export type Outcome =
  /** The current entry; undefined: nothing was ever typed. */
  | { is: 'saved'; entry: Entry | undefined }
  | { is: 'wrong'; problems: Extract<ReadEntry, { ok: false }>['problems'] }
  /** Somebody else changed it meanwhile: the author chooses. */
  | { is: 'to_choose'; theirs: Entry }

export type Saved = { sent: readonly Sent[]; outcomes: ReadonlyMap<string, Outcome> }
