// Which questions of a form a school is asked, given what it has entered, and what is still
// missing. A question with a condition is asked while the question it hangs on is asked and has
// that answer; what was typed to one that is not asked any more is kept and counts for nothing.
import type { Entry } from './entry.ts'

/** What decides whether a question is asked. */
export type Conditional = { id: string; condition: { questionId: string; value: string } | undefined }

/** The last entry of each question. */
export type Standing = ReadonlyMap<string, Pick<Entry, 'value'>>

/** Ids of the questions asked. A condition on itself, in a ring or on nothing never holds. */
export const askedOf = (questions: readonly Conditional[], standing: Standing): ReadonlySet<string> => {
  const byId = new Map(questions.map((question) => [question.id, question]))
  const found = new Map<string, boolean>()
  const isAsked = (question: Conditional | undefined): boolean => {
    if (!question) return false
    const known = found.get(question.id)
    if (known !== undefined) return known
    found.set(question.id, false)
    const { condition } = question
    const asked = !condition || (isAsked(byId.get(condition.questionId)) && standing.get(condition.questionId)?.value === condition.value)
    found.set(question.id, asked)
    return asked
  }
  return new Set(questions.filter(isAsked).map(({ id }) => id))
}

/** Those that are asked and have no answer, in the order of the form. */
export const missingOf = <Q extends Conditional & { required: boolean }>(questions: readonly Q[], standing: Standing): Q[] => {
  const asked = askedOf(questions, standing)
  return questions.filter(({ id, required }) => required && asked.has(id) && !standing.get(id)?.value)
}

/** How far a part of the form is: of the questions that are asked now. */
export const progressOf = (
  questions: readonly Conditional[],
  part: readonly Conditional[],
  standing: Standing,
): { asked: number; answered: number } => {
  const asked = askedOf(questions, standing)
  const own = part.filter(({ id }) => asked.has(id))
  return { asked: own.length, answered: own.filter(({ id }) => standing.get(id)?.value).length }
}
