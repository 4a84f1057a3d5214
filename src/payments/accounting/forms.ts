import * as z from 'zod'
import { type Day, isDay } from '#base/dates.ts'
import { parsePounds, sayMoney } from '#base/money.ts'
import { choice, day, form, line, lines, select, sentAlong, ticks } from '#base/web/fields.tsx'
import { dayField, linesField, textField, textsField } from '#base/web/form.ts'
import { longestWords } from '#money/ledger/dispute.ts'
import { takeBackWords, type WhyTakenBack } from '#money/ledger/line.ts'
import { longestReason } from '#money/ledger/proposal.ts'
import { asPounds } from '#money/terms/forms.ts'
import type { PayerBooking } from './account.ts'

const words = (empty: string, longest: number) =>
  linesField.pipe(z.string().min(1, empty).max(longest, `Shorten this to ${longest} characters`))

const penceOf = (typed: string, context: z.core.$RefinementCtx, says: string, least = 1): number => {
  const pence = parsePounds(typed)
  if (pence !== undefined && pence >= least) return pence
  context.addIssue({ code: 'custom', message: says })
  return z.NEVER
}

const pounds = (says: string) => textField.transform((typed, context) => penceOf(typed, context, says))
const poundsOrNone = (says: string, least?: number) =>
  textField.transform((typed, context) => (typed === '' ? null : penceOf(typed, context, says, least)))

/** In a field, where there is any. */
export const poundsIfAny = (pence: number): string => asPounds(pence > 0 ? pence : null)

const reason = (label = 'Why?', first = '') =>
  lines(label, words('Say why: the approver reads this', longestReason), {
    hint: `${first}The approver reads this. Do not name children.`,
  })

export const reasonForm = form({ reason: reason() })

/** An empty amount waives everything that is left. */
export const waiverForm = form({
  amount: line(
    'How much, without VAT, in pounds',
    poundsOrNone('Enter an amount in pounds, such as 35 or 35.50, or leave it empty to waive all of it'),
    { hint: 'Leave empty to waive all of it. VAT goes in proportion.', width: 10 },
  ),
  reason: reason(),
})

/** @param most what can be paid back, in pence */
export const refundForm = (most: number) =>
  form({
    amount: line('How much, in pounds', pounds('Enter how much is paid back in pounds, such as 35 or 35.50'), {
      hint: `At most ${sayMoney(most)}`,
      width: 10,
    }),
    reason: reason('Why?', 'With the payment’s reference.  '),
  })

const whys = Object.keys(takeBackWords) as [WhyTakenBack, ...WhyTakenBack[]]

export const takeBackForm = form({
  why: choice(
    'Why undo it?',
    whys.map((value) => ({ value, text: `${takeBackWords[value][0]?.toUpperCase()}${takeBackWords[value].slice(1)}` })),
    z.enum(whys, 'Choose why the payment is undone'),
    { hint: 'The school reads this.' },
  ),
  reason: reason('How do you know?'),
})

/** An empty amount: no payment needs a second person. */
export const secondPersonForm = form({
  amount: line(
    'Above which sum does a payment need a second person, in pounds?',
    poundsOrNone('Enter a sum in pounds, such as 500, or leave it empty so that no payment needs a second person', 0),
    { hint: 'Such as 500. Leave it empty so that none does.', width: 10 },
  ),
})

const cameIn = pounds('Enter how much came in, in pounds, such as 35 or 35.50')

export const putForm = form({ amount: line('How much, in pounds', cameIn, { width: 10 }) })

const recordAnyway = ticks(
  'It is more than is owed for the booking',
  [{ value: 'yes', text: 'Record it all the same: the rest is in the payer’s favour' }],
  textField.transform((typed) => typed === 'yes'),
)

/** @param bookings those that the payer pays */
export const paymentForm = (bookings: readonly PayerBooking[]) =>
  form({
    booking: select(
      'For which booking?',
      [
        { value: '', text: 'None yet: on account' },
        ...bookings.map(({ reference, eventTitle, owed }) => ({
          value: reference,
          text: `${reference}, ${eventTitle} (${sayMoney(owed)} open)`,
        })),
      ],
      textField.transform((typed, context): string | null => {
        const booking = bookings.find(({ reference }) => reference === typed)
        if (typed !== '' && !booking) context.addIssue({ code: 'custom', message: 'Choose a booking that this payer pays' })
        return booking?.bookingId ?? null
      }),
    ),
    amount: line('How much came in, in pounds', cameIn, { hint: 'With VAT, such as 120 or 120.50', width: 10 }),
    happenedOn: day('On which day', dayField('Enter the day on which it came in')),
    reference: line('Reference', words('Enter the reference, such as the number on the bank statement', 200), {
      hint: 'As on the bank statement. The school reads it. Do not name anybody.',
    }),
    // Asked only once it was more than is owed.
    anyway: { ...recordAnyway, show: (of) => (of.problems?.['anyway'] ? recordAnyway.show(of) : null) },
  })

export const disputeForm = form({
  words: lines('Why does your school not agree?', words('Say why your school does not agree', longestWords), {
    labelClass: 'govuk-label--m',
    hint: 'Finance reads this. Write nothing about children or anybody’s health.',
  }),
})

export const answerForm = form({
  answer: lines('The charge is right', words('Say why the charge stands: the school reads it', longestWords), {
    labelClass: 'govuk-label--m',
    hint: 'Say why. We email these words to the person who booked.',
  }),
})

export const decisionForm = form(
  {
    note: lines('What do you say to it?', linesField.pipe(z.string().max(longestReason, `Shorten this to ${longestReason} characters`)), {
      hint: 'Needed to refuse. The person who asked reads it; the school does not.',
      rows: 3,
    }),
    decision: sentAlong(z.enum(['approve', 'refuse']).optional().catch(undefined)),
  },
  // Without a button nothing is decided: a refusal needs a note.
  (schema) => schema.transform(({ note, decision }) => (decision ? { note, decision } : { note: '', decision: 'refuse' as const })),
)

export const absencesForm = form({ charge: sentAlong(textsField), which: sentAlong(textField) })

export type Span = { from: Day; to: Day; typed: { from: string; to: string }; problems?: Record<string, string> | undefined }

/** None after `today`: later debts are not known. Bad input falls back to `usual`. */
export const readSpan = (
  query: { from?: string | undefined; to?: string | undefined },
  usual: { from: Day; to: Day },
  today: Day,
): Span => {
  const typed = { from: query.from?.trim() || usual.from, to: query.to?.trim() || usual.to }
  const sound = (day: string): boolean => isDay(day) && day >= '2000-01-01' && day < '2200-01-01'
  const wrong = (problems: Record<string, string>): Span => ({ ...usual, typed, problems })
  if (!sound(typed.from)) return wrong({ from: 'Enter the first day as a date' })
  if (!sound(typed.to)) return wrong({ to: 'Enter the last day as a date' })
  if (typed.from > today) return wrong({ from: 'Enter a first day that is not after today' })
  if (typed.to > today) return wrong({ to: 'Enter a last day that is not after today: what is owed then is not known yet' })
  if (typed.to < typed.from) return wrong({ to: 'Enter a last day that is not before the first day' })
  return { ...typed, typed }
}

/** The months shown, such as `2026-04`. Bad input falls back to `usual`, with what was typed. */
export const readMonths = (
  query: { from?: string | undefined; to?: string | undefined },
  usual: { from: string; to: string },
): { from: string; to: string; typed: { from: string; to: string }; problems?: Record<string, string> | undefined } => {
  const typed = { from: query.from?.trim() || usual.from, to: query.to?.trim() || usual.to }
  const sound = (month: string): boolean => /^20\d\d-(0[1-9]|1[0-2])$/.test(month)
  if (!sound(typed.from)) return { ...usual, typed, problems: { from: 'Choose the first month' } }
  if (!sound(typed.to)) return { ...usual, typed, problems: { to: 'Choose the last month' } }
  if (typed.to < typed.from) return { ...usual, typed, problems: { to: 'Choose a last month that is not before the first' } }
  return { ...typed, typed }
}
