// The parts of pdfkit in use, and its page: A4, in points.

export type Element = { add: (child: Element) => void; end: () => void }

/** Parsed by pdfkit, which also takes it. */
export type ParsedFont = { layout: (text: string) => unknown }

type TextOptions = { width?: number; align?: 'left' | 'right' | 'center'; lineBreak?: boolean }

/** An object of the file. */
type Ref = { end: (bytes: Uint8Array) => void }

type Image = { label: string; width: number; height: number; obj: Ref }

export type PdfOptions = Record<string, unknown>

export type Pdf = {
  y: number
  page: { margins: { bottom: number } }
  addPage: () => Pdf
  font: (name: 'regular' | 'bold') => Pdf
  fontSize: (size: number) => Pdf
  registerFont: (name: string, font: Uint8Array | ParsedFont) => Pdf
  /** The current font, parsed. */
  _font: { font: ParsedFont }
  text: (text: string, x: number, y: number, options: TextOptions) => Pdf
  heightOfString: (text: string, options: TextOptions) => number
  struct: (type: string, options?: object | (() => unknown), draw?: () => unknown) => Element
  addStructure: (element: Element) => Pdf
  markContent: (tag: string, options?: object) => Pdf
  endMarkedContent: () => Pdf
  save: () => Pdf
  restore: () => Pdf
  translate: (x: number, y: number) => Pdf
  scale: (factor: number) => Pdf
  path: (path: string) => Pdf
  rect: (x: number, y: number, width: number, height: number) => Pdf
  ref: (of: Record<string, unknown>) => Ref
  image: (image: Image, x: number, y: number, size: { width: number; height: number }) => Pdf
  moveTo: (x: number, y: number) => Pdf
  lineTo: (x: number, y: number) => Pdf
  lineWidth: (width: number) => Pdf
  stroke: (colour: string) => Pdf
  fillColor: (colour: string) => Pdf
  outline: { addItem: (title: string) => unknown }
  /** Pages that `flushPages` will write. */
  _pageBuffer: object[]
  flushPages: () => void
  switchToPage: (n: number) => Pdf
  on: (what: 'data' | 'end' | 'error', then: (piece?: unknown) => void) => void
  end: () => void
}

export type Paper = { pdf: Pdf; root: Element }

const margins = { top: 56, bottom: 62, left: 56, right: 56 }
export const page = { margins, top: margins.top, bottom: 842 - margins.bottom, left: margins.left, right: 595 - margins.right }

export const bodySize = 10

type PutOptions = { scope?: 'Column' | 'Row' } | { alt: string; bbox: readonly number[] }

/** Draws one tagged element. */
export const put = (pdf: Pdf, into: Element, tag: string, options: PutOptions, draw: () => unknown): void => {
  const element = pdf.struct(tag, options, draw)
  into.add(element)
  element.end()
}

type TextLook = { size: number; bold?: boolean | undefined; after: number; align?: 'left' | 'center'; left?: number }

export const putText = (
  { pdf, root }: Paper,
  tag: string,
  text: string,
  { size, bold, after, align = 'left', left = page.left }: TextLook,
): void => {
  pdf.font(bold ? 'bold' : 'regular').fontSize(size)
  if (pdf.y + size * 1.4 > page.bottom) pdf.addPage()
  put(pdf, root, tag, {}, () => pdf.text(text, left, pdf.y, { width: page.right - left, align }))
  pdf.y += after
}
