import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { expect, it } from 'vitest'
import type { Document } from '#base/document.ts'
import { qrPath } from '#base/qr.ts'
import { docxHeaders, docxOf } from '#base/web/docx.ts'

const paper: Document = {
  title: 'Schools & safeguarding',
  lines: ['Borsetshire Council'],
  blocks: [
    { kind: 'code', address: 'https://muster.example/r/14' },
    { kind: 'paragraph', text: '12 of 20 schools came.', strong: true },
    { kind: 'heading', text: 'Schools' },
    { kind: 'list', items: ['Ysgol Ŵyn ap Llŷr'] },
    {
      ...{ kind: 'table', caption: 'Places', sheet: 'Places' },
      columns: [
        { name: 'School', width: 30 },
        { name: 'Places', figures: true },
      ],
      rows: [['Lady <Hawthorn’s>', 3]],
    },
  ],
}

const partOf = (bytes: Uint8Array, name: string): string => strFromU8(unzipSync(bytes)[name] ?? new Uint8Array())

/** Each paragraph with its style and text, in order. */
const paragraphsOf = (xml: string) =>
  [...xml.matchAll(/<w:p>.*?<\/w:p>/g)].map(([one]) => [
    /<w:pStyle w:val="(\w+)"/.exec(one)?.[1] ?? '',
    [...one.matchAll(/<w:t[^>]*>([^<]*)/g)].map(([, text]) => text).join(''),
  ])

/** Every element that is opened is closed, in order; a reader of XML refuses the file otherwise. */
const isWellFormed = (xml: string): boolean => {
  const open: string[] = []
  for (const [, close, name = '', alone] of xml.matchAll(/<(\/?)([\w:]+)[^>]*?(\/?)>/g)) {
    if (close && open.pop() !== name) return false
    if (!close && !alone) open.push(name)
  }
  return open.length === 0
}

it('a document is a Word file with its headings, lists and tables as styles that a screen reader reads', () => {
  const bytes = docxOf(paper)
  for (const name of Object.keys(unzipSync(bytes))) expect([name, isWellFormed(partOf(bytes, name))]).toEqual([name, true])
  const xml = partOf(bytes, 'word/document.xml')
  expect(paragraphsOf(xml)).toEqual([
    ['Heading1', 'Schools &amp; safeguarding'],
    ['', 'Borsetshire Council'],
    ['', ''],
    ['', '12 of 20 schools came.'],
    ['Heading2', 'Schools'],
    ['ListBullet', 'Ysgol Ŵyn ap Llŷr'],
    ['Caption', 'Places'],
    ...[
      ['', 'School'],
      ['', 'Places'],
      ['', 'Lady &lt;Hawthorn’s&gt;'],
      ['', '3'],
      ['', ''],
    ],
  ])
  expect(xml.match(/<w:tblHeader\/>/g)).toHaveLength(1)
  expect(xml).toContain('descr="Code of https://muster.example/r/14"')
  expect(partOf(bytes, 'docProps/core.xml')).toContain('<dc:title>Schools &amp; safeguarding</dc:title><dc:language>en-GB</dc:language>')
  expect(partOf(bytes, 'word/styles.xml')).toContain('<w:lang w:val="en-GB"/>')
  expect(docxHeaders('paper')['content-disposition']).toBe('attachment; filename="paper.docx"')
})

it('the code in it has a rectangle for each run of black modules', () => {
  const xml = partOf(docxOf(paper), 'word/document.xml')
  expect(xml.match(/<a:close\/>/g)).toHaveLength(qrPath('https://muster.example/r/14').path.split('M').length - 1)
})

it('the same document makes the same file', () => {
  expect(docxOf(paper)).toEqual(docxOf(paper))
})

it('in a template its paragraph becomes the document, and words in braces are filled in wherever Word cut them', () => {
  const run = (text: string): string => `<w:r w:rsidR="1"><w:rPr><w:b/></w:rPr><w:t>${text}</w:t></w:r>`
  const template = zipSync({
    'word/document.xml': strToU8(
      `<w:document><w:body><w:p w:rsidR="1"/><w:p w:rsidR="2"><w:pPr/>${run('Paper {{nu')}${run('mber}} of {{who}}')}</w:p><w:p>${run('{{re')}${run('port}}')}</w:p><w:p>${run('Signed')}</w:p></w:body></w:document>`,
    ),
    'word/header1.xml': strToU8(`<w:hdr><w:p>${run('Report {{number}}')}</w:p></w:hdr>`),
    'word/media/crest.png': new Uint8Array([1, 2, 3]),
  })
  const bytes = docxOf({ title: 'T', lines: [], blocks: [] }, { template, fields: { number: '14 & 15' } })
  const xml = partOf(bytes, 'word/document.xml')
  expect([...xml.matchAll(/<w:t[^>]*>([^<]*)/g)].map(([, text]) => text).filter(Boolean)).toEqual([
    'Paper 14 &amp; 15 of {{who}}',
    'T',
    'Signed',
  ])
  expect(isWellFormed(xml)).toBe(true)
  expect(partOf(bytes, 'word/header1.xml')).toContain('<w:t>Report 14 &amp; 15</w:t>')
  expect(unzipSync(bytes)['word/media/crest.png']).toEqual(new Uint8Array([1, 2, 3]))
})
