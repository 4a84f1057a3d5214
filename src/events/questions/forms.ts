import * as z from 'zod'
import { questionFields, typedQuestion, withSettings } from '#base/questions/forms.ts'
import { readAnswer, typedOf } from '#base/questions/kind.ts'
import { optionsOf, type Problems } from '#base/web/field.tsx'
import { choice, form, type Texts, ticks } from '#base/web/fields.tsx'
import { type Body, sentField, texts } from '#base/web/form.ts'
import {
  type Answered,
  type AskedAnswers,
  bookingKinds,
  delicacy,
  forScope,
  type Question,
  type QuestionFacts,
  scopes,
} from './question.ts'
import { askedAgain, delicateWords, scopeWords } from './views/words.tsx'

const longestAnswer = 1000

const ticked = sentField.transform((typed) => typed === 'yes')

/** Delicate questions are saved once the organiser confirmed them. */
export const questionForm = form(
  {
    anyway: { schema: ticked, show: askedAgain },
    ...questionFields(bookingKinds),
    scope: choice(
      'When is it asked?',
      optionsOf(scopeWords),
      z.enum(scopes, 'Choose whether it is asked once for the booking or for each person'),
    ),
    required: ticks(
      'Must it be answered?',
      [
        {
          value: 'yes',
          text: 'Nobody can book without answering it',
          hint: 'Each person, when named. You can leave it out while booking',
        },
      ],
      ticked,
    ),
  },
  (schema) =>
    schema.transform(({ anyway, ...typed }, context): QuestionFacts => {
      const facts = withSettings(typed, context)
      const what = delicacy(facts)
      if (what && !anyway) context.addIssue({ code: 'custom', path: ['anyway'], message: delicateWords[what] })
      return facts
    }),
)

export const filledQuestion = ({ scope, required, ...asked }: QuestionFacts): Texts => ({
  ...typedQuestion(asked),
  scope,
  required: required ? 'yes' : '',
})

/** What was typed, by question id. */
export type Typed = Record<string, string[]>
export type TypedAnswers = { booking: Typed; rows: Typed[] }

/** A question's field name: `row` counts people from 1; none for what is asked once. */
export const fieldName = (questionId: string, row?: number): string => `q-${questionId}${row === undefined ? '' : `-${row}`}`

const field = /^q-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:-(\d{1,3}))?$/
// More fields than any form of ours has; the rest is dropped.
const mostFields = 500

/** Reads the answers of one row of people, or of what is asked once. */
export const readTypedRow = (body: Body, row?: number): Typed => {
  const typed = readTypedAnswers(body, row ?? 0)
  return row === undefined ? typed.booking : (typed.rows[row - 1] ?? {})
}

/** Reads answers without validation, so that every page can show and carry them. */
export const readTypedAnswers = (body: Body, rows: number): TypedAnswers => {
  const typed: TypedAnswers = { booking: {}, rows: Array.from({ length: rows }, () => ({})) }
  for (const name of Object.keys(body)
    .filter((one) => field.test(one))
    .slice(0, mostFields)) {
    const [, id = '', row] = name.match(field) ?? []
    const into = row === undefined ? typed.booking : typed.rows[Number(row) - 1]
    if (into) into[id] = texts(body, name)
  }
  return typed
}

/** As typed, for answers to these questions that are stored already. */
export const asTyped = (questions: readonly Question[], answers: readonly Answered[]): Typed =>
  Object.fromEntries(
    answers.flatMap(({ questionId, value }) => {
      const asked = questions.find(({ id }) => id === questionId)
      return asked ? [[questionId, typedOf(asked, value)]] : []
    }),
  )

/**
 * Questions no longer asked are skipped. @param insist required ones must be answered
 * @param rows numbers of the rows with a person, in the order of the answers
 */
export const judgeAnswers = (
  questions: readonly Question[],
  typed: TypedAnswers,
  { insist, rows = typed.rows.map((_, index) => index + 1) }: { insist: boolean; rows?: readonly number[] },
): { ok: true; answers: AskedAnswers } | { ok: false; problems: Problems; answers: AskedAnswers } => {
  const problems: Problems = {}
  const read = (scope: 'booking' | 'place', from: Typed, row?: number): Answered[] =>
    forScope(questions, scope).flatMap((asked) => {
      const answer = readAnswer(asked, from[asked.id] ?? [], { longest: longestAnswer })
      const who = row !== undefined && rows.length > 1 ? ` for person ${row}` : ''
      if ('problem' in answer) problems[fieldName(asked.id, row)] = `“${asked.label}”${who}: ${answer.problem}`
      else if (answer.value === '' && asked.required && insist) problems[fieldName(asked.id, row)] = `Answer “${asked.label}”${who}`
      return 'value' in answer && answer.value !== '' ? [{ questionId: asked.id, value: answer.value }] : []
    })
  const answers = {
    booking: read('booking', typed.booking),
    places: rows.map((row) => read('place', typed.rows[row - 1] ?? {}, row)),
  }
  return Object.keys(problems).length > 0 ? { ok: false, problems, answers } : { ok: true, answers }
}
