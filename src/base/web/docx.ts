// A document as a Word file (ECMA-376, WordprocessingML). In a template, the paragraph {{report}}
// becomes the document, and other words in braces their values.
import { strFromU8, strToU8, type UnzipFileInfo, type Unzipped, unzipSync, zipSync } from 'fflate'
import type { Document, DocumentBlock, DocumentTable } from '../document.ts'
import { qrPath } from '../qr.ts'
import { escaped } from './ods.ts'
import { head, packageRelations, relations } from './xlsx.ts'
import { sameTime } from './zip.ts'

const ml = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const drawing = 'http://schemas.openxmlformats.org/drawingml/2006'
const shape = 'http://schemas.microsoft.com/office/word/2010/wordprocessingShape'
const kind = 'application/vnd.openxmlformats-officedocument.wordprocessingml'

const paragraph = (text: string, { style = '', more = '', bold = false } = {}): string =>
  `<w:p><w:pPr>${style ? `<w:pStyle w:val="${style}"/>` : ''}${more}</w:pPr><w:r>${bold ? '<w:rPr><w:b/></w:rPr>' : ''}<w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p>`

const cellXml = (cell: string | number, { isHead, figures = false }: { isHead: boolean; figures?: boolean | undefined }): string =>
  `<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>${paragraph(String(cell), { bold: isHead, more: figures ? '<w:jc w:val="right"/>' : '' })}</w:tc>`

const tableXml = ({ caption, columns, rows }: DocumentTable): string => {
  const all = columns.reduce((sum, { width = 12 }) => sum + width, 0)
  const row = (cells: readonly (string | number)[], isHead: boolean): string =>
    `<w:tr><w:trPr><w:cantSplit/>${isHead ? '<w:tblHeader/>' : ''}</w:trPr>${cells.map((cell, n) => cellXml(cell, { isHead, figures: columns[n]?.figures })).join('')}</w:tr>`
  const names = columns.map(({ name }) => name)
  return `${paragraph(caption, { style: 'Caption', more: '<w:keepNext/>' })}<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/><w:tblLook w:firstRow="1" w:firstColumn="1"/><w:tblCaption w:val="${escaped(caption)}"/></w:tblPr><w:tblGrid>${columns.map(({ width = 12 }) => `<w:gridCol w:w="${Math.round((9000 * width) / all)}"/>`).join('')}</w:tblGrid>${row(names, true)}${rows.map((cells) => row(cells, false)).join('')}</w:tbl>${paragraph('')}`
}

/** Each run of black modules is a rectangle; the shape's description is the address. */
const codeXml = (address: string): string => {
  const { path, size } = qrPath(address)
  const width = 1_260_000
  const runs = [...path.matchAll(/M(\d+) (\d+)\.5h(\d+)/g)].map((run) => run.slice(1).map(Number))
  const line = (x: number, y: number): string => `<a:lnTo><a:pt x="${x}" y="${y}"/></a:lnTo>`
  const drawn = runs.map(
    ([x = 0, y = 0, wide = 0]) =>
      `<a:moveTo><a:pt x="${x}" y="${y}"/></a:moveTo>${line(x + wide, y)}${line(x + wide, y + 1)}${line(x, y + 1)}<a:close/>`,
  )
  const extent = `cx="${width}" cy="${width}"`
  const own = `<wps:wsp xmlns:wps="${shape}"><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext ${extent}/></a:xfrm><a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="${size}" h="${size}">${drawn.join('')}</a:path></a:pathLst></a:custGeom><a:solidFill><a:srgbClr val="000000"/></a:solidFill><a:ln><a:noFill/></a:ln></wps:spPr><wps:bodyPr/></wps:wsp>`
  return `<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice xmlns:wps="${shape}" Requires="wps"><w:drawing><wp:inline xmlns:wp="${drawing}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent ${extent}/><wp:docPr id="900001" name="Code" descr="Code of ${escaped(address)}"/><wp:cNvGraphicFramePr/><a:graphic xmlns:a="${drawing}/main"><a:graphicData uri="${shape}">${own}</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r></w:p>`
}

const blockXml = (block: DocumentBlock): string => {
  if (block.kind === 'heading') return paragraph(block.text, { style: `Heading${block.level ?? 2}`, more: '<w:keepNext/>' })
  if (block.kind === 'paragraph') return paragraph(block.text, { bold: block.strong === true })
  if (block.kind === 'list') return block.items.map((item) => paragraph(item, { style: 'ListBullet' })).join('')
  if (block.kind === 'table') return tableXml(block)
  if (block.kind === 'facts') return block.rows.map(([label, value]) => paragraph(`${label}: ${value}`)).join('')
  if (block.kind === 'signature') return paragraph(block.who)
  return block.kind === 'code' ? codeXml(block.address) : '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
}

const bodyXml = ({ title, lines, blocks }: Document): string =>
  [paragraph(title, { style: 'Heading1' }), ...lines.map((line) => paragraph(line)), ...blocks.map(blockXml)].join('')

const styleXml = (id: string, name: string, more: string): string =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/>${more}</w:style>`

const headingXml = (level: number, size: number): string =>
  styleXml(
    `Heading${level}`,
    `heading ${level}`,
    `<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="${level - 1}"/></w:pPr><w:rPr><w:b/><w:sz w:val="${size}"/></w:rPr>`,
  )

const borders = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(
  (side) => `<w:${side} w:val="single" w:sz="4" w:color="B1B4B6"/>`,
)

const builtIn = (title: string): Unzipped => {
  const texts = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${kind}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${kind}.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="${kind}.numbering+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    'word/_rels/document.xml.rels': `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="${relations}/numbering" Target="numbering.xml"/></Relationships>`,
    'docProps/core.xml': `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escaped(title)}</dc:title><dc:language>en-GB</dc:language></cp:coreProperties>`,
    'word/numbering.xml': `<w:numbering xmlns:w="${ml}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`,
    'word/styles.xml': `<w:styles xmlns:w="${ml}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="22"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="80"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>${headingXml(1, 40)}${headingXml(2, 28)}${headingXml(3, 24)}${styleXml('Caption', 'caption', '<w:rPr><w:b/><w:sz w:val="20"/></w:rPr>')}${styleXml('ListBullet', 'List Bullet', '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')}<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>${borders.join('')}</w:tblBorders></w:tblPr></w:style></w:styles>`,
    'word/document.xml': `<w:document xmlns:w="${ml}"><w:body><w:p><w:r><w:t>{{report}}</w:t></w:r></w:p><w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr></w:body></w:document>`,
  }
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, strToU8(head + text)]))
}

const texts = /(<w:t(?: [^>]*)?>)([^<]*)(?=<\/w:t>)/g

/** Word splits words into runs at will, so a whole paragraph is searched. */
const filledIn = (xml: string, body: string, fields: Readonly<Record<string, string>>): string =>
  xml.replaceAll(/<w:p[ >](?:(?!<w:p[ >])[\s\S])*?<\/w:p>/g, (whole) => {
    const text = [...whole.matchAll(texts)].map(([, , one = '']) => one).join('')
    if (!text.includes('{{')) return whole
    const isBody = text.trim() === '{{report}}'
    const now = isBody
      ? ''
      : text.replaceAll(/\{\{(\w+)\}\}/g, (same, name: string) => (name in fields ? escaped(fields[name] ?? '') : same))
    let isFirst = true
    const filled = whole.replaceAll(texts, (_, tag: string) => {
      const own = isFirst ? now : ''
      isFirst = false
      return tag + own
    })
    if (!isBody) return filled
    return whole.includes('<w:sectPr') ? body + filled : body
  })

const mostUnpacked = 30_000_000

/** Whether it has a paragraph for the report, and can be unpacked. */
export const takesReport = (template: Uint8Array): boolean => {
  let size = 0
  const filter = ({ originalSize }: UnzipFileInfo): boolean => {
    size += originalSize
    return size < mostUnpacked
  }
  try {
    const entry = Object.entries(unzipSync(template, { filter })).find(([name]) => name === 'word/document.xml')
    return size < mostUnpacked && entry !== undefined && filledIn(strFromU8(entry[1]), '<muster/>', {}).includes('<muster/>')
  } catch {
    return false
  }
}

/** @param template bytes of a Word file; undefined: a plain one. */
export const docxOf = (
  document: Document,
  { fields = {}, template }: { fields?: Readonly<Record<string, string>>; template?: Uint8Array | undefined } = {},
): Uint8Array<ArrayBuffer> => {
  const parts = template ? unzipSync(template) : builtIn(document.title)
  const body = bodyXml(document)
  for (const [name, part] of Object.entries(parts))
    if (/^word\/(document|header\d*|footer\d*)\.xml$/.test(name)) parts[name] = strToU8(filledIn(strFromU8(part), body, fields))
  return zipSync(parts, { mtime: sameTime }) as Uint8Array<ArrayBuffer>
}

/** Headers of a download; `name` without an extension, in ASCII letters. */
export const docxHeaders = (name: string): Record<string, string> => ({
  'content-type': `${kind}.document`,
  'content-disposition': `attachment; filename="${name}.docx"`,
  'cache-control': 'no-store',
})
