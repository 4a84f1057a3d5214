import papa from 'papaparse'

export type Cell = string | number | null | undefined

/** A spreadsheet runs a cell that begins so as a formula; an apostrophe before it makes it text. Numbers are left as they are, also `-35.00`. */
export const harmless = (cell: Cell): Cell =>
  typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) && !/^-\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell

/** Rows as text, with CRLF and no cell that runs as a formula; `bom`: with the mark by which spreadsheets know UTF-8. */
export const toDelimited = (rows: readonly (readonly Cell[])[], { separator, bom }: { separator: string; bom: boolean }): string =>
  `${bom ? '\uFEFF' : ''}${papa.unparse(
    rows.map((row) => row.map(harmless)),
    { newline: '\r\n', delimiter: separator },
  )}\r\n`

/** A CSV file as spreadsheets of a council open it: UTF-8 with BOM, CRLF, no cell that runs as a formula. */
export const toCsv = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  toDelimited([columns, ...rows], { separator: ',', bom: true })

/** The headers of a download; `name` without an extension, in plain letters. */
export const csvHeaders = (name: string): Record<string, string> => ({
  'content-type': 'text/csv; charset=utf-8',
  'content-disposition': `attachment; filename="${name}.csv"`,
  'cache-control': 'no-store',
})

/** The text of an uploaded file: UTF-8 with or without BOM, or else Windows-1252, as Excel saves "CSV". */
export const decodeText = (bytes: ArrayBuffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

export type CsvRow = { line: number; cells: Record<string, string> }

/**
 * Rows of a small CSV text (it is held in memory), their cells by column name in lower case, trimmed; empty rows are left out.
 * An apostrophe that `toCsv` put before a formula is taken off again.
 *
 * @returns `line` counts the rows as a spreadsheet does: the header is row 1
 */
export const readCsv = (text: string): { columns: string[]; rows: CsvRow[] } => {
  const { data } = papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { skipEmptyLines: false })
  const [header = [], ...lines] = data
  const columns = header.map((name) => name.trim().toLowerCase())
  return {
    columns,
    rows: lines.flatMap((line, index) => {
      if (line.every((cell) => cell.trim() === '')) return []
      const cells = Object.fromEntries(columns.map((name, at) => [name, (line[at] ?? '').trim().replace(/^'(?=[=+\-@])/, '')]))
      return [{ line: index + 2, cells }]
    }),
  }
}
