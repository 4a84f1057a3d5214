// A layout says line by line how a file is written: `day: 31/05/2026` sets how, `Heading = {field}`
// is a column, from left to right. It is kept as it was typed.
import { type BatchKind, type Need, needs } from './batch.ts'
import { type Column, isField, shortened, textIn } from './column.ts'
import { dateFormats, type FileFormat, periodFormats, separators, signFormats, totalFields, usualFormat } from './file-format.ts'

/** A line without what is `needed` is held back. */
export type Layout = { columns: readonly Column[]; needed: readonly Need[]; format: FileFormat }

const longestLayout = 8_000
export const mostColumns = 40
const longestHeading = 60
const longestText = 120
/** The most characters to which a column may be cut. */
const longestCell = 240
const longestCode = 40
const longestRow = 200
/** Longer than any line that may stand. */
const longestLine = 250

const yesOrNo = { yes: true, no: false }
const same = (words: Readonly<Record<string, unknown>>) => Object.fromEntries(Object.keys(words).map((word) => [word, word]))
const written = (ways: Readonly<Record<string, (of: never) => string>>, of: string) =>
  Object.fromEntries(Object.entries(ways).map(([way, say]) => [say(of as never), way]))

type Setting = { sets: keyof FileFormat; only?: BatchKind } & ({ values: Readonly<Record<string, unknown>> } | { longest: number })

/** What the lines before the columns may set; values as somebody writes them. */
const settings: Readonly<Record<string, Setting>> = {
  'between cells': { sets: 'separator', values: same(separators) },
  headings: { sets: 'headings', values: yesOrNo },
  day: { sets: 'dates', values: written(dateFormats, '2026-05-31') },
  month: { sets: 'periods', values: written(periodFormats, '2026-05') },
  credit: { sets: 'signs', values: written(signFormats, '-102.00') },
  'plain letters': { sets: 'plain', values: yesOrNo },
  'join requests': { sets: 'joined', values: yesOrNo, only: 'invoice_request' },
  'both sides': { sets: 'twoSided', values: yesOrNo, only: 'journal' },
  'balancing cost centre': { sets: 'balancingCostCentre', longest: longestCode, only: 'journal' },
  'balancing subjective code': { sets: 'balancingSubjective', longest: longestCode, only: 'journal' },
  'row before': { sets: 'header', longest: longestRow },
  'row after': { sets: 'trailer', longest: longestRow },
}
const holdBack = 'hold back without'
const needOf = (word: string): Need | undefined => needs.find((need) => need.replaceAll('_', ' ') === word)

type LayoutProblem =
  | { problem: 'not_understood' | 'heading_long' | 'twice' | 'field_unknown' | 'longest_wrong' | 'not_shortened' | 'row_field_unknown' }
  | { problem: 'no_columns' | 'too_many' | 'balancing_missing' }
  | { problem: 'too_long'; most: number }
  | { problem: 'value_unknown'; values: readonly string[] }
/** `line`: from 1; 0 is the whole. */
export type LayoutRefusal = LayoutProblem & { line: number }

const columnOf = (heading: string, longest: string | undefined, text: string): Column | LayoutProblem => {
  if (heading.length > longestHeading) return { problem: 'heading_long' }
  if (text.length > longestText) return { problem: 'too_long', most: longestText }
  const names = textIn(text).filter(isField)
  if (names.length < textIn(text).length) return { problem: 'field_unknown' }
  if (longest === undefined) return { heading, text }
  if (Number(longest) < 1 || Number(longest) > longestCell) return { problem: 'longest_wrong' }
  const whole = names.find((name) => text === `{${name}}`)
  return whole !== undefined && !shortened.includes(whole) ? { problem: 'not_shortened' } : { heading, text, longest: Number(longest) }
}

const valueRead = (setting: Setting, value: string): { value: unknown } | LayoutProblem => {
  if ('values' in setting)
    return Object.hasOwn(setting.values, value)
      ? { value: setting.values[value] }
      : { problem: 'value_unknown', values: Object.keys(setting.values) }
  if (value.length > setting.longest) return { problem: 'too_long', most: setting.longest }
  const isRow = setting.sets === 'header' || setting.sets === 'trailer'
  return isRow && !textIn(value).every((name) => (totalFields as readonly string[]).includes(name))
    ? { problem: 'row_field_unknown' }
    : { value }
}

/** Skips empty lines and `#`. @returns what its lines say, and what is wrong with others */
export const readLayout = (kind: BatchKind, text: string): { layout: Layout; refusals: readonly LayoutRefusal[] } => {
  const refusals: LayoutRefusal[] = []
  const columns: Column[] = []
  const format: Record<string, unknown> = { ...usualFormat }
  const once = new Set<string>()
  let needed: readonly Need[] = []
  if (text.length > longestLayout) refusals.push({ problem: 'too_long', most: longestLayout, line: 0 })
  for (const [at, typed] of text.split('\n').entries()) {
    const line = typed.trim()
    if (line === '' || line.startsWith('#')) continue
    const wrong = (problem: LayoutProblem) => refusals.push({ ...problem, line: at + 1 })
    if (line.length > longestLine) {
      wrong({ problem: 'too_long', most: longestLine })
      continue
    }
    const [, name = '', value = ''] = /^([^:=]+):(.*)$/.exec(line) ?? []
    const key = name.trim().toLowerCase()
    const setting = Object.hasOwn(settings, key) ? settings[key] : undefined
    const [, heading = '', longest, words = ''] = /^([^=]*?)\s*(?:\((\d{1,4})\))?\s*=(.*)$/.exec(line) ?? []
    const isColumn = setting === undefined && key !== holdBack && heading !== ''
    const prefix = isColumn ? heading.toLowerCase() : `${key}:`
    if (isColumn || setting) {
      if (once.has(prefix)) wrong({ problem: 'twice' })
      once.add(prefix)
    }
    if (isColumn) {
      const column = columnOf(heading, longest, words.trim())
      if ('problem' in column) wrong(column)
      else columns.push(column)
    } else if (key === holdBack) {
      const lacking = value.split(',').flatMap((word) => word.trim() || [])
      if (lacking.every(needOf)) needed = needs.filter((need) => lacking.some((word) => needOf(word) === need))
      else wrong({ problem: 'value_unknown', values: needs.map((need) => need.replaceAll('_', ' ')) })
    } else if (setting && (setting.only ?? kind) === kind) {
      const read = valueRead(setting, value.trim())
      if ('problem' in read) wrong(read)
      else format[setting.sets] = read.value
    } else wrong({ problem: 'not_understood' })
  }
  if (columns.length === 0) refusals.push({ problem: 'no_columns', line: 0 })
  if (columns.length > mostColumns) refusals.push({ problem: 'too_many', line: 0 })
  if (format['twoSided'] === true && format['balancingCostCentre'] === '') refusals.push({ problem: 'balancing_missing', line: 0 })
  return { layout: { columns, needed, format: format as FileFormat }, refusals }
}

/** What finance saved, with its text; the usual layout where there is nothing. */
export const layoutFrom = (kind: BatchKind, json: string | undefined): Layout & { text: string } => {
  const text = json === undefined ? layouts[kind].usual : (JSON.parse(json) as { text: string }).text
  return { ...readLayout(kind, text).layout, text }
}

const how = (kind: BatchKind, set: Readonly<Record<string, string>> = {}): string => {
  const usual = {
    'between cells': 'comma',
    headings: 'yes',
    day: '2026-05-31',
    month: '2026-05',
    credit: '-102.00',
    'plain letters': 'no',
    ...(kind === 'journal'
      ? { 'both sides': 'no', 'balancing cost centre': '', 'balancing subjective code': '', [holdBack]: 'cost centre' }
      : { 'join requests': 'no', [holdBack]: 'customer number, billing address' }),
    'row before': '',
    'row after': '',
  }
  return Object.entries({ ...usual, ...set })
    .map(([name, value]) => `${name}: ${value}`.trim())
    .join('\n')
}

const shaped = (set: Readonly<Record<string, string>>, columns: string): string =>
  `${how('journal', { ...set, 'plain letters': 'yes', 'both sides': 'yes' })}\n\n${columns}`

/** Named after common import files. Each council’s differs: finance checks and changes them. */
export const layouts = {
  journal: {
    usual: `${how('journal')}

Line number = {line_number}
Reference = {reference}
Date = {date}
Period = {period}
Cost centre = {cost_centre}
Subjective code = {subjective_code}
Debit = {debit}
Credit = {credit}
Net = {net}
VAT = {vat}
VAT code = {vat_code}
Income cost centre =
Income subjective code =
Description = {description}
School = {school}
URN = {urn}
Booking reference = {booking_reference}`,
    Unit4: shaped(
      { day: '31/05/2026', month: '202602' },
      `Voucher type = GL
Transaction type = GL
Account = {subjective_code}
Dim 1 = {cost_centre}
Dim 2 = {event_code}
Tax code = {vat_code}
Currency = GBP
Amount = {gross}
Description (50) = {event_title} {school}
Transaction date = {date}
Period = {period}
Reference = {reference}`,
    ),
    Oracle: shaped(
      { day: '2026/05/31', month: 'May-26', headings: 'no' },
      `Status = NEW
Accounting date = {date}
Source = Muster
Category = Recharge
Currency = GBP
Actual flag = A
Segment 1 = {cost_centre}
Segment 2 = {subjective_code}
Entered debit = {debit}
Entered credit = {credit}
Period name = {period}
Reference = {reference}
Line description (100) = {event_title} {school}`,
    ),
    SAP: shaped(
      { 'between cells': 'semicolon', day: '31.05.2026', month: '02' },
      `Document date = {date}
Posting date = {date}
Document type = SA
Currency = GBP
Period = {period}
Posting key = {posting_key}
Account = {subjective_code}
Cost centre = {cost_centre}
Amount = {amount}
Tax code = {vat_code}
Assignment = {booking_reference}
Text (50) = {event_title} {school}`,
    ),
  },
  invoice_request: {
    usual: `${how('invoice_request')}

Reference = {reference}
Customer number = {customer_number}
Billing name = {billing_name}
Billing address = {billing_address}
Billing email = {billing_email}
Purchase order number = {po_number}
Date = {date}
Period = {period}
Description = {description}
Net = {net}
VAT = {vat}
Gross = {gross}
VAT code = {vat_code}
VAT rate = {vat_rate}
Income cost centre =
Income subjective code =
School = {school}
URN = {urn}
Booking reference = {booking_reference}
Line number = {line_number}`,
  },
} as const satisfies Record<BatchKind, Readonly<Record<string, string>>>
