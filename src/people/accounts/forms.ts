import * as z from 'zod'
import { nameField } from '#base/web/name.ts'
import { normalEmail } from './account.ts'

/** A value that the form did not send, sent as a file, or sent twice counts as empty. */
export const text = z.string().catch('')

export const email = text
  .transform(normalEmail)
  .pipe(
    z
      .string()
      .min(1, 'Enter your email address')
      .max(254, 'Enter an email address of 254 characters or fewer')
      .pipe(z.email('Enter an email address in the right form, like name@example.sch.uk')),
  )

export const personName = text.pipe(nameField('Your name', 'Enter your name', 100))

/** The first problem of each field, by field name. */
export const problemsIn = (error: z.ZodError): Record<string, string> => {
  const problems: Record<string, string> = {}
  for (const issue of error.issues) problems[String(issue.path[0] ?? '')] ??= issue.message
  return problems
}
