import { questionKinds } from '#base/questions/kind.ts'
import { AnswerField } from '#base/questions/views/answer.tsx'
import type { Field } from '#base/web/fields.tsx'
import type { Question } from '../evaluation.ts'

const wordsHint = 'Name no child, family or colleague. The council reads it first'

export const answerLook = (question: Question): Field<string[]>['show'] => {
  const hint = questionKinds[question.kind].isWords ? wordsHint : ''
  return ({ values, ...of }) => <AnswerField {...of} question={{ ...question, hint }} typed={values} />
}
