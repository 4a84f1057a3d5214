import papa from 'papaparse'
import { asSeen } from './form-text.ts'

export type Cell = string | number | null | undefined

// Includes full-width signs, which spreadsheets treat alike, and signs after blanks, which they
// skip.
const formula = /^(?:[\t\r]|\s*[=+\-@\u2212\uFF1D\uFF0B\uFF0D\uFF20])/

/**
 * Makes a cell that a spreadsheet would run as a formula into text, with an apostrophe before it.
 * Numbers such as `-35.00` stay as they are.
 */
export const harmless = (cell: Cell): Cell =>
  typeof cell === 'string' && formula.test(cell) && !/^-\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell

/**
 * Rows as text with CRLF and no cell that runs as a formula. `bom`: starts with the byte order mark
 * by which spreadsheets recognise UTF-8.
 */
export const toDelimited = (rows: readonly (readonly Cell[])[], { separator, bom }: { separator: string; bom: boolean }): string =>
  `${bom ? '\uFEFF' : ''}${papa.unparse(
    rows.map((row) => row.map(harmless)),
    { newline: '\r\n', delimiter: separator },
  )}\r\n`

/** A CSV file that the councils' spreadsheets open correctly: UTF-8 with BOM, CRLF, no formulas. */
export const toCsv = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  toDelimited([columns, ...rows], { separator: ',', bom: true })

/**
 * A column of a file: its heading, its width in a spreadsheet in letters, and its value for a row.
 */
export type Column<Row> = { name: string; width?: number; value: (row: Row) => Cell }

/** The rows of a file, one at a time. */
export function* cellsOf<Row>(columns: readonly Column<Row>[], rows: Iterable<Row>): Generator<Cell[]> {
  for (const row of rows) yield columns.map(({ value }) => value(row))
}

/** A CSV file of these columns, written by {@link toCsv}. */
export const csvOf = <Row>(columns: readonly Column<Row>[], rows: Iterable<Row>): string =>
  toCsv(
    columns.map(({ name }) => name),
    [...cellsOf(columns, rows)],
  )

/** Headers of a download; `name` without an extension, in ASCII letters. */
export const csvHeaders = (name: string): Record<string, string> => ({
  'content-type': 'text/csv; charset=utf-8',
  'content-disposition': `attachment; filename="${name}.csv"`,
  'cache-control': 'no-store',
})

export const isUtf8 = (bytes: ArrayBuffer | Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/**
 * The text of an uploaded file: UTF-8 with or without BOM, UTF-16 with BOM ("Unicode text"),
 * otherwise Windows-1252, which Excel uses for "CSV".
 */
export const decodeText = (bytes: ArrayBuffer): string => {
  const [first, second] = new Uint8Array(bytes)
  if (first === 0xff && second === 0xfe) return asSeen(new TextDecoder('utf-16le').decode(bytes))
  if (first === 0xfe && second === 0xff) return asSeen(new TextDecoder('utf-16be').decode(bytes))
  return asSeen(new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'windows-1252').decode(bytes))
}

export type CsvRow = { line: number; cells: Record<string, string> }

/** No real list has more columns. */
const mostColumns = 200

/**
 * Trimmed cells by lower-case column name, without empty rows and the apostrophes of `toCsv`. Reads
 * one row more than `most`, so that the caller can say that there are too many.
 * @returns `line` counts from the header as spreadsheets do; no columns if there are over 200
 */
export const readCsv = (text: string, most = 5000): { columns: string[]; rows: CsvRow[] } => {
  const { data } = papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { skipEmptyLines: false })
  const [header = []] = data
  if (header.length > mostColumns) return { columns: [], rows: [] }
  const columns = header.map((name) => name.trim().toLowerCase())
  const rows: CsvRow[] = []
  for (const [index, line] of data.entries()) {
    if (index === 0 || line.every((cell) => cell.trim() === '')) continue
    if (rows.length > most) break
    const cells = Object.fromEntries(
      columns.map((name, at) => {
        const cell = (line[at] ?? '').trim()
        return [name, cell.startsWith("'") && formula.test(cell.slice(1)) ? cell.slice(1).trim() : cell]
      }),
    )
    rows.push({ line: index + 1, cells })
  }
  return { columns, rows }
}
