import { questionKinds } from '#base/questions/kind.ts'
import { AnswerField } from '#base/questions/views/answer.tsx'
import type { Field } from '#base/web/fields.tsx'
import type { Question } from '../evaluation.ts'

const wordsHint = 'Please name no child, no family and no colleague. Somebody at the council reads it first'

export const answerLook = (question: Question): Field<string[]>['show'] => {
  const hint = questionKinds[question.kind].isWords ? wordsHint : ''
  return ({ values, ...of }) => <AnswerField {...of} question={{ ...question, hint }} typed={values} />
}
