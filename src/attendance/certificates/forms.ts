import * as z from 'zod'
import { choice, form, line, sentAlong, type Texts, ticks } from '#base/web/fields.tsx'
import { shortLine, textField } from '#base/web/form.ts'
import type { Giving } from './certificate.ts'

export const givingForm = form({
  isOn: choice(
    'Does this event give certificates?',
    [
      { value: 'yes', text: 'Yes' },
      { value: 'no', text: 'No' },
    ],
    z.enum(['yes', 'no'], 'Choose whether the event gives certificates').transform((typed) => typed === 'yes'),
    { hint: 'What is issued already stays, whatever you choose.', inline: true },
  ),
  renewMonths: line(
    'Renew after (months)',
    textField
      .refine((typed) => /^(\d{1,3})?$/.test(typed) && Number(typed || 1) >= 1 && Number(typed || 1) <= 120, {
        message: 'Enter the months as a number from 1 to 120, or leave it blank',
      })
      .transform((typed) => (typed === '' ? undefined : Number(typed))),
    {
      hint: 'Printed on certificates from now on. Leave blank if never renewed.',
      width: 5,
      inputmode: 'numeric',
    },
  ),
  afterEvaluation: ticks(
    'When somebody has theirs',
    [{ value: 'yes', text: 'The day after their feedback, where that is asked' }],
    textField.transform((typed) => typed === 'yes'),
    {
      hint: 'Only those asked wait, until answering ends. Attendance counts at once.',
      small: true,
    },
  ),
  version: sentAlong(z.coerce.number().int().min(0).catch(0)),
})

export const givingTyped = ({ isOn, renewMonths, afterEvaluation }: Giving): Texts => ({
  isOn: isOn ? 'yes' : 'no',
  renewMonths: String(renewMonths ?? ''),
  afterEvaluation: afterEvaluation ? 'yes' : '',
})

export const revokeForm = form({
  words: line('Why?', shortLine(300, 'why', 'Enter why it is revoked, which the person and the school read'), {
    hint: 'The person and their school read it.',
  }),
})

/** Of the list of an event's certificates. */
export const searchForm = z.object({ q: z.string().trim().max(200).catch('') })
