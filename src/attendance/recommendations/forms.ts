import * as z from 'zod'
import { dayField, linesField, shortLine, textField } from '#base/web/form.ts'
import { type Answer, answers, type Figure, figures, type Source, type Step, sources, steps } from './recommendation.ts'

const keysOf = <K extends string>(of: Readonly<Record<K, string>>) => Object.keys(of) as [K, ...K[]]
const past = (sentence: string, today: string) => dayField(sentence).refine((day) => day <= today, 'Enter a day that is not in the future')
const whyField = linesField.pipe(z.string().max(1000, 'Shorten the reason to 1000 characters'))
const longest = 2000
const most = 50

export const recommendationFields = ['source', 'madeBy', 'madeOn', 'receivedOn', 'texts', 'figure', 'topicId'] as const
/** @param topics the ids to choose from */
export const recommendationForm = (today: string, topics: readonly string[]) =>
  z
    .object({
      source: textField.pipe(z.enum<readonly [Source, ...Source[]]>(keysOf(sources), 'Choose who made them')),
      madeBy: shortLine(200, 'the name', 'Enter the name of the committee or review'),
      madeOn: past('Enter the day on which they were made', today),
      receivedOn: past('Enter the day on which the executive received them', today),
      texts: linesField
        .transform((typed) => typed.split(/\n\s*\n/).flatMap((one) => one.trim() || []))
        .pipe(
          z
            .array(z.string().max(longest, `Shorten each recommendation to ${longest} characters`))
            .min(1, 'Enter what was recommended')
            .max(most, `Enter at most ${most} at once`),
        ),
      figure: textField.pipe(z.enum<readonly ['', ...Figure[]]>(['', ...keysOf(figures)], 'Choose from the list')),
      topicId: textField.transform((typed) => typed || undefined),
    })
    .refine(({ madeOn, receivedOn }) => receivedOn >= madeOn, {
      path: ['receivedOn'],
      message: 'Enter a day that is not before they were made',
    })
    .refine(({ figure, topicId }) => (figure === '' ? topicId === undefined : topics.includes(topicId ?? '')), {
      path: ['topicId'],
      message: 'Choose a topic and a figure, or neither',
    })

export const sayingFields = ['what', 'day', 'why', 'text', 'owner', 'dueOn', 'action', 'step', 'stepDay', 'stepWhy'] as const
const needsWhy = 'Say why'

export const answerForm = (today: string) =>
  z
    .object({
      what: textField.pipe(z.enum<readonly [Answer, ...Answer[]]>(keysOf(answers), 'Choose what the executive answered')),
      day: past('Enter the day of the answer', today),
      why: whyField,
    })
    .refine(({ what, why }) => what === 'accepted' || why !== '', { path: ['why'], message: needsWhy })

export const actionForm = z.object({
  text: shortLine(500, 'the action', 'Enter what is to be done'),
  owner: shortLine(120, 'the owner', 'Enter which post or team does it'),
  dueOn: dayField('Enter by when'),
})

/** @param actions each by its id and the step that was seen */
export const stepForm = (today: string, actions: readonly string[]) =>
  z
    .object({
      action: textField.refine((one) => actions.includes(one), 'Choose the action'),
      step: textField.pipe(z.enum<readonly [Step, ...Step[]]>(keysOf(steps), 'Choose what became of it')),
      stepDay: dayField('Enter the day'),
      stepWhy: whyField,
    })
    .refine(({ step, stepWhy }) => step === 'done' || stepWhy !== '', { path: ['stepWhy'], message: needsWhy })
    .refine(({ step, stepDay }) => (step === 'done' ? stepDay <= today : stepDay >= today), {
      path: ['stepDay'],
      message: 'Enter when it was done, or a new day that is not over',
    })
