// A document's tables as an OpenDocument spreadsheet, with headings marked.
import { isDay } from '../dates.ts'
import type { Document } from '../document.ts'
import type { Cell } from './csv.ts'
import { type Sheet, sheetsOf } from './workbook.ts'
import { head, letters, unspeakable } from './xlsx.ts'
import { zippedAsOpenDocument } from './zip.ts'

const kind = 'application/vnd.oasis.opendocument.spreadsheet'
const namespaces = ['office', 'table', 'text', 'style', 'fo', 'meta', 'dc']
  .map((name) =>
    name === 'fo'
      ? 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
      : name === 'dc'
        ? 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
        : `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`,
  )
  .join(' ')

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
export const escaped = (text: string): string => text.replaceAll(unspeakable, '').replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign)

const cellOf = (cell: Cell, isBold: boolean, ofDays: boolean): string => {
  const style = isBold ? ' table:style-name="bold"' : ' table:style-name="plain"'
  if (ofDays && !isBold && isDay(String(cell)))
    return `<table:table-cell${style} office:value-type="date" office:date-value="${cell}"><text:p>${cell}</text:p></table:table-cell>`
  return typeof cell === 'number'
    ? `<table:table-cell${style} office:value-type="float" office:value="${cell}"><text:p>${cell}</text:p></table:table-cell>`
    : `<table:table-cell${style} office:value-type="string">${String(cell ?? '')
        .split('\n')
        .map((line) => `<text:p>${escaped(line)}</text:p>`)
        .join('')}</table:table-cell>`
}

const sheetXml = ({ name, widths, rows, bold, table }: Sheet): string =>
  `<table:table table:name="${escaped(name)}">${widths.map((width) => `<table:table-column table:style-name="w${width}"/>`).join('')}${rows
    .map(
      (row, at) =>
        `<table:table-row>${row.map((cell, n) => cellOf(cell, bold.includes(at), table?.columns[n]?.isDay ?? false)).join('')}</table:table-row>`,
    )
    .join('')}</table:table>`

const rangeXml = ({ name, table }: Sheet, at: number): string => {
  if (!table) return ''
  const last = `${letters(table.columns.length - 1)}${3 + Math.max(1, table.rows.length)}`
  return `<table:database-range table:name="Table${at}" table:target-range-address="'${escaped(name)}'.A3:'${escaped(name)}'.${last}" table:contains-header="true"/>`
}

const stylesOf = (sheets: readonly Sheet[]): string =>
  `<office:automatic-styles>${['plain', 'bold']
    .map(
      (name) =>
        `<style:style style:name="${name}" style:family="table-cell"><style:table-cell-properties fo:wrap-option="wrap"/>${name === 'bold' ? '<style:text-properties fo:font-weight="bold"/>' : ''}</style:style>`,
    )
    .join('')}${[...new Set(sheets.flatMap(({ widths }) => widths))]
    .map(
      (width) =>
        `<style:style style:name="w${width}" style:family="table-column"><style:table-column-properties style:column-width="${(width * 0.2).toFixed(1)}cm"/></style:style>`,
    )
    .join('')}</office:automatic-styles>`

export const odsOf = (document: Document): Uint8Array<ArrayBuffer> => {
  const sheets = sheetsOf(document)
  const parts = ['content.xml', 'meta.xml'].map(
    (path) => `<manifest:file-entry manifest:full-path="${path}" manifest:media-type="text/xml"/>`,
  )
  return zippedAsOpenDocument(kind, {
    'META-INF/manifest.xml': `${head}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="${kind}"/>${parts.join('')}</manifest:manifest>`,
    'meta.xml': `${head}<office:document-meta ${namespaces} office:version="1.3"><office:meta><dc:title>${escaped(document.title)}</dc:title><dc:language>en-GB</dc:language></office:meta></office:document-meta>`,
    'content.xml': `${head}<office:document-content ${namespaces} office:version="1.3">${stylesOf(sheets)}<office:body><office:spreadsheet>${sheets.map(sheetXml).join('')}<table:database-ranges>${sheets.map(rangeXml).join('')}</table:database-ranges></office:spreadsheet></office:body></office:document-content>`,
  })
}

export const odsHeaders = (name: string): Record<string, string> => ({
  'content-type': kind,
  'content-disposition': `attachment; filename="${name}.ods"`,
  'cache-control': 'no-store',
})
