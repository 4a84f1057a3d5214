import { Deflate, Zip, ZipDeflate, ZipPassThrough, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { finished, newReading, type Reading, readFile, unpackRow } from '#schools/register/reading.ts'
import { FileRefused } from '#schools/register/refusal.ts'
import { inPieces, linksCsv, registerCsv, utf8, windows1252 } from '#test/support/register-file.ts'

const read = async (bytes: AsyncIterable<Uint8Array>): Promise<Reading> => {
  const reading = newReading()
  await readFile(reading, { slot: 'register', keep: () => true }, bytes)
  return finished(reading)
}
const refusalOf = async (bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<string> => {
  try {
    await read(bytes instanceof Uint8Array ? inPieces(bytes, 1000) : bytes)
  } catch (error) {
    if (error instanceof FileRefused) return error.refusal.reason
    throw error
  }
  return 'taken'
}

const one = { urn: '116940', name: 'LADY HAWKINS’ SCHOOL', town: 'Kington' }
const registerOf = (schools: number): Uint8Array =>
  windows1252(
    registerCsv([one, ...Array.from({ length: schools }, (_, n) => ({ ...one, urn: String(200_000 + n), name: `Ashfield ${n * 7919}` }))]),
  )
const register = registerOf(3000)
const links = utf8(linksCsv([['116940', '137608', 'Successor', '31-10-2011']]))
const inner = zipSync({ 'readme.txt': utf8('PK\u0001\u0002 is how an entry of the list begins') })

/** A zip as a server streams it: the sizes stand after each entry. */
const streamed = (files: Record<string, Uint8Array>, stored = false): Uint8Array => {
  const parts: Uint8Array[] = []
  const zip = new Zip((_error, part) => parts.push(part))
  for (const [name, bytes] of Object.entries(files)) {
    const entry = stored ? new ZipPassThrough(name) : new ZipDeflate(name)
    zip.add(entry)
    entry.push(bytes, true)
  }
  zip.end()
  return joined(parts)
}
const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** The head of one deflated entry whose sizes come later, made by hand. */
const head = (name: string, flags = 8, method = 8): Uint8Array => {
  const bytes = new Uint8Array(30 + name.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, 0x04034b50, true)
  view.setUint16(6, flags, true)
  view.setUint16(8, method, true)
  view.setUint16(26, name.length, true)
  bytes.set(utf8(name), 30)
  return bytes
}

describe('a zip is read entry by entry', () => {
  const filesOf = (csv: Uint8Array) => ({
    'folder/': new Uint8Array(0),
    'edubasealldata20250422.csv': csv,
    'links_edubasealldata20250422.csv': links,
  })
  const othersOf = (csv: Uint8Array) => ({
    'inner.zip': inner,
    'links.csv': links,
    'menu.csv': utf8('soup,bread\r\n1,2\r\n'),
    'data.CSV': csv,
    'empty.csv': utf8(''),
  })
  it.each<[how: string, zipOf: (csv: Uint8Array) => Uint8Array]>([
    ['packed', (csv) => zipSync(filesOf(csv))],
    ['packed, other files among them, the links first', (csv) => zipSync(othersOf(csv))],
    ['stored', (csv) => zipSync(othersOf(csv), { level: 0 })],
    ['written as a stream', (csv) => streamed(filesOf(csv))],
    ['written as a stream, stored', (csv) => streamed(othersOf(csv), true)],
  ])('%s, whatever the size of the pieces in which it arrives', async (_how, zipOf) => {
    const whole = zipOf(register)
    // Byte by byte a tenth of the schools is enough.
    for (const [size, zip, schools] of [
      [1, zipOf(registerOf(300)), 300],
      [29, whole, 3000],
      [1000, whole, 3000],
      [100_000, whole, 3000],
    ] as const) {
      const reading = await read(inPieces(zip, size))
      expect(reading.rows).toBe(schools + 1)
      expect(unpackRow(reading.kept.get('116940') ?? [], reading.present).name).toBe('LADY HAWKINS’ SCHOOL')
      const last = schools - 1
      expect(unpackRow(reading.kept.get(String(200_000 + last)) ?? [], reading.present).name).toBe(`Ashfield ${last * 7919}`)
      expect([...reading.links]).toEqual([{ urn: '116940', linkUrn: '137608', type: 'Successor', date: '2011-10-31' }])
    }
  })

  it('with sizes of eight bytes (ZIP64), in the head or after the entry', async () => {
    const packed: Uint8Array[] = []
    new Deflate((part) => packed.push(part)).push(register, true)
    const body = joined(packed)
    const name = 'edubasealldata.csv'
    const end = Uint8Array.from([0x50, 0x4b, 1, 2, ...Array.from({ length: 42 }, () => 0)])
    const inHead = new Uint8Array(50 + name.length)
    inHead.set(head(name, 0))
    const view = new DataView(inHead.buffer)
    view.setUint32(18, 0xffffffff, true)
    view.setUint32(22, 0xffffffff, true)
    view.setUint16(28, 20, true)
    view.setUint16(30 + name.length, 1, true)
    view.setUint16(32 + name.length, 16, true)
    view.setBigUint64(34 + name.length, BigInt(register.length), true)
    view.setBigUint64(42 + name.length, BigInt(body.length), true)
    const descriptor = new DataView(new ArrayBuffer(24))
    descriptor.setUint32(0, 0x08074b50, true)
    descriptor.setBigUint64(8, BigInt(body.length), true)
    descriptor.setBigUint64(16, BigInt(register.length), true)
    const after = new Uint8Array(descriptor.buffer)
    for (const zip of [
      joined([inHead, body, end]),
      joined([head(name), body, after, end]),
      joined([head(name), body, after.slice(4), end]),
    ])
      expect((await read(inPieces(zip, 333))).rows).toBe(3001)
  })
})

describe('a zip is not taken', () => {
  it('when there is no register in it', async () => {
    expect(await refusalOf(zipSync({ 'xl/workbook.xml': utf8('<x/>') }))).toBe('not_this_file')
    expect(await refusalOf(zipSync({}))).toBe('not_this_file')
    expect(await refusalOf(zipSync({ 'menu.csv': utf8('soup') }))).toBe('not_this_file')
  })

  it('when it has been cut, wherever, or damaged', async () => {
    for (const zip of [zipSync({ 'a.csv': register }), streamed({ 'a.csv': register }), zipSync({ 'a.csv': register }, { level: 0 })]) {
      for (const length of [5, 31, 34, 40, Math.floor(zip.length / 2), zip.length - 100])
        expect([length, await refusalOf(zip.slice(0, length))]).toEqual([length, expect.stringMatching(/^(truncated|not_this_file)$/)])
    }
    const damaged = zipSync({ 'a.csv': register })
    damaged.fill(0xff, 2000, 2100)
    expect(await refusalOf(damaged)).toMatch(/^(truncated|not_this_file|uneven_row)$/)
  })

  it('when it is protected by a password, or packed in another way', async () => {
    const locked = zipSync({ 'a.csv': register })
    locked[6] = 1
    expect(await refusalOf(locked)).toBe('zip_unreadable')
    expect(await refusalOf(joined([head('a.csv', 0, 93)]))).toBe('zip_unreadable')
  })

  it('when it holds more files than anybody packs, before they are looked at', async () => {
    const empty = Object.fromEntries(Array.from({ length: 60_000 }, (_, n) => [`f${n}`, new Uint8Array(0)]))
    expect(await refusalOf(zipSync(empty, { level: 0 }))).toBe('too_many_files')
    const [nineteen] = [Object.fromEntries(Object.entries(empty).slice(0, 19))]
    expect(await refusalOf(zipSync({ ...nineteen, 'edubasealldata.csv': register }))).toBe('taken')
  })

  it('when a small entry unpacks to a gigabyte, long before it has', async () => {
    let taken = 0
    // A gigabyte of one letter: after the head of the register or without any, or as empty lines.
    for (const [first, letter] of [
      ['', 0],
      [registerCsv([one]), 97],
      [registerCsv([one]), 10],
    ] as const) {
      const bomb = async function* () {
        const out: Uint8Array[] = [head('a.csv')]
        const deflate = new Deflate({ level: 1 }, (part) => out.push(part))
        deflate.push(utf8(first))
        const block = new Uint8Array(1_000_000).fill(letter)
        taken = 0
        for (let n = 0; n < 1000; n += 1) {
          deflate.push(block)
          taken += 1
          for (const part of out.splice(0)) yield part
        }
      }
      expect(await refusalOf(bomb())).toMatch(/^(not_this_file|too_large)$/)
      expect(taken).toBeLessThan(20)
    }
  })
})
