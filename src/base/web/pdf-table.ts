// A table in a PDF: rows stay on one page if they fit, and headings repeat on each page, hidden
// from screen readers.
import { type Steps, stepping } from '#base/steps.ts'
import type { DocumentTable } from '../document.ts'
import { type Element, type Paper, type Pdf, page, put, putText } from './pdf-page.ts'

const size = 9
const padding = 3
const usualWidth = 12
const rowsAtOneStep = 10

type Cell = { text: string; x: number; width: number; right: boolean }

const cellsOf = ({ columns }: DocumentTable, texts: readonly (string | number)[]): Cell[] => {
  const whole = page.right - page.left
  const all = columns.reduce((sum, { width = usualWidth }) => sum + width, 0)
  let x = page.left
  return columns.map(({ width = usualWidth, figures = false }, index) => {
    const wide = (whole * width) / all
    const cell = { text: String(texts[index] ?? ''), x, width: wide - 2 * padding, right: figures }
    x += wide
    return cell
  })
}

const heightOf = (pdf: Pdf, cells: readonly Cell[]): number =>
  Math.max(size, ...cells.map(({ text, width }) => pdf.heightOfString(text, { width }))) + 2 * padding

const line = (pdf: Pdf, y: number): void => {
  pdf.markContent('Artifact', { type: 'Layout' })
  pdf.lineWidth(0.5).moveTo(page.left, y).lineTo(page.right, y).stroke('#b1b4b6')
  pdf.endMarkedContent()
}

const draw = (pdf: Pdf, { text, x, width, right }: Cell, y: number): void => {
  pdf.text(text, x, y + padding, { width, align: right ? 'right' : 'left' })
}

/** A row longer than a page becomes two, with half of every cell each. */
const halves = (texts: readonly string[]): [string[], string[]] => {
  const split = texts.map((text): [string, string] => {
    const at = text.indexOf(' ', text.length / 2)
    return at < 0 || text.length < 200 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
  })
  return [split.map(([first]) => first), split.map(([, second]) => second)]
}

export function* drawTable(paper: Paper, table: DocumentTable): Steps<void> {
  const { pdf, root } = paper
  if (pdf.y + 70 > page.bottom) pdf.addPage()
  const element: Element = pdf.struct('Table')
  root.add(element)
  pdf.y += 4
  putText({ pdf, root: element }, 'Caption', table.caption, { size: 10, bold: true, after: 2 })
  const names = cellsOf(
    table,
    table.columns.map(({ name }) => name),
  )

  const drawNames = (): void => {
    pdf.font('bold').fontSize(size)
    for (const cell of names) draw(pdf, cell, top)
  }
  const heightOfNames = (): number => {
    pdf.font('bold').fontSize(size)
    return heightOf(pdf, names)
  }
  let top = pdf.y
  const below = (height: number): void => {
    top += height
    line(pdf, top)
  }

  const head: Element = pdf.struct('TR')
  element.add(head)
  const headHeight = heightOfNames()
  for (const cell of names) put(pdf, head, 'TH', { scope: 'Column' }, () => draw(pdf, cell, top))
  head.end()
  below(headHeight)

  const drawRow = (texts: readonly string[]): void => {
    const cells = cellsOf(table, texts)
    pdf.font('regular').fontSize(size)
    const height = heightOf(pdf, cells)
    if (height > page.bottom - page.top - headHeight) {
      const [first, second] = halves(texts)
      if (second.some((text) => text !== '')) {
        drawRow(first)
        drawRow(second)
        return
      }
    }
    if (top + height > page.bottom) {
      pdf.addPage()
      top = page.top
      pdf.markContent('Artifact', { type: 'Pagination' })
      drawNames()
      pdf.endMarkedContent()
      below(headHeight)
      pdf.font('regular').fontSize(size)
    }
    const row: Element = pdf.struct('TR')
    element.add(row)
    for (const [index, cell] of cells.entries())
      put(pdf, row, index === 0 ? 'TH' : 'TD', index === 0 ? { scope: 'Row' } : {}, () => draw(pdf, cell, top))
    row.end()
    below(height)
  }
  yield* stepping(table.rows, (row) => drawRow(row.map(String)), rowsAtOneStep)
  element.end()
  pdf.y = top + 10
}
