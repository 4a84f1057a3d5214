// What somebody typed to one question of a return: answer, evidence and action. Entries are
// appended, and the last one counts. Each names the entry it replaces, so that nobody overwrites
// what they have not seen. Its author can change it for ten minutes, unless somebody replaced it or
// signed.

import { type Day, type Instant, londonDay, sayDay, sayTime } from '#base/dates.ts'
import { hashedId } from '#base/id.ts'
import { type Asked, type Reading, readAnswer, sayAnswer, shortened } from '#base/questions/kind.ts'
import { asLines } from '#base/web/form.ts'

/** `value` is stored as its kind says. */
export type Typed = { value: string; evidence: string; action: string }
const typedFields = ['value', 'evidence', 'action'] as const

export type Entry = Typed & {
  id: string
  questionId: string
  /** The replaced entry, if any. */
  afterId: string | null
  by: string
  at: Instant
  /** How often its author saved it. */
  times: number
}

const hashOf = ({ value, evidence, action }: Typed): string => hashedId(JSON.stringify([value, evidence, action]))

export const seenOf = (entry: Typed & Pick<Entry, 'id'>): string => `${entry.id}.${hashOf(entry)}`

/** Whether it is what the page showed. */
const isUntouched = (typed: Typed, seen: string | null): boolean =>
  seen === null ? sameTyped(typed, nothingTyped) : seen.endsWith(`.${hashOf(typed)}`)

export const nothingTyped: Typed = { value: '', evidence: '', action: '' }

const longestText = 4000

export type ReadEntry = { ok: true; typed: Typed } | { ok: false; problems: Partial<Record<keyof Typed, string>> }

/** As it is stored. Nothing typed is no answer and no problem. */
export const readEntry = (question: Asked, { value, evidence, action }: Typed, today: Day): ReadEntry => {
  const read: Record<keyof Typed, Reading> = {
    value: readAnswer(question, [value], { today, longest: longestText }),
    evidence: shortened(asLines(evidence), longestText),
    action: shortened(asLines(action), longestText),
  }
  const problems = Object.fromEntries(Object.entries(read).flatMap(([name, one]) => ('problem' in one ? [[name, one.problem]] : [])))
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  const values = Object.fromEntries(Object.entries(read).map(([name, one]) => [name, 'value' in one ? one.value : '']))
  return { ok: true, typed: { ...nothingTyped, ...values } }
}

export const sameTyped = (a: Typed, b: Typed): boolean => typedFields.every((name) => a[name] === b[name])

/** `seen`: the entry shown, null for none. `mine`: chosen over theirs. */
export type Attempt = { seen: string | null; typed: Typed; chosen: 'mine' | 'theirs' | undefined }

export type Merged =
  /** Nothing to write: the current entry is what was typed or chosen. */
  | { does: 'keep' }
  /** Replaces the current entry. */
  | { does: 'write'; over: Entry | undefined }
  | { does: 'ask'; theirs: Entry }

/**
 * Concurrent answers to one question: nothing they have not seen is overwritten, both are shown,
 * and they choose. @param current the current entry
 */
export const merge = ({ seen, typed, chosen }: Attempt, current: Entry | undefined): Merged => {
  if (sameTyped(typed, current ?? nothingTyped)) return { does: 'keep' }
  if ((current ? seenOf(current) : null) === seen) return chosen === 'theirs' ? { does: 'keep' } : { does: 'write', over: current }
  // Nothing was typed here: the other's entry stays.
  if (isUntouched(typed, seen)) return { does: 'keep' }
  return current ? { does: 'ask', theirs: current } : { does: 'write', over: undefined }
}

export const sayValue = (question: Asked, value: string): string => (value === '' ? 'No answer' : sayAnswer(question, value))

/** `at 9:41am`, or `on 12 January 2027 at 9:41am`. */
export const sayAt = (at: Instant, today: Day): string =>
  londonDay(at) === today ? `at ${sayTime(at)}` : `on ${sayDay(at)} at ${sayTime(at)}`

export const sayWritten = ({ by, at }: Pick<Entry, 'by' | 'at'>, today: Day): string => `${by || 'Somebody'} wrote this ${sayAt(at, today)}`

/** A line each. */
export const linesOfEntry = (question: Asked, { value, evidence, action }: Typed): string[] => [
  sayValue(question, value),
  ...(evidence ? [`Evidence: ${evidence}`] : []),
  ...(action ? [`Action: ${action}`] : []),
]
