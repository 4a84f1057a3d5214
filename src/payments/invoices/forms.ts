import * as z from 'zod'
import { isDay } from '#base/dates.ts'
import { parsePounds } from '#base/money.ts'
import { shortLine, text, textField, textsField } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import type { Supplier } from '#money/ledger/supplier.ts'
import { reminderSteps } from './invoice.ts'
import { filterStates, type InvoiceFilter } from './list.ts'
import type { InvoiceSetting } from './setting.ts'

const email = shortLine(254, 'the address').pipe(
  z
    .string()
    .refine((value) => value === '' || z.email().safeParse(value).success, 'Enter an email address, such as finance@council.gov.uk'),
)

export const supplierForm = z.object({
  name: shortLine(100, 'the name', 'Enter the name of the council as its invoices say it'),
  address: textField.pipe(z.string().max(500, 'Shorten the address to 500 characters')),
  vatNumber: shortLine(20, 'the VAT number').pipe(
    z.string().refine((value) => value === '' || /^[A-Za-z]{0,2}[\d ]{9,15}$/.test(value), 'Enter a VAT number, such as GB 123 4567 89'),
  ),
  email,
  bankNote: textField.pipe(z.string().max(500, 'Shorten the note to 500 characters')),
}) satisfies z.ZodType<Supplier>

export const supplierFields = ['name', 'address', 'vatNumber', 'email', 'bankNote'] as const

const wholeDays = (least: number, most: number, message: string) =>
  textField.pipe(
    z
      .string()
      .refine((typed) => /^\d{1,3}$/.test(typed) && Number(typed) >= least && Number(typed) <= most, message)
      .transform(Number),
  )

export const settingForm = z.object({
  daysUntilDue: wholeDays(1, 120, 'Enter the days until an invoice is due as a number from 1 to 120'),
  waitDays: wholeDays(0, 14, 'Enter the days that an invoice waits as a number from 0 to 14'),
  remind: textsField.transform((typed) => reminderSteps.filter((step) => typed.includes(step))),
}) satisfies z.ZodType<InvoiceSetting>

export const readFilter = (query: Record<string, string>): InvoiceFilter => {
  return {
    state: filterStates.find((state) => state === query['state']) ?? '',
    search: cutTo(text(query, 'q').trim(), 100),
  }
}

export const poForm = z.object({
  poNumber: shortLine(60, 'the number', 'Enter the purchase order number'),
})

export const paymentForm = z
  .object({
    pounds: textField,
    reference: shortLine(100, 'the reference', 'Enter the reference under which the money came'),
    happenedOn: textField.pipe(z.string().refine(isDay, 'Enter the day on which the money came')),
  })
  .transform((typed, context): { pence: number; reference: string; happenedOn: string } => {
    const pence = parsePounds(typed.pounds)
    if (pence === undefined) context.addIssue({ code: 'custom', path: ['pounds'], message: 'Enter the amount in pounds, such as 120.00' })
    return { pence: pence ?? 0, reference: typed.reference, happenedOn: typed.happenedOn }
  })

export const paymentFields = ['pounds', 'reference', 'happenedOn'] as const
