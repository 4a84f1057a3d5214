import * as z from 'zod'
import { isDay } from '#base/dates.ts'
import { parsePounds } from '#base/money.ts'
import { whole } from '#base/setting.ts'
import { day, form, line, lines, ticks } from '#base/web/fields.tsx'
import { shortLine, text, textField, textsField } from '#base/web/form.ts'
import { fieldOf } from '#base/web/setting-fields.tsx'
import { cutTo } from '#base/words.ts'
import { reminderSteps, stepWords } from './invoice.ts'
import { filterStates, type InvoiceFilter } from './list.ts'

/** Nothing, or something like the example. */
const likeThis = (longest: number, what: string, isRight: (typed: string) => boolean, message: string) =>
  shortLine(longest, what).pipe(z.string().refine((typed) => typed === '' || isRight(typed), message))

const upTo500 = (what: string) => textField.pipe(z.string().max(500, `Shorten the ${what} to 500 characters`))

export const supplierForm = form({
  name: line('Name', shortLine(100, 'the name', 'Enter the name of the council as its invoices say it')),
  address: lines('Address', upTo500('address'), { hint: 'Leave it empty if it is the council’s postal address.', rows: 4 }),
  vatNumber: line(
    'VAT registration number',
    likeThis(20, 'the VAT number', (typed) => /^[A-Za-z]{0,2}[\d ]{9,15}$/.test(typed), 'Enter a VAT number, such as GB 123 4567 89'),
    { hint: 'For example: GB 123 4567 89. A VAT invoice must have it.', width: 20 },
  ),
  email: line(
    'Email for questions about invoices',
    likeThis(254, 'the address', (typed) => z.email().safeParse(typed).success, 'Enter an email address, such as finance@council.gov.uk'),
    { type: 'email' },
  ),
  bankNote: lines('How else to pay', upTo500('note'), {
    hint: 'Said only where an invoice has no account of its own to pay to.',
    rows: 3,
  }),
})

export const settingForm = form({
  daysUntilDue: fieldOf(
    whole('Days until an invoice is due', {
      from: 1,
      to: 120,
      needed: true,
      hint: 'Holds for invoices that are issued from now on.',
      wrong: 'Enter the days until an invoice is due as a number from 1 to 120',
    }),
  ),
  waitDays: fieldOf(
    whole('Days to wait for a purchase order number', {
      from: 0,
      to: 14,
      needed: true,
      hint: 'An invoice without one is issued after these days, or as soon as the school has given it.',
      wrong: 'Enter the days that an invoice waits as a number from 0 to 14',
    }),
  ),
  remind: ticks(
    'Remind of an invoice that is not paid',
    reminderSteps.map((step) => ({ value: step, text: stepWords[step] })),
    textsField.transform((typed) => reminderSteps.filter((step) => typed.includes(step))),
  ),
})

export const readFilter = (query: Record<string, string>): InvoiceFilter => {
  return {
    state: filterStates.find((state) => state === query['state']) ?? '',
    search: cutTo(text(query, 'q').trim(), 100),
  }
}

export const poForm = form({
  poNumber: line('New purchase order number', shortLine(60, 'the number', 'Enter the purchase order number'), { width: 20 }),
})

export const paymentForm = form(
  {
    pounds: line('Amount in pounds', textField, { width: 10 }),
    reference: line('Reference under which it came', shortLine(100, 'the reference', 'Enter the reference under which the money came'), {
      hint: 'For example: BACS 20 May, line 17',
    }),
    happenedOn: day('Day on which it came', textField.pipe(z.string().refine(isDay, 'Enter the day on which the money came'))),
  },
  (typed) =>
    typed.transform(({ pounds, ...rest }, context) => {
      const pence = parsePounds(pounds)
      if (pence === undefined) context.addIssue({ code: 'custom', path: ['pounds'], message: 'Enter the amount in pounds, such as 120.00' })
      return { ...rest, pence: pence ?? 0 }
    }),
)
