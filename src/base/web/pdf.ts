// The only user of pdfkit: a document as tagged PDF, for screen readers. The library is loaded on
// first use.
import type { Act } from '#base/act.ts'
import { type GiveWay, givingWay, type Steps, stepping } from '#base/steps.ts'
import type { Document, DocumentBlock, DocumentTable } from '../document.ts'
import { files } from './generated/files.ts'
import { pause } from './pace.ts'
import { putCentred, putCode, putFacts, putFrame, putLetterhead, putSignature } from './pdf-formal.ts'
import type { Element, Paper, ParsedFont, Pdf, PdfOptions } from './pdf-page.ts'
import { bodySize, page, put, putText } from './pdf-page.ts'
import { drawTable } from './pdf-table.ts'

/** Blocks, items of a list or pages. */
const atOneStep = 10

/** Parsed once: it takes most of the time of a short file. */
const fonts: Partial<Record<'regular' | 'bold', Uint8Array | ParsedFont>> = {}

const readFont = async ({ assets }: Pick<Act, 'assets'>, name: 'regular' | 'bold'): Promise<Uint8Array> => {
  const answer = await assets?.fetch(new URL(files[`fonts/${name}.ttf`], 'https://muster.invalid').href)
  if (!answer?.ok) throw new Error(`The letters of PDF files cannot be read: ${answer?.status ?? 'no binding ASSETS'}`)
  return new Uint8Array(await answer.arrayBuffer())
}

const registerFont = async (act: Pick<Act, 'assets'>, pdf: Pdf, name: 'regular' | 'bold', giveWay: GiveWay): Promise<void> => {
  if (!fonts[name]) {
    fonts[name] = await readFont(act, name)
    await giveWay()
  }
  const known = fonts[name]
  pdf.registerFont(name, known)
  // Fonts are numbered by first use, parsed ones too.
  const { font } = pdf.font(name)._font
  if (!(known instanceof Uint8Array)) return
  fonts[name] = font
  await giveWay()
  // The first layout takes thirty milliseconds.
  font.layout('A')
  await giveWay()
}

const headings = { 1: 20, 2: 14, 3: 12 } as const

/** In the document's colour, if it has one, under a bar. */
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

function* putList({ pdf, root }: Paper, items: readonly string[]): Steps<void> {
  const list = pdf.struct('L')
  root.add(list)
  const putItem = (item: string): void => {
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
  yield* stepping(items, putItem, atOneStep)
  list.end()
  pdf.y += 4
}

const putParagraph = (paper: Paper, { text, strong, look }: Extract<DocumentBlock, { kind: 'paragraph' }>): void => {
  if (look === 'name') putCentred(paper, 'P', text, { size: 26, bold: true, after: 2 })
  else if (look === 'lead') putCentred(paper, 'P', text, { size: 12, bold: strong === true, after: 5 })
  else putText(paper, 'P', text, { size: strong ? 12 : bodySize, bold: strong, after: 6 })
}

function* putBlock(paper: Paper, block: DocumentBlock, colour: string | undefined): Steps<void> {
  if (block.kind === 'heading' && block.look) putCentred(paper, 'H2', block.text, { size: 18, bold: true, after: 4, colour })
  else if (block.kind === 'heading') putHeading(paper, block.text, block.level ?? 2)
  else if (block.kind === 'paragraph') putParagraph(paper, block)
  else if (block.kind === 'facts') putFacts(paper, block.caption, block.rows)
  else if (block.kind === 'signature') putSignature(paper, block.who)
  else if (block.kind === 'list') yield* putList(paper, block.items)
  else if (block.kind === 'table') yield* drawTable(paper, block)
  else if (block.kind === 'code') putCode(paper, block.address, block.beside)
  else if (paper.pdf.y > page.top) paper.pdf.addPage()
}

function* finishPages(pdf: Pdf, { title, look, colour }: Document): Steps<void> {
  const pages = pdf._pageBuffer
  const finishPage = (one: object, n: number): void => {
    pdf._pageBuffer = [one]
    pdf.switchToPage(n)
    if (look && colour) putFrame(pdf, colour)
    // Below the margin pdfkit would begin another page.
    pdf.page.margins.bottom = 0
    pdf.markContent('Artifact', { type: 'Pagination' })
    pdf.font('regular').fontSize(8)
    pdf.text(`${title} – page ${n + 1} of ${pages.length}`, page.left, page.bottom + 16, {
      width: page.right - page.left,
      lineBreak: false,
    })
    pdf.endMarkedContent()
    pdf.flushPages()
  }
  yield* stepping(pages, finishPage, atOneStep)
}

/** More would take too long; spreadsheets have no limit. */
export const mostPdfRows = 4000

const shortened = (block: DocumentBlock, sofar: number): DocumentBlock[] => {
  if (block.kind !== 'table' || sofar + block.rows.length <= mostPdfRows) return [block]
  const kept = Math.max(0, mostPdfRows - sofar)
  const rest = block.rows.length - kept
  const table: DocumentTable = { ...block, rows: block.rows.slice(0, kept) }
  return [...(kept > 0 ? [table] : []), { kind: 'paragraph', text: `${block.caption}: ${rest} more rows stand in the spreadsheet.` }]
}

const putTop = (paper: Paper, { title, look, colour, lines, picture }: Document): void => {
  if (look && colour) {
    putLetterhead(paper, { title, lines, colour, picture })
    return
  }
  if (colour) putTitle(paper, title, colour)
  else putHeading(paper, title, 1)
  for (const line of lines) putText(paper, 'P', line, { size: bodySize, after: 2 })
}

function* putDocument(paper: Paper, document: Document): Steps<void> {
  const { colour, blocks } = document
  putTop(paper, document)
  let rows = 0
  for (const [at, whole] of blocks.entries()) {
    if (at % atOneStep === atOneStep - 1) yield
    for (const block of shortened(whole, rows)) {
      yield* putBlock(paper, block, colour)
      if (block.kind === 'table') rows += block.rows.length
    }
  }
  paper.root.end()
  yield* finishPages(paper.pdf, document)
}

/** @param made as of when: the same document makes the same file */
export const pdfOf = async (
  act: Pick<Act, 'now' | 'assets'>,
  document: Document,
  { made = act.now, giveWay = pause }: { made?: Date; giveWay?: GiveWay } = {},
): Promise<Uint8Array<ArrayBuffer>> => {
  // @ts-expect-error: its types need those of Node.
  const { default: Maker } = (await import('pdfkit')) as { default: new (options: PdfOptions) => Pdf }
  if (!fonts.bold) await giveWay()
  const pdf = new Maker({
    font: null,
    autoFirstPage: false,
    bufferPages: true,
    tagged: true,
    subset: 'PDF/UA',
    pdfVersion: '1.7',
    lang: 'en-GB',
    displayTitle: true,
    size: 'A4',
    margins: page.margins,
    info: { Title: document.title, CreationDate: made, ModDate: made, Producer: 'Muster', Creator: 'Muster' },
  })
  const pieces: Uint8Array[] = []
  const ended = new Promise<void>((resolve, reject) => {
    pdf.on('data', (piece) => pieces.push(piece as Uint8Array))
    pdf.on('end', () => resolve())
    pdf.on('error', reject)
  })
  for (const name of ['regular', 'bold'] as const) await registerFont(act, pdf, name, giveWay)
  pdf.addPage()
  const root = pdf.struct('Document')
  pdf.addStructure(root)
  await givingWay(putDocument({ pdf, root }, document), giveWay)
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
