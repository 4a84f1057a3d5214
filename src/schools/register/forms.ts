import * as z from 'zod'
import { isDay, sayDay } from '#base/dates.ts'
import { choice, day, form, lines, sentAlong } from '#base/web/fields.tsx'
import { textField } from '#base/web/form.ts'
import { answersTo, type Decision, decisions, type Review } from './review.ts'
import { answerFor } from './views/reviews.tsx'

export const uploadFields = z.object({
  id: z.uuid({ error: 'Open the page again and choose the file once more' }),
  asAt: z
    .string()
    .trim()
    .refine((text) => text === '' || isDay(text), { error: 'Enter a real date, or leave it empty' })
    .transform((text) => text || undefined),
  area: z.enum(['own', 'all'], { error: 'Choose which schools to import' }),
})

const reason = textField.pipe(z.string().min(1, 'Say why, in a sentence').max(500, 'Say why in at most 500 characters'))

const firstDay = textField
  .refine((typed) => !typed || isDay(typed), 'Enter a real date, or leave it empty')
  .transform((typed) => typed || undefined)

export const decisionForm = ({ kind, detail }: Pick<Review, 'kind' | 'detail'>) =>
  form({
    decision: choice(
      'Your decision',
      answersTo[kind].map((decision) => answerFor(kind, decision)),
      z.enum(decisions, 'Choose an answer').refine((found: Decision) => answersTo[kind].includes(found), 'Choose an answer'),
    ),
    from:
      kind === 'no_link'
        ? sentAlong(firstDay)
        : day('If it has left: its first day elsewhere', firstDay, {
            hint: detail.asAt ? `${sayDay(detail.asAt)}, the day of the file, when left empty` : undefined,
          }),
    reason: lines('How you know', reason, { hint: 'One sentence, for the person who looks at this later. Do not name children.', rows: 2 }),
  })
