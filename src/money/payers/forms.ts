import * as z from 'zod'
import { addDays, isDay } from '#base/dates.ts'
import { isEmail } from '#schools/schools/contact.ts'
import { longestName, mostPlaces } from './agreement.ts'
import { type Route, routes } from './payer.ts'
import { detailNames } from './payer-record.ts'

/** A field sent twice counts once, by its first value; an uploaded file is not text. */
const text = z.preprocess((value) => {
  const first = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' ? first.normalize('NFC').trim() : ''
}, z.string())

const oneLine = text.transform((value) => value.replaceAll(/[\p{Cc}\p{Bidi_Control}\s]+/gu, ' ').trim())
const upTo = (longest: number, what: string) => oneLine.pipe(z.string().max(longest, `Shorten ${what} to ${longest} characters`))

const isUsable = (value: string): boolean => isDay(value) && value >= '2000-01-01' && value < '2200-01-01'
const firstDay = (what: string) => text.pipe(z.string().refine(isUsable, `Enter ${what} as a date`))
const lastDay = text.pipe(z.string().refine((value) => value === '' || isUsable(value), 'Enter the last day as a date, or leave it empty'))

/** What was typed into these fields, to show it again. */
export const typedOf = (body: Record<string, unknown>, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, text.parse(body[name]).slice(0, 2000)]))

export const problemsOf = (error: z.ZodError): Record<string, string> => {
  const problems: Record<string, string> = {}
  for (const issue of error.issues) problems[String(issue.path[0] ?? 'name')] ??= issue.message
  return problems
}

/** People give the last day; we store the day after it. */
const dayAfter = (last: string): string | null => (last === '' ? null : addDays(last, 1))
const inOrder = { path: ['lastDay'], message: 'Enter a last day that is not before the first day' }

/** @param offered the routes of this deployment */
export const routeForm = (offered: readonly Route[]) =>
  z
    .object({
      route: text.pipe(z.custom<Route>((value) => offered.some((route) => route === value), 'Choose how it pays')),
      fromDay: firstDay('the first day'),
      lastDay,
      reason: oneLine.pipe(z.string().min(1, 'Say why').max(300, 'Shorten the reason to 300 characters')),
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
  costCentre: upTo(40, 'the cost centre'),
  subjectiveCode: upTo(40, 'the subjective code'),
  customerNumber: upTo(40, 'the customer number'),
  billingName: upTo(200, 'the name'),
  billingEmail: oneLine
    .transform((email) => email.toLowerCase())
    .pipe(
      z
        .string()
        .max(200, 'Shorten the address to 200 characters')
        .refine((email) => email === '' || isEmail(email), 'Enter an email address like name@example.sch.uk'),
    ),
  billingAddress: text.pipe(z.string().max(500, 'Shorten the address to 500 characters')),
})
export const detailFields: readonly string[] = detailNames

/** The form's id, so that sending it twice acts once. */
export const idForm = z.object({
  id: text.transform((value) => (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value) ? value : undefined)),
})

export const seenForm = z.object({ seen: text })

export const agreementForm = z
  .object({
    name: upTo(longestName, 'the name').pipe(z.string().min(1, 'Enter what the agreement is called')),
    fromDay: firstDay('the first day'),
    lastDay,
    places: text.transform((typed, context): number | null => {
      if (typed === '') return null
      const n = /^\d{1,5}$/.test(typed) ? Number(typed) : Number.NaN
      if (Number.isNaN(n) || n > mostPlaces)
        context.addIssue({
          code: 'custom',
          message: `Enter the places as a number from 0 to ${mostPlaces.toLocaleString('en-GB')}, or leave them empty for any number`,
        })
      return Number.isNaN(n) ? 0 : n
    }),
  })
  .refine((said) => said.lastDay === '' || said.lastDay >= said.fromDay, inOrder)
  .transform(({ lastDay: last, ...said }) => ({ ...said, toDay: dayAfter(last) }))
export const agreementFields = ['name', 'fromDay', 'lastDay', 'places'] as const

/** A list's address: search words, a page from 1, and what is shown. */
export const listForm = z.object({ q: text, page: text, show: text }).transform(({ q, page, show }) => ({
  q: q.slice(0, 200),
  page: Math.min(Math.max(1, Math.trunc(Number(page)) || 1), 100_000),
  show: show === 'ended' ? ('ended' as const) : ('now' as const),
}))

/** The day a payer is shown for; undefined when invalid. */
export const dayForm = z.object({ day: text }).transform(({ day }) => (isUsable(day) ? day : undefined))

export const defaultsForm =
  (offered: readonly Route[]) => (body: Record<string, unknown>) => (cell: string, standing: Route | undefined) => {
    const route = text.parse(body[cell])
    const seen = text.parse(body[`seen-${cell}`])
    const known = routes.find((one) => one === route && one !== 'agreement' && (offered.includes(one) || one === standing))
    return { seen, route: known }
  }
