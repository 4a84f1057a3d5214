import * as z from 'zod'
import { addDays } from '#base/dates.ts'
import { type Body, dayField, isUsableDay, lineField, shortLine, text, textField } from '#base/web/form.ts'
import { cutTo, sayNumber } from '#base/words.ts'
import { isEmail } from '#schools/schools/contact.ts'
import { longestName, mostPlaces } from './agreement.ts'
import { canBeDefault, type Route, routes } from './payer.ts'
import { detailNames } from './payer-record.ts'

const firstDay = (what: string) => dayField(`Enter ${what} as a date`)
const lastDay = textField.pipe(
  z.string().refine((value) => value === '' || isUsableDay(value), 'Enter the last day as a date, or leave it empty'),
)

/** People give the last day; we store the day after it. */
const dayAfter = (last: string): string | null => (last === '' ? null : addDays(last, 1))
const inOrder = { path: ['lastDay'], message: 'Enter a last day that is not before the first day' }

/** @param offered the routes of this deployment */
export const routeForm = (offered: readonly Route[]) =>
  z
    .object({
      route: textField.pipe(z.custom<Route>((value) => offered.some((route) => route === value), 'Choose how it pays')),
      fromDay: firstDay('the first day'),
      lastDay,
      reason: shortLine(300, 'the reason', 'Say why'),
    })
    .refine((said) => said.lastDay === '' || said.lastDay >= said.fromDay, inOrder)
    .transform(({ lastDay: last, ...said }) => ({ ...said, toDay: dayAfter(last) }))
export const routeFields = ['route', 'fromDay', 'lastDay', 'reason'] as const

export const centralForm = z
  .object({ fromDay: firstDay('the first day'), lastDay })
  .refine((said) => said.lastDay === '' || said.lastDay >= said.fromDay, inOrder)
  .transform(({ lastDay: last, ...said }) => ({ ...said, toDay: dayAfter(last) }))

/** The last day on which a stopped setting holds; empty: it never held. */
export const stopForm = z.object({ lastDay }).transform(({ lastDay: last }) => ({ toDay: dayAfter(last) }))

export const detailsForm = z.object({
  costCentre: shortLine(40, 'the cost centre'),
  subjectiveCode: shortLine(40, 'the subjective code'),
  customerNumber: shortLine(40, 'the customer number'),
  billingName: shortLine(200, 'the name'),
  billingEmail: lineField
    .transform((email) => email.toLowerCase())
    .pipe(
      z
        .string()
        .max(200, 'Shorten the address to 200 characters')
        .refine((email) => email === '' || isEmail(email), 'Enter an email address like name@example.sch.uk'),
    ),
  billingAddress: textField.pipe(z.string().max(500, 'Shorten the address to 500 characters')),
})
export const detailFields: readonly string[] = detailNames

export const seenForm = z.object({ seen: textField })

export const agreementForm = z
  .object({
    name: shortLine(longestName, 'the name', 'Enter what the agreement is called'),
    fromDay: firstDay('the first day'),
    lastDay,
    places: textField.transform((typed, context): number | null => {
      if (typed === '') return null
      const n = /^\d{1,5}$/.test(typed) ? Number(typed) : Number.NaN
      if (Number.isNaN(n) || n > mostPlaces)
        context.addIssue({
          code: 'custom',
          message: `Enter the places as a number from 0 to ${sayNumber(mostPlaces)}, or leave them empty for any number`,
        })
      return Number.isNaN(n) ? 0 : n
    }),
  })
  .refine((said) => said.lastDay === '' || said.lastDay >= said.fromDay, inOrder)
  .transform(({ lastDay: last, ...said }) => ({ ...said, toDay: dayAfter(last) }))
export const agreementFields = ['name', 'fromDay', 'lastDay', 'places'] as const

/** A list's address: search words, and what is shown. */
export const listForm = z.object({ q: textField, show: textField }).transform(({ q, show }) => ({
  q: cutTo(q, 200),
  show: show === 'ended' ? ('ended' as const) : ('now' as const),
}))

/** The day a payer is shown for; undefined when invalid. */
export const dayForm = z.object({ day: textField }).transform(({ day }) => (isUsableDay(day) ? day : undefined))

export const defaultsForm = (offered: readonly Route[]) => (body: Body) => (cell: string, standing: Route | undefined) => {
  const route = text(body, cell)
  const seen = text(body, `seen-${cell}`)
  const known = routes.find((one) => one === route && canBeDefault(one) && (offered.includes(one) || one === standing))
  return { seen, route: known }
}
