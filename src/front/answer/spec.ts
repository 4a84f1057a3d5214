// How a line of an answer is counted and said: it divides what stands beside it into parts that add
// up to it, and its sentence says numbers of its own parts alone.
import type { Cell, Column } from '#base/web/csv.ts'
import { answerKinds } from '#guidance/issuing/answer.ts'
import type { About, AnswerRow } from './population.ts'

export type Counts = (part: string) => number

export type Spec = {
  key: string
  labels: Readonly<Record<string, string>>
  count: (row: AnswerRow, part: string) => number
  columns: readonly Column<AnswerRow>[]
  say: (n: Counts, of: number, about: About, rows: readonly AnswerRow[]) => string
}

/** Each row of `among` is in one state. */
export const states = (
  key: string,
  name: string,
  labels: Readonly<Record<string, string>>,
  stateOf: (row: AnswerRow) => string | undefined,
  say: Spec['say'],
): Spec => ({
  key,
  labels,
  say,
  count: (row, part) => Number(stateOf(row) === part),
  columns: [{ name, value: (row): Cell => labels[stateOf(row) ?? ''] ?? '' }],
})

/** Each row has a number in each part. */
export const sums = <Key extends string>(
  key: string,
  labels: Readonly<Record<Key, string>>,
  numbersOf: (row: AnswerRow) => Readonly<Record<Key, number>>,
  say: Spec['say'],
): Spec => ({
  key,
  labels,
  say,
  count: (row, part) => numbersOf(row)[part as Key],
  columns: (Object.keys(labels) as Key[]).map((part) => ({ name: labels[part], value: (row) => numbersOf(row)[part] })),
})

const isIn = <State extends string>(states: readonly State[], state: string): boolean => (states as readonly string[]).includes(state)
export const hasCome = ({ came }: Pick<AnswerRow, 'came'>): boolean => isIn(['lead', 'other', 'represented'], came)
export const isAdopted = ({ answer }: AnswerRow): boolean => answer === 'as_is' || answer === 'with_changes'
/** undefined: nothing is there to adopt. */
export const hasAdopted = (row: AnswerRow): boolean | undefined => (isIn(['none', 'none_asked'], row.answer) ? undefined : isAdopted(row))
export const hasAnswered = ({ answer }: AnswerRow): boolean => isIn(answerKinds, answer)
