import * as z from 'zod'
import { linesField } from '#base/web/form.ts'
import { breakdowns } from './result.ts'

export const resultsQuery = z.object({
  by: z.enum(breakdowns).catch('sector'),
  question: z.string().max(100).catch(''),
})

export const feedbackForm = z.object({
  words: linesField.pipe(z.string().min(1, 'Enter what the council will do').max(4000, 'Shorten it to 4000 characters')),
})
