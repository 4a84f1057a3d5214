import * as z from 'zod'
import { endOfDay } from '#base/council/working-day.ts'
import { isDay, londonDay, sayDay } from '#base/dates.ts'
import { parsePounds } from '#base/money.ts'
import { choice, day, type Field, form, line, lines, select, type Texts } from '#base/web/fields.tsx'
import { shortLine, textField } from '#base/web/form.ts'
import { asPounds } from '#money/terms/forms.ts'
import {
  type CodeFacts,
  longestName,
  mostFreePlaces,
  mostPence,
  type PriceFacts,
  type PriceRow,
  priceCells,
  sayRow,
  sayVat,
  type VatCode,
} from './price.ts'

/** `20`, `17.5`, `20 %` as basis points. */
const rate = textField.transform((typed, context): number => {
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?\s*%?$/.exec(typed)
  const points = match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : Number.NaN
  if (!(points <= 10_000)) context.addIssue({ code: 'custom', message: 'Enter the rate in per cent from 0 to 100, such as 20 or 17.5' })
  return points <= 10_000 ? points : 0
})

export const vatForm = form({
  code: line('Code', shortLine(20, 'the code', 'Enter the code by which your finance system knows it'), {
    hint: 'As your finance system knows it',
    width: 10,
  }),
  name: line('Name', shortLine(longestName, 'the name', 'Enter what it is called, such as Standard rate'), {
    hint: 'Schools read it, for example: Standard rate',
    width: 20,
  }),
  rate: line('Rate in per cent', rate, { hint: 'For example 20 or 17.5. 0: no VAT is charged', width: 4 }),
})

/** The names of a cell's three fields. */
export const cellFields = (cell: Pick<PriceRow, 'status' | 'area' | 'agreement'>) => {
  const name = `${cell.status}-${cell.area}-${cell.agreement}`
  return { pounds: `${name}-pounds`, early: `${name}-early`, vat: `${name}-vat` }
}

/** Of a cell of the table, whose head says what it is. */
const hidden = { labelClass: 'govuk-visually-hidden' }

const cellsOf = (vatCodes: readonly VatCode[]): Record<string, Field<string>> =>
  Object.fromEntries(
    priceCells.flatMap((cell): [string, Field<string>][] => {
      const names = cellFields(cell)
      const options = [{ value: '', text: 'As the list' }, ...vatCodes.map(({ id, code }) => ({ value: id, text: code }))]
      return [
        [names.pounds, line(`Price: ${sayRow(cell)}`, textField, { ...hidden, width: 5 })],
        [names.early, line(`Early price: ${sayRow(cell)}`, textField, { ...hidden, width: 5 })],
        [names.vat, select(`VAT code: ${sayRow(cell)}`, options, textField, hidden)],
      ]
    }),
  )

/** @param vatCodes those that may be chosen */
export const priceForm = (vatCodes: readonly VatCode[]) =>
  form(
    {
      name: line('Name', textField, {
        hint: 'Schools read it, for example: Conferences of a whole day',
        width: 30,
      }),
      pounds: line('Default price in pounds', textField, { hint: '0: a place is free unless the table has a price', width: 5 }),
      earlyPounds: line('Default early price in pounds (optional)', textField, {
        hint: 'For each event an organiser says until when early prices hold',
        width: 5,
      }),
      vatCodeId: select(
        'VAT code',
        [{ value: '', text: 'Choose a VAT code' }, ...vatCodes.map((code) => ({ value: code.id, text: `${code.code}: ${sayVat(code)}` }))],
        textField,
      ),
      freePlaces: line('First places of each school at an event that are free of charge (optional)', textField, {
        inputmode: 'numeric',
        width: 3,
      }),
      onlineLess: line('Pounds less for a place online (optional)', textField, {
        hint: 'Where people choose between room and online. Never below £0',
        width: 5,
      }),
      notes: lines('Anything else that schools should read (optional)', textField, { rows: 3 }),
      ...cellsOf(vatCodes),
    },
    (typed) => typed.transform((texts, context) => factsFrom(texts, vatCodes, context)),
  )

type TypedPrices = Record<'name' | 'notes' | 'freePlaces', string> & Readonly<Record<string, string>>

const factsFrom = (typed: TypedPrices, vatCodes: readonly VatCode[], context: z.core.$RefinementCtx): PriceFacts => {
  const wrong = (field: string, message: string): null => {
    context.addIssue({ code: 'custom', path: [field], message })
    return null
  }
  // All that is wrong is said at once, which the schemas of fields would prevent.
  const named = shortLine(longestName, 'the name', 'Enter a name for this price list').safeParse(typed.name)
  if (!named.success) wrong('name', named.error.issues[0]?.message ?? '')
  if (typed.notes.length > 1000) wrong('notes', 'Shorten the notes to 1,000 characters')
  const sum = (field: string, what: string): number | null => {
    const pence = parsePounds(typed[field] ?? '')
    if (!typed[field] || (pence !== undefined && pence <= mostPence)) return pence ?? null
    return wrong(field, `Enter ${what} in pounds, such as 80 or 80.50, of no more than £10,000`)
  }
  const vat = (field: string): string | null => {
    if (!typed[field] || vatCodes.some(({ id }) => id === typed[field])) return typed[field] || null
    return wrong(field, 'Choose a VAT code from the list: the one chosen is retired')
  }
  const defaultPence = sum('pounds', 'the default price')
  if (!typed['pounds']) wrong('pounds', 'Enter the default price in pounds, such as 100, and 0 for none')
  const defaultEarlyPence = sum('earlyPounds', 'the default early price')
  const vatCodeId = vat('vatCodeId')
  if (!typed['vatCodeId']) wrong('vatCodeId', 'Choose the VAT code of these prices')
  const free = /^\d{0,3}$/.test(typed.freePlaces) ? Number(typed.freePlaces) : Number.NaN
  if (!(free <= mostFreePlaces)) wrong('freePlaces', `Enter how many places of each school are free of charge, from 0 to ${mostFreePlaces}`)
  const onlineLessPence = sum('onlineLess', 'how much less a place online costs') ?? 0
  const rows = priceCells.flatMap((cell): PriceRow[] => {
    const names = cellFields(cell)
    const rowName = `“${sayRow(cell)}”`
    const row = {
      ...cell,
      pence: sum(names.pounds, `the price for ${rowName}`),
      earlyPence: sum(names.early, `the early price for ${rowName}`),
      vatCodeId: vat(names.vat),
    }
    return row.pence === null && row.earlyPence === null && row.vatCodeId === null ? [] : [row]
  })
  if (defaultPence !== null && defaultEarlyPence !== null && defaultEarlyPence >= defaultPence)
    wrong('earlyPounds', 'Enter an early price lower than the default price, or leave it blank')
  for (const row of rows)
    if (defaultPence !== null && row.earlyPence !== null && row.earlyPence >= (row.pence ?? defaultPence))
      wrong(cellFields(row).early, `Enter an early price for “${sayRow(row)}” lower than its price, or leave it blank`)
  return {
    name: named.data ?? '',
    defaultPence: defaultPence ?? 0,
    defaultEarlyPence,
    vatCodeId: vatCodeId ?? '',
    freePlaces: free,
    onlineLessPence,
    notes: typed.notes,
    rows,
  }
}

export const pricesTyped = (facts: PriceFacts): Texts => ({
  name: facts.name,
  pounds: asPounds(facts.defaultPence),
  earlyPounds: asPounds(facts.defaultEarlyPence),
  vatCodeId: facts.vatCodeId,
  freePlaces: facts.freePlaces === 0 ? '' : String(facts.freePlaces),
  onlineLess: facts.onlineLessPence === 0 ? '' : asPounds(facts.onlineLessPence),
  notes: facts.notes,
  ...Object.fromEntries(
    facts.rows.flatMap((row) => {
      const names = cellFields(row)
      return [
        [names.pounds, asPounds(row.pence)],
        [names.early, asPounds(row.earlyPence)],
        [names.vat, row.vatCodeId ?? ''],
      ]
    }),
  ),
})

export const codeForm = (now: Date) =>
  form(
    {
      code: line(
        'Code',
        textField
          .transform((typed) => typed.toUpperCase())
          .refine((code) => /^[A-Z0-9-]{3,30}$/.test(code), 'Enter a code of 3 to 30 letters, digits and hyphens'),
        {
          hint: '3 to 30 letters, digits and hyphens. Capitals make no difference',
          width: 20,
        },
      ),
      kind: choice(
        'What does it take off?',
        [
          { value: 'percent', text: 'A part of the price, in per cent' },
          { value: 'pounds', text: 'A sum off the price, in pounds' },
        ],
        z.enum(['percent', 'pounds'], 'Choose whether the code takes off a part or a sum'),
        { inline: true },
      ),
      amount: line('How much?', textField, { hint: 'Per cent, such as 25, or pounds, such as 10 or 10.50', width: 5 }),
      mostPlaces: line(
        'For how many places in all?',
        textField
          .transform((typed) => (/^\d{1,5}$/.test(typed) ? Number(typed) : 0))
          .refine((n) => n >= 1 && n <= 10_000, 'Enter for how many places the code can be used in all, from 1 to 10,000'),
        { hint: 'A place that is cancelled gives its use of the code back', inputmode: 'numeric', width: 5 },
      ),
      validUntil: day('Last day on which it can be used (optional)', lastDayFrom(londonDay(now))),
    },
    (typed) => typed.transform(codeFrom),
  )

const lastDayFrom = (today: string) =>
  textField
    .refine(
      (until) => until === '' || (isDay(until) && until < '2200-01-01'),
      'Enter the last day of the code as a date, or leave it blank',
    )
    .refine((until) => until === '' || until >= today, `Enter a last day that is not before today (${sayDay(today)})`)

type TypedCode = { code: string; kind: 'percent' | 'pounds'; amount: string; mostPlaces: number; validUntil: string }

const codeFrom = ({ code, kind, amount, mostPlaces, validUntil }: TypedCode, context: z.core.$RefinementCtx): CodeFacts => {
  const percent = /^(\d{1,3})\s*%?$/.exec(amount)?.[1]
  const percentOff = kind === 'percent' ? Number(percent ?? Number.NaN) : null
  const penceOff = kind === 'pounds' ? (parsePounds(amount) ?? Number.NaN) : null
  const wrong = (message: string): void => void context.addIssue({ code: 'custom', path: ['amount'], message })
  if (percentOff !== null && !(percentOff >= 1 && percentOff <= 100)) wrong('Enter how many per cent the code takes off, from 1 to 100')
  if (penceOff !== null && !(penceOff >= 1 && penceOff <= mostPence))
    wrong('Enter how many pounds the code takes off each place, such as 10 or 10.50')
  return { code, percentOff, penceOff, mostPlaces, validUntil: validUntil === '' ? null : endOfDay(validUntil) }
}
