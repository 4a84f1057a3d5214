import * as z from 'zod'
import { type Day, isDay } from '#base/dates.ts'
import { parsePounds } from '#base/money.ts'
import { type Body, linesField, texts } from '#base/web/form.ts'
import { longestWords } from '#money/ledger/dispute.ts'
import { takeBackWords, type WhyTakenBack } from '#money/ledger/line.ts'
import { longestReason } from '#money/ledger/proposal.ts'

const words = (empty: string, longest: number) =>
  linesField.pipe(z.string().min(1, empty).max(longest, `Shorten this to ${longest} characters`))

const pounds = (empty: string) =>
  linesField.transform((typed, context): number => {
    const pence = parsePounds(typed)
    if (pence === undefined || pence === 0) {
      context.addIssue({ code: 'custom', message: empty })
      return z.NEVER
    }
    return pence
  })

export const disputeForm = z.object({ words: words('Say why your school does not agree', longestWords) })
export const answerForm = z.object({ answer: words('Say why the charge stands: the school reads it', longestWords) })
export const reasonForm = z.object({ reason: words('Say why: whoever approves it reads this', longestReason) })

/** An empty amount waives everything that is left. */
export const waiverForm = reasonForm.extend({
  amount: linesField.transform((typed, context): number | undefined => {
    if (typed === '') return undefined
    const pence = parsePounds(typed)
    if (pence === undefined || pence === 0) {
      context.addIssue({
        code: 'custom',
        message: 'Enter an amount in pounds, such as 35 or 35.50, or leave it empty to waive all of it',
      })
      return z.NEVER
    }
    return pence
  }),
})

export const refundForm = reasonForm.extend({ amount: pounds('Enter how much is paid back in pounds, such as 35 or 35.50') })

export const takeBackForm = reasonForm.extend({
  why: z.enum(Object.keys(takeBackWords) as [WhyTakenBack, ...WhyTakenBack[]], 'Choose why the payment is taken back'),
})

/** An empty amount: no payment needs a second person. */
export const secondPersonForm = z.object({
  amount: linesField.transform((typed, context): number | null => {
    if (typed === '') return null
    const pence = parsePounds(typed)
    if (pence === undefined) {
      context.addIssue({
        code: 'custom',
        message: 'Enter a sum in pounds, such as 500, or leave it empty so that no payment needs a second person',
      })
      return z.NEVER
    }
    return pence
  }),
})

export const paymentForm = z.object({
  amount: pounds('Enter how much came in, in pounds, such as 35 or 35.50'),
  happenedOn: linesField.pipe(z.string().refine(isDay, 'Enter the day on which it came in')),
  reference: words('Enter the reference, such as the number on the bank statement', 200),
  booking: linesField.transform((value) => (/^[A-Z0-9]{4,12}$/.test(value.toUpperCase()) ? value.toUpperCase() : undefined)),
  anyway: linesField.transform((value) => value === 'yes'),
})

export const decisionForm = z.object({
  decision: z.enum(['approve', 'refuse'], 'Press one of the two buttons'),
  note: linesField.pipe(z.string().max(longestReason, `Shorten this to ${longestReason} characters`)),
})

export type Span = { from: Day; to: Day; typed: { from: string; to: string }; problems?: Record<string, string> | undefined }

/**
 * The days of a statement, none after `today`, because later debts are not known. Bad input falls
 * back to `usual`, with what was typed.
 */
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

/** The ids that were ticked. */
export const readTicked = (body: Body): string[] => texts(body, 'charge').filter((id) => /^[\w-]{1,64}$/.test(id))
