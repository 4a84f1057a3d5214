import * as z from 'zod'
import { choice, codeLine, form, line, sentAlong } from '#base/web/fields.tsx'
import { problemOf, textField } from '#base/web/form.ts'
import { email, personName } from '#people/accounts/forms.ts'
import { type MailboxPerson, sharedAsked } from '#people/accounts/mailbox.ts'
import { readCode } from './sign-in.ts'

export const signInForm = form({
  email: line('Email address', email, {
    hint: 'Use your work address: it lets us see where you work',
    type: 'email',
    inputmode: 'email',
    autocomplete: 'email',
  }),
})

const sixDigits = textField.transform((value, context) => {
  const code = readCode(value)
  if (code) return code
  context.addIssue(value === '' ? 'Enter the code' : 'Enter the 6 digits of the code')
  return z.NEVER
})

export const codeForm = form({ code: codeLine('6-digit code', sixDigits, { width: 10, inputmode: 'numeric' }) })

const whoIsThis = [
  { value: 'same', text: 'The same person: the name has changed or was misspelt' },
  { value: 'other', text: 'Somebody else: another person uses this address now' },
]

export const nameForm = form({
  name: line('Name', personName, { autocomplete: 'name' }),
  who: choice('Who is this?', whoIsThis, z.enum(['same', 'other']).catch('same'), { small: true }),
})

export const browserForm = form({ browser: sentAlong(textField) })

const ownName = personName.refine((value) => !/@/.test(value), 'Enter the name of a person, not an address')

const isShared = z.enum(['yes', 'no'], 'Say whether several people read this mailbox').transform((value) => value === 'yes')

export const sharedForm = form({
  shared: choice(sharedAsked.label, sharedAsked.options, isShared),
  name: line('Your own name', ownName, { hint: 'The name of the person using it now, not of the office', autocomplete: 'name' }),
})

/** @param people who have used the mailbox before */
export const whoForm = (people: readonly MailboxPerson[] = []) => {
  const before = [...people.map(({ id, name }) => ({ value: id, text: name })), { value: 'other', text: 'Somebody else' }]
  const label = people.length > 0 ? 'If somebody else: your name' : 'Your name'
  const fields = {
    person: people.length > 0 ? choice('People who have used it before', before, textField) : sentAlong(textField),
    name: line(label, textField, { hint: 'The name of a person, not of the office', autocomplete: 'name' }),
  }
  return form(fields, (schema) =>
    schema.transform(({ person, name }, context) => {
      if (person !== '' && person !== 'other') return { personId: person, name: '' }
      const read = ownName.safeParse(name)
      if (read.success) return { personId: undefined, name: read.data }
      context.addIssue({ code: 'custom', path: ['name'], message: problemOf(read.error) })
      return z.NEVER
    }),
  )
}
