import { expect, it } from 'vitest'
import { rowsOf } from '#test/support/register-file.ts'
import { countyFiles } from '#tools/demonstration/county.ts'
import { linksFile, registerColumns, registerFile } from '#tools/demonstration/register-file.ts'

const [earlier, later] = countyFiles('2026-11-24')
const [before, after] = [rowsOf(earlier.register), rowsOf(later.register)]
const ours = (rows: Record<string, string>[], ...status: string[]) =>
  rows.filter((row) => row['LA (code)'] === '999' && status.some((code) => code === row['EstablishmentStatus (code)']))
const named = (rows: Record<string, string>[], name: string) => rows.filter((row) => row['EstablishmentName'] === name)

it('the file has the 135 columns of the national register, in its order', () => {
  expect(registerColumns).toHaveLength(135)
  expect(registerColumns.slice(0, 5)).toEqual(['URN', 'LA (code)', 'LA (name)', 'EstablishmentNumber', 'EstablishmentName'])
  expect(new Set(registerColumns).size).toBe(135)
})

it('is written in windows-1252 with curly apostrophes and accents', () => {
  const bytes = registerFile([{ EstablishmentName: 'Lady Hawthorn’s – Brontë' }])
  expect([...bytes].filter((byte) => [0x92, 0x96, 0xeb].includes(byte))).toHaveLength(3)
  expect(named(before, 'Lady Hawthorn’s School')).toHaveLength(1)
})

it('holds about 120 open settings of the county, of every sector and kind, and a few of a neighbour', () => {
  expect(ours(before, '1', '3').length).toBeGreaterThanOrEqual(115)
  expect(ours(after, '1', '3').length).toBeGreaterThanOrEqual(110)
  expect(new Set(before.map((row) => row['EstablishmentTypeGroup (name)'])).size).toBeGreaterThanOrEqual(7)
  expect(before.filter((row) => row['LA (code)'] === '998').length).toBeGreaterThan(2)
  expect(new Set(ours(before, '1').map((row) => row['Trusts (code)'])).size).toBeGreaterThanOrEqual(12)
})

it('in the year between, one school converts, two merge, one closes, two open or will, and one conversion has no link', () => {
  expect(named(after, 'Bramblecote Primary School')[0]?.['EstablishmentStatus (name)']).toBe('Closed')
  expect(named(after, 'Dewsbourne CofE Primary School')[0]?.['EstablishmentStatus (name)']).toBe('Closed')
  expect(named(after, 'Thornmere Free School')[0]?.['EstablishmentStatus (name)']).toBe('Open')
  const links = rowsOf(later.links)
  expect(links.filter((link) => link['LinkType'] === 'Successor')).toHaveLength(1)
  expect(links.filter((link) => link['LinkType'] === 'Successor - merged')).toHaveLength(2)
  const [closed, open] = named(after, 'Pinfold Lane Primary School')
  expect(closed?.['EstablishmentNumber']).toBe(open?.['EstablishmentNumber'])
  expect(links.some((link) => link['URN'] === closed?.['URN'])).toBe(false)
})

it('two schools of one name stand in different towns', () => {
  const towns = named(before, 'St Mary’s CofE Primary School').map((row) => row['Town'])
  expect(new Set(towns).size).toBe(2)
})

it('no URN comes twice, every date is a day of the register, and the same day gives the same file', () => {
  expect(new Set(after.map((row) => row['URN'])).size).toBe(after.length)
  for (const row of after) expect(row['OpenDate']).toMatch(/^(\d\d-\d\d-\d{4})?$/)
  expect(countyFiles('2026-11-24')[1].register).toEqual(later.register)
  expect(linksFile([])).toHaveLength('"URN","LinkURN","LinkName","LinkType","LinkEstablishedDate"\r\n'.length)
})
