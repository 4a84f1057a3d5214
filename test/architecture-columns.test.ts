// What becomes of every column of words when somebody is erased is decided where the column is added, and not years later.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { personal } from '#upkeep/records/personal-store.ts'
import { given } from '#upkeep/records/subject-store.ts'
import { freeTexts } from '#upkeep/records/text-store.ts'
import { isKeyOrInstant, kept, neutral } from './support/column-kinds.ts'

const schema = readFileSync(join(dirname(fileURLToPath(import.meta.url)), '..', 'prisma', 'schema.prisma'), 'utf8')
const words = (text: string): string[] => text.split(' ').filter(Boolean)
const columns = [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].flatMap(([, table = '', body = '']) =>
  [...body.matchAll(/^\s+(\w+)\s+String/gm)].map(([, column = '']) => `${table}.${column}`),
)
const personalOnes = new Set(personal.flatMap(({ table, columns: of }) => words(of).map((column) => `${table}.${column}`)))
const keptOnes = kept.flatMap(({ table, columns: of }) => words(of).map((column) => `${table}.${column}`))
const neutralOnes = Object.entries(neutral).flatMap(([table, of]) => words(of).map((column) => `${table}.${column}`))

it('every column of words is personal, kept for a reason, or about nobody: say which in src/upkeep/records or test/support/column-kinds.ts when you add one', () => {
  const known = new Set([...personalOnes, ...keptOnes, ...neutralOnes])
  expect(columns.filter((column) => !known.has(column) && !isKeyOrInstant(column.split('.')[1] ?? ''))).toEqual([])
})

it('no column is two of these, and none is named that is not there', () => {
  const all = [...personalOnes, ...keptOnes, ...neutralOnes]
  expect(all.filter((column, index) => all.indexOf(column) !== index)).toEqual([])
  expect(all.filter((column) => !columns.includes(column))).toEqual([])
})

it('whatever row stays when somebody is erased has every one of its personal columns written anew', () => {
  const untouched = personal
    .filter((one) => one.instead !== undefined && one.kind === undefined)
    .flatMap((one) =>
      words(one.columns).flatMap((column) => (new RegExp(`\\b${column} = `).test(one.instead ?? '') ? [] : [`${one.table}.${column}`])),
    )
  expect(untouched).toEqual([])
})

it('what is erased is also what is given: of every kind of personal row it is said what of it is given', () => {
  const kinds = [...new Set(personal.map((one) => one.kind ?? one.table))]
  expect(Object.keys(given).toSorted()).toEqual(kinds.toSorted())
})

it('whatever people write by hand that stays is searched for the name of whoever is erased', () => {
  const searched = new Set(freeTexts.map(({ table, column }) => `${table}.${column}`))
  const byHand = kept
    .filter(({ why }) => why === 'words')
    .flatMap(({ table, columns: of }) => words(of).map((column) => `${table}.${column}`))
  expect(byHand.filter((column) => !searched.has(column))).toEqual([])
  expect([...searched].filter((column) => !byHand.includes(column) && !personalOnes.has(column))).toEqual([])
})
