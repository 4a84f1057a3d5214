// docs/tables.md says of every table of the database what a row is.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { migrationsIn } from '#commands/data-version.ts'
import { tablesOf, tablesPage } from '#commands/tables-page.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const migrations = migrationsIn(root)

it('a comment above every table says what a row is', () => {
  const tables = migrations.flatMap(({ sql }) => tablesOf(sql)).filter(({ isView }) => !isView)
  expect(tables.length).toBe(migrations.flatMap(({ sql }) => sql.match(/^CREATE TABLE /gm) ?? []).length)
  expect(tables.filter(({ comment }) => comment === '').map(({ table }) => table)).toEqual([])
})

it('docs/tables.md says what the comments say', () => {
  const written = readFileSync(join(root, 'docs/tables.md'), 'utf8')
  expect(written === tablesPage(migrations) ? 'up to date' : 'out of date: `npm run generate` writes it').toBe('up to date')
})

it('control: a table without a comment is found, and a heading is no comment', () => {
  const sql = `-- Of what is sold.\n\n-- A shop. open: now.\n-- It has a door.\nCREATE TABLE Shop (\n);\n\n-- Doors -----------\nCREATE TABLE Door (\n);\nCREATE VIEW Key AS SELECT 1;\n`
  expect(tablesOf(sql)).toEqual([
    { table: 'Shop', isView: false, comment: 'A shop. open: now. It has a door.' },
    { table: 'Door', isView: false, comment: '' },
    { table: 'Key', isView: true, comment: '' },
  ])
})
