// An entry in words: on pages, beside another's, and in files.
import { type Day, type Instant, isDay, londonDay, sayDay, sayTime } from '#base/dates.ts'
import { choicesOf, isDate, type QuestionKind } from '#returns/forms/return-form.ts'
import type { Entry, Typed } from './entry.ts'

export const sayValue = (kind: QuestionKind, value: string): string => {
  if (value === '') return 'No answer'
  if (isDate(kind)) return isDay(value) ? sayDay(value) : value
  return choicesOf(kind)[value] ?? value
}

/** `at 9:41am`, or `on 12 January 2027 at 9:41am`. */
export const sayAt = (at: Instant, today: Day): string =>
  londonDay(at) === today ? `at ${sayTime(at)}` : `on ${sayDay(at)} at ${sayTime(at)}`

export const sayWritten = ({ by, at }: Pick<Entry, 'by' | 'at'>, today: Day): string => `${by || 'Somebody'} wrote this ${sayAt(at, today)}`

/** A line each. */
export const linesOfEntry = (kind: QuestionKind, { value, evidence, action }: Typed): string[] => [
  sayValue(kind, value),
  ...(evidence ? [`Evidence: ${evidence}`] : []),
  ...(action ? [`Action: ${action}`] : []),
]
