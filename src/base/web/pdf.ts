// The one door to pdfkit: a document as tagged PDF, which a screen reader reads by its headings,
// lists and tables. The library is read when somebody first asks for a file, never at the start.
import { inflateSync } from 'fflate'
import type { Document, DocumentBlock, DocumentTable } from '../document.ts'
import { othersFirst } from './pace.ts'
import type { Element, Paper, ParsedFont, Pdf, PdfOptions } from './pdf-page.ts'
import { bodySize, page, put, putText } from './pdf-page.ts'
import { drawTable } from './pdf-table.ts'

const fromBase64 = (text: string): Uint8Array => inflateSync(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)))

type Fonts = Record<'regular' | 'bold', Uint8Array | ParsedFont>

/** Unpacked and parsed once: many files can be made one after another. */
let loaded: ReturnType<typeof load> | undefined

/** Takes some hundred milliseconds: others are served meanwhile. */
const load = async (): Promise<{ Maker: new (options: PdfOptions) => Pdf; fonts: Fonts }> => {
  // @ts-expect-error: what types there are need those of Node.
  const { default: Maker } = await import('pdfkit')
  await othersFirst()
  const fonts = await import('./generated/fonts.ts')
  return { Maker, fonts: { regular: fromBase64(fonts.regular), bold: fromBase64(fonts.bold) } }
}

/** Parsing them takes most of a short file: what the first parsed is used by those after it. */
const registerFonts = async (pdf: Pdf, fonts: Fonts): Promise<void> => {
  for (const name of ['regular', 'bold'] as const) {
    if (fonts[name] instanceof Uint8Array) await othersFirst()
    pdf.registerFont(name, fonts[name])
    fonts[name] = pdf.font(name)._font.font
  }
}

const headings = { 1: 20, 2: 14, 3: 12 } as const

/** The title of a document that has a colour: in it, under a bar of it. */
const putTitle = (paper: Paper, text: string, colour: string): void => {
  const { pdf } = paper
  pdf.markContent('Artifact', { type: 'Layout' })
  pdf
    .lineWidth(6)
    .moveTo(page.left, page.top - 16)
    .lineTo(page.right, page.top - 16)
    .stroke(colour)
  pdf.endMarkedContent()
  pdf.fillColor(colour)
  putHeading(paper, text, 1)
  pdf.fillColor('#000000')
}

const putHeading = (paper: Paper, text: string, level: 1 | 2 | 3): void => {
  const { pdf } = paper
  const size = headings[level]
  // A heading stays with what follows it.
  if (pdf.y > page.top && pdf.y + size * 4 > page.bottom) pdf.addPage()
  if (pdf.y > page.top) pdf.y += size * 0.8
  putText(paper, `H${level}`, text, { size, bold: true, after: size * 0.4 })
  if (level === 2) pdf.outline.addItem(text)
}

const putList = ({ pdf, root }: Paper, items: readonly string[]): void => {
  const list = pdf.struct('L')
  root.add(list)
  for (const item of items) {
    const line: Element = pdf.struct('LI')
    list.add(line)
    if (pdf.y + bodySize * 2 > page.bottom) pdf.addPage()
    pdf.font('regular').fontSize(bodySize)
    const top = pdf.y
    put(pdf, line, 'Lbl', {}, () => pdf.text('•', page.left, top, { width: 12 }))
    put(pdf, line, 'LBody', {}, () => pdf.text(item, page.left + 14, top, { width: page.right - page.left - 14 }))
    line.end()
    pdf.y += 3
  }
  list.end()
  pdf.y += 4
}

const putBlock = (paper: Paper, block: DocumentBlock): void => {
  if (block.kind === 'heading') putHeading(paper, block.text, block.level ?? 2)
  else if (block.kind === 'paragraph') putText(paper, 'P', block.text, { size: block.strong ? 12 : bodySize, bold: block.strong, after: 6 })
  else if (block.kind === 'list') putList(paper, block.items)
  else if (block.kind === 'table') drawTable(paper, block)
  else if (paper.pdf.y > page.top) paper.pdf.addPage()
}

const numberPages = (pdf: Pdf, title: string): void => {
  const { start, count } = pdf.bufferedPageRange()
  for (let n = start; n < start + count; n += 1) {
    pdf.switchToPage(n)
    // Below the margin pdfkit would begin another page.
    pdf.page.margins.bottom = 0
    pdf.markContent('Artifact', { type: 'Pagination' })
    pdf.font('regular').fontSize(8)
    pdf.text(`${title} – page ${n + 1} of ${count}`, page.left, page.bottom + 16, { width: page.right - page.left, lineBreak: false })
    pdf.endMarkedContent()
  }
}

/** More rows than this would take a Worker longer than a person waits; a spreadsheet takes them. */
export const mostPdfRows = 4000

const shortened = (block: DocumentBlock, sofar: number): DocumentBlock[] => {
  if (block.kind !== 'table' || sofar + block.rows.length <= mostPdfRows) return [block]
  const kept = Math.max(0, mostPdfRows - sofar)
  const rest = block.rows.length - kept
  const table: DocumentTable = { ...block, rows: block.rows.slice(0, kept) }
  return [...(kept > 0 ? [table] : []), { kind: 'paragraph', text: `${block.caption}: ${rest} more rows stand in the spreadsheet.` }]
}

/** @param made when what it says was known: the same document makes the same file */
export const pdfOf = async (document: Document, made: Date): Promise<Uint8Array<ArrayBuffer>> => {
  loaded ??= load()
  const { Maker, fonts } = await loaded
  const pdf = new Maker({
    ...{ font: null, autoFirstPage: false, bufferPages: true, tagged: true, subset: 'PDF/UA', pdfVersion: '1.7', lang: 'en-GB' },
    ...{ displayTitle: true, size: 'A4', margins: page.margins },
    info: { Title: document.title, CreationDate: made, ModDate: made, Producer: 'Muster', Creator: 'Muster' },
  })
  const pieces: Uint8Array[] = []
  const ended = new Promise<void>((resolve, reject) => {
    pdf.on('data', (piece) => pieces.push(piece as Uint8Array))
    pdf.on('end', () => resolve())
    pdf.on('error', reject)
  })
  await registerFonts(pdf, fonts)
  pdf.addPage()
  const root = pdf.struct('Document')
  pdf.addStructure(root)
  const paper: Paper = { pdf, root }
  if (document.colour) putTitle(paper, document.title, document.colour)
  else putHeading(paper, document.title, 1)
  for (const line of document.lines) putText(paper, 'P', line, { size: bodySize, after: 2 })
  let rows = 0
  for (const whole of document.blocks)
    for (const block of shortened(whole, rows)) {
      putBlock(paper, block)
      if (block.kind === 'table') rows += block.rows.length
    }
  root.end()
  numberPages(pdf, document.title)
  pdf.end()
  await ended
  return new Uint8Array(await new Blob(pieces as Uint8Array<ArrayBuffer>[]).arrayBuffer())
}

/** Headers of a download; `name` without an extension, in ASCII letters. */
export const pdfHeaders = (name: string): Record<string, string> => ({
  'content-type': 'application/pdf',
  'content-disposition': `attachment; filename="${name}.pdf"`,
  'cache-control': 'no-store',
})
