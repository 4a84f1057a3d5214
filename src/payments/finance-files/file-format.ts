// How a file is written for the council's finance system: separator, formats of days, months and
// sums, whether each line is posted to a balancing code too, and a header and footer row with
// counts and totals.
import type { Day } from '#base/dates.ts'
import { moneyForFiles } from '#base/money.ts'
import { type Cell, harmless, toDelimited } from '#base/web/csv.ts'
import { grossOf } from '#money/ledger/line.ts'
import { type Column, cut, type Field, type FileLine, fieldKinds, fields, fill, isField } from './column.ts'

export const separators = { comma: ',', semicolon: ';', tab: '\t', bar: '|' } as const

/** Formats of a day; labels show 31 May 2026. */
export const dateFormats = {
  iso: (day) => day,
  slashes: (day) => `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`,
  dots: (day) => `${day.slice(8)}.${day.slice(5, 7)}.${day.slice(0, 4)}`,
  year_slashes: (day) => day.replaceAll('-', '/'),
  digits: (day) => day.replaceAll('-', ''),
  day_digits: (day) => `${day.slice(8)}${day.slice(5, 7)}${day.slice(0, 4)}`,
} as const satisfies Record<string, (day: Day) => string>

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** The month of the financial year, which begins in April, and the calendar year it began in. */
const financial = (period: string): { year: number; month: string } => {
  const [year, month] = period.split('-').map(Number) as [number, number]
  return { year: month >= 4 ? year : year - 1, month: String(month >= 4 ? month - 3 : month + 9).padStart(2, '0') }
}

/** Formats of an accounting month; labels show May 2026, month 2 of 2026/27. */
export const periodFormats = {
  iso: (period) => period,
  digits: (period) => period.replace('-', ''),
  month_name: (period) => `${months[Number(period.slice(5)) - 1]}-${period.slice(2, 4)}`,
  month: (period) => period.slice(5),
  financial_month: (period) => financial(period).month,
  financial_from: (period) => `${financial(period).year}${financial(period).month}`,
  financial_to: (period) => `${financial(period).year + 1}${financial(period).month}`,
} as const satisfies Record<string, (period: string) => string>

export const signFormats = {
  minus: (sum) => sum,
  swapped: (sum) => (/^-/.test(sum) ? sum.slice(1) : Number(sum) === 0 ? sum : `-${sum}`),
  after: (sum) => (/^-/.test(sum) ? `${sum.slice(1)}-` : sum),
} as const satisfies Record<string, (sum: string) => string>

export type FileFormat = {
  separator: keyof typeof separators
  headings: boolean
  dates: keyof typeof dateFormats
  periods: keyof typeof periodFormats
  signs: keyof typeof signFormats
  /** Only ASCII. */
  plain: boolean
  /** Requests only: join all that one payer owes of one event; can be changed for a file. */
  joined: boolean
  /** Posts each line to the balancing codes too, so that the file sums to zero. */
  twoSided: boolean
  balancingCostCentre: string
  balancingSubjective: string
  /** A row before and a row after the lines, cells separated by `|`; '' for none. */
  header: string
  trailer: string
}

export const usualFormat: FileFormat = {
  separator: 'comma',
  headings: true,
  dates: 'iso',
  periods: 'iso',
  signs: 'minus',
  plain: false,
  joined: false,
  twoSided: false,
  balancingCostCentre: '',
  balancingSubjective: '',
  header: '',
  trailer: '',
}

/** Names in braces that header and footer rows may use. */
export const totalFields = ['rows', 'net', 'vat', 'gross', 'debits', 'credits', 'date', 'period'] as const

const likeness: Record<string, string> = {
  '–': '-',
  '—': '-',
  '‐': '-',
  '−': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '·': '.',
  '•': '*',
  '⁄': '/',
  '£': 'GBP',
  '€': 'EUR',
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ı: 'i',
}

/** `Ysgol Tŷ Gwyn – St Mary’s` as `Ysgol Ty Gwyn - St Mary's`; without a likeness: `?`. */
export const inAscii = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\x20-\x7e]/gu, (sign) => likeness[sign] ?? (/\s/u.test(sign) ? ' ' : '?'))

const otherSide = (line: FileLine, format: FileFormat): FileLine => ({
  ...line,
  pence: -line.pence,
  vatPence: -line.vatPence,
  costCentre: format.balancingCostCentre,
  subjectiveCode: format.balancingSubjective,
})

const cellOf = (field: Field, line: FileLine, format: FileFormat): Cell => {
  const cell = fields[field][1](line)
  const kind = fieldKinds[field]
  if (typeof cell !== 'string' || cell === '' || kind === undefined) return cell
  if (kind === 'day') return dateFormats[format.dates](cell)
  return kind === 'month' ? periodFormats[format.periods](cell) : signFormats[format.signs](cell)
}

const totalsRow = (text: string, lines: readonly FileLine[], format: FileFormat, made: Day): Cell[][] => {
  if (text === '') return []
  const sum = (of: (line: FileLine) => number): string => moneyForFiles(lines.reduce((all, line) => all + of(line), 0))
  const totals: Record<(typeof totalFields)[number], string> = {
    rows: String(lines.length),
    net: signFormats[format.signs](sum((line) => line.pence)),
    vat: signFormats[format.signs](sum((line) => line.vatPence)),
    gross: signFormats[format.signs](sum(grossOf)),
    debits: sum((line) => Math.max(0, grossOf(line))),
    credits: sum((line) => Math.max(0, -grossOf(line))),
    date: dateFormats[format.dates](made),
    period: periodFormats[format.periods](
      lines
        .map((line) => line.period)
        .sort()
        .at(-1) ?? made.slice(0, 7),
    ),
  }
  return [
    text
      .split('|')
      .map((cell) => fill(cell.trim(), (field) => (Object.hasOwn(totals, field) ? totals[field as keyof typeof totals] : undefined))),
  ]
}

const rowOf = (columns: readonly Column[], line: FileLine, format: FileFormat): Cell[] =>
  columns.map((one): Cell => {
    const cell = fill(one.text, (name) => (isField(name) ? String(cellOf(name, line, format) ?? '') : undefined))
    if (one.longest === undefined) return cell
    const whole = format.plain ? inAscii(cell) : cell
    // The apostrophe that stops a spreadsheet from running a formula counts towards the length.
    return cut(String(harmless(whole)), one.longest)
  })

/** Largest stored file in bytes; D1 keeps at most 2 MB in a value. */
export const mostBytes = 1_900_000

type Made = readonly [columns: readonly Column[], lines: readonly FileLine[], format: FileFormat, made: Day]

/**
 * The whole file as stored; undefined when it exceeds `most` bytes. Stops early, because 40 columns
 * of text may come to hundreds of megabytes.
 * @param made the day on which the file is made
 */
export const fileWithin = (most: number, ...[columns, lines, format, made]: Made): string | undefined => {
  const posted = format.twoSided ? lines.flatMap((line) => [line, otherSide(line, format)]) : lines
  const parts: string[] = format.plain ? [] : ['\uFEFF']
  let left = most
  const write = (row: readonly Cell[]): boolean => {
    const cells = format.plain ? row.map((cell) => (typeof cell === 'string' ? inAscii(cell) : cell)) : row
    const part = toDelimited([cells], { separator: separators[format.separator], bom: false })
    left -= new TextEncoder().encode(part).length
    parts.push(part)
    return left >= 0
  }
  const before = [...totalsRow(format.header, posted, format, made), ...(format.headings ? [columns.map((one) => one.heading)] : [])]
  return before.every(write) &&
    posted.every((line) => write(rowOf(columns, line, format))) &&
    totalsRow(format.trailer, posted, format, made).every(write)
    ? parts.join('')
    : undefined
}

/** The whole file without a limit, for the few lines of a preview. */
export const fileText = (...file: Made): string => fileWithin(Number.POSITIVE_INFINITY, ...file) ?? ''
