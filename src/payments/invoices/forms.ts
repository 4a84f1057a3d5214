import * as z from 'zod'
import { isDay } from '#base/dates.ts'
import { parsePounds } from '#base/money.ts'
import { readPage } from '#base/web/page-number.ts'
import type { Supplier } from '#money/ledger/supplier.ts'
import { reminderSteps } from './invoice.ts'
import { filterStates, type InvoiceFilter } from './list.ts'
import type { InvoiceSetting } from './setting.ts'

/** A field sent twice counts once, by its first value; an uploaded file is not text. */
const text = z.preprocess((value) => {
  const first = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' ? first.normalize('NFC').trim() : ''
}, z.string())

const line = (longest: number, what: string) =>
  text
    .transform((value) => value.replaceAll(/[\p{Cc}\p{Bidi_Control}\s]+/gu, ' ').trim())
    .pipe(z.string().max(longest, `Shorten ${what} to ${longest} characters`))

export const typedOf = (body: Record<string, unknown>, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, text.parse(body[name]).slice(0, 5000)]))

export const problemsOf = (error: z.ZodError): Record<string, string> => {
  const problems: Record<string, string> = {}
  for (const issue of error.issues) problems[String(issue.path[0] ?? 'name')] ??= issue.message
  return problems
}

const email = line(254, 'the address').pipe(
  z
    .string()
    .refine((value) => value === '' || z.email().safeParse(value).success, 'Enter an email address, such as finance@council.gov.uk'),
)

export const supplierForm = z.object({
  name: line(100, 'the name').pipe(z.string().min(1, 'Enter the name of the council as its invoices say it')),
  address: text.pipe(z.string().max(500, 'Shorten the address to 500 characters')),
  vatNumber: line(20, 'the VAT number').pipe(
    z.string().refine((value) => value === '' || /^[A-Za-z]{0,2}[\d ]{9,15}$/.test(value), 'Enter a VAT number, such as GB 123 4567 89'),
  ),
  email,
  bankNote: text.pipe(z.string().max(500, 'Shorten the note to 500 characters')),
}) satisfies z.ZodType<Supplier>

export const supplierFields = ['name', 'address', 'vatNumber', 'email', 'bankNote'] as const

export const settingForm = z
  .object({ daysUntilDue: text, remind: z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(z.unknown())) })
  .transform((typed, context): InvoiceSetting => {
    const days = /^\d{1,3}$/.test(typed.daysUntilDue) ? Number(typed.daysUntilDue) : Number.NaN
    if (Number.isNaN(days) || days < 1 || days > 120)
      context.addIssue({
        code: 'custom',
        path: ['daysUntilDue'],
        message: 'Enter the days until an invoice is due as a number from 1 to 120',
      })
    return { daysUntilDue: Number.isNaN(days) ? 30 : days, remind: reminderSteps.filter((step) => typed.remind.includes(step)) }
  })

export const readFilter = (query: Record<string, string>): InvoiceFilter & { page: number } => {
  return {
    state: filterStates.find((state) => state === query['state']) ?? '',
    search: text.parse(query['q']).slice(0, 100),
    page: readPage(query['page']),
  }
}

export const poForm = z.object({
  poNumber: line(60, 'the number').pipe(z.string().min(1, 'Enter the purchase order number')),
})

export const paymentForm = z
  .object({
    pounds: text,
    reference: line(100, 'the reference').pipe(z.string().min(1, 'Enter the reference under which the money came')),
    happenedOn: text.pipe(z.string().refine(isDay, 'Enter the day on which the money came')),
  })
  .transform((typed, context): { pence: number; reference: string; happenedOn: string } => {
    const pence = parsePounds(typed.pounds)
    if (pence === undefined) context.addIssue({ code: 'custom', path: ['pounds'], message: 'Enter the amount in pounds, such as 120.00' })
    return { pence: pence ?? 0, reference: typed.reference, happenedOn: typed.happenedOn }
  })

export const paymentFields = ['pounds', 'reference', 'happenedOn'] as const
