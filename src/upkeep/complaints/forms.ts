import * as z from 'zod'
import { optionsOf } from '#base/web/field.tsx'
import { choice, form, line, lines } from '#base/web/fields.tsx'
import { linesField, shortLine } from '#base/web/form.ts'
import { emailField } from '#people/accounts/forms.ts'
import { longestComplaint, outcomeWords } from './complaint.ts'

const words = (missing: string) =>
  linesField.pipe(z.string().min(1, missing).max(longestComplaint, `Shorten it to ${longestComplaint} characters`))

export const complaintForm = form({
  name: line('Your name', shortLine(100, 'your name', 'Enter your name'), { autocomplete: 'name' }),
  email: line('Your email address', emailField('Enter your email address'), {
    hint: 'We answer to this address.',
    type: 'email',
    inputmode: 'email',
    autocomplete: 'email',
  }),
  about: lines('What is your complaint about?', words('Say what your complaint is about'), {
    hint: 'What happened, when, and what you would like us to do.',
    rows: 8,
  }),
})

export const complaintAnswerForm = form({
  outcome: choice(
    'Outcome',
    optionsOf(outcomeWords),
    z.enum(Object.keys(outcomeWords) as (keyof typeof outcomeWords)[], 'Choose the outcome'),
  ),
  answer: lines('Your answer', words('Write the answer'), { hint: 'We email this to the complainant.', rows: 8 }),
})
