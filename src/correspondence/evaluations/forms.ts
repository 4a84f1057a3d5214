import { longestLabel, readSettings, settingFieldsOf, typedSettings } from '#base/questions/forms.ts'
import { readAnswer } from '#base/questions/kind.ts'
import type { Problems } from '#base/web/field.tsx'
import { choice, type Form, form } from '#base/web/fields.tsx'
import { addProblems, type Body, oneLine, text, textField, textsField } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import {
  type Answers,
  feedbackKinds,
  leastWeeks,
  longestText,
  mostQuestions,
  mostWeeks,
  type Question,
  type QuestionFacts,
  type TextToRead,
  usualWeeks,
  type Wave,
  waves,
} from './evaluation.ts'
import { showAnswer } from './views/answer.tsx'

export const readWave = (typed: string | undefined): Wave | undefined => waves.find((wave) => wave === typed)

export const readToken = (typed: string | undefined): string | undefined => (typed && /^[\w-]{20,100}$/.test(typed) ? typed : undefined)

/** As typed: the question, its kind and the settings of every kind. */
export type QuestionValues = { label: string; kind: string; settings: Readonly<Record<string, string>> }
export type WaveValues = { weeks: string; rows: QuestionValues[] }

const empty: QuestionValues = { label: '', kind: 'scale', settings: {} }
export const feedbackSettings = settingFieldsOf(feedbackKinds)
const padded = (rows: readonly QuestionValues[]): QuestionValues[] => Array.from({ length: mostQuestions }, (_, n) => rows[n] ?? empty)

export const valuesOf = (questions: readonly QuestionFacts[], weeks: number): WaveValues => ({
  weeks: String(weeks || usualWeeks),
  rows: padded(questions.map(({ label, kind, settings }) => ({ label, kind, settings: typedSettings(settings) }))),
})

export const waveValues = (body: Body): WaveValues => ({
  weeks: cutTo(text(body, 'weeks'), 10),
  rows: padded(
    Array.from({ length: mostQuestions }, (_, n) => ({
      label: oneLine(text(body, `label-${n + 1}`)),
      kind: text(body, `kind-${n + 1}`),
      settings: Object.fromEntries(Object.keys(feedbackSettings).map((name) => [name, text(body, `${name}-${n + 1}`)])),
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

const readRow = ({ label, kind: typed, settings: own }: QuestionValues, n: number, problems: Problems): QuestionFacts[] => {
  const wrong = (field: string, why: string) => {
    problems[`${field}-${n}`] ??= `Question ${n}: ${why}`
  }
  if (label === '') {
    if (Object.values(own).some((one) => one.trim() !== '')) wrong('label', 'Enter the question, or take out its answers')
    return []
  }
  if (label.length > longestLabel) wrong('label', `Shorten it to ${longestLabel} characters`)
  const kind = feedbackKinds.find((one) => one === typed)
  if (!kind) {
    wrong('kind', 'Choose how it is answered')
    return []
  }
  const read = readSettings(kind, own)
  for (const [field, why] of Object.entries(read.problems)) wrong(field, why)
  return [{ label, kind, settings: read.settings }]
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

export const answersForm = (questions: readonly Question[]): Form<Answers> =>
  form(
    Object.fromEntries(questions.map((question) => [answerField(question.id), { schema: textsField, show: showAnswer(question) }])),
    (schema) =>
      schema.transform((typed, context): Answers => {
        const problems: Problems = {}
        const answers = questions.flatMap((question): [string, string][] => {
          const name = answerField(question.id)
          const read = readAnswer(question, typed[name] ?? [], { longest: longestText })
          if ('problem' in read) problems[name] = `“${question.label}”: ${read.problem}`
          return 'value' in read && read.value !== '' ? [[question.id, read.value]] : []
        })
        const first = questions[0]
        if (answers.length === 0 && first) problems[answerField(first.id)] ??= 'Answer at least one question'
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
