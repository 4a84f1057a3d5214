import { questionFields, typedSettings, withSettings } from '#base/questions/forms.ts'
import { readAnswer } from '#base/questions/kind.ts'
import type { Problems } from '#base/web/field.tsx'
import { choice, type Field, type Form, form, judgedForm, line, select, type Texts } from '#base/web/fields.tsx'
import { addProblems, problemsOf, sentField, textField, textsField } from '#base/web/form.ts'
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
import { answerLook } from './views/answer.tsx'

export const readWave = (typed: string | undefined): Wave | undefined => waves.find((wave) => wave === typed)

export const readToken = (typed: string | undefined): string | undefined => (typed && /^[\w-]{20,100}$/.test(typed) ? typed : undefined)

export const numbers = Array.from({ length: mostQuestions }, (_, index) => index + 1)

const weeksField = line('How many weeks after the event?', sentField, {
  hint: `From ${leastWeeks} to ${mostWeeks}. They go on the next school day in term`,
  width: 3,
})

const { hint: _hint, ...askedFields } = questionFields(feedbackKinds)
const rowSchema = judgedForm(askedFields, ({ label = '', kind = 'text', ...settings }, context) =>
  withSettings({ label, kind, ...settings }, context),
).schema

/** Of one question; each name ends in its number on the page. */
const rowFields: Readonly<Record<string, Field<unknown>>> = {
  ...askedFields,
  place: select(
    'Asked as number',
    numbers.map((n) => ({ value: String(n), text: String(n) })),
    sentField,
  ),
}

/** @param settings of all kinds, as typed */
const isLeftOut = ({ label = '', kind: _kind, place: _place, ...settings }: Readonly<Record<string, string>>): boolean =>
  [label, ...Object.values(settings)].every((one) => one.trim() === '')

/** What a wave asks, and when; lines without a question are left out. */
export const waveForm = (wave: Wave): Form<{ weeks: number; questions: QuestionFacts[] }> =>
  form<Readonly<Record<string, Field<string>>>, { weeks: number; questions: QuestionFacts[] }>(
    {
      ...(wave === 'after' ? {} : { weeks: weeksField }),
      ...Object.fromEntries(
        numbers.flatMap((n) => Object.entries(rowFields).map(([name, field]) => [`${name}-${n}`, { ...field, schema: sentField }])),
      ),
    },
    (schema) =>
      schema.transform((typed, context) => {
        const placeOf = (n: number): number => {
          const place = Number(typed[`place-${n}`]) || n
          // Before the question that stands there, or after it where it moves down.
          return place + Math.sign(place - n) / 2
        }
        const questions = numbers
          .toSorted((a, b) => placeOf(a) - placeOf(b))
          .flatMap((n): QuestionFacts[] => {
            const row = Object.fromEntries(Object.keys(rowFields).map((name) => [name, typed[`${name}-${n}`] ?? '']))
            if (isLeftOut(row)) return []
            const { data, error } = rowSchema.safeParse(row)
            for (const [name, why] of Object.entries(problemsOf(error))) addProblems(context, { [`${name}-${n}`]: `Question ${n}: ${why}` })
            return data ? [data] : []
          })
        const weeks = wave === 'after' ? 0 : Number(typed['weeks'])
        if (wave !== 'after' && !(Number.isInteger(weeks) && weeks >= leastWeeks && weeks <= mostWeeks))
          addProblems(context, { weeks: `Enter a number of weeks from ${leastWeeks} to ${mostWeeks}` })
        return { weeks, questions }
      }),
  )

/** What stands in the form of a wave. */
export const typedWave = (questions: readonly QuestionFacts[], weeks: number): Texts => ({
  weeks: String(weeks || usualWeeks),
  ...Object.fromEntries(
    numbers.flatMap((n): [string, string][] => {
      const { label, kind, settings: own } = questions[n - 1] ?? { label: '', kind: 'scale', settings: {} }
      return Object.entries({ label, kind, ...typedSettings(own), place: String(n) }).map(([name, value]) => [`${name}-${n}`, value])
    }),
  ),
})

const answerField = (questionId: string): string => `a-${questionId}`

export const answersForm = (questions: readonly Question[]): Form<Answers> =>
  form(
    Object.fromEntries(questions.map((question) => [answerField(question.id), { schema: textsField, show: answerLook(question) }])),
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
