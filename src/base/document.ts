// A document of words and tables, from which its page, PDF and spreadsheets are made. Plain data.

type DocumentColumn = {
  name: string
  /** Relative width, in letters. */
  width?: number
  /** Numbers, aligned right. */
  figures?: boolean
  /** Days, dates in a spreadsheet. */
  isDay?: boolean
}

export type DocumentTable = {
  kind: 'table'
  caption: string
  /** Sheet name in a workbook: unique, at most 31 letters. */
  sheet: string
  columns: readonly DocumentColumn[]
  /** The first cell is the row's heading. */
  rows: readonly (readonly (string | number)[])[]
}

export type DocumentBlock =
  | { kind: 'heading'; text: string; level?: 2 | 3 }
  | { kind: 'paragraph'; text: string; strong?: boolean }
  | { kind: 'list'; items: readonly string[] }
  | DocumentTable
  /** The address as a QR code. */
  | { kind: 'code'; address: string }
  /** A page break. */
  | { kind: 'page' }

export type Document = {
  title: string
  /** Who made it, about what, as of when: a line each. */
  lines: readonly string[]
  blocks: readonly DocumentBlock[]
  /** Of the title and a bar above it; undefined: black, and no bar. */
  colour?: string
}

export const tablesOf = ({ blocks }: Document): DocumentTable[] => blocks.filter((block) => block.kind === 'table')
