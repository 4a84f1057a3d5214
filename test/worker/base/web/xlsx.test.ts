import { expect, it } from 'vitest'
import { toXlsx } from '#base/web/xlsx.ts'
import { cellsOf, partOf } from '#test/support/workbook.ts'

const columns = ['A', 'B', 'C'].map((name) => ({ name, width: 20 }))
const bytesOf = async (stream: ReadableStream<Uint8Array>): Promise<Uint8Array> => new Uint8Array(await new Response(stream).arrayBuffer())

const hostile = [
  '=HYPERLINK("http://evil.example","x")',
  '+1',
  '-1',
  '@SUM(A1)',
  '\tTab',
  '\rReturn',
  'Two\nlines',
  '  spaces  ',
  '<b>&"quoted"</b>',
  ']]>',
  '&amp;',
  '_x0041_',
  'Siân Ŵyn 😀 سلام',
  '0123',
  '1e5',
  'true',
]

it('every cell that is written is read back as it was, text as text and numbers as numbers', async () => {
  const rows = hostile.map((text, n) => [text, n * 1.5, n % 2 ? null : 'x'])
  const bytes = await bytesOf(toXlsx('Places', columns, rows))
  expect(cellsOf(bytes)).toEqual([['A', 'B', 'C'], ...rows.map((row) => row.map((cell) => cell ?? ''))])
  const sheet = partOf(bytes, 'xl/worksheets/sheet1.xml')
  expect(sheet).not.toContain('<f>')
})

it('what XML cannot hold is left out, and the rest of the text kept', async () => {
  const bytes = await bytesOf(toXlsx('Places', columns, [['a\u0000b\u0008c\uFFFEd', 'half \uD800 letter', '\uDC00']]))
  expect(cellsOf(bytes)[1]).toEqual(['abcd', 'half  letter', ''])
})

it('a sheet may be called anything, and hold nothing', async () => {
  const bytes = await bytesOf(toXlsx('[Bookings] for <all>: 2026/27 and a name that is far too long', columns, []))
  expect(cellsOf(bytes)).toEqual([['A', 'B', 'C']])
  expect(partOf(bytes, 'xl/workbook.xml')).toContain('name=" Bookings  for &lt;all&gt;  2026 27 a"')
})

it('ten thousand rows of fourteen cells are a file of some hundred kilobytes', async () => {
  const rows = Array.from({ length: 10_000 }, (_, n) => Array.from({ length: 14 }, (__, column) => `Cell ${n} ${column}`))
  const bytes = await bytesOf(toXlsx('Places', columns, rows))
  const read = cellsOf(bytes)
  expect(read.length).toBe(10_001)
  expect(read.slice(1)).toEqual(rows)
})
