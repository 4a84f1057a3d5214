import type { Child } from 'hono/jsx'
import { Choices, type Option, type Problems, Select, TextArea } from '#base/web/field.tsx'
import { type Field as FormField, form, type Texts } from '#base/web/fields.tsx'
import { textsField } from '#base/web/form.ts'
import { asTyped, fieldName, judgeAnswers, readTypedRow, type Typed } from '../forms.ts'
import { type Kind, sayValue } from '../kind.ts'
import { type Answered, forScope, type Question, type Scope } from '../question.ts'

/** With more options than this a select is shorter than radios. */
const mostRadios = 7

type Common = { name: string; label: string; hint?: string; problems?: Problems }
type FieldOf = (common: Common, question: Question, typed: readonly string[]) => Child

/** Lets an optional question stay open. */
const noAnswer = (question: Question): Option[] => (question.required ? [] : [{ value: '', text: 'No answer' }])
const optionsOf = ({ options }: Question): Option[] => options.map((option) => ({ value: option, text: option }))

const fields: Record<Kind, FieldOf> = {
  text: (common, _question, [value = '']) => <TextArea {...common} rows={2} value={value} />,
  choice: (common, question, [value = '']) => {
    const options = optionsOf(question)
    return options.length > mostRadios ? (
      <Select {...common} value={value} options={[{ value: '', text: question.required ? 'Choose an answer' : 'No answer' }, ...options]} />
    ) : (
      <Choices {...common} type="radios" small values={[value]} options={[...options, ...noAnswer(question)]} />
    )
  },
  choices: (common, question, typed) => <Choices {...common} type="checkboxes" small values={typed} options={optionsOf(question)} />,
  yes_no: (common, question, [value = '']) => (
    <Choices
      {...common}
      type="radios"
      inline
      small
      values={[value]}
      options={[{ value: 'yes', text: 'Yes' }, { value: 'no', text: 'No' }, ...noAnswer(question)]}
    />
  ),
}

type FieldProps = {
  question: Question
  name: string
  typed: readonly string[]
  problems: Problems | undefined
  insist: boolean
}

const Field = ({ question, name, typed, problems, insist }: FieldProps) => {
  const label = question.required && insist ? question.label : `${question.label} (optional)`
  const common = { name, label, ...(question.hint ? { hint: question.hint } : {}), ...(problems ? { problems } : {}) }
  return <>{fields[question.kind](common, question, typed)}</>
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

export const answersForm = (questions: readonly Question[]) =>
  form(
    Object.fromEntries(
      forScope(questions, 'place').map((question): [string, FormField<string[]>] => [
        fieldName(question.id, 1),
        { schema: textsField, show: ({ values, ...of }) => <Field {...of} {...{ question, typed: values, insist: true }} /> },
      ]),
    ),
    (schema) =>
      schema.transform((typed, context) => {
        const judged = judgeAnswers(questions, { booking: {}, rows: [readTypedRow(typed, 1)] }, { insist: true })
        if (!judged.ok)
          for (const [name, message] of Object.entries(judged.problems)) context.addIssue({ code: 'custom', path: [name], message })
        return judged.answers
      }),
  )

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
      return answer ? [[question.label, <span class="muster-answer">{sayValue(question.kind, answer.value)}</span>] as const] : []
    })

/** Hidden fields with typed answers. `row`: the person's number. */
export const CarriedAnswers = ({ typed, row }: { typed: Typed; row?: number }) => (
  <>
    {Object.entries(typed).flatMap(([id, values]) =>
      values.map((value) => <input type="hidden" name={fieldName(id, row)} value={value} />),
    )}
  </>
)
