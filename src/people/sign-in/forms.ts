import * as z from 'zod'
import { codeLine, form } from '#base/web/fields.tsx'
import { problemOf, textField } from '#base/web/form.ts'
import { email, personName } from '#people/accounts/forms.ts'
import { readCode } from './sign-in.ts'

export const signInForm = z.object({ email, next: textField })

const sixDigits = textField.transform((value, context) => {
  const code = readCode(value)
  if (code) return code
  context.addIssue(value === '' ? 'Enter the code' : 'Enter the 6 digits of the code')
  return z.NEVER
})

export const codeForm = form({ code: codeLine('6-digit code', sixDigits, { width: 10, inputmode: 'numeric' }) })

export const nameForm = z.object({ name: personName, who: z.enum(['same', 'other']).catch('same') })

/** Who acts from a shared mailbox: a known person, or a person's name. */
const ownName = personName.refine((value) => !/@/.test(value), 'Enter the name of a person, not an address')

export const sharedForm = z.object({
  shared: z.enum(['yes', 'no'], 'Say whether several people read this mailbox').transform((value) => value === 'yes'),
  name: ownName,
})

export const whoForm = z.object({ person: textField, name: textField }).transform(({ person, name }, context) => {
  if (person !== '' && person !== 'other') return { personId: person, name: '' }
  const read = ownName.safeParse(name)
  if (read.success) return { personId: undefined, name: read.data }
  context.addIssue({ code: 'custom', path: ['name'], message: problemOf(read.error) })
  return z.NEVER
})
