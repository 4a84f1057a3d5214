import papa from 'papaparse'
import { asSeen } from './form-text.ts'

export type Cell = string | number | null | undefined

// Spreadsheets treat full-width signs alike, and skip blanks before a sign.
const formula = /^(?:[\t\r]|\s*[=+\-@\u2212\uFF1D\uFF0B\uFF0D\uFF20])/

/** Puts an apostrophe before a formula. Numbers such as `-35.00` stay. */
export const harmless = (cell: Cell): Cell =>
  typeof cell === 'string' && formula.test(cell) && !/^-\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell

/** CRLF, no formulas. `bom`: with the byte order mark by which spreadsheets recognise UTF-8. */
export const toDelimited = (rows: readonly (readonly Cell[])[], { separator, bom }: { separator: string; bom: boolean }): string =>
  `${bom ? '\uFEFF' : ''}${papa.unparse(
    rows.map((row) => row.map(harmless)),
    { newline: '\r\n', delimiter: separator },
  )}\r\n`

/** As spreadsheets open it correctly: UTF-8 with BOM, CRLF, no formulas. */
export const toCsv = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  toDelimited([columns, ...rows], { separator: ',', bom: true })

/** `width`: of a spreadsheet's column, in letters. `isDay`: its cells are days, dates in one. */
export type Column<Row> = { name: string; width?: number; isDay?: boolean; value: (row: Row) => Cell }

/** The rows of a file, one at a time. */
export function* cellsOf<Row>(columns: readonly Column<Row>[], rows: Iterable<Row>): Generator<Cell[]> {
  for (const row of rows) yield columns.map(({ value }) => value(row))
}

/** Columns of rows that are cells already. */
export const columnsOf = (names: readonly string[], width?: number): Column<readonly Cell[]>[] =>
  names.map((name, at) => ({ name, ...(width ? { width } : {}), value: (row) => row[at] }))

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

/** UTF-8, UTF-16 with BOM ("Unicode text"), or else Windows-1252, which Excel uses for "CSV". */
export const decodeText = (bytes: ArrayBuffer): string => {
  const [first, second] = new Uint8Array(bytes)
  if (first === 0xff && second === 0xfe) return asSeen(new TextDecoder('utf-16le').decode(bytes))
  if (first === 0xfe && second === 0xff) return asSeen(new TextDecoder('utf-16be').decode(bytes))
  return asSeen(new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'windows-1252').decode(bytes))
}

export type CsvRow = { line: number; cells: Record<string, string> }

/** No real list has more. */
const mostColumns = 200

/**
 * Trimmed cells by lower-case column, without empty rows and `toCsv` apostrophes; reads `most` + 1.
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
