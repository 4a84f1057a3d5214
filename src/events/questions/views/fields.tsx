import type { Child } from 'hono/jsx'
import type * as z from 'zod'
import { sayAnswer } from '#base/questions/kind.ts'
import { AnswerField } from '#base/questions/views/answer.tsx'
import type { Problems } from '#base/web/field.tsx'
import { type Field as FormField, form, type Texts } from '#base/web/fields.tsx'
import { addProblems, type Body, textsField } from '#base/web/form.ts'
import { asTyped, fieldName, judgeAnswers, readTypedAnswers, type Typed } from '../forms.ts'
import { type Answered, forScope, type Question, type Scope } from '../question.ts'

type FieldProps = {
  question: Question
  name: string
  typed: readonly string[]
  problems: Problems | undefined
  insist: boolean
}

const Field = ({ question, name, typed, problems, insist }: FieldProps) => {
  const label = question.required && insist ? question.label : `${question.label} (optional)`
  return <AnswerField question={question} name={name} label={label} typed={typed} problems={problems} mayLeave={!question.required} />
}

type QuestionFieldsProps = {
  questions: readonly Question[]
  scope: Scope
  row?: number
  typed: Typed | undefined
  problems?: Problems | undefined
  insist?: boolean
}

/**
 * Empty without any. @param row the person's number, for questions about each
 * @param insist false: nothing is required now
 */
export const QuestionFields = ({ questions, scope, row, typed, problems, insist = true }: QuestionFieldsProps) => (
  <>
    {forScope(questions, scope).map((question) => (
      <Field
        question={question}
        name={fieldName(question.id, row)}
        typed={typed?.[question.id] ?? []}
        problems={problems}
        insist={insist}
      />
    ))}
  </>
)

/** Those about one person, and about their booking where it is asked too. */
export const answerFields = (questions: readonly Question[]): Record<string, FormField<string[]>> =>
  Object.fromEntries(
    [...forScope(questions, 'booking'), ...forScope(questions, 'place')].map((question) => [
      fieldName(question.id, question.scope === 'place' ? 1 : undefined),
      { schema: textsField, show: ({ values, ...of }) => <Field {...of} question={question} typed={values} insist /> },
    ]),
  )

/** What was typed in these fields; a missing answer is a problem. */
export const judgeFields = (questions: readonly Question[]) => (typed: Body, context: z.RefinementCtx) => {
  const judged = judgeAnswers(questions, readTypedAnswers(typed, 1), { insist: true })
  if (!judged.ok) addProblems(context, judged.problems)
  return judged.answers
}

export const answersForm = (questions: readonly Question[]) =>
  form(answerFields(questions), (schema) => schema.transform(judgeFields(questions)))

export const answersTyped = (questions: readonly Question[], answers: readonly Answered[]): Texts =>
  Object.fromEntries(Object.entries(asTyped(questions, answers)).map(([id, typed]) => [fieldName(id, 1), typed]))

export const answerRows = (
  questions: readonly Question[],
  scope: Scope,
  answers: readonly Answered[],
): (readonly [string, Child | undefined])[] =>
  questions
    .filter((question) => question.scope === scope)
    .flatMap((question) => {
      const answer = answers.find(({ questionId }) => questionId === question.id)
      return answer ? [[question.label, <span class="muster-answer">{sayAnswer(question, answer.value)}</span>] as const] : []
    })

/** Hidden fields with typed answers. `row`: the person's number. */
export const CarriedAnswers = ({ typed, row }: { typed: Typed; row?: number }) => (
  <>
    {Object.entries(typed).flatMap(([id, values]) =>
      values.map((value) => <input type="hidden" name={fieldName(id, row)} value={value} />),
    )}
  </>
)
