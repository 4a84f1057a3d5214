// Which questions a school is asked, and which are missing. A conditional question is asked while
// the question it depends on is asked and has that answer; otherwise its answer is kept but not
// counted.
import type { Question } from '#returns/forms/return-form.ts'
import type { Entry } from './entry.ts'

export type Conditional = Pick<Question, 'id' | 'ifQuestionId' | 'ifValue'>

/** The current entry of each question. */
export type Standing = ReadonlyMap<string, Pick<Entry, 'value'>>

export const askedOf = (questions: readonly Conditional[], standing: Standing): ReadonlySet<string> => {
  const byId = new Map(questions.map((question) => [question.id, question]))
  const found = new Map<string, boolean>()
  const isAsked = (question: Conditional | undefined): boolean => {
    if (!question) return false
    const known = found.get(question.id)
    if (known !== undefined) return known
    found.set(question.id, false)
    const { ifQuestionId, ifValue } = question
    const asked = ifQuestionId === null || (isAsked(byId.get(ifQuestionId)) && standing.get(ifQuestionId)?.value === ifValue)
    found.set(question.id, asked)
    return asked
  }
  return new Set(questions.filter(isAsked).map(({ id }) => id))
}

/** Asked and unanswered, in the form's order. */
export const missingOf = <Q extends Conditional & Pick<Question, 'mustAnswer'>>(questions: readonly Q[], standing: Standing): Q[] => {
  const asked = askedOf(questions, standing)
  return questions.filter(({ id, mustAnswer }) => mustAnswer === 1 && asked.has(id) && !standing.get(id)?.value)
}

/** Of the questions asked now. */
export const progressOf = (
  questions: readonly Conditional[],
  part: readonly Conditional[],
  standing: Standing,
): { asked: number; answered: number } => {
  const asked = askedOf(questions, standing)
  const own = part.filter(({ id }) => asked.has(id))
  return { asked: own.length, answered: own.filter(({ id }) => standing.get(id)?.value).length }
}
