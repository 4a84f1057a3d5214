import papa from 'papaparse'
import { asSeen } from './form-text.ts'

export type Cell = string | number | null | undefined

// Also as they are wide in East Asian letters, which spreadsheets read as the same, and after blanks, which they leave out.
const formula = /^(?:[\t\r]|\s*[=+\-@\u2212\uFF1D\uFF0B\uFF0D\uFF20])/

/** A spreadsheet runs a cell that begins so as a formula; an apostrophe before it makes it text. Numbers are left as they are, also `-35.00`. */
export const harmless = (cell: Cell): Cell =>
  typeof cell === 'string' && formula.test(cell) && !/^-\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell

/** Rows as text, with CRLF and no cell that runs as a formula; `bom`: with the mark by which spreadsheets know UTF-8. */
export const toDelimited = (rows: readonly (readonly Cell[])[], { separator, bom }: { separator: string; bom: boolean }): string =>
  `${bom ? '\uFEFF' : ''}${papa.unparse(
    rows.map((row) => row.map(harmless)),
    { newline: '\r\n', delimiter: separator },
  )}\r\n`

/** A CSV file as spreadsheets of a council open it: UTF-8 with BOM, CRLF, no cell that runs as a formula. */
export const toCsv = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  toDelimited([columns, ...rows], { separator: ',', bom: true })

/** A column of a file: its heading, how wide a spreadsheet shows it, in letters, and what it says of a row. */
export type Column<Row> = { name: string; width?: number; value: (row: Row) => Cell }

/** The rows of a file, one at a time. */
export function* cellsOf<Row>(columns: readonly Column<Row>[], rows: Iterable<Row>): Generator<Cell[]> {
  for (const row of rows) yield columns.map(({ value }) => value(row))
}

/** A CSV file of one list of columns, as {@link toCsv} writes it. */
export const csvOf = <Row>(columns: readonly Column<Row>[], rows: Iterable<Row>): string =>
  toCsv(
    columns.map(({ name }) => name),
    [...cellsOf(columns, rows)],
  )

/** The headers of a download; `name` without an extension, in plain letters. */
export const csvHeaders = (name: string): Record<string, string> => ({
  'content-type': 'text/csv; charset=utf-8',
  'content-disposition': `attachment; filename="${name}.csv"`,
  'cache-control': 'no-store',
})

/** The text of an uploaded file: UTF-8 with or without BOM, UTF-16 with one ("Unicode text"), or else Windows-1252, as Excel saves "CSV". */
export const decodeText = (bytes: ArrayBuffer): string => {
  const [first, second] = new Uint8Array(bytes)
  if (first === 0xff && second === 0xfe) return asSeen(new TextDecoder('utf-16le').decode(bytes))
  if (first === 0xfe && second === 0xff) return asSeen(new TextDecoder('utf-16be').decode(bytes))
  try {
    return asSeen(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes))
  } catch {
    return asSeen(new TextDecoder('windows-1252').decode(bytes))
  }
}

export type CsvRow = { line: number; cells: Record<string, string> }

/** A file of more columns is no list that anybody keeps. */
const mostColumns = 200

/**
 * Rows of a small CSV text (it is held in memory), their cells by column name in lower case, trimmed; empty rows are left out.
 * An apostrophe that `toCsv` put before a formula is taken off again.
 *
 * @param most rows that the caller takes: one more is read, so that it can say that there are too many
 * @returns `line` counts the rows as a spreadsheet does: the header is row 1; no columns when there are more than 200
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
