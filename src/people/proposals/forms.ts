import * as z from 'zod'
import { form, lines, select, sentAlong } from '#base/web/fields.tsx'
import { linesField, textField } from '#base/web/form.ts'
import { type Askable, longestReason } from './proposal.ts'

export const decisionForm = form({
  note: lines('What you say of it', linesField.pipe(z.string().max(longestReason, `Use ${longestReason} characters or fewer`)), {
    hint: `Needed where you refuse it. Up to ${longestReason} characters.`,
    rows: 3,
  }),
  decision: sentAlong(z.enum(['approved', 'refused', 'withdrawn'], 'Choose whether to approve or refuse it')),
})

export const askForm = (people: readonly Askable[]) =>
  form({
    person: select(
      'Ask one person to decide',
      [
        { value: '', text: 'Choose' },
        ...people.map(({ id, name, email }) => ({ value: id, text: name === email ? email : `${name}, ${email}` })),
      ],
      textField,
      { hint: 'They get a mail that leads here, and can decide for 14 days, whatever their role.' },
    ),
  })
