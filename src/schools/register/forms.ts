import * as z from 'zod'
import { isDay } from '#base/dates.ts'
import { answersTo, type Decision, decisions, type ReviewKind } from './review.ts'

/** The fields of the upload form; its files are read as they arrive. */
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

/** Problems by field, the first of each. */
export const problemsOf = (error: z.ZodError): Record<string, string> => {
  const problems: Record<string, string> = {}
  for (const issue of error.issues) problems[String(issue.path[0] ?? 'form')] ??= issue.message
  return problems
}

/** A parsed form's text fields; of a repeated field the last counts, and files are left out. */
export const textFields = (body: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))

/** The page of a list that a query asks for, counting from 1. */
export const pageNumber = (text: string | undefined): number => Math.min(100_000, Math.max(1, Number.parseInt(text ?? '1', 10) || 1))
