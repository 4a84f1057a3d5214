import * as z from 'zod'
import { linesField } from '#base/web/form.ts'

export const resultsQuery = z.object({
  question: z.string().max(100).catch(''),
})

export const feedbackForm = z.object({
  words: linesField.pipe(z.string().min(1, 'Enter what the council will do').max(4000, 'Shorten it to 4000 characters')),
})
