import type { Problems } from '#base/web/field.tsx'
import { choice, type Field, type Form, form, lines } from '#base/web/fields.tsx'
import { addProblems, type Body, linesField, oneLine, text, textField } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import {
  type Answers,
  type Kind,
  kinds,
  leastWeeks,
  longestOption,
  longestQuestion,
  longestText,
  mostOptions,
  mostQuestions,
  mostWeeks,
  optionsOf,
  type Question,
  type QuestionFacts,
  type TextToRead,
  usualWeeks,
  type Wave,
  waves,
} from './evaluation.ts'

export const readWave = (typed: string | undefined): Wave | undefined => waves.find((wave) => wave === typed)

export const readToken = (typed: string | undefined): string | undefined => (typed && /^[\w-]{20,100}$/.test(typed) ? typed : undefined)

export type QuestionValues = { label: string; kind: string; options: string }
export type WaveValues = { weeks: string; rows: QuestionValues[] }

const empty: QuestionValues = { label: '', kind: 'scale', options: '' }
const padded = (rows: readonly QuestionValues[]): QuestionValues[] => Array.from({ length: mostQuestions }, (_, n) => rows[n] ?? empty)

export const valuesOf = (questions: readonly QuestionFacts[], weeks: number): WaveValues => ({
  weeks: String(weeks || usualWeeks),
  rows: padded(questions.map(({ label, kind, options }) => ({ label, kind, options: options.join('\n') }))),
})

export const waveValues = (body: Body): WaveValues => ({
  weeks: cutTo(text(body, 'weeks'), 10),
  rows: padded(
    Array.from({ length: mostQuestions }, (_, n) => ({
      label: oneLine(text(body, `label-${n + 1}`)),
      kind: text(body, `kind-${n + 1}`),
      options: text(body, `options-${n + 1}`),
    })),
  ),
})

/** The same with question n one further up; undefined: nothing is to be moved. */
export const movedUp = (body: Body, values: WaveValues): { values: WaveValues; moved: number } | undefined => {
  const n = Number(text(body, 'move'))
  const [above, own] = [values.rows[n - 2], values.rows[n - 1]]
  if (!above || !own) return undefined
  return { values: { ...values, rows: values.rows.with(n - 2, own).with(n - 1, above) }, moved: n - 1 }
}

const readRow = ({ label, kind, options }: QuestionValues, n: number, problems: Problems): QuestionFacts[] => {
  const choices = [...new Set(options.split('\n').map(oneLine).filter(Boolean))]
  const wrong = (field: string, why: string) => {
    problems[`${field}-${n}`] ??= `Question ${n}: ${why}`
  }
  if (label === '') {
    if (choices.length > 0) wrong('label', 'enter the question, or take out its answers')
    return []
  }
  if (label.length > longestQuestion) wrong('label', `shorten it to ${longestQuestion} characters`)
  const found = kinds.find((one) => one === kind)
  if (!found) wrong('kind', 'choose how it is answered')
  if (found === 'choice') {
    if (choices.length < 2) wrong('options', 'enter at least two answers to choose from, one on each line')
    if (choices.length > mostOptions) wrong('options', `enter ${mostOptions} answers or fewer`)
    if (choices.some((one) => one.length > longestOption)) wrong('options', `shorten each answer to ${longestOption} characters`)
  }
  return [{ label, kind: found as Kind, options: found === 'choice' ? choices : [] }]
}

/** The typed questions in their order; rows without one are left out. */
export const readQuestions = (
  wave: Wave,
  values: WaveValues,
): { ok: true; weeks: number; questions: QuestionFacts[] } | { ok: false; problems: Problems } => {
  const problems: Problems = {}
  const weeks = wave === 'after' ? 0 : Number(values.weeks)
  if (wave !== 'after' && !(Number.isInteger(weeks) && weeks >= leastWeeks && weeks <= mostWeeks))
    problems['weeks'] = `Enter a number of weeks from ${leastWeeks} to ${mostWeeks}`
  const questions = values.rows.flatMap((row, index) => readRow(row, index + 1, problems))
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, weeks, questions }
}

const answerField = (questionId: string): string => `a-${questionId}`

const fieldOf = (question: Question): Field<string> =>
  question.kind === 'text'
    ? lines(question.label, linesField, {
        hint: 'Please name no child, no family and no colleague. Somebody at the council reads it first',
      })
    : choice(
        question.label,
        optionsOf(question).map(([value, text]) => ({ value, text })),
        linesField,
        { inline: question.kind === 'scale', small: question.kind !== 'scale' },
      )

export const answersForm = (questions: readonly Question[]): Form<Answers> =>
  form(Object.fromEntries(questions.map((question) => [answerField(question.id), fieldOf(question)])), (schema) =>
    schema.transform((typed, context): Answers => {
      const problems: Problems = {}
      const answers = questions.flatMap((question): [string, string][] => {
        const name = answerField(question.id)
        const value = typed[name] ?? ''
        if (question.kind === 'text' && value.length > longestText)
          problems[name] = `Shorten “${question.label}” to ${longestText} characters`
        const fits = question.kind === 'text' ? value !== '' : optionsOf(question).some(([option]) => option === value)
        return fits ? [[question.id, value]] : []
      })
      const first = questions[0]
      if (answers.length === 0 && first) problems[answerField(first.id)] = 'Answer at least one question'
      addProblems(context, problems)
      return Object.fromEntries(answers)
    }),
  )

/** Which texts may be read, and which may not. Those that are left open wait. */
export const textsForm = (texts: readonly TextToRead[]) =>
  form(
    Object.fromEntries(
      texts.map(({ id, value, question }) => [
        `text-${id}`,
        choice(
          value,
          [
            { value: 'show', text: 'Show it' },
            { value: 'hide', text: 'Keep it from everybody' },
          ],
          textField,
          { hint: `To “${question}”`, small: true, inline: true },
        ),
      ]),
    ),
    (schema) =>
      schema.transform((typed) => {
        const decided = (as: string): string[] => texts.flatMap(({ id }) => (typed[`text-${id}`] === as ? [id] : []))
        return { shown: decided('show'), hidden: decided('hide') }
      }),
  )
