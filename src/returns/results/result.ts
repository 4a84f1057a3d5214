// Results of an audit as a report keeps them: whether what each question asks for is in place, this
// year and the year before. No answer in words.
import { addDays, type Day } from '#base/dates.ts'
import { askedOf } from '#returns/filling/condition.ts'
import type { Question, QuestionKind } from '#returns/forms/return-form.ts'

/** What is counted, by kind. */
export const measures: Record<QuestionKind, string> = {
  ...{ grade: 'Grade 1 or 2', rag: 'Green', yes_no: 'Yes', past_date: 'In the year before' },
  ...{ date: 'Answered', text: 'Answered', number: 'Answered', where_kept: 'Answered' },
}

const isInPlace = (kind: QuestionKind, value: string, deadline: Day): boolean =>
  kind === 'grade'
    ? value === '1' || value === '2'
    : kind === 'rag'
      ? value === 'green'
      : kind === 'yes_no'
        ? value === 'yes'
        : kind === 'past_date'
          ? value > addDays(deadline, -366)
          : value !== ''

/** By question asked: 1 in place; 0 not, or not answered. */
export type Outcomes = Readonly<Record<string, 0 | 1>>

export const outcomesOf = (questions: readonly Question[], values: Readonly<Record<string, string>>, deadline: Day): Outcomes => {
  const asked = askedOf(
    questions.map(({ id, ifQuestionId, ifValue }) => ({
      id,
      condition: ifQuestionId === null || ifValue === null ? undefined : { questionId: ifQuestionId, value: ifValue },
    })),
    new Map(Object.entries(values).map(([id, value]) => [id, { value }])),
  )
  return Object.fromEntries(
    questions.flatMap(({ id, kind }) => (asked.has(id) ? [[id, isInPlace(kind, values[id] ?? '', deadline) ? 1 : 0]] : [])),
  )
}

type Ids = readonly Pick<Question, 'id'>[]
/** A character for each question in order: `10-1`; -: not asked. */
export const packed = (questions: Ids, outcomes: Outcomes): string => questions.map(({ id }) => outcomes[id] ?? '-').join('')
export const unpacked = (questions: Ids, letters: string): Outcomes =>
  Object.fromEntries(questions.flatMap(({ id }, n) => (letters[n] === '0' || letters[n] === '1' ? [[id, letters[n] === '1' ? 1 : 0]] : [])))

/** Last year's questions in the same words; not conditional ones, asked of other schools. */
export const sameQuestions = (before: readonly Question[], now: readonly Question[]): Map<string, string> =>
  new Map(
    now.flatMap(({ id, kind, label, ifQuestionId }) => {
      const was = before.find((one) => one.kind === kind && one.label === label && one.ifQuestionId === null)
      return was && ifQuestionId === null ? [[id, was.id] as const] : []
    }),
  )

/** Submitted, with a kind in the register. */
export type Answered = { schoolId: string; kind: string; now: Outcomes }

export type KeptAnswers = { now: string; before: string }

export type FreezeRefusal = 'round_not_closed' | 'nothing_submitted' | 'goes_on_changing'
