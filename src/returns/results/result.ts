// Results of an audit as a report keeps them: whether what each question asks for is in place, this
// year and the year before. No answer in words.
import type { Day } from '#base/dates.ts'
import { type Kind, questionKinds } from '#base/questions/kind.ts'
import { questionsAsked } from '#returns/filling/school-return.ts'
import type { Question } from '#returns/forms/return-form.ts'

const answered = { as: 'Answered', is: (value: string) => value !== '' }

const inPlaceOf = (kind: Kind) => questionKinds[kind].inPlace ?? answered

/** What is counted of a question. */
export const measureOf = ({ kind }: Pick<Question, 'kind'>): string => inPlaceOf(kind).as

/** By question asked: 1 in place; 0 not, or not answered. */
export type Outcomes = Readonly<Record<string, 0 | 1>>

export const outcomesOf = (questions: readonly Question[], values: Readonly<Record<string, string>>, deadline: Day): Outcomes => {
  const standing = new Map(Object.entries(values).map(([id, value]) => [id, { value }]))
  const asked = questionsAsked(questions, standing)
  return Object.fromEntries(
    questions.flatMap(({ id, kind }) => (asked.has(id) ? [[id, inPlaceOf(kind).is(values[id] ?? '', deadline) ? 1 : 0]] : [])),
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
    now.flatMap(({ id, kind, settings, label, ifQuestionId }) => {
      const was = before.find(
        (one) =>
          one.kind === kind &&
          JSON.stringify(one.settings) === JSON.stringify(settings) &&
          one.label === label &&
          one.ifQuestionId === null,
      )
      return was && ifQuestionId === null ? [[id, was.id] as const] : []
    }),
  )

/** Submitted, with a kind in the register. */
export type Answered = { schoolId: string; kind: string; now: Outcomes }

export type KeptAnswers = { now: string; before: string }

export type FreezeRefusal = 'round_not_closed' | 'nothing_submitted' | 'goes_on_changing'
