import * as z from 'zod'
import { isDay } from '#base/dates.ts'
import { answersTo, type Decision, decisions, type ReviewKind } from './review.ts'

/** The upload form's fields; files are read as they arrive. */
export const uploadFields = z.object({
  id: z.uuid({ error: 'Open the page again and choose the file once more' }),
  asAt: z
    .string()
    .trim()
    .refine((text) => text === '' || isDay(text), { error: 'Enter a real date, or leave it empty' })
    .transform((text) => text || undefined),
  area: z.enum(['own', 'all'], { error: 'Choose which schools to import' }),
})

const reason = z
  .string({ error: 'Say why, in a sentence' })
  .trim()
  .min(1, { error: 'Say why, in a sentence' })
  .max(500, { error: 'Say why in at most 500 characters' })

/** The answer to a question of this kind. */
export const decisionForm = (kind: ReviewKind) =>
  z.object({
    seen: z.string().default(''),
    decision: z
      .enum(decisions, { error: 'Choose an answer' })
      .refine((found: Decision) => answersTo[kind].includes(found), { error: 'Choose an answer' }),
    reason,
    from: z
      .string()
      .trim()
      .optional()
      .refine((text) => !text || isDay(text), { error: 'Enter a real date, or leave it empty' })
      .transform((text) => text || undefined),
  })
