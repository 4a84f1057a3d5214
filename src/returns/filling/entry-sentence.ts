// An entry in words: on pages, beside another's, and in files.
import { type Day, type Instant, londonDay, sayDay, sayTime } from '#base/dates.ts'
import { type Asked, sayAnswer } from '#base/questions/kind.ts'
import type { Entry, Typed } from './entry.ts'

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
