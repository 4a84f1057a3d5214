import * as z from 'zod'
import type { Problems } from '#base/web/field.tsx'
import { type Body, oneLine, problemOf, problemsOf, text, texts } from '#base/web/form.ts'
import { hasOptions, kinds, readValue, typedValue } from './kind.ts'
import {
  type Answered,
  type AskedAnswers,
  forScope,
  longestHint,
  longestLabel,
  longestOption,
  mostOptions,
  type Question,
  type QuestionFacts,
  scopes,
} from './question.ts'

/** A question as typed. */
export type QuestionValues = {
  id: string
  scope: string
  kind: string
  label: string
  hint: string
  options: string
  required: boolean
  anyway: boolean
}

export const emptyQuestion = (id: string): QuestionValues => ({
  ...{ id, scope: '', kind: '', label: '', hint: '', options: '', required: false, anyway: false },
})

export const valuesOf = (question: QuestionFacts & { id: string }): QuestionValues => ({
  ...question,
  options: question.options.join('\n'),
  anyway: true,
})

export const questionValues = (body: Body): QuestionValues => ({
  id: /^[\w-]{8,64}$/.test(text(body, 'id')) ? text(body, 'id') : '',
  scope: text(body, 'scope'),
  kind: text(body, 'kind'),
  label: text(body, 'label'),
  hint: text(body, 'hint'),
  options: text(body, 'options'),
  required: text(body, 'required') === 'yes',
  anyway: text(body, 'anyway') === 'yes',
})

const question = z.object({
  label: z
    .string()
    .transform(oneLine)
    .pipe(z.string().min(1, 'Enter the question').max(longestLabel, `The question must be ${longestLabel} characters or fewer`)),
  hint: z
    .string()
    .transform(oneLine)
    .pipe(z.string().max(longestHint, `The hint must be ${longestHint} characters or fewer`)),
  scope: z.enum(scopes, 'Choose whether it is asked once for the booking or for each person'),
  kind: z.enum(kinds, 'Choose how it is answered'),
  required: z.boolean(),
})

const options = z
  .string()
  .transform((typed) => [...new Set(typed.split('\n').map(oneLine).filter(Boolean))])
  .pipe(
    z
      .array(z.string().max(longestOption, `Each answer must be ${longestOption} characters or fewer`))
      .min(2, 'Enter at least two answers to choose from, one on each line')
      .max(mostOptions, `Enter ${mostOptions} answers or fewer`),
  )

/** The typed question, or a problem for each wrong field. */
export const readQuestion = (
  values: QuestionValues,
): { facts: QuestionFacts; problems?: never } | { facts?: never; problems: Problems } => {
  const read = question.safeParse(values)
  const chosen = hasOptions(values.kind) ? options.safeParse(values.options) : undefined
  const problems: Problems = problemsOf(read.error)
  if (chosen?.error) problems['options'] = problemOf(chosen.error)
  if (!read.success || Object.keys(problems).length > 0) return { problems }
  return { facts: { ...read.data, options: chosen?.data ?? [] } }
}

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
      return asked ? [[questionId, typedValue(asked.kind, value)]] : []
    }),
  )

/**
 * The valid answers, and the problem of each wrong field; questions no longer asked are skipped.
 * @param insist required ones must be answered
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
      const { value, problem } = readValue(asked, from[asked.id] ?? [])
      const who = row !== undefined && rows.length > 1 ? ` for person ${row}` : ''
      if (problem) problems[fieldName(asked.id, row)] = `${problem}${who}`
      else if (value === undefined && asked.required && insist) problems[fieldName(asked.id, row)] = `Answer “${asked.label}”${who}`
      return value === undefined ? [] : [{ questionId: asked.id, value }]
    })
  const answers = {
    booking: read('booking', typed.booking),
    places: rows.map((row) => read('place', typed.rows[row - 1] ?? {}, row)),
  }
  return Object.keys(problems).length > 0 ? { ok: false, problems, answers } : { ok: true, answers }
}
