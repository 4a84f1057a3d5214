// Reads CSV as it arrives. Only wanted columns become strings: the register has 6.7 million cells,
// and a Worker has little memory.

export type CsvProblem = { problem: 'unfinished' | 'row_too_long' | 'too_many_rows'; line: number }

export type CsvReader = {
  push: (text: string) => CsvProblem | undefined
  end: () => CsvProblem | undefined
}

const quote = 34
const comma = 44
const newline = 10
const carriageReturn = 13
/** Longer than any row: not CSV, or a quote that was never closed. */
const longestRow = 1_000_000
/** Twenty times the register's; empty lines count, because they take time. */
const mostRows = 1_000_000

/** Made on demand, by its place in `onHeader`'s answer. */
export type CellOf = (slot: number) => string

/**
 * Quoted cells may hold commas, line ends and doubled quotes; empty lines are skipped. @param
 * onHeader gets the first row; returns the columns to keep @param onRow gets kept cells, the count
 * and the row's number (header: 1)
 */
export const csvReader = (
  onHeader: (cells: string[]) => readonly number[],
  onRow: (cell: CellOf, count: number, line: number) => void,
): CsvReader => {
  let rest = ''
  let line = 0
  let rows = 0
  /** Columns' places among the kept cells, or -1; undefined before the header: all are kept. */
  let slots: Int16Array | undefined
  let text = ''
  let starts = new Int32Array(1024)
  let ends = new Int32Array(1024)
  let kept = 0
  /** Kept cells with doubled quotes. */
  const doubled = new Set<number>()
  const cell: CellOf = (slot) => {
    const raw = text.slice(starts[slot], ends[slot])
    return doubled.has(slot) ? raw.replaceAll('""', '"') : raw
  }

  /** Returns where the next row begins, or -1 if this one is incomplete. */
  const readRow = (from: number, final: boolean): { next: number; count: number } => {
    let at = from
    let column = 0
    doubled.clear()
    starts.fill(0, 0, kept)
    ends.fill(0, 0, kept)
    for (;;) {
      const slot = slots ? (slots[column] ?? -1) : column
      let start = at
      let end: number
      if (text.charCodeAt(at) === quote) {
        start = at + 1
        let close = start
        let pairs = false
        for (;;) {
          close = text.indexOf('"', close)
          if (close < 0 || text.charCodeAt(close + 1) !== quote) break
          pairs = true
          close += 2
        }
        // A quote at the end of the input so far may be the first of a doubled pair.
        if (close < 0 || (close + 1 >= text.length && !final)) return unfinished
        if (pairs && slot >= 0) doubled.add(slot)
        end = close
        at = close + 1
        // Anything between the closing quote and the comma is dropped.
        while (at < text.length && text.charCodeAt(at) !== comma && text.charCodeAt(at) !== newline) at += 1
      } else {
        while (at < text.length && text.charCodeAt(at) !== comma && text.charCodeAt(at) !== newline) at += 1
        end = at > start && text.charCodeAt(at - 1) === carriageReturn && text.charCodeAt(at) !== comma ? at - 1 : at
      }
      if (at >= text.length && !final) return unfinished
      if (slot >= 0 && slot < starts.length) {
        starts[slot] = start
        ends[slot] = end
      }
      column += 1
      if (at >= text.length || text.charCodeAt(at) === newline) return { next: at + 1, count: column }
      at += 1
    }
  }

  const take = (more: string, final: boolean): CsvProblem | undefined => {
    text = more
    let from = 0
    while (from < text.length) {
      const { next, count } = readRow(from, final)
      if (next < 0) {
        if (final) return { problem: 'unfinished', line: line + 1 }
        break
      }
      rows += 1
      if (rows > mostRows) return { problem: 'too_many_rows', line }
      if (count > 1 || text.slice(from, next).trim() !== '') {
        line += 1
        if (slots) onRow(cell, count, line)
        else begin(Array.from({ length: Math.min(count, starts.length) }, (_, slot) => cell(slot)))
      }
      from = next
    }
    rest = text.slice(from)
    text = ''
    return rest.length > longestRow ? { problem: 'row_too_long', line: line + 1 } : undefined
  }

  const begin = (header: string[]): void => {
    const wanted = onHeader(header)
    slots = new Int16Array(header.length).fill(-1)
    for (const [slot, column] of wanted.entries()) if (column < slots.length) slots[column] = slot
    kept = wanted.length
    starts = new Int32Array(kept)
    ends = new Int32Array(kept)
  }

  return {
    push: (more) => take(rest === '' ? more : rest + more, false),
    end: () => take(rest, true),
  }
}

const unfinished = { next: -1, count: 0 }
