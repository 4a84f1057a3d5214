import * as z from 'zod'
import { form, lines } from '#base/web/fields.tsx'
import { linesField } from '#base/web/form.ts'

export const resultsQuery = z.object({
  question: z.string().max(100).catch(''),
})

export const feedbackForm = form({
  words: lines(
    'What the council will do',
    linesField.pipe(z.string().min(1, 'Enter what the council will do').max(4000, 'Shorten it to 4000 characters')),
    { rows: 8, hint: 'Schools read it. Name no school.' },
  ),
})
