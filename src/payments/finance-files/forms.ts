import * as z from 'zod'
import { isDay } from '#base/dates.ts'
import { type Body, csvField, lineField, linesField, sentField, textField } from '#base/web/form.ts'
import { pageNumber } from '#base/web/page-number.ts'
import { batchKinds, type Choice } from './batch.ts'

export const pageForm = z.object({ page: pageNumber }).transform(({ page }) => page)

const ticked = textField.transform((typed) => typed === 'yes')

/** The lines that were previewed, and whether to join those of one payer and event. */
export const makeForm = z
  .object({ lines: textField.pipe(z.string().regex(/^\d{1,15}(,\d{1,15})*$/)), joined: ticked })
  .transform(({ lines, joined }) => ({ numbers: lines.split(',').map(Number), joined }))

const typedChoice = z.object({ from: lineField, to: lineField, heldBy: lineField })

/** The days that choose the lines, or what is wrong with them. */
export const readChoice = (
  body: Body,
): { typed: Record<keyof Choice, string>; choice: Choice | undefined; problems: Record<string, string> } => {
  const typed = typedChoice.parse(body)
  const problems = Object.fromEntries(
    Object.entries(typed)
      .filter(([, day]) => day !== '' && !isDay(day))
      .map(([name]) => [name, 'Enter a day such as 31 May 2026, or leave it empty']),
  )
  if (Object.keys(problems).length === 0 && typed.from !== '' && typed.to !== '' && typed.from > typed.to)
    problems['to'] = 'Enter a day that is not before the first'
  return { typed, choice: Object.keys(problems).length === 0 ? typed : undefined, problems }
}

export const answerForm = z.object({
  answer: textField.pipe(z.enum(['accepted', 'rejected']).or(z.literal('')).catch('')),
  reason: lineField,
})

export const fileForm = z.object({
  file: csvField,
})

export const applyForm = z.object({ text: sentField.pipe(z.string().min(1)), state: lineField })

export const markForm = z.object({ amount: lineField, date: lineField, payment: lineField })

const kindField = textField.pipe(z.enum(batchKinds).catch('journal'))
export const kindForm = z.object({ file: kindField, layout: lineField })

export const layoutForm = z.object({ file: kindField, text: linesField, action: lineField })
