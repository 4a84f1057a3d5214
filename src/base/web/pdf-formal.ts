// The parts of a certificate in a PDF: frame, letterhead, words in the middle, line to sign, code.

import type { Picture } from '../picture.ts'
import { qrPath } from '../qr.ts'
import { bodySize, type Element, type Paper, type Pdf, page, put, putText } from './pdf-page.ts'

const middle = (page.left + page.right) / 2
const grey = '#484949'

/** What is read by nobody. */
const ornament = (pdf: Pdf, draw: () => unknown): void => {
  pdf.markContent('Artifact', { type: 'Layout' })
  draw()
  pdf.endMarkedContent()
}

/** Two lines around a page, the outer one thick. */
export const putFrame = (pdf: Pdf, colour: string): void =>
  ornament(pdf, () => {
    for (const [inset, width] of [
      [22, 4],
      [28, 0.75],
    ] as const)
      pdf
        .lineWidth(width)
        .rect(inset, inset, 595 - 2 * inset, 842 - 2 * inset)
        .stroke(colour)
  })

const putPicture = (pdf: Pdf, { width, height, bytes, of }: Picture): void => {
  const scale = Math.min(50 / height, 220 / width)
  const shown = { width: width * scale, height: height * scale }
  const obj = pdf.ref({ Type: 'XObject', Subtype: 'Image', Width: width, Height: height, ...of })
  obj.end(bytes)
  ornament(pdf, () => pdf.image({ label: 'Logo', width, height, obj }, middle - shown.width / 2, pdf.y, shown))
  pdf.y += shown.height + 8
}

type CentredOptions = { size: number; bold?: boolean; after: number; colour?: string | undefined }

export const putCentred = (paper: Paper, tag: string, text: string, { colour, ...options }: CentredOptions): void => {
  paper.pdf.fillColor(colour ?? '#000000')
  putText(paper, tag, text, { ...options, align: 'center' })
  paper.pdf.fillColor('#000000')
}

type Letterhead = { title: string; lines: readonly string[]; colour: string; picture: Picture | undefined }

export const putLetterhead = (paper: Paper, { title, lines, colour, picture }: Letterhead): void => {
  const { pdf } = paper
  pdf.y = page.top - 8
  if (picture) putPicture(pdf, picture)
  for (const line of lines) putCentred(paper, 'P', line, { size: 14, bold: true, after: 14 })
  putCentred(paper, 'H1', title, { size: 30, bold: true, after: 10, colour })
}

/** A label and what it says in each row, of which the table is made. */
export const putFacts = (paper: Paper, caption: string, rows: readonly (readonly [string, string])[]): void => {
  const { pdf, root } = paper
  pdf.y += 6
  const table: Element = pdf.struct('Table')
  root.add(table)
  putText({ pdf, root: table }, 'Caption', caption, { size: bodySize, bold: true, after: 4 })
  const [labels, values] = [110, page.right - page.left - 110]
  for (const [label, value] of rows) {
    pdf.font('regular').fontSize(bodySize)
    const height = pdf.heightOfString(value, { width: values }) + 6
    if (pdf.y + height > page.bottom) pdf.addPage()
    const top = pdf.y
    ornament(pdf, () => pdf.lineWidth(0.5).moveTo(page.left, top).lineTo(page.right, top).stroke('#cecece'))
    const row: Element = pdf.struct('TR')
    table.add(row)
    pdf.fillColor(grey)
    put(pdf, row, 'TH', { scope: 'Row' }, () => pdf.text(label, page.left, top + 3, { width: labels }))
    pdf.fillColor('#000000')
    put(pdf, row, 'TD', {}, () => pdf.text(value, page.left + labels, top + 3, { width: values }))
    row.end()
    pdf.y = top + height
  }
  table.end()
  pdf.y += 6
}

/** With what follows it, at the foot of the page. */
const footHeight = 170

export const putSignature = (paper: Paper, who: string): void => {
  const { pdf } = paper
  if (pdf.y + footHeight > page.bottom) pdf.addPage()
  pdf.y = page.bottom - footHeight + 22
  const { y } = pdf
  ornament(pdf, () =>
    pdf
      .lineWidth(0.75)
      .moveTo(page.left, y)
      .lineTo(page.left + 230, y)
      .stroke(grey),
  )
  pdf.y += 4
  putText(paper, 'P', who, { size: 9, after: 4 })
}

const codeWidth = 84

/** Where words stand beside it, they begin at its top. */
export const putCode = (paper: Paper, address: string, beside: readonly string[] = []): void => {
  const { pdf, root } = paper
  if (pdf.y + codeWidth > page.bottom) pdf.addPage()
  const { path, size } = qrPath(address)
  const top = pdf.y
  put(pdf, root, 'Figure', { alt: `Code of ${address}`, bbox: [page.left, top, page.left + codeWidth, top + codeWidth] }, () =>
    pdf
      .save()
      .translate(page.left, top)
      .scale(codeWidth / size)
      .path(path)
      .lineWidth(1)
      .stroke('#000000')
      .restore(),
  )
  pdf.y = top + 4
  for (const [n, text] of beside.entries())
    putText(paper, 'P', text, { size: n === 0 ? 12 : bodySize, bold: n === 0, after: 4, left: page.left + codeWidth + 12 })
  pdf.y = Math.max(pdf.y, top + codeWidth)
}
