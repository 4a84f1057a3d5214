import * as z from 'zod'
import { type Day, isDay } from '#base/dates.ts'
import { lineField, textField, textsField } from '#base/web/form.ts'
import { isRunClass } from './record.ts'

/** `shown`: every text by others that the page showed; `out`: those out of which the name goes. */
export const textsForm = z.object({ shown: textsField, out: textsField })
export const eraseForm = textsForm.extend({ confirmed: z.literal('yes', 'Say that this is to be done for good') })

/** A day from a date field, or as typed. */
const readDay = (typed: string): Day | undefined => {
  const [, d = '', m = '', y = ''] = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(typed.trim()) ?? []
  const day = y ? `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}` : typed.trim()
  return isDay(day) ? day : undefined
}

const reviewOn = (today: Day) =>
  textField.transform((value, context): Day => {
    const day = readDay(value)
    if (day && day > today) return day
    context.addIssue(day ? 'The day of review must lie ahead' : 'Enter the day of review, like 1/9/2027')
    return z.NEVER
  })

export const holdForm = (today: Day) =>
  z
    .object({
      scope: z.enum(['class', 'person', 'event'], 'Choose what the hold is to keep'),
      class: textField,
      person: lineField,
      event: lineField,
      reason: lineField.pipe(z.string().min(1, 'Say why').max(500, 'The reason must be 500 characters or fewer')),
      reviewOn: reviewOn(today),
    })
    .transform((form, context) => {
      const value = form[form.scope]
      if (value !== '') return { scope: form.scope, value, reason: form.reason, reviewOn: form.reviewOn }
      context.addIssue({
        code: 'custom',
        path: [form.scope],
        message: { class: 'Choose the class', person: 'Enter the person’s email address', event: 'Enter the code of the event' }[
          form.scope
        ],
      })
      return z.NEVER
    })

export const endForm = z.object({
  why: lineField.pipe(z.string().min(1, 'Say why it is no longer held').max(500, 'The reason must be 500 characters or fewer')),
})

export const reviewForm = (today: Day) => z.object({ reviewOn: reviewOn(today) })

export const classForm = z.object({ class: textField.refine(isRunClass) })
export const monthsForm = z.object({
  class: textField.refine(isRunClass),
  months: lineField.pipe(z.string().regex(/^\d{1,4}$/, 'Enter the months as a number')).transform(Number),
})
export const decisionForm = z.object({ decision: z.enum(['approved', 'refused']) })

export const requestForm = (today: Day) =>
  z.object({
    kind: z.enum(['access', 'erasure', 'rectification']),
    receivedOn: textField.transform((value, context): Day => {
      const day = readDay(value)
      if (day && day <= today) return day
      context.addIssue('Enter the day on which it came')
      return z.NEVER
    }),
  })
export const identityForm = z.object({ how: z.enum(['signed_in', 'known_to_us', 'through_school', 'document']) })
export const answerForm = z.object({ outcome: z.enum(['given', 'done', 'refused']) })
