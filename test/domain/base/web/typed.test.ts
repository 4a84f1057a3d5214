import { expect, it } from 'vitest'
import { parsePounds } from '#base/money.ts'
import { decodeText, harmless, readCsv, toCsv } from '#base/web/csv.ts'
import { asSeen } from '#base/web/form-text.ts'

it('a text loses what nobody sees of it, and nothing else', () => {
  expect(asSeen('Siân\u202Enosnhoj\u202C\u200B O\u2060Brien\uFEFF\u0007 \u2067x\u2069\u{E0041}')).toBe('Siânnosnhoj OBrien x')
  expect(asSeen('two\r\nlines\tand – “marks”, £5, 学校')).toBe('two\r\nlines\tand – “marks”, £5, 学校')
  // Joiners make letters of Persian and families of people, and forgeries of English.
  expect(asSeen('می\u200Cخواهم 👩\u200D👧 pay\u200Dpal')).toBe('می\u200Cخواهم 👩\u200D👧 paypal')
})

it.each(['=1+1', '+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '  +1', '＝1+1', '＋1', '－1', '＠SUM(A1)', '\u00a0=1', '\n=1', '−1'])(
  'a cell that begins as a formula (%j) is written as text, and read as it was',
  (cell) => {
    expect(harmless(cell)).toBe(`'${cell}`)
    expect(readCsv(toCsv(['name'], [[cell]])).rows[0]?.cells).toEqual({ name: cell.trim() })
  },
)

it('a cell that is none stays as it is', () => {
  for (const cell of ['-35.00', 'a=b', "'t Hart", '1,5', ' Ann', 12, null]) expect(harmless(cell)).toBe(cell)
  expect(readCsv("name\r\n't Hart").rows[0]?.cells).toEqual({ name: "'t Hart" })
})

it('a list is bounded before anything is made of its cells: by its columns, and by one row more than its reader takes', () => {
  const wide = Array.from({ length: 6000 }, (_, n) => `c${n}`).join(',')
  expect(readCsv(`${wide}\n${`${'x,'.repeat(6000)}\n`.repeat(20)}`)).toEqual({ columns: [], rows: [] })
  const { columns, rows } = readCsv(`urn\n${'1\n'.repeat(6000)}`, 5)
  expect([columns, rows.length]).toEqual([['urn'], 6])
  // Many more cells than columns are read and left out.
  expect(readCsv(`urn\n1${','.repeat(10_000)}`).rows).toEqual([{ line: 2, cells: { urn: '1' } }])
})

it('a list is read in UTF-8, in UTF-16 with its mark, and in the letters of old spreadsheets', () => {
  const utf16 = (text: string, big: boolean): ArrayBuffer => {
    const buffer = new ArrayBuffer(text.length * 2)
    const bytes = new DataView(buffer)
    for (let at = 0; at < text.length; at += 1) bytes.setUint16(at * 2, text.charCodeAt(at), !big)
    return buffer
  }
  const list = 'urn,name\r\n1,Siân'
  expect(decodeText(utf16(`\uFEFF${list}`, false))).toBe(list)
  expect(decodeText(utf16(`\uFEFF${list}`, true))).toBe(list)
  expect(decodeText(Uint8Array.from(new TextEncoder().encode(`\uFEFF${list}`)).buffer)).toBe(list)
  expect(decodeText(Uint8Array.from('1,Si\u00e2n', (letter) => letter.charCodeAt(0)).buffer)).toBe('1,Siân')
})

it('a sum is read as it is meant, and refused where it may be meant otherwise', () => {
  expect(['35', '35.5', '£ 35.50', '1,250.00', '1,250,000', '0'].map(parsePounds)).toEqual([3500, 3550, 3550, 125_000, 125_000_000, 0])
  expect(['1,5', '1,50', '12,5.00', '1.250,00', ',5', '1,,000', '1000,000', '1,0000', '-5', '5 ', ''].map(parsePounds)).toEqual([
    ...Array<undefined>(9).fill(undefined),
    500,
    undefined,
  ])
})
