import * as z from 'zod'
import { dayField, linesField, shortLine, textField } from '#base/web/form.ts'
import type { Redacted } from './answer.ts'
import { type Dimension, dimensions, type Show, shows } from './progress.ts'

const words = (longest: number, missing: string) =>
  linesField.pipe(z.string().min(1, missing).max(longest, `Shorten it to ${longest} characters`))

export const readDimension = (typed: string | undefined): Dimension => dimensions.find((one) => one === typed) ?? 'phase'
export const readShow = (typed: string | undefined): Show => shows.find((one) => one === typed) ?? 'missing'

export const reopenForm = z.object({ reason: words(1000, 'Say why it is reopened') })

export const otherAuditFields = ['kind', 'about', 'receivedOn'] as const
export const otherAuditForm = (today: string) =>
  z.object({
    kind: textField.pipe(z.enum(['paper', 'other_audit'], 'Choose what came')),
    about: words(1000, 'Say what it is, and where it is kept'),
    receivedOn: dayField('Enter the day on which it came').pipe(
      z.string().refine((day) => day <= today, 'Enter a day that is not in the future'),
    ),
  })

export const redactFields = ['part', 'reason'] as const
/** @param of what words can be taken out of */
export const redactForm = (of: readonly Redacted[]) =>
  z.object({
    part: textField.pipe(z.enum(of, 'Choose which part')),
    reason: words(500, 'Say why it is taken out, without repeating it'),
  })

export const actionFields = ['what', 'owner', 'dueOn'] as const
export const actionForm = z.object({
  what: words(1000, 'Say what the school means to do'),
  owner: shortLine(200, 'who does it'),
  dueOn: dayField('Enter the day by which it is to be done'),
})

const pastDay = (today: string, sentence: string) =>
  dayField(sentence).pipe(z.string().refine((day) => day <= today, 'Enter a day that is not in the future'))

export const doneForm = (today: string) => z.object({ doneOn: pastDay(today, 'Enter the day on which it was done') })
/** The same with a word, which schools say beside the day. */
export const schoolDoneForm = (today: string) =>
  z.object({ doneOn: pastDay(today, 'Enter the day on which it was done'), words: words(1000, 'Say in a sentence what was done') })
export const notDoneForm = z.object({ words: words(1000, 'Say why it is not done') })
export const settleForm = z.object({ settled: words(1000, 'Say how it was settled') })

export const drawFields = ['size'] as const
export const drawForm = z.object({
  size: textField.pipe(z.string().regex(/^[1-9]\d{0,2}$/, 'Enter how many, from 1 to 999')).transform(Number),
})

export const visitFields = ['visitedOn', 'note'] as const
export const visitForm = (today: string) =>
  z.object({
    visitedOn: pastDay(today, 'Enter the day of the visit'),
    note: linesField.pipe(z.string().max(2000, 'Shorten it to 2000 characters')),
  })
