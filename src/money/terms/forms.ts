import * as z from 'zod'
import { parsePounds } from '#base/money.ts'
import { dayField, shortLine, textField } from '#base/web/form.ts'
import { longestName, mostDays, mostPence, type TermsFacts } from './terms.ts'

const day = (what: string) => dayField(`Enter ${what} as a date`)

export const bankHolidayForm = z.object({
  day: day('the day of the bank holiday'),
  name: shortLine(100, 'what the day is called', 'Enter what the day is called'),
  source: shortLine(300, 'where you have it from', 'Say where you have it from'),
})

export const termDatesForm = z
  .object({
    name: shortLine(100, 'the name', 'Enter the name of the term'),
    firstDay: day('the first day of the term'),
    lastDay: day('the last day of the term'),
    source: shortLine(300, 'where you have it from', 'Say where you have it from'),
  })
  .refine((term) => term.lastDay >= term.firstDay, { path: ['lastDay'], message: 'Enter a last day that is not before the first day' })

/** Reads `35`, `35.5`, `£35.50` and `1,000` as whole pence; undefined otherwise. */
const readPounds = (typed: string): number | undefined => {
  const pence = parsePounds(typed)
  return pence !== undefined && pence <= mostPence ? pence : undefined
}

/** Pence as an amount for a form field. */
export const asPounds = (pence: number | null): string =>
  pence === null ? '' : `${Math.floor(pence / 100)}${pence % 100 === 0 ? '' : `.${String(pence % 100).padStart(2, '0')}`}`

const amount = (what: string) =>
  textField.transform((typed, context): number => {
    const pence = readPounds(typed)
    if (pence === undefined)
      context.addIssue({ code: 'custom', message: `Enter ${what} in pounds, such as 35 or 35.00, and 0 for no charge` })
    return pence ?? 0
  })

const days = (what: string) =>
  textField.transform((typed, context): number => {
    const n = /^\d{1,3}$/.test(typed) ? Number(typed) : Number.NaN
    if (Number.isNaN(n) || n > mostDays) context.addIssue({ code: 'custom', message: `Enter ${what} as a number from 0 to ${mostDays}` })
    return Number.isNaN(n) ? 0 : n
  })

const fields = z.object({
  name: shortLine(longestName, 'the name', 'Enter a name for these terms'),
  freeDays: days('the working days of notice'),
  partDays: textField,
  partPounds: textField,
  fullPounds: amount('the full charge'),
  absentPounds: amount('the charge for not attending'),
  termTimeOnly: textField,
  notes: textField.pipe(z.string().max(1000, 'Shorten the notes to 1,000 characters')),
  vatCodeId: textField,
})

export const termsFields = [
  'name',
  'freeDays',
  'partDays',
  'partPounds',
  'fullPounds',
  'absentPounds',
  'termTimeOnly',
  'notes',
  'vatCodeId',
] as const

export const termsForm = fields.transform((typed, context): TermsFacts => {
  const says = (path: string, message: string): void => void context.addIssue({ code: 'custom', path: [path], message })
  const partPence = typed.partPounds === '' ? null : readPounds(typed.partPounds)
  const partDays = /^\d{1,3}$/.test(typed.partDays) ? Number(typed.partDays) : null
  if (partPence === undefined) says('partPounds', 'Enter the part charge in pounds, such as 35 or 35.00')
  if ((typed.partDays === '') !== (typed.partPounds === ''))
    says(typed.partDays === '' ? 'partDays' : 'partPounds', 'Enter both the days and the amount of the part charge, or neither')
  else if (typed.partDays !== '' && (partDays === null || partDays >= typed.freeDays))
    says('partDays', 'Enter fewer working days for the part charge than for cancelling free of charge')
  return {
    name: typed.name,
    freeDays: typed.freeDays,
    partDays,
    partPence: partPence ?? null,
    fullPence: typed.fullPounds,
    absentPence: typed.absentPounds,
    termTimeOnly: typed.termTimeOnly === 'yes',
    notes: typed.notes,
    vatCodeId: typed.vatCodeId || null,
  }
})

/** The version this one follows; 0, which matches none, when invalid. */
export const versionForm = z.object({ version: z.coerce.number().int().min(0).catch(0), action: textField })
