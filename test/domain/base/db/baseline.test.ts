// The data model is one baseline, a file for each group of concepts, edited in place until the first release.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../../prisma/migrations')
const files = readdirSync(folder)
  .filter((file) => file.endsWith('.sql'))
  .sort()
const sqlOf = (file: string): string => readFileSync(join(folder, file), 'utf8')

it('a council that begins today has every table, and no row names one that is not there', () => {
  const db = new DatabaseSync(':memory:')
  for (const file of files) db.exec(`PRAGMA foreign_keys = ON; BEGIN; ${sqlOf(file)}; COMMIT;`)
  expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
  expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
})

it('whoever reads the file of a table has read every trigger and index on it', () => {
  const homes = new Map(files.flatMap((file) => [...sqlOf(file).matchAll(/^CREATE TABLE (\w+)/gm)].map(([, table = '']) => [table, file])))
  const strays = files.flatMap((file) =>
    [
      ...sqlOf(file).matchAll(
        /^CREATE TRIGGER (\w+) (?:BEFORE|AFTER) (?:INSERT|DELETE|UPDATE(?: OF [\w, ]+)?) ON (\w+)|^CREATE (?:UNIQUE )?INDEX (\w+) ON (\w+)/gm,
      ),
    ].flatMap(([, trigger, of, index, on]) =>
      homes.get(of ?? on ?? '') === file ? [] : [`${trigger ?? index} on ${of ?? on} stands in ${file}`],
    ),
  )
  expect(strays).toEqual([])
})

it('no trigger asks before an update for what SQLite works out after it', () => {
  const triggers = files.flatMap((file) => sqlOf(file).match(/^CREATE TRIGGER \w+ BEFORE UPDATE[\s\S]*?END;$/gm) ?? [])
  expect(triggers.length).toBeGreaterThan(50)
  expect(triggers.filter((sql) => sql.includes('NEW.takenUntil'))).toEqual([])
})

it('nothing is made, altered and dropped again: what stands in a file is what the database has', () => {
  expect(files.filter((file) => /^(ALTER|DROP|UPDATE|DELETE)/m.test(sqlOf(file)))).toEqual([])
})
