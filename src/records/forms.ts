import { z } from 'zod'

export const eraseForm = z.object({ confirmed: z.literal('yes', 'Say that this is to be done for good') })

/** The first problem of each field, by field name. */
export const problemsIn = (error: z.ZodError): Record<string, string> => {
  const problems: Record<string, string> = {}
  for (const issue of error.issues) problems[String(issue.path[0] ?? '')] ??= issue.message
  return problems
}
