import * as z from 'zod'
import { isDay } from '#base/dates.ts'
import { choice, day, form, line, lines, sentAlong, ticks } from '#base/web/fields.tsx'
import { type Body, lineField, linesField, textField } from '#base/web/form.ts'
import { type BatchKind, batchKinds, type Choice } from './batch.ts'

/** The lines that were shown, and whether to join those of one payer and event. */
export const makeForm = form({
  lines: sentAlong(textField.transform((typed) => (/^\d{1,15}(,\d{1,15})*$/.test(typed) ? typed.split(',').map(Number) : []))),
  joined: ticks(
    'Joining requests',
    [
      {
        value: 'yes',
        text: 'Join requests of the same payer for the same event',
        hint: 'One number, with a booking a line. Credit notes stay apart',
      },
    ],
    textField.transform((typed) => typed === 'yes'),
    { small: true },
  ),
})

const typedChoice = z.object({ from: lineField, to: lineField, heldBy: lineField })

/** The days that choose the lines, or what is wrong with them. */
export const readChoice = (
  query: Body,
): { typed: Record<keyof Choice, string>; choice: Choice | undefined; problems: Record<string, string> } => {
  const typed = typedChoice.parse(query)
  const problems = Object.fromEntries(
    Object.entries(typed)
      .filter(([, day]) => day !== '' && !isDay(day))
      .map(([name]) => [name, 'Enter a day such as 31 May 2026, or leave it empty']),
  )
  if (Object.keys(problems).length === 0 && typed.from !== '' && typed.to !== '' && typed.from > typed.to)
    problems['to'] = 'Enter a day that is not before the first'
  return { typed, choice: Object.keys(problems).length === 0 ? typed : undefined, problems }
}

const ifRejected: Record<BatchKind, string> = {
  journal: 'Its lines are owed again, and go into the next journal with what was put right',
  invoice_request: 'Its requests end. Its lines go into the next file',
}

export const answerForm = (kind: BatchKind) =>
  form(
    {
      answer: choice(
        'The file was',
        [
          { value: 'accepted', text: 'Accepted', hint: 'Its lines stay in it for good' },
          { value: 'rejected', text: 'Rejected', hint: ifRejected[kind] },
        ],
        textField.pipe(z.enum(['accepted', 'rejected'], 'Choose whether it was accepted or rejected')),
      ),
      reason: lines('If it was rejected: why?', lineField.pipe(z.string().max(300, 'Shorten what it said to 300 characters')), { rows: 3 }),
    },
    (typed) =>
      typed.refine(({ answer, reason }) => answer === 'accepted' || reason !== '', {
        path: ['reason'],
        message: 'Enter what the finance system said',
      }),
  )

const most = 'In whole, in part or more than was asked for'

/** @param joined whether the request is of several bookings */
export const paidFields = (joined: boolean) => ({
  amount: line('Amount in pounds', lineField, {
    hint: joined ? `${most}. It goes to the oldest booking first; what is over stays with the last` : most,
    width: 10,
  }),
  date: day('Paid on', lineField),
  payment: line('Payment reference', lineField, {
    hint: 'As the finance system has it. The same reference for the same request is one payment',
    width: 20,
  }),
})

export const kindForm = z.object({ file: textField.pipe(z.enum(batchKinds).catch('journal')), layout: lineField })

export const layoutFields = { text: lines('How the file is written', linesField, { rows: 32 }) }
