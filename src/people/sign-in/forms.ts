import * as z from 'zod'
import { email, personName, text } from '#people/accounts/forms.ts'
import { readCode } from './sign-in.ts'

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
