// An accessible workbook (XLSX): cover with contents, notes, then a sheet per table from column A,
// marked as a table with one row of headings; no merged cells, frozen panes or meaning in colour.
import { type Document, type DocumentTable, tablesOf } from '../document.ts'
import type { Cell } from './csv.ts'
import { escaped, head, letters, main, packageRelations, relations, rowOf, styles, types } from './xlsx.ts'
import { zipping } from './zip.ts'

export type Sheet = {
  name: string
  widths: readonly number[]
  rows: readonly (readonly Cell[])[]
  bold: readonly number[]
  table: DocumentTable | undefined
}

/** An unknown value, so that nobody thinks it was forgotten. */
const nothing = 'none'

/** Rows above a table's headings. */
const above = 2

const tableSheet = (table: DocumentTable): Sheet => ({
  name: table.sheet,
  widths: table.columns.map(({ width = 12 }) => Math.max(12, width)),
  rows: [
    [table.caption],
    ['This sheet holds one table.'],
    table.columns.map(({ name }) => name),
    ...(table.rows.length === 0
      ? [table.columns.map(() => nothing)]
      : table.rows.map((row) => row.map((cell) => (cell === '' ? nothing : cell)))),
  ],
  bold: [0, above],
  table,
})

const notesOf = ({ blocks }: Document): { rows: string[][]; bold: number[] } => {
  const rows: string[][] = [['Notes'], [`A cell of a table that says “${nothing}” was left empty on purpose.`]]
  const bold = [0]
  for (const block of blocks) {
    if (block.kind === 'heading') bold.push(rows.push([block.text]) - 1)
    else if (block.kind === 'paragraph') rows.push([block.text])
    else if (block.kind === 'list') for (const item of block.items) rows.push([item])
  }
  return { rows, bold }
}

export const sheetsOf = (document: Document): Sheet[] => {
  const tables = tablesOf(document).map(tableSheet)
  const cover = [
    [document.title],
    ...document.lines.map((line) => [line]),
    ['Contents'],
    ['Notes: what is said in words'],
    ...tables.map(({ name, table }) => [`${name}: ${table?.caption ?? ''}`]),
  ]
  return [
    { name: 'Cover', widths: [90], rows: cover, bold: [0, document.lines.length + 1], table: undefined },
    { name: 'Notes', widths: [110], ...notesOf(document), table: undefined },
    ...tables,
  ]
}

const sheetXml = ({ widths, rows, bold, table }: Sheet): string =>
  `${head}<worksheet xmlns="${main}" xmlns:r="${relations}"><cols>${widths
    .map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`)
    .join('')}</cols><sheetData>${rows.map((row, index) => rowOf(row, index + 1, bold.includes(index) ? 1 : 0)).join('')}</sheetData>${
    table ? '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>' : ''
  }</worksheet>`

const tableXml = (table: DocumentTable, id: number): string => {
  const last = above + 1 + Math.max(1, table.rows.length)
  const ref = `A${above + 1}:${letters(table.columns.length - 1)}${last}`
  return `${head}<table xmlns="${main}" id="${id}" name="Table${id}" displayName="Table${id}" ref="${ref}"><tableColumns count="${table.columns.length}">${table.columns
    .map(({ name }, index) => `<tableColumn id="${index + 1}" name="${escaped(name)}"/>`)
    .join('')}</tableColumns></table>`
}

const override = (part: string, type: string): string => `<Override PartName="${part}" ContentType="${type}"/>`

export const workbookOf = (document: Document): ReadableStream<Uint8Array> => {
  const sheets = sheetsOf(document)
  const withTables = sheets.flatMap((sheet, index) => (sheet.table ? [{ table: sheet.table, index }] : []))
  const parts: [string, string][] = [
    [
      '[Content_Types].xml',
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${[
        override('/xl/workbook.xml', `${types}.sheet.main+xml`),
        override('/xl/styles.xml', `${types}.styles+xml`),
        override('/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'),
        ...sheets.map((_, index) => override(`/xl/worksheets/sheet${index + 1}.xml`, `${types}.worksheet+xml`)),
        ...withTables.map((_, index) => override(`/xl/tables/table${index + 1}.xml`, `${types}.table+xml`)),
      ].join('')}</Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    ],
    [
      'docProps/core.xml',
      `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escaped(document.title)}</dc:title><dc:language>en-GB</dc:language></cp:coreProperties>`,
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${sheets
        .map(({ name }, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
        .join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${packageRelations}">${sheets
        .map((_, index) => `<Relationship Id="rId${index + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`)
        .join('')}<Relationship Id="rId${sheets.length + 1}" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    ],
    ['xl/styles.xml', styles],
    ...withTables.flatMap(({ table, index }, n): [string, string][] => [
      [`xl/tables/table${n + 1}.xml`, tableXml(table, n + 1).slice(head.length)],
      [
        `xl/worksheets/_rels/sheet${index + 1}.xml.rels`,
        `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/table" Target="../tables/table${n + 1}.xml"/></Relationships>`,
      ],
    ]),
  ]
  const work = zipping([
    ...parts.map(([name, xml]) => [name, [head + xml]] as const),
    ...sheets.map((sheet, index) => [`xl/worksheets/sheet${index + 1}.xml`, [sheetXml(sheet)]] as const),
  ])
  return new ReadableStream({
    pull(controller) {
      const { done, value } = work.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
}
