import * as z from 'zod'
import type { Day } from '#base/dates.ts'
import { optionsOf } from '#base/web/field.tsx'
import { choice, form, line, lines } from '#base/web/fields.tsx'
import { linesField, shortLine } from '#base/web/form.ts'
import { emailField } from '#people/accounts/forms.ts'
import { receivedOn } from '#upkeep/records/forms.ts'
import { type Came, cameWords, longestComplaint, outcomeWords } from './complaint.ts'

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

/** What somebody told us by post, by telephone or in person. */
export const recordedComplaintForm = (today: Day) =>
  form({
    name: line('Who told us?', shortLine(100, 'the name', 'Enter the name'), { autocomplete: 'off' }),
    email: line('Their email address', z.union([z.literal(''), emailField('')]), {
      hint: 'Leave it empty if they gave none. We acknowledge to it.',
      type: 'email',
      inputmode: 'email',
      autocomplete: 'off',
    }),
    came: choice('How did it come?', optionsOf(cameWords), z.enum(Object.keys(cameWords) as Came[], 'Say how it came')),
    receivedOn: receivedOn(today),
    about: lines('What is the complaint about?', words('Say what the complaint is about'), { rows: 8 }),
  })

export const complaintAnswerForm = form({
  outcome: choice(
    'Outcome',
    optionsOf(outcomeWords),
    z.enum(Object.keys(outcomeWords) as (keyof typeof outcomeWords)[], 'Choose the outcome'),
  ),
  answer: lines('Your answer', words('Write the answer'), { hint: 'We email this to the complainant if we have an address.', rows: 8 }),
})
