import * as z from 'zod'
import { breakdowns } from './result.ts'

export const resultsQuery = z.object({
  by: z.enum(breakdowns).catch('sector'),
  question: z.string().max(100).catch(''),
})
