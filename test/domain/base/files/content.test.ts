import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { strToU8, zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { judgeContent } from '#base/files/content.ts'
import { acceptedFiles, cleanName, endingOf, type FileEnding, sayFile } from '#base/files/file.ts'

const archive = (...names: string[]): Uint8Array => zipSync(Object.fromEntries(names.map((name) => [name, strToU8('<x/>')])))
const openDocument = (kind: string, ...names: string[]): Uint8Array =>
  zipSync({
    mimetype: [strToU8(`application/vnd.oasis.opendocument.${kind}`), { level: 0 }],
    'content.xml': strToU8('<x/>'),
    ...Object.fromEntries(names.map((name) => [name, strToU8('')])),
  })

const files: readonly (readonly [is: FileEnding, bytes: Uint8Array])[] = [
  ['pdf', strToU8('%PDF-1.7\n')],
  ['png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0])],
  ['jpg', new Uint8Array([0xff, 0xd8, 0xff, 0xe0])],
  ['docx', archive('[Content_Types].xml', 'word/document.xml')],
  ['pptx', archive('[Content_Types].xml', 'ppt/presentation.xml')],
  ['xlsx', archive('[Content_Types].xml', 'xl/workbook.xml')],
  ['odt', openDocument('text')],
  ['odp', openDocument('presentation')],
  ['ods', openDocument('spreadsheet')],
]

const endings: readonly FileEnding[] = [...files.map(([is]) => is), 'txt', 'csv']

// “What a file is follows from what it holds, and one whose name says otherwise is refused.”
it('a file is taken under the name of what it holds, and under no other', () => {
  for (const [is, bytes] of files) expect(endings.filter((named) => judgeContent(bytes, named).ok)).toEqual([is])
})

// “Web pages, drawings in SVG and programs are refused.”
it('text is taken as text or CSV; a page, a drawing, a program or an archive is not', () => {
  const taken = (content: string | Uint8Array) =>
    endings.filter((named) => judgeContent(typeof content === 'string' ? strToU8(content) : content, named).ok)
  expect(taken('School,Person\nSt Mary’s,Zoë\n')).toEqual(['txt', 'csv'])
  expect(taken('less than: a < b')).toEqual(['txt', 'csv'])
  for (const page of [
    '<!DOCTYPE html>',
    '\ufeff \n<html>',
    '<svg xmlns="x">',
    '<?xml version="1.0"?>',
    '<script>alert(1)</script>',
    '<?php',
  ])
    expect(taken(page)).toEqual([])
  expect(taken('MZ\u0000\u0003')).toEqual([])
  expect(taken(archive('harmless.txt'))).toEqual([])
  expect(taken(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]))).toEqual([])
  expect(taken(strToU8('PK\u0003\u0004 and nothing that an archive has'))).toEqual([])
})

it('a document with macros is refused as such', () => {
  const macros = { ok: false, reason: 'has_macros' }
  expect(judgeContent(archive('[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin'), 'docx')).toEqual(macros)
  expect(judgeContent(archive('[Content_Types].xml', 'xl/workbook.xml', 'xl/activeX/activeX1.bin'), 'xlsx')).toEqual(macros)
  expect(judgeContent(openDocument('text', 'Basic/Standard/Module1.xml'), 'odt')).toEqual(macros)
})

const officeFile = (parts: Record<string, string | Uint8Array>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<x/>', ...parts }).map(([name, content]) => [
        name,
        typeof content === 'string' ? strToU8(content) : content,
      ]),
    ),
  )
const judged = (parts: Record<string, string | Uint8Array>): string => {
  const is = judgeContent(officeFile(parts), 'docx')
  return is.ok ? 'taken' : is.reason
}
const relationship = (type: string, mode = 'TargetMode="External"', tag = 'Relationship') =>
  `<?xml version="1.0"?><Relationships><${tag} Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="https://elsewhere.example/x" ${mode}/></Relationships>`

// “A document with macros is refused, whatever they are called in it.”
it('macros under another name are found by what the document says of its parts', () => {
  for (const type of [
    'application/vnd.ms-office.vbaProject',
    'application/vnd.ms-word.document.macroEnabled.main+xml',
    'application/vnd.ms-office.&#x61;ctiveX',
  ])
    expect(judged({ '[Content_Types].xml': `<Types><Override PartName="/word/notes.bin" ContentType="${type}"/></Types>` })).toBe(
      'has_macros',
    )
})

// “A document that fetches something when it is opened, such as a template or a picture, is refused; links that people follow are not.”
it('a document that fetches a template or a picture when it is opened is refused, and one with links is not', () => {
  const rels = 'word/_rels/settings.xml.rels'
  expect(judged({ [rels]: relationship('hyperlink') })).toBe('taken')
  expect(judged({ [rels]: relationship('image', '') })).toBe('taken')
  for (const type of ['attachedTemplate', 'image', 'oleObject', 'subDocument', 'hyperlink/frame'])
    expect(judged({ [rels]: relationship(type) })).toBe('fetches_more')
  for (const mode of [`TargetMode='External'`, 'TargetMode = " external "', 'TargetMode="&#69;xternal"', 'TargetMode="&#x45;xternal"'])
    expect(judged({ [rels]: relationship('attachedTemplate', mode) })).toBe('fetches_more')
  expect(judged({ [rels]: relationship('attachedTemplate', undefined, 'p:Relationship') })).toBe('fetches_more')
  // Hidden by another encoding or by entities of its own.
  expect(judged({ [rels]: new Uint8Array(Buffer.from(`\ufeff${relationship('attachedTemplate')}`, 'utf16le')) })).toBe('not_as_named')
  expect(judged({ [rels]: `<!DOCTYPE x [<!ENTITY e "External">]>${relationship('attachedTemplate', 'TargetMode="&e;"')}` })).toBe(
    'not_as_named',
  )
})

// “A document with objects of other programs is refused, but for workbooks, documents and presentations, which are looked through as any other.”
it('objects of other programs are refused, and a chart’s workbook is looked through as any other', () => {
  const workbook = (parts: Record<string, string> = {}) =>
    zipSync(
      Object.fromEntries(
        Object.entries({ '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<x/>', ...parts }).map(([name, content]) => [
          name,
          strToU8(content),
        ]),
      ),
    )
  const chart = 'word/embeddings/Microsoft_Excel_Sheet1.xlsx'
  expect(judged({ [chart]: workbook() })).toBe('taken')
  expect(judged({ 'word/embeddings/oleObject1.bin': 'x' })).toBe('has_objects')
  expect(judged({ 'word/embeddings/setup.exe': 'MZ' })).toBe('has_objects')
  expect(judged({ [chart]: 'no workbook' })).toBe('has_objects')
  expect(judged({ [chart]: workbook({ 'xl/vbaProject.bin': 'x' }) })).toBe('has_macros')
  expect(judged({ [chart]: workbook({ 'xl/externalLinks/_rels/externalLink1.xml.rels': relationship('externalLinkPath') }) })).toBe(
    'fetches_more',
  )
  expect(judged({ [chart]: workbook({ 'xl/embeddings/inner.xlsx': 'x' }) })).toBe('has_objects')
})

// “A document that swells when it is unpacked is refused before that is done.”
it('a document that swells when it is unpacked is refused before that is done', () => {
  const zeros = new Uint8Array(30_000_000)
  expect(judged({ 'word/_rels/document.xml.rels': zeros })).toBe('too_much_inside')
  expect(judged({ 'word/embeddings/a.xlsx': zeros })).toBe('too_much_inside')
  const list = strToU8(' '.repeat(1_900_000))
  expect(judged(Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`word/_rels/${n}.rels`, list])))).toBe('too_much_inside')
  expect(judged(Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`word/media/${n}.png`, ''])))).toBe('too_much_inside')
  const declared = officeFile({ 'word/media/1.png': 'x' })
  const directory = Buffer.from(declared).lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1'))
  new DataView(declared.buffer).setUint32(directory + 24, 300_000_001, true)
  expect(judgeContent(declared, 'docx')).toEqual({ ok: false, reason: 'too_much_inside' })
})

it('a name keeps no folder, no sign that a header or a disk does not take, and one ending', () => {
  const cleaned = (name: string): string => cleanName(name, endingOf(name) ?? 'txt')
  expect(cleaned('C:\\Users\\ann\\Day one.PPTX')).toBe('Day one.pptx')
  expect(cleaned('../../etc/slides.pdf')).toBe('slides.pdf')
  expect(cleaned('a"b;c\r\nSet-Cookie: x.jpeg')).toBe('a b c Set-Cookie x.jpg')
  expect(cleaned('.pdf')).toBe('file.pdf')
  expect(cleaned(`${'Prevent ☂ '.repeat(60)}.pdf`)).toHaveLength(103)
  expect(acceptedFiles.split(',').map((ending) => endingOf(`slides${ending}`))).toEqual([
    ...['pdf', 'docx', 'pptx', 'xlsx', 'odt', 'odp', 'ods', 'png', 'jpg', 'txt', 'csv'],
  ])
  expect(endingOf('notes.html')).toBeUndefined()
  expect(endingOf('setup.exe')).toBeUndefined()
  expect(endingOf('slides')).toBeUndefined()
})

it('what a file is and how large is said in words', () => {
  expect(sayFile({ name: 'Day one.pptx', size: 1_234_567 })).toBe('PowerPoint presentation, 1.2 MB')
  expect(sayFile({ name: 'list.csv', size: 12 })).toBe('CSV file, 1 kB')
})

it('what was uploaded is read by what gives it out as a download and by backups, and by nothing else', () => {
  const src = join(dirname(fileURLToPath(import.meta.url)), '../../../../src')
  const reading = globSync('**/*.{ts,tsx}', { cwd: src })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /SELECT \w+ FROM FilePiece|FILES\??\.get\(|\breadPieces\(/.test(readFileSync(join(src, path), 'utf8')))
  expect(reading.toSorted()).toEqual(['base/files/answer-file.ts', 'base/files/store.ts', 'commands/kept-files.ts'])
})
