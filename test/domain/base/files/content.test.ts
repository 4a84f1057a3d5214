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

it('a file is taken under the name of what it holds, and under no other', () => {
  for (const [is, bytes] of files) expect(endings.filter((named) => judgeContent(bytes, named).ok)).toEqual([is])
})

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
