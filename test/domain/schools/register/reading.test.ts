import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type TextFact, textFacts } from '#schools/register/facts.ts'
import { dayInName, finished, newReading, type Reading, readFile, unpackRow } from '#schools/register/reading.ts'
import { FileRefused, sayRefusal } from '#schools/register/refusal.ts'
import { inPieces, linksCsv, type Row, registerCsv, utf8, windows1252 } from '#test/support/register-file.ts'

const read = async (bytes: Uint8Array, size = 50, slot: 'register' | 'links' = 'register'): Promise<Reading> => {
  const reading = newReading()
  await readFile(reading, { slot, keep: () => true }, inPieces(bytes, size))
  return slot === 'register' ? finished(reading) : reading
}

const refusalOf = async (bytes: Uint8Array, slot: 'register' | 'links' = 'register'): Promise<string> => {
  try {
    await read(bytes, 1000, slot)
  } catch (error) {
    if (error instanceof FileRefused) return `${error.refusal.reason}: ${sayRefusal(error.refusal)}`
    throw error
  }
  return 'taken'
}

const one: Row = { urn: '116940', name: 'LADY HAWKINS’ SCHOOL', town: 'Kington', openDate: '01-09-1972', uprn: '010001234567' }
const rowOf = (reading: Reading, urn: string): Row => unpackRow(reading.kept.get(urn) ?? [], reading.present)

describe('a register file is read', () => {
  it.each([1, 2, 3, 7, 64, 100_000])('whatever the size of the pieces in which it arrives (%i bytes)', async (size) => {
    const text = registerCsv([one, { urn: '116941', name: 'Siân "Ŵyn", upper\r\nand lower' }])
    const reading = await read(utf8(text), size)
    expect(reading.rows).toBe(2)
    expect(rowOf(reading, '116940')).toMatchObject({ name: 'LADY HAWKINS’ SCHOOL', openDate: '1972-09-01', uprn: '010001234567' })
    expect(rowOf(reading, '116941').name).toBe('Siân "Ŵyn", upper\r\nand lower')
  })

  it('in Windows-1252, in UTF-8 and in UTF-8 with a byte order mark', async () => {
    const text = registerCsv([one])
    for (const bytes of [windows1252(text), utf8(text), utf8(`\uFEFF${text}`)]) {
      for (const size of [1, 13, 100_000]) expect(rowOf(await read(bytes, size), '116940').name).toBe('LADY HAWKINS’ SCHOOL')
    }
  })

  it('with its columns in any order, other columns among them, and line feeds alone', async () => {
    const facts = [...textFacts].reverse() as TextFact[]
    const reading = await read(utf8(registerCsv([one], facts, '\n')))
    expect(rowOf(reading, '116940')).toMatchObject({ name: 'LADY HAWKINS’ SCHOOL', town: 'Kington', laCode: '884' })
  })

  it('with dates written either way', async () => {
    const reading = await read(utf8(registerCsv([{ ...one, openDate: '1/9/1972', closeDate: '31-08-2026' }])))
    expect(rowOf(reading, '116940')).toMatchObject({ openDate: '1972-09-01', closeDate: '2026-08-31' })
  })

  it('without an optional column, which is then absent and not empty', async () => {
    const reading = await read(
      utf8(
        registerCsv(
          [one],
          textFacts.filter((fact) => fact !== 'wardName'),
        ),
      ),
    )
    expect(rowOf(reading, '116940')).not.toHaveProperty('wardName')
    expect(rowOf(reading, '116940')).toHaveProperty('website', '')
  })

  it('and of a URN that comes twice the first row counts', async () => {
    const reading = await read(utf8(registerCsv([one, { ...one, name: 'Another' }])))
    expect([[...reading.kept.urns()].length, reading.repeated]).toEqual([1, 1])
    expect(rowOf(reading, '116940').name).toBe('LADY HAWKINS’ SCHOOL')
  })

  it('and its name may tell its day', () => {
    expect(dayInName('edubasealldata20250422.csv')).toBe('2025-04-22')
    expect(dayInName('register 2026-11-24.zip')).toBe('2026-11-24')
    expect(dayInName('edubasealldata20259999.csv')).toBeUndefined()
    expect(dayInName('Results.zip')).toBeUndefined()
  })
})

describe('a file is not taken, and one sentence says why', () => {
  const many = Array.from({ length: 20 }, (_, n) => ({ ...one, urn: String(116_000 + n) }))

  it('when it is something else', async () => {
    for (const bytes of [utf8(''), utf8('hello'), utf8('a,b\n1,2\n'), Uint8Array.from([0xff, 0xd8, 0xff, 0xe0]), utf8('{"type":"x"}')]) {
      expect(await refusalOf(bytes)).toMatch(/^not_this_file: This is not the register of schools/)
    }
  })

  it('when the links come alone, or what is given as the links is neither', async () => {
    const links = utf8(linksCsv([['1', '2', 'Successor']]))
    expect(await refusalOf(links)).toMatch(/^links_file_given/)
    expect(await refusalOf(utf8('a,b\n1,2\n'), 'links')).toMatch(/^not_links_file/)
    expect(await refusalOf(links, 'links')).toBe('taken')
    // Put where the links belong, the register is still known by its header.
    expect(await refusalOf(utf8(registerCsv([one])), 'links')).toBe('taken')
  })

  it('when required columns are missing, and the first of them first', async () => {
    const facts = textFacts.filter((fact) => !['urn', 'statusCode', 'wardName'].includes(fact))
    expect(await refusalOf(utf8(registerCsv([one], facts)))).toMatch(/^columns_missing: .* URN and EstablishmentStatus \(code\)/)
  })

  it('when Excel has saved it: E notation, or codes without their zero', async () => {
    expect(await refusalOf(utf8(registerCsv([{ ...one, uprn: '2E+11' }])))).toMatch(/^saved_by_excel: .*row 2 has "2E\+11" in UPRN/)
    expect(await refusalOf(utf8(registerCsv([{ ...one, typeCode: '1' }])))).toMatch(/^saved_by_excel: .*TypeOfEstablishment \(code\)/)
  })

  it('when it has been cut: inside a quotation or after some cells', async () => {
    const whole = registerCsv(many)
    expect(await refusalOf(utf8(whole.slice(0, -20)))).toMatch(/^truncated: The file ends in the middle of row 21/)
    const lastLine = whole.trimEnd().lastIndexOf('\n')
    expect(await refusalOf(utf8(`${whole.slice(0, lastLine + 1)}"116999","Ashfield`))).toMatch(/^truncated/)
    expect(await refusalOf(utf8(`${whole.slice(0, lastLine + 1)}"116999","Ashfield"`))).toMatch(/^truncated/)
  })

  it('when a row in its middle is uneven, and when it has no rows', async () => {
    const lines = registerCsv(many).trimEnd().split('\r\n')
    lines.splice(3, 1, '"116999","short"')
    expect(await refusalOf(utf8(lines.join('\r\n')))).toMatch(/^uneven_row: Row 4 has 2 cells/)
    expect(await refusalOf(utf8(registerCsv([])))).toMatch(/^no_rows/)
  })

  it('but a last line without a line end is whole', async () => {
    expect(await refusalOf(utf8(registerCsv(many).trimEnd()))).toBe('taken')
  })
})

const older = join(import.meta.dirname, '../../../../../shared/data/gias_anonymised_60rows_140columns.csv')
it.skipIf(!existsSync(older))(
  'an older file of 140 columns is refused for what Excel did to it, and read without that (skipped where ../shared/data does not lie beside the project)',
  async () => {
    const bytes = readFileSync(older)
    expect(await refusalOf(bytes)).toMatch(/^saved_by_excel: .*"5.00E\+06" in UPRN/)
    const reading = await read(utf8(bytes.toString('latin1').replaceAll('5.00E+06', '5000123')), 1000)
    expect(reading.rows).toBe(60)
    expect(rowOf(reading, '130003')).toMatchObject({
      name: 'school 4',
      openDate: '1993-06-01',
      trustName: 'trust name 4',
      wardName: 'Test LA Ward 2',
    })
  },
)
