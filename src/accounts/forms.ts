import * as z from 'zod'
import { nameField } from '../web/name.ts'
import { normalEmail } from './account.ts'
import { readCode } from './sign-in.ts'
import { normalPostcode, settings } from './unlisted-claim.ts'

/** A value that the form did not send, sent as a file, or sent twice counts as empty. */
const text = z.string().catch('')

const email = text
  .transform(normalEmail)
  .pipe(
    z
      .string()
      .min(1, 'Enter your email address')
      .max(254, 'Enter an email address of 254 characters or fewer')
      .pipe(z.email('Enter an email address in the right form, like name@example.sch.uk')),
  )

const personName = text.pipe(nameField('Your name', 'Enter your name', 100))

export const signInForm = z.object({ email, next: text })

export const codeForm = z.object({
  code: text.transform((value, context) => {
    const code = readCode(value)
    if (code) return code
    context.addIssue(value.trim() === '' ? 'Enter the code' : 'Enter the 6 digits of the code')
    return z.NEVER
  }),
})

export const nameForm = z.object({ name: personName, who: z.enum(['same', 'other']).catch('same') })

export const claimForm = z.object({
  schoolId: text.pipe(z.string().min(1, 'Choose your school')),
  name: personName,
  roleId: text.pipe(z.string().min(1, 'Choose what you are at the school')),
})

export const unlistedForm = z.object({
  setting: z.enum(Object.keys(settings) as (keyof typeof settings)[], 'Choose what kind of setting it is'),
  setName: text.pipe(nameField('The name of the setting', 'Enter the name of the setting', 200)),
  postcode: text
    .transform(normalPostcode)
    .pipe(z.string().regex(/^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/, 'Enter the full postcode of the setting, like HR1 2AB')),
  name: personName,
  roleId: text.pipe(z.string().min(1, 'Choose what you are there')),
})

/** Who acts from a shared mailbox: somebody who has before, or a name that a person can have. */
const ownName = personName.refine((value) => !/@/.test(value), 'Enter the name of a person, not an address')

export const sharedForm = z.object({
  shared: z.enum(['yes', 'no'], 'Say whether several people read this mailbox').transform((value) => value === 'yes'),
  name: ownName,
})

export const whoForm = z.object({ person: text, name: text }).transform(({ person, name }, context) => {
  if (person !== '' && person !== 'other') return { personId: person, name: '' }
  const read = ownName.safeParse(name)
  if (read.success) return { personId: undefined, name: read.data }
  context.addIssue({ code: 'custom', path: ['name'], message: read.error.issues[0]?.message ?? 'Enter your name' })
  return z.NEVER
})

export const trustClaimForm = z.object({
  trustUid: text.pipe(z.string().min(1, 'Choose the trust')),
  name: personName,
  roleId: text.pipe(z.string().min(1, 'Choose what you are at the trust')),
})

export const removeForm = z.object({
  reason: text.transform((value) => value.trim() || undefined).pipe(z.string().max(500).optional()),
  sure: text.transform((value) => value === 'yes'),
})

export const decisionForm = z
  .object({
    decision: z.enum(['approve', 'refuse', 'end'], 'Choose whether to approve or refuse'),
    reason: text.transform((value) => value.trim()).pipe(z.string().max(500, 'The reason must be 500 characters or fewer')),
  })
  .refine((form) => form.decision === 'approve' || form.reason !== '', {
    path: ['reason'],
    message: 'Enter the reason: the person is told it',
  })

const staffEmail = email

export const roleForm = z.object({
  email: staffEmail,
  role: z.enum(['administrator', 'organiser', 'officer', 'reader', 'finance'], 'Choose a role'),
})

export const doorForm = z.object({ email: staffEmail })

/** The first problem of each field, by field name. */
export const problemsIn = (error: z.ZodError): Record<string, string> => {
  const problems: Record<string, string> = {}
  for (const issue of error.issues) problems[String(issue.path[0] ?? '')] ??= issue.message
  return problems
}
