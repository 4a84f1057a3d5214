// Forms for VAT codes, price lists and their codes.
import * as z from 'zod'
import { endOfDay } from '#base/council/working-day.ts'
import { isDay, londonDay, sayDay } from '#base/dates.ts'
import { parsePounds } from '#base/money.ts'
import type { Problems } from '#base/web/field.tsx'
import { type Body, problemOf, shortLine, textField } from '#base/web/form.ts'
import {
  type CodeFacts,
  longestName,
  mostFreePlaces,
  mostPence,
  type PriceFacts,
  type PriceRow,
  priceCells,
  type VatCode,
} from './price.ts'
import { sayRow } from './words.ts'

/** `20`, `17.5`, `20 %` as basis points. */
const rate = textField.transform((typed, context): number => {
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?\s*%?$/.exec(typed)
  const points = match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : Number.NaN
  if (!(points <= 10_000)) context.addIssue({ code: 'custom', message: 'Enter the rate in per cent from 0 to 100, such as 20 or 17.5' })
  return points <= 10_000 ? points : 0
})

export const vatFields = ['code', 'name', 'rate'] as const

export const vatForm = z.object({
  code: shortLine(20, 'the code', 'Enter the code by which your finance system knows it'),
  name: shortLine(longestName, 'the name', 'Enter what it is called, such as Standard rate'),
  rate,
})

/** The names of a cell's three fields. */
export const cellFields = (cell: Pick<PriceRow, 'status' | 'area' | 'agreement'>) => {
  const name = `${cell.status}-${cell.area}-${cell.agreement}`
  return { pounds: `${name}-pounds`, early: `${name}-early`, vat: `${name}-vat` }
}

export const priceFields: readonly string[] = [
  ...['name', 'pounds', 'earlyPounds', 'vatCodeId', 'freePlaces', 'onlineLess', 'notes'],
  ...priceCells.flatMap((cell) => Object.values(cellFields(cell))),
]

/**
 * The typed prices, or a problem for each wrong field.
 * @param vatCodes those that may be chosen
 */
export const readPriceFacts = (
  body: Body,
  vatCodes: readonly VatCode[],
): { facts: PriceFacts; problems?: never } | { facts?: never; problems: Problems } => {
  const problems: Problems = {}
  const typed = (field: string): string => textField.parse(body[field])
  const sum = (field: string, what: string): number | null => {
    if (typed(field) === '') return null
    const pence = parsePounds(typed(field))
    if (pence !== undefined && pence <= mostPence) return pence
    problems[field] = `Enter ${what} in pounds, such as 80 or 80.50, of no more than £10,000`
    return null
  }
  const vat = (field: string): string | null => {
    const id = typed(field) || null
    if (id !== null && !vatCodes.some((code) => code.id === id))
      problems[field] = 'Choose a VAT code from the list: the one chosen is retired'
    return id
  }
  const name = shortLine(longestName, 'the name', 'Enter a name for this price list').safeParse(body['name'])
  if (!name.success) problems['name'] = problemOf(name.error)
  const defaultPence = sum('pounds', 'the default price')
  if (typed('pounds') === '') problems['pounds'] = 'Enter the default price in pounds, such as 100, and 0 for none'
  const defaultEarlyPence = sum('earlyPounds', 'the default early price')
  const vatCodeId = vat('vatCodeId')
  if (typed('vatCodeId') === '') problems['vatCodeId'] = 'Choose the VAT code of these prices'
  const free = typed('freePlaces') === '' ? 0 : /^\d{1,3}$/.test(typed('freePlaces')) ? Number(typed('freePlaces')) : Number.NaN
  if (!(free <= mostFreePlaces))
    problems['freePlaces'] = `Enter how many places of each school are free of charge, from 0 to ${mostFreePlaces}`
  const onlineLessPence = sum('onlineLess', 'how much less a place online costs') ?? 0
  const notes = typed('notes')
  if (notes.length > 1000) problems['notes'] = 'Shorten the notes to 1,000 characters'
  const rows = priceCells.flatMap((cell): PriceRow[] => {
    const fields = cellFields(cell)
    const what = `“${sayRow(cell)}”`
    const row = {
      ...cell,
      pence: sum(fields.pounds, `the price for ${what}`),
      earlyPence: sum(fields.early, `the early price for ${what}`),
      vatCodeId: vat(fields.vat),
    }
    return row.pence === null && row.earlyPence === null && row.vatCodeId === null ? [] : [row]
  })
  if (defaultPence !== null && defaultEarlyPence !== null && defaultEarlyPence >= defaultPence)
    problems['earlyPounds'] ??= 'Enter an early price lower than the default price, or leave it blank'
  for (const row of rows)
    if (defaultPence !== null && row.earlyPence !== null && row.earlyPence >= (row.pence ?? defaultPence))
      problems[cellFields(row).early] ??= `Enter an early price for “${sayRow(row)}” lower than its price, or leave it blank`
  if (!name.success || defaultPence === null || vatCodeId === null || Object.keys(problems).length > 0) return { problems }
  return { facts: { name: name.data, defaultPence, defaultEarlyPence, vatCodeId, freePlaces: free, onlineLessPence, notes, rows } }
}

/** The version this one follows, or 0 when invalid, which matches none; and the pressed button. */
export const versionForm = z.object({ version: z.coerce.number().int().min(0).catch(0), action: textField })

export const codeFields = ['code', 'kind', 'amount', 'mostPlaces', 'validUntil'] as const

/** The typed code, or a problem for each wrong field. */
export const readCode = (body: Body, now: Date): { facts: CodeFacts; problems?: never } | { facts?: never; problems: Problems } => {
  const problems: Problems = {}
  const typed = (field: (typeof codeFields)[number]): string => textField.parse(body[field])
  const code = typed('code').toUpperCase()
  if (!/^[A-Z0-9-]{3,30}$/.test(code)) problems['code'] = 'Enter a code of 3 to 30 letters, digits and hyphens'
  const kind = typed('kind')
  const percent = /^(\d{1,3})\s*%?$/.exec(typed('amount'))?.[1]
  const percentOff = kind === 'percent' ? Number(percent ?? Number.NaN) : null
  const penceOff = kind === 'pounds' ? (parsePounds(typed('amount')) ?? Number.NaN) : null
  if (kind !== 'percent' && kind !== 'pounds') problems['kind'] = 'Choose whether the code takes off a part or a sum'
  else if (percentOff !== null && !(percentOff >= 1 && percentOff <= 100))
    problems['amount'] = 'Enter how many per cent the code takes off, from 1 to 100'
  else if (penceOff !== null && !(penceOff >= 1 && penceOff <= mostPence))
    problems['amount'] = 'Enter how many pounds the code takes off each place, such as 10 or 10.50'
  const mostPlaces = /^\d{1,5}$/.test(typed('mostPlaces')) ? Number(typed('mostPlaces')) : Number.NaN
  if (!(mostPlaces >= 1 && mostPlaces <= 10_000))
    problems['mostPlaces'] = 'Enter for how many places the code can be used in all, from 1 to 10,000'
  const until = typed('validUntil')
  const today = londonDay(now)
  if (until !== '' && !(isDay(until) && until < '2200-01-01'))
    problems['validUntil'] = 'Enter the last day of the code as a date, or leave it blank'
  else if (until !== '' && until < today) problems['validUntil'] = `Enter a last day that is not before today (${sayDay(today)})`
  if (Object.keys(problems).length > 0) return { problems }
  return { facts: { code, percentOff, penceOff, mostPlaces, validUntil: until === '' ? null : endOfDay(until) } }
}
