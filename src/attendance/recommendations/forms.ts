import * as z from 'zod'
import { type Option, optionsOf } from '#base/web/field.tsx'
import { choice, day, form, line, lines, select } from '#base/web/fields.tsx'
import { dayField, linesField, shortLine, textField } from '#base/web/form.ts'
import {
  type Action,
  type Answer,
  actionState,
  answers,
  type Figure,
  figures,
  type Source,
  type Step,
  sources,
  steps,
} from './recommendation.ts'

const keysOf = <K extends string>(of: Readonly<Record<K, string>>) => Object.keys(of) as [K, ...K[]]
const past = (sentence: string, today: string) => dayField(sentence).refine((day) => day <= today, 'Enter a day that is not in the future')
const whyField = linesField.pipe(z.string().max(1000, 'Shorten the reason to 1000 characters'))
const longest = 2000
const most = 50

type Topic = { id: string; label: string }
const none: Option = { value: '', text: 'None' }

export const recommendationForm = (today: string, topics: readonly Topic[]) =>
  form(
    {
      source: choice(
        'Who made them?',
        optionsOf(sources),
        textField.pipe(z.enum<readonly [Source, ...Source[]]>(keysOf(sources), 'Choose who made them')),
        { small: true },
      ),
      madeBy: line('Name of the committee or review', shortLine(200, 'the name', 'Enter the name of the committee or review')),
      madeOn: day('When were they made?', past('Enter the day on which they were made', today)),
      receivedOn: day('When did the executive receive them?', past('Enter the day on which the executive received them', today), {
        hint: 'The two months to answer scrutiny begin on this day.',
      }),
      texts: lines(
        'What was recommended',
        linesField
          .transform((typed) => typed.split(/\n\s*\n/).flatMap((one) => one.trim() || []))
          .pipe(
            z
              .array(z.string().max(longest, `Shorten each recommendation to ${longest} characters`))
              .min(1, 'Enter what was recommended')
              .max(most, `Enter at most ${most} at once`),
          ),
        { hint: 'Leave an empty line between two.', rows: 8 },
      ),
      figure: select(
        'Which figure shows it? (optional)',
        [none, ...optionsOf(figures)],
        textField.pipe(z.enum<readonly ['', ...Figure[]]>(['', ...keysOf(figures)], 'Choose from the list')),
      ),
      topicId: select(
        'On which topic? (optional)',
        [none, ...topics.map(({ id, label }) => ({ value: id, text: label }))],
        textField.transform((typed) => typed || undefined),
      ),
    },
    (typed) =>
      typed
        .refine(({ madeOn, receivedOn }) => receivedOn >= madeOn, {
          path: ['receivedOn'],
          message: 'Enter a day that is not before they were made',
        })
        .refine(({ figure, topicId }) => (figure === '' ? topicId === undefined : topics.some(({ id }) => id === topicId)), {
          path: ['topicId'],
          message: 'Choose a topic and a figure, or neither',
        }),
  )

const needsWhy = 'Say why'

export const answerForm = (today: string) =>
  form(
    {
      what: choice(
        'Answer',
        optionsOf(answers),
        textField.pipe(z.enum<readonly [Answer, ...Answer[]]>(keysOf(answers), 'Choose what the executive answered')),
        { small: true },
      ),
      day: day('Day of the answer', past('Enter the day of the answer', today)),
      why: lines('Why', whyField, { hint: 'Needed unless it is accepted.', rows: 3 }),
    },
    (typed) => typed.refine(({ what, why }) => what === 'accepted' || why !== '', { path: ['why'], message: needsWhy }),
  )

export const actionForm = form({
  text: line('What is to be done', shortLine(500, 'the action', 'Enter what is to be done')),
  owner: line('Owner', shortLine(120, 'the owner', 'Enter which post or team does it'), { hint: 'A post or a team.' }),
  dueOn: day('By when', dayField('Enter by when')),
})

const actionField = (today: string, actions: readonly Action[]) =>
  select(
    'Action',
    [
      { value: '', text: 'Choose' },
      ...actions.map((one) => ({
        value: one.id,
        text: `${one.what}${actionState(one, today) === 'done' ? ' (done)' : ''}`,
      })),
    ],
    textField.transform((typed, context) => {
      const action = actions.find(({ id }) => id === typed)
      if (action) return action
      context.addIssue('Choose the action')
      return z.NEVER
    }),
  )

export const stepForm = (today: string, actions: readonly Action[]) =>
  form(
    {
      action: actionField(today, actions),
      step: choice(
        'What became of it?',
        optionsOf(steps),
        textField.pipe(z.enum<readonly [Step, ...Step[]]>(keysOf(steps), 'Choose what became of it')),
        { small: true },
      ),
      stepDay: day('Day it was done, or new day', dayField('Enter the day')),
      stepWhy: lines('Why it is late', whyField, { rows: 3 }),
    },
    (typed) =>
      typed
        .refine(({ step, stepWhy }) => step === 'done' || stepWhy !== '', { path: ['stepWhy'], message: needsWhy })
        .refine(({ step, stepDay }) => (step === 'done' ? stepDay <= today : stepDay >= today), {
          path: ['stepDay'],
          message: 'Enter when it was done, or a new day that is not over',
        }),
  )
