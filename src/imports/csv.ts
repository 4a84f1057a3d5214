// Comma-separated text, read as it arrives. Of the register's 135 columns only the wanted ones become strings: 50,000 rows are 6.7 million
// cells, and a Worker has little memory.

export type CsvProblem = { problem: 'unfinished' | 'row_too_long'; line: number }

export type CsvReader = {
  /** Takes more text. */
  push: (text: string) => CsvProblem | undefined
  /** Says that there is no more. */
  end: () => CsvProblem | undefined
}

const quote = 34
const comma = 44
const newline = 10
const carriageReturn = 13
/** Far longer than any row of the register: what comes is not CSV, or a quotation mark was never closed. */
const longestRow = 1_000_000

/**
 * A reader of CSV: quoted cells may hold commas, line ends and doubled quotation marks. Lines without any text are passed over.
 *
 * @param onHeader gets the first row whole and answers with the columns to keep, by their place in the row
 * @param onRow gets the kept cells in the order of `onHeader`'s answer, how many cells the row has, and its number counting the header as 1
 */
export const csvReader = (
  onHeader: (cells: string[]) => readonly number[],
  onRow: (cells: string[], count: number, line: number) => void,
): CsvReader => {
  let rest = ''
  let line = 0
  /** For each column of the row the place among the kept cells, or -1; undefined while the header is awaited and all are kept. */
  let slots: Int16Array | undefined
  let kept = 0

  const take = (text: string, final: boolean): CsvProblem | undefined => {
    let rowStart = 0
    for (;;) {
      if (rowStart >= text.length) break
      const cells: string[] = slots ? new Array<string>(kept).fill('') : []
      let at = rowStart
      let column = 0
      let rowEnd = -1
      while (rowEnd < 0) {
        let cell: string | undefined
        const wanted = slots ? column < slots.length && (slots[column] ?? -1) >= 0 : true
        if (text.charCodeAt(at) === quote) {
          let close = at + 1
          let doubled = false
          for (;;) {
            close = text.indexOf('"', close)
            if (close < 0) break
            if (text.charCodeAt(close + 1) !== quote) break
            doubled = true
            close += 2
          }
          // A quotation mark at the very end of what has arrived may be the first of a doubled pair.
          if (close < 0 || (close + 1 >= text.length && !final)) break
          if (wanted) cell = doubled ? text.slice(at + 1, close).replaceAll('""', '"') : text.slice(at + 1, close)
          at = close + 1
          // Whatever stands between the closing mark and the comma belongs to no cell.
          while (at < text.length && text.charCodeAt(at) !== comma && text.charCodeAt(at) !== newline) at += 1
        } else {
          const start = at
          let code = text.charCodeAt(at)
          while (at < text.length && code !== comma && code !== newline) {
            at += 1
            code = text.charCodeAt(at)
          }
          if (at >= text.length && !final) break
          if (wanted) cell = text.slice(start, at > start && text.charCodeAt(at - 1) === carriageReturn && code !== comma ? at - 1 : at)
        }
        if (at >= text.length && !final) break
        if (cell !== undefined) {
          const slot = slots ? slots[column] : column
          if (slot !== undefined && slot >= 0) cells[slot] = cell
        }
        column += 1
        if (at >= text.length || text.charCodeAt(at) === newline) rowEnd = at + 1
        else at += 1
      }
      if (rowEnd < 0) {
        if (final) return { problem: 'unfinished', line: line + 1 }
        break
      }
      const blank = column === 1 && text.slice(rowStart, rowEnd).trim() === ''
      if (!blank) {
        line += 1
        if (slots) onRow(cells, column, line)
        else {
          const wantedColumns = onHeader(cells)
          kept = wantedColumns.length
          slots = new Int16Array(column).fill(-1)
          wantedColumns.forEach((place, slot) => {
            if (slots) slots[place] = slot
          })
        }
      }
      rowStart = rowEnd
    }
    rest = text.slice(rowStart)
    return rest.length > longestRow ? { problem: 'row_too_long', line: line + 1 } : undefined
  }

  return {
    push: (text) => take(rest === '' ? text : rest + text, false),
    end: () => take(rest, true),
  }
}
