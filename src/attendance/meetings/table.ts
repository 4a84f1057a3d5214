// An attendance report as it comes: bytes in whatever encoding the program or a spreadsheet chose,
// cells between tabs, commas or semicolons, and the number of the line on which each row begins.

import { type Steps, stepping } from '#base/steps.ts'
import { decodeText } from '#base/web/csv.ts'
import { asSeen } from '#base/web/form-text.ts'
import { cutTo } from '#base/words.ts'

export type Unreadable =
  | 'empty'
  | 'too_large'
  | 'image'
  | 'pdf'
  | 'workbook'
  | 'open_quote'
  | 'no_table'
  | 'too_many'
  | 'impossible_dates'
  | 'which_order'

export type Row = { line: number; cells: string[] }

const mostBytes = 4_000_000

const begins = (bytes: Uint8Array, start: readonly number[]): boolean => start.every((byte, at) => bytes[at] === byte)

const otherFiles: readonly (readonly [start: readonly number[], what: Unreadable])[] = [
  [[0x25, 0x50, 0x44, 0x46], 'pdf'],
  [[0x50, 0x4b, 3, 4], 'workbook'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'workbook'],
  [[0x89, 0x50, 0x4e, 0x47], 'image'],
  [[0xff, 0xd8, 0xff], 'image'],
  [[0x47, 0x49, 0x46, 0x38], 'image'],
  [[0x52, 0x49, 0x46, 0x46], 'image'],
]

/** UTF-16 without its mark shows by its zero bytes: after each plain letter, or before it. */
const unmarked = (bytes: Uint8Array): string | undefined => {
  const start = bytes.subarray(0, 4000)
  const zeros = (parity: number): number => start.filter((byte, at) => byte === 0 && at % 2 === parity).length
  const [even, odd] = [zeros(0), zeros(1)]
  if (Math.max(even, odd) * 4 < start.length) return undefined
  return odd > even ? 'utf-16le' : 'utf-16be'
}

/** Zoom has sent single zero bytes; they are left out, as is whatever nobody sees. */
const textOf = (bytes: Uint8Array<ArrayBuffer>): string => {
  const encoding = unmarked(bytes)
  return encoding ? asSeen(new TextDecoder(encoding).decode(bytes)) : decodeText(bytes.slice().buffer)
}

/** No cell of a report is longer; what follows would only keep us busy. */
const longestCell = 300

const tidy = (cell: string): string =>
  cutTo(
    cell
      .slice(0, 3 * longestCell)
      .replace(/\s+/gu, ' ')
      .trim(),
    longestCell,
  )

/** Characters of one step. */
const atOneStep = 200_000

/** @returns undefined when a quotation mark is never closed */
function* split(text: string, separator: string): Steps<Row[] | undefined> {
  const rows: Row[] = []
  let [line, begun, cell, cells, quoted, wasQuoted] = [1, 1, '', [] as string[], false, false]
  const endCell = () => {
    cells.push(tidy(cell))
    cell = ''
    wasQuoted = false
  }
  const endRow = () => {
    endCell()
    rows.push({ line: begun, cells })
    cells = []
    begun = line
  }
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? ''
    if (at % atOneStep === atOneStep - 1) yield
    if (char === '\n') line += 1
    if (quoted) {
      if (char !== '"') cell += char
      else if (text[at + 1] === '"') {
        cell += '"'
        at += 1
      } else quoted = false
    } else if (char === '"' && cell.trim() === '' && !wasQuoted) {
      cell = ''
      quoted = true
      wasQuoted = true
    } else if (char === separator) endCell()
    else if (char === '\n') endRow()
    else cell += char
  }
  if (quoted) return undefined
  if (cell !== '' || cells.length > 0) endRow()
  return rows
}

/** How many lines have at least three cells. */
function* wide(lines: readonly string[], separator: string): Steps<number> {
  let count = 0
  yield* stepping(lines, (line) => {
    if (line.split(separator).filter((cell) => cell.trim() !== '').length > 2) count += 1
  })
  return count
}

/** Names and dates have commas in them, so a tab speaks for itself, and then a semicolon. */
function* separatorOf(text: string): Steps<string> {
  const lines = text.split('\n')
  if ((yield* wide(lines, '\t')) > 0) return '\t'
  return (yield* wide(lines, ';')) > 1 ? ';' : ','
}

export function* rowsOf(bytes: Uint8Array<ArrayBuffer>): Steps<Row[] | Unreadable> {
  if (bytes.length > mostBytes) return 'too_large'
  const other = otherFiles.find(([start]) => begins(bytes, start))
  if (other) return other[1]
  const text = textOf(bytes)
    .replace(/\r\n?/g, '\n')
    .replace(/^sep=.\n/, '')
  if (text.trim() === '') return 'empty'
  yield
  return (yield* split(text, yield* separatorOf(text))) ?? 'open_quote'
}
