// A document of words and tables: its page, its PDF and its spreadsheets are all made of it, so
// that they say the same. It is plain data, and can be kept as it was.

type DocumentColumn = {
  name: string
  /** How wide it is beside the others, in letters. */
  width?: number
  /** Holds numbers, which line up on the right. */
  figures?: boolean
}

export type DocumentTable = {
  kind: 'table'
  caption: string
  /** What its sheet is called in a workbook: at most 31 letters, another for each table. */
  sheet: string
  columns: readonly DocumentColumn[]
  /** The first cell of a row says what it is about. */
  rows: readonly (readonly (string | number)[])[]
}

export type DocumentBlock =
  | { kind: 'heading'; text: string; level?: 2 | 3 }
  | { kind: 'paragraph'; text: string; strong?: boolean }
  | { kind: 'list'; items: readonly string[] }
  | DocumentTable
  /** The address as a square code that a camera reads. */
  | { kind: 'code'; address: string }
  /** What follows begins on a new page. */
  | { kind: 'page' }

export type Document = {
  title: string
  /** Who made it, about what, as known when: a line each. */
  lines: readonly string[]
  blocks: readonly DocumentBlock[]
  /** Of its title and a bar above it; without: black, and no bar. */
  colour?: string
}

export const tablesOf = ({ blocks }: Document): DocumentTable[] => blocks.filter((block) => block.kind === 'table')
