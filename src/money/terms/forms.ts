import * as z from 'zod'
import { parsePounds } from '#base/money.ts'
import { day, type Field, form, line, lines, select, type Texts, ticks, under } from '#base/web/fields.tsx'
import { dayField, shortLine, textField } from '#base/web/form.ts'
import { longestName, mostDays, mostPence, type TermsFacts, type VatChoice } from './terms.ts'

const dayOf = (what: string) => dayField(`Enter ${what} as a date`)

const source = (hint: string) =>
  line('Where do you have it from?', shortLine(300, 'where you have it from', 'Say where you have it from'), { hint })

export const bankHolidayForm = form({
  day: day('Day', dayOf('the day of the bank holiday')),
  name: line('What it is called', shortLine(100, 'what the day is called', 'Enter what the day is called'), {
    hint: 'For example: Summer bank holiday',
  }),
  source: source('For example: https://www.gov.uk/bank-holidays'),
})

export const termDatesForm = form(
  {
    name: line('Name', shortLine(100, 'the name', 'Enter the name of the term'), { hint: 'For example: Autumn 2026, first half' }),
    firstDay: day('First day', dayOf('the first day of the term')),
    lastDay: day('Last day', dayOf('the last day of the term')),
    source: source('For example: the page of the council'),
  },
  (typed) =>
    typed.refine(({ firstDay, lastDay }) => lastDay >= firstDay, {
      path: ['lastDay'],
      message: 'Enter a last day that is not before the first day',
    }),
)

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

const number = { inputmode: 'numeric', width: 4 } as const

const vatField = (vatCodes: readonly VatChoice[]): Field<string> => {
  const schema = textField.refine((id) => id === '' || vatCodes.some((code) => code.id === id), 'Choose VAT from the list')
  if (vatCodes.length === 0) return { schema, show: () => null }
  const options = vatCodes.map(({ id, name, basisPoints }) => ({ value: id, text: `${name}, ${basisPoints / 100} %` }))
  return select('VAT of these charges', [{ value: '', text: 'None' }, ...options], schema, {
    hint: 'Added to the sums above. Ask finance if you are unsure',
  })
}

type Typed = Record<'name' | 'partDays' | 'partPounds' | 'termTimeOnly' | 'notes' | 'vatCodeId', string> &
  Record<'freeDays' | 'fullPounds' | 'absentPounds', number>

const termsFrom = (typed: Typed, context: z.core.$RefinementCtx): TermsFacts => {
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
}

/** @param vatCodes finance's; without any, the form does not ask */
export const termsForm = (vatCodes: readonly VatChoice[]) =>
  form(
    {
      name: line('Name', shortLine(longestName, 'the name', 'Enter a name for these terms'), { hint: 'For example: Paid conferences' }),
      freeDays: under(
        'When cancelling is free of charge',
        line('Working days of notice', days('the working days of notice'), {
          ...number,
          hint: 'Without the day of notice and the event’s. 0: until it starts',
        }),
      ),
      termTimeOnly: ticks('Which days count', [{ value: 'yes', text: 'Only working days in the council’s school terms' }], textField, {
        small: true,
      }),
      partDays: under(
        'Part charge',
        line('Working days of notice for the part charge (optional)', textField, {
          ...number,
          hint: 'Fewer than above. With less notice, the full charge is due',
        }),
      ),
      partPounds: line('Part charge for each place, in pounds (optional)', textField, { hint: 'For example 35 or 35.00', width: 5 }),
      fullPounds: under(
        'Full charge',
        line('Charge for each place cancelled after that, in pounds', amount('the full charge'), { width: 5 }),
      ),
      absentPounds: line('Charge for each place that nobody comes to, in pounds', amount('the charge for not attending'), {
        hint: 'Also for free events, once the register is signed off. 0: none',
        width: 5,
      }),
      vatCodeId: vatField(vatCodes),
      notes: lines(
        'Anything else that schools should read (optional)',
        textField.pipe(z.string().max(1000, 'Shorten the notes to 1,000 characters')),
        { rows: 3 },
      ),
    },
    (typed) => typed.transform(termsFrom),
  )

export const termsTyped = (facts: TermsFacts): Texts => ({
  name: facts.name,
  freeDays: String(facts.freeDays),
  partDays: facts.partDays === null ? '' : String(facts.partDays),
  partPounds: asPounds(facts.partPence),
  fullPounds: asPounds(facts.fullPence),
  absentPounds: asPounds(facts.absentPence),
  termTimeOnly: facts.termTimeOnly ? 'yes' : '',
  notes: facts.notes,
  vatCodeId: facts.vatCodeId ?? '',
})
