import * as z from 'zod'
import { isDay } from '#base/dates.ts'
import { parsePounds } from '#base/money.ts'
import { longestName, mostDays, mostPence, type TermsFacts } from './terms.ts'

/** A field sent twice counts once, by its first value; an uploaded file is not text. */
const text = z.preprocess((value) => {
  const first = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' ? first.normalize('NFC').trim() : ''
}, z.string())

const line = (empty: string, what: string, longest: number) =>
  text
    .transform((value) => value.replaceAll(/[\p{Cc}\p{Bidi_Control}\s]+/gu, ' ').trim())
    .pipe(z.string().min(1, empty).max(longest, `Shorten ${what} to ${longest} characters`))

const day = (what: string) =>
  text.pipe(z.string().refine((value) => isDay(value) && value >= '2000-01-01' && value < '2200-01-01', `Enter ${what} as a date`))

/** What was typed into these fields, to show it again. */
export const typedOf = (body: Record<string, unknown>, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, text.parse(body[name]).slice(0, 5000)]))

export const problemsOf = (error: z.ZodError): Record<string, string> => {
  const problems: Record<string, string> = {}
  for (const issue of error.issues) problems[String(issue.path[0] ?? 'name')] ??= issue.message
  return problems
}

export const bankHolidayForm = z.object({
  day: day('the day of the bank holiday'),
  name: line('Enter what the day is called', 'what the day is called', 100),
  source: line('Say where you have it from', 'where you have it from', 300),
})

export const termDatesForm = z
  .object({
    name: line('Enter the name of the term', 'the name', 100),
    firstDay: day('the first day of the term'),
    lastDay: day('the last day of the term'),
    source: line('Say where you have it from', 'where you have it from', 300),
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
  text.transform((typed, context): number => {
    const pence = readPounds(typed)
    if (pence === undefined)
      context.addIssue({ code: 'custom', message: `Enter ${what} in pounds, such as 35 or 35.00, and 0 for no charge` })
    return pence ?? 0
  })

const days = (what: string) =>
  text.transform((typed, context): number => {
    const n = /^\d{1,3}$/.test(typed) ? Number(typed) : Number.NaN
    if (Number.isNaN(n) || n > mostDays) context.addIssue({ code: 'custom', message: `Enter ${what} as a number from 0 to ${mostDays}` })
    return Number.isNaN(n) ? 0 : n
  })

const fields = z.object({
  name: line('Enter a name for these terms', 'the name', longestName),
  freeDays: days('the working days of notice'),
  partDays: text,
  partPounds: text,
  fullPounds: amount('the full charge'),
  absentPounds: amount('the charge for not attending'),
  termTimeOnly: text,
  notes: text.pipe(z.string().max(1000, 'Shorten the notes to 1,000 characters')),
  vatCodeId: text,
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
export const versionForm = z.object({ version: z.coerce.number().int().min(0).catch(0), action: text })
