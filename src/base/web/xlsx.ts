// A one-sheet workbook, written row by row (ECMA-376, SpreadsheetML). Text is inlineStr, so that no
// spreadsheet runs it.
import { cutTo } from '#base/words.ts'
import type { Cell } from './csv.ts'
import { zipping } from './zip.ts'

const usualWidth = 20

/** `isDay`: days, written as dates. */
export type XlsxColumn = { name: string; width?: number; isDay?: boolean }

// Characters XML 1.0 cannot hold, and lone surrogates, which are halves of characters.
export const unspeakable = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;', _: '_x005F_' }

// Most cells need no escaping. `_x005F_` keeps text such as `_x0041_` from being read as an escape.
const plain = /^[ !#-%'-;=?-^`-~\u00A1-\uD7FF]*$/
export const escaped = (text: string): string =>
  plain.test(text) ? text : text.replaceAll(unspeakable, '').replaceAll(/[&<>"\r]|_(?=x[0-9A-Fa-f]{4}_)/g, (sign) => entities[sign] ?? sign)

export const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
export const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
export const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
export const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships'
export const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** Style 0 is plain; style 1 is bold, for headings; style 2 is a date. */
export const styles = `<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Arial"/></font><font><b/><sz val="11"/><name val="Arial"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0" numFmtId="49" applyNumberFormat="1"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`

const parts = (sheet: string): [string, string][] => [
  [
    '[Content_Types].xml',
    `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="${escaped(cutTo(sheet.replaceAll(/[[\]*/\\?:']/g, ' '), 31))}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
  ],
  ['xl/styles.xml', styles],
]

/** `A`, `Z`, `AA` */
export const letters = (index: number): string =>
  (index < 26 ? '' : letters(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26))

/** Days since the one from which spreadsheets count. */
const serialOf = (day: string): number => Date.parse(day) / 86_400_000 + 25_569

export const rowOf = (cells: readonly Cell[], number: number, style: 0 | 1, columns: readonly XlsxColumn[] = []): string =>
  `<row r="${number}">${cells
    .map((cell, index) => {
      if (cell === null || cell === undefined || cell === '') return ''
      const at = `${letters(index)}${number}`
      if (columns[index]?.isDay) return `<c r="${at}" s="2"><v>${serialOf(String(cell))}</v></c>`
      return typeof cell === 'number'
        ? `<c r="${at}"><v>${cell}</v></c>`
        : `<c r="${at}" s="${style}" t="inlineStr"><is><t${/^\s|\s$|\n/.test(cell) ? ' xml:space="preserve"' : ''}>${escaped(cell)}</t></is></c>`
    })
    .join('')}</row>`

const rowsAtOnce = 1000

function* sheetXml(columns: readonly XlsxColumn[], rows: Iterable<readonly Cell[]>): Generator<string> {
  yield `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns
    .map(({ width = usualWidth }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`)
    .join('')}</cols><sheetData>`
  let held = [
    rowOf(
      columns.map(({ name }) => name),
      1,
      1,
    ),
  ]
  let number = 1
  for (const row of rows) {
    number += 1
    held.push(rowOf(row, number, 0, columns))
    if (held.length < rowsAtOnce) continue
    yield held.join('')
    held = []
  }
  yield `${held.join('')}</sheetData></worksheet>`
}

/** Column names are in the first row. Widths are in letters; numbers stay numbers. */
export const toXlsx = (sheet: string, columns: readonly XlsxColumn[], rows: Iterable<readonly Cell[]>): ReadableStream<Uint8Array> => {
  const work = zipping([
    ...parts(sheet).map(([name, xml]) => [name, [head + xml]] as const),
    ['xl/worksheets/sheet1.xml', sheetXml(columns, rows)],
  ])
  return new ReadableStream({
    pull(controller) {
      const { done, value } = work.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
}

/** Headers of a download; `name` without an extension, in ASCII letters. */
export const xlsxHeaders = (name: string): Record<string, string> => ({
  'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'content-disposition': `attachment; filename="${name}.xlsx"`,
  'cache-control': 'no-store',
})
